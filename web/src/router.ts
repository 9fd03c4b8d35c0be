// Where one is: the part of the address behind #.

export type Route =
    | { view: 'start' }
    | { view: 'fit' | 'session'; mat: number }
    | { view: 'therapist' }
    | { view: 'review'; session: number | null; beside?: number } // `beside`: another session to compare it with
    | { view: 'settings' }
    | { view: 'pair'; code: string };

/** Anything that is not understood is the start. */
export function routeOf(hash: string): Route {
    const [view = '', what = '', more = ''] = hash.replace(/^#?\/?/, '').split('/');
    const number = numberOf(what);
    switch (view) {
    case 'fit':
    case 'session':
        return number === null ? { view: 'start' } : { view, mat: number };
    case 'therapist':
    case 'settings':
        return { view };
    case 'review': {
        const beside = numberOf(more);
        return number === null || beside === null ? { view, session: number } : { view, session: number, beside };
    }
    case 'pair':
        return { view, code: decoded(what) };
    default:
        return { view: 'start' };
    }
}

export function hashOf(route: Route): string {
    switch (route.view) {
    case 'start':
        return '#/';
    case 'fit':
    case 'session':
        return `#/${route.view}/${route.mat}`;
    case 'review':
        return ['#/review', route.session, route.beside].filter((part) => part !== null && part !== undefined).join('/');
    case 'pair':
        return route.code ? `#/pair/${encodeURIComponent(route.code)}` : '#/pair';
    default:
        return `#/${route.view}`;
    }
}

function numberOf(text: string): number | null {
    return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}

function decoded(text: string): string {
    try {
        return decodeURIComponent(text);
    } catch {
        return '';
    }
}
