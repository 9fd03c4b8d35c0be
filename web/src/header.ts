import { el, setAttribute, setText } from './dom';
import type { Link, LiveMat } from './live/link';
import { messages } from './messages';
import type { Role } from './protocol';
import { hashOf, type Route } from './router';

const words = messages.shell;

/** Where one is and may go, and how the connection stands. */
export class Header {
    readonly element: HTMLElement;
    private readonly links = el('nav', { 'aria-label': words.places });
    private readonly connection = el('p', { class: 'connection', role: 'status' });
    private shown = '';

    constructor(private readonly link: Link, help: () => void) {
        this.element = el('header', { class: 'top' }, this.links, this.connection,
            el('button', { type: 'button', class: 'keys', 'aria-label': words.help, onclick: help }, '?'));
    }

    show(route: Route, role: Role | null): void {
        const places = role ? placesOf(role, this.link.mats()) : [];
        const now = hashOf(route);
        const shown = JSON.stringify([places, now]);
        if (shown === this.shown)
            return;
        this.shown = shown;
        const focused = document.activeElement?.getAttribute('href');
        this.links.replaceChildren(...places.map(([to, label]) =>
            el('a', { href: to, 'aria-current': isAt(to, now) ? 'page' : null }, label)));
        if (focused)
            this.links.querySelector<HTMLElement>(`a[href="${CSS.escape(focused)}"]`)?.focus();
    }

    connectionIs(): void {
        const state = this.link.connection;
        setText(this.connection, words.connection[state]);
        setAttribute(this.connection, 'class', `connection ${state}`);
    }
}

function isAt(place: string, now: string): boolean {
    const sameMat = /^#\/(?:fit|session)\/(\d+)$/;
    return now === place || (place === '#/review' && now.startsWith('#/review/'))
        || (sameMat.test(place) && sameMat.exec(place)?.[1] === sameMat.exec(now)?.[1]);
}

function placesOf(role: Role, mats: LiveMat[]): [string, string][] {
    const places: [string, string][] = [['#/', words.start]];
    for (const { mat } of mats)
        places.push([placeOfMat(mat.mat, mat.state), mats.length > 1 ? words.session(mat.mat) : words.onlySession]);
    if (role === 'therapist')
        places.push(['#/therapist', words.therapist]);
    if (role !== 'viewer')
        places.push(['#/review', words.review]);
    places.push(['#/settings', words.settings]);
    return places;
}

/** Before it begins a mat is fitted; afterwards it is followed. */
export function placeOfMat(mat: number, state: string): string {
    const view = state === 'opening' || state === 'fitting' || state === 'failed' ? 'fit' : 'session';
    return hashOf({ view, mat });
}
