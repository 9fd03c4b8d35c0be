import './start.css';
import { get, send, sentenceOf } from '../api';
import type { ProgramCard, SessionRow, StartAnswer } from '../api-types';
import { button, disclosure, el, twoStep } from '../dom';
import { day } from '../format';
import { placeOfMat } from '../header';
import type { LiveMat } from '../live/link';
import { messages } from '../messages';
import { routeOf } from '../router';
import type { Context, View } from '../view';
import { optionsPanel } from './options';

const words = messages.start;

/** Choose a practice, or go on with what is open. */
export function startView(context: Context): View {
    const open = el('section', { 'aria-labelledby': 'open' });
    const body = el('div', { class: 'stack far' }, el('p', { class: 'muted' }, messages.shell.loading));
    const element = el('div', { class: 'page' }, el('div', { class: 'stack close' }, el('h1', {}, words.heading),
        el('p', { class: 'lead muted' }, words.lead)), open, body);
    const whole = [...element.childNodes];
    const mayOpen = context.me?.device.role !== 'viewer';
    let gone = false;

    const back = (focus: HTMLElement | null) => {
        element.replaceChildren(...whole);
        (focus ?? element.querySelector<HTMLElement>('h1'))?.focus();
    };
    const choose = (card: ProgramCard, from: HTMLElement) => {
        const panel = optionsPanel(context, card, () => back(from));
        element.replaceChildren(panel);
        scrollTo(0, 0);
        panel.querySelector<HTMLElement>('h1')?.focus();
    };
    const showOpen = () => {
        const mats = context.link.mats();
        open.hidden = mats.length === 0;
        open.replaceChildren(el('h2', { id: 'open' }, words.goOn), ...mats.map((mat) => openMat(context, mat, mats.length > 1, mayOpen)));
    };
    const load = async () => {
        try {
            const start = await get<StartAnswer>('/api/start');
            if (!gone)
                body.replaceChildren(...contents(context, start, mayOpen, choose));
        } catch (error) {
            if (!gone)
                body.replaceChildren(el('p', { class: 'note careful', role: 'alert' }, sentenceOf(error)),
                    el('div', {}, button('plain', messages.shell.again, () => void load())));
        }
    };
    const stop = context.link.listen({ mats: showOpen });
    showOpen();
    void load();
    return {
        title: words.title,
        element,
        leave() {
            gone = true;
            stop();
        },
    };
}

function openMat(context: Context, { mat }: LiveMat, several: boolean, mayClose: boolean): HTMLElement {
    const name = mat.program?.name ?? messages.name;
    const go = () => context.go(routeOf(placeOfMat(mat.mat, mat.state)));
    const close = () => void send('DELETE', `/api/mats/${mat.mat}`).catch((error: unknown) => context.announce(sentenceOf(error)));
    return el('div', { class: 'card open-mat' },
        el('p', { class: 'muted' }, `${name} ${words.states[mat.state]}${several ? `, ${words.otherMat(mat.mat)}` : ''}.`),
        mat.problem && el('p', {}, mat.problem),
        el('div', { class: 'row' }, button('main', words.goOnTo(name), go), mayClose && twoStep(words.close, words.closeAgain, close)));
}

function contents(context: Context, start: StartAnswer, mayOpen: boolean, choose: (card: ProgramCard, from: HTMLElement) => void): Node[] {
    return [
        mayOpen
            ? el('section', { class: 'stack', 'aria-labelledby': 'practices' }, el('h2', { id: 'practices' }, words.programs),
                el('ul', { class: 'plain-list programs' }, ...start.programs.map((card) => program(card, choose))))
            : el('p', { class: 'note' }, words.watching, context.link.mats().length ? '' : ` ${words.nothingOpen}`),
        el('section', { class: 'stack', 'aria-labelledby': 'room' }, el('h2', { id: 'room' }, words.glance), glance(start)),
        ...(mayOpen ? [lately(start.sessions)] : []),
    ];
}

function program(card: ProgramCard, choose: (card: ProgramCard, from: HTMLElement) => void): HTMLElement {
    const press: HTMLButtonElement = el('button', { type: 'button', class: 'program', onclick: () => choose(card, press) },
        el('span', { class: 'program-name' }, card.name),
        el('span', { class: 'muted' }, card.summary),
        el('span', { class: 'small' }, words.length(card.offered_minutes.length ? card.offered_minutes : [card.minutes])));
    return el('li', {}, press);
}

function glance({ sensors, sound, history }: StartAnswer): HTMLElement {
    const rows: [string, string][] = [
        [words.sensors, sensors.simulated && !sensors.text ? words.simulated : sensors.text],
        [words.soundIs, sound.text],
        [words.history, history.text],
    ];
    return el('dl', { class: 'facts' }, ...rows.filter(([, text]) => text).flatMap(([name, text]) => [el('dt', {}, name), el('dd', {}, text)]));
}

function lately(sessions: readonly SessionRow[]): HTMLElement {
    return el('section', { class: 'stack', 'aria-labelledby': 'lately' }, el('h2', { id: 'lately' }, words.sessions),
        sessions.length === 0
            ? el('p', { class: 'muted' }, words.noSessions)
            : disclosure(words.lastOnes(sessions.length), el('ul', { class: 'plain-list' }, ...sessions.map((row) => el('li', {},
                el('a', { href: `#/review/${row.id}` }, words.session(row.program.name, Math.round(row.length_s / 60))),
                el('span', { class: 'muted' }, ` ${row.person ? `${row.person}, ` : ''}${day(row.began)}`)))),
            el('p', {}, el('a', { href: '#/review' }, words.allSessions))));
}
