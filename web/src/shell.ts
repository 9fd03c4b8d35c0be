import { get, Refused, type Me } from './api';
import { el, setText } from './dom';
import type { Link } from './live/link';
import { messages } from './messages';
import { loadPreferences } from './preferences';
import { hashOf, routeOf, type Route } from './router';
import type { Context, View } from './view';

async function opened(context: Context): Promise<View> {
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

/** The frame around every view: where one is, how the connection stands, what is said aloud. */
export class Shell {
    private readonly preferences = loadPreferences();
    private readonly main = el('main', { id: 'main', tabindex: '-1' });
    private readonly spoken = el('p', { class: 'vh', role: 'status', 'aria-live': 'polite' });
    private me: Me | null = null;
    private view: View | null = null;
    private visit = 0;

    constructor(private readonly link: Link) {
        document.body.append(el('a', { class: 'skip', href: '#main' }, messages.skip), this.main, this.spoken);
        addEventListener('hashchange', () => void this.show());
    }

    async show(): Promise<void> {
        const visit = ++this.visit;
        const route: Route = this.me ? routeOf(location.hash) : await this.routeOfStranger();
        const view = await opened(this.context(route));
        if (visit !== this.visit) {
            view.leave();
            return;
        }
        this.view?.leave();
        this.view = view;
        document.title = `${view.title} · ${messages.name}`;
        this.main.replaceChildren(view.element);
    }

    private async routeOfStranger(): Promise<Route> {
        const wanted = routeOf(location.hash);
        try {
            this.me = await get<Me>('/api/me');
        } catch (error) {
            if (error instanceof Refused && error.status === 401)
                return wanted.view === 'pair' ? wanted : { view: 'pair', code: '' };
        }
        return wanted;
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
                location.hash = '#/';
                await this.show();
            },
        };
    }
}
