import { get, Refused } from './api';
import type { Me } from './api-types';
import { button, el, focusHeading, setText } from './dom';
import { Header } from './header';
import { helpPanel } from './help';
import { isForView, keyOf } from './keys';
import { Link } from './live/link';
import { messages } from './messages';
import { keepPreferences, loadPreferences } from './preferences';
import { hashOf, routeOf, type Route } from './router';
import type { Context, View } from './view';

const words = messages.shell;
const kAgain_ms = 4000;

/** The views that are not needed at once come as files of their own. */
async function viewOf(context: Context): Promise<View> {
    switch (context.route.view) {
    case 'start':
        return (await import('./views/start')).startView(context);
    case 'fit':
        return (await import('./views/fit')).fitView(context);
    case 'session':
        return (await import('./views/session')).sessionView(context);
    case 'therapist':
        return (await import('./views/therapist')).therapistView(context);
    case 'review':
        return (await import('./views/review')).reviewView(context);
    case 'settings':
        return (await import('./views/settings')).settingsView(context);
    case 'pair':
        return (await import('./views/pair')).pairView(context);
    }
}

/** The frame around every view: who this device is, where one is, how the connection stands, what is said aloud. */
export class Shell {
    private readonly preferences = loadPreferences();
    private readonly link = new Link(() => this.isPaired());
    private readonly help = helpPanel(this.preferences);
    private readonly header = new Header(this.link, () => this.help.toggle());
    private readonly main = el('main', { id: 'main', tabindex: '-1' });
    private readonly old = el('div', { class: 'note careful reload', role: 'alert', hidden: true }, el('strong', {}, words.reloadTitle),
        el('p', {}, words.reloadText), button('plain', words.reload, () => location.reload()));
    private readonly spoken = el('p', { class: 'vh', role: 'status', 'aria-live': 'polite' });
    private me: Me | null = null;
    private view: View | null = null;
    private visit = 0;
    private again = 0;

    constructor() {
        keepPreferences(this.preferences);
        document.body.append(
            el('a', { class: 'skip', href: '#main', onclick: (event: Event) => {
                event.preventDefault(); // # is the address of a view
                this.main.focus();
            } }, messages.skip),
            this.header.element, this.old, this.main, this.help.element, this.spoken);
        addEventListener('hashchange', () => void this.show());
        addEventListener('keydown', (event) => this.pressed(event));
        this.link.listen({
            connection: () => this.connectionChanged(),
            mats: () => this.placesChanged(),
        });
        this.header.connectionIs();
    }

    async show(): Promise<void> {
        const visit = ++this.visit;
        clearTimeout(this.again);
        const wanted = routeOf(location.hash);
        let route: Route = wanted;
        try {
            this.me ??= await get<Me>('/api/me');
            this.link.open();
        } catch (error) {
            if (!(error instanceof Refused && error.status === 401)) {
                if (this.view?.title !== words.awayTitle)
                    this.enter(awayView(() => void this.show()), wanted);
                this.again = window.setTimeout(() => void this.show(), kAgain_ms);
                return;
            }
            this.link.close();
            route = wanted.view === 'pair' ? wanted : { view: 'pair', code: '' };
        }
        let view: View;
        try {
            view = await viewOf(this.context(route));
        } catch {
            view = awayView(() => location.reload()); // a file of the page could not be fetched
        }
        if (visit === this.visit)
            this.enter(view, route);
        else
            view.leave();
    }

    private enter(view: View, route: Route): void {
        const first = this.view === null;
        this.view?.leave();
        this.view = view;
        document.title = `${view.title} · ${messages.name}`;
        this.main.replaceChildren(view.element);
        this.header.show(route, this.me?.device.role ?? null);
        if (first)
            return;
        scrollTo(0, 0);
        focusHeading(view.element);
    }

    private placesChanged(): void {
        this.header.show(routeOf(location.hash), this.me?.device.role ?? null);
    }

    private connectionChanged(): void {
        this.header.connectionIs();
        this.old.hidden = this.link.connection !== 'reload';
        if (this.link.connection === 'unpaired' && this.me) {
            this.me = null;
            void this.show();
        }
    }

    private pressed(event: KeyboardEvent): void {
        if (!isForView(event) || (!this.preferences.keys && event.key !== '?'))
            return;
        if (event.key === '?')
            this.help.toggle();
        else if (!this.view?.key?.(keyOf(event)))
            return;
        event.preventDefault();
    }

    private async isPaired(): Promise<boolean> {
        try {
            await get('/api/me');
            return true;
        } catch (error) {
            return !(error instanceof Refused && error.status === 401);
        }
    }

    private context(route: Route): Context {
        return {
            route,
            link: this.link,
            me: this.me,
            preferences: this.preferences,
            go: (to) => { location.hash = hashOf(to); },
            announce: (text) => setText(this.spoken, text),
            changedDevice: async () => {
                this.me = null;
                this.link.close();
                if (location.hash === '#/')
                    await this.show();
                else
                    location.hash = '#/';
            },
        };
    }
}

function awayView(again: () => void): View {
    return {
        title: words.awayTitle,
        element: el('div', { class: 'page' }, el('h1', {}, words.awayTitle), el('p', { class: 'lead' }, words.awayText),
            el('p', {}, words.awaySession), el('div', {}, button('main', words.again, again))),
        leave() {},
    };
}
