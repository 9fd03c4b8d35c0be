// Where one is: the part of the address behind #.

export type Route =
    | { view: 'start' }
    | { view: 'fit' | 'session'; mat: number }
    | { view: 'therapist' }
    | { view: 'review'; session: number | null }
    | { view: 'settings' }
    | { view: 'pair'; code: string };

/** Anything that is not understood is the start. */
export function routeOf(hash: string): Route {
    const [view = '', what = ''] = hash.replace(/^#?\/?/, '').split('/');
    const number = /^[1-9]\d{0,8}$/.test(what) ? Number(what) : null;
    switch (view) {
    case 'fit':
    case 'session':
        return number === null ? { view: 'start' } : { view, mat: number };
    case 'therapist':
    case 'settings':
        return { view };
    case 'review':
        return { view, session: number };
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
        return route.session === null ? '#/review' : `#/review/${route.session}`;
    case 'pair':
        return route.code ? `#/pair/${encodeURIComponent(route.code)}` : '#/pair';
    default:
        return `#/${route.view}`;
    }
}

function decoded(text: string): string {
    try {
        return decodeURIComponent(text);
    } catch {
        return '';
    }
}
