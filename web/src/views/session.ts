import './fit.css';
import './session.css';
import { send } from '../api';
import { button, el, focusHeading } from '../dom';
import type { Link } from '../live/link';
import { messages } from '../messages';
import type { Context, View } from '../view';
import { nothingHere } from './nothing';
import { Running } from './running';

const words = messages.session;
const kLook_ms = 500;

/** The session while it runs, and the quiet end of it. */
export function sessionView(context: Context): View {
    const { link, route } = context;
    const number = route.view === 'session' ? route.mat : 0;
    const element = el('div', { class: 'session-view' });
    let running: Running | null = null;
    let shown = '';

    const show = () => {
        const mat = link.mat(number)?.mat;
        if (mat && (mat.state === 'opening' || mat.state === 'fitting' || mat.state === 'failed')) {
            context.go({ view: 'fit', mat: number });
            return;
        }
        const kind = mat ? `${mat.state} ${mat.opened_s} ${mat.session}` : waits(link) ? 'waits' : 'gone';
        if (kind !== shown) {
            shown = kind;
            running?.leave();
            running = mat?.state === 'running' ? new Running(context, mat) : null;
            const focused = element.contains(document.activeElement);
            element.replaceChildren(running?.element ?? (mat ? over(context, number, mat.session)
                : kind === 'waits' ? loading() : nothingHere(context, words.gone, messages.fit.goneText)));
            if (focused)
                focusHeading(element);
        }
        running?.look();
    };
    const timer = setInterval(show, kLook_ms);
    const stop = link.listen({ mats: show, connection: show, event: show, stale: show });
    show();
    return {
        title: words.title,
        element,
        key: (key) => running?.key(key) ?? false,
        leave() {
            clearInterval(timer);
            stop();
            running?.leave();
        },
    };
}

function waits(link: Link): boolean {
    return link.connection === 'connecting' || link.connection === 'lost';
}

function loading(): HTMLElement {
    return el('div', { class: 'page' }, el('h1', {}, words.title), el('p', { class: 'muted' }, messages.shell.loading));
}

function over(context: Context, mat: number, session: number | null): HTMLElement {
    const away = () => void send('DELETE', `/api/mats/${mat}`).catch(() => {}).then(() => context.go({ view: 'start' }));
    const mayClose = context.me?.device.role !== 'viewer';
    return el('div', { class: 'page session-over' }, el('h1', {}, words.over), el('p', { class: 'lead' }, words.overText),
        el('div', { class: 'row' },
            mayClose && session !== null && button('main', words.toReview, () => context.go({ view: 'review', session })),
            mayClose ? button('plain', words.putAway, away, { class: 'large' }) : button('plain', words.toStart, () => context.go({ view: 'start' }), { class: 'large' })));
}
