import { get, send, sentenceOf } from '../api';
import type { DevicesAnswer, MatAnswer, MatRequest, PeopleAnswer, ProgramCard, SensorsAnswer, Settings } from '../api-types';
import { button, choices, disclosure, el, field, freshId, setText } from '../dom';
import { messages } from '../messages';
import type { Context } from '../view';
import { levelChoices } from './levels';

const words = messages.start;
const kOwn = '*'; // the program's own, where nothing chosen means as in the settings

/** What may be chosen before a practice is opened; `back` returns to the cards. */
export function optionsPanel(context: Context, card: ProgramCard, back: () => void): HTMLElement {
    const wish: MatRequest = { program: card.id, minutes: card.minutes };
    const problem = el('p', { class: 'note careful', role: 'alert', hidden: true });
    const busy = el('p', { class: 'muted', role: 'status' });
    const confirm = el('input', { type: 'checkbox', onchange: () => { wish.confirmed = confirm.checked; } });

    const open = button('main', words.open, () => {
        if (card.needs_confirmation && !confirm.checked) {
            say(problem, words.confirmFirst);
            confirm.focus();
            return;
        }
        problem.hidden = true;
        open.disabled = true;
        setText(busy, words.opening);
        send<MatAnswer>('POST', '/api/mats', wish)
            .then(({ mat }) => context.go({ view: 'fit', mat }))
            .catch((error: unknown) => say(problem, sentenceOf(error)))
            .finally(() => {
                open.disabled = false;
                setText(busy, '');
            });
    });

    return el('div', { class: 'stack far options-panel' },
        el('div', { class: 'stack close' }, el('h1', { tabindex: '-1' }, card.name), el('p', { class: 'lead muted' }, card.summary)),
        card.offered_minutes.length > 1 && choices(words.minutes, card.offered_minutes.map((minutes) =>
            ({ value: minutes, label: messages.units.shortMinutes(minutes) })), card.minutes, (minutes) => { wish.minutes = minutes; }),
        levels(card, wish),
        cautions(card, confirm),
        card.checklist.length > 0 && disclosure(words.things, el('ul', {}, ...card.checklist.map((line) => el('li', {}, line)))),
        card.steps.length > 0 && disclosure(words.steps, el('ol', {}, ...card.steps.map((name) => el('li', {}, name)))),
        more(context, wish),
        problem,
        el('div', { class: 'row' }, open, button('quiet', words.back, back)), busy);
}

function levels(card: ProgramCard, wish: MatRequest): HTMLElement | false {
    const [first, second] = card.levels;
    if (!first || !second)
        return false;
    const hint = el('p', { class: 'hint', id: freshId('level') }, words.levelHint);
    const group = choices(words.level, levelChoices(card), first.id, (id) => { wish.level = id; });
    group.setAttribute('aria-describedby', hint.id);
    return el('div', { class: 'stack close' }, group, hint);
}

function cautions(card: ProgramCard, confirm: HTMLInputElement): HTMLElement | false {
    if (card.cautions.length === 0)
        return false;
    const list = disclosure(words.cautions, el('ul', {}, ...card.cautions.map((line) => el('li', {}, line))),
        card.needs_confirmation && el('label', { class: 'check' }, confirm, words.confirm));
    list.open = card.needs_confirmation;
    list.classList.add('card');
    return list;
}

/** What few people change; asked of the server once it is opened. */
function more(context: Context, wish: MatRequest): HTMLElement {
    const record = el('input', { type: 'checkbox', checked: true, disabled: true, onchange: () => { wish.record = record.checked; } });
    const room = el('div', { class: 'stack' });
    const element = disclosure(words.more, room, sensors(wish),
        el('label', { class: 'check' }, record, el('span', {}, words.record, el('small', { class: 'block muted' }, words.recordHint))));
    element.addEventListener('toggle', () => {
        if (element.open && !room.childNodes.length)
            void fill(context, wish, room, record);
    });
    return element;
}

async function fill(context: Context, wish: MatRequest, room: HTMLElement, record: HTMLInputElement): Promise<void> {
    try {
        const [{ soundscapes }, settings] = await Promise.all([get<DevicesAnswer>('/api/devices'), get<Settings>('/api/settings')]);
        record.checked = settings.record;
        record.disabled = false;
        room.append(field(words.sound, select(words.soundUsual, [{ id: kOwn, name: words.soundOwn }, ...soundscapes],
            (id) => keep(wish, 'soundscape', id))));
        if (context.me?.device.role === 'therapist') {
            const { people } = await get<PeopleAnswer>('/api/people');
            room.prepend(field(words.person, select(words.nobody, people.map(({ name }) => ({ id: name, name })), (id) => keep(wish, 'person', id))));
        }
    } catch (error) {
        room.append(el('p', { class: 'muted' }, sentenceOf(error)));
    }
}

function sensors(wish: MatRequest): HTMLElement {
    const room = el('div', { class: 'stack', 'aria-live': 'polite' });
    const look = () => {
        room.replaceChildren(el('p', { class: 'muted' }, words.sensorsLooking));
        get<SensorsAnswer>('/api/sensors').then(({ found }) => {
            room.replaceChildren(found.length === 0 ? el('p', {}, words.sensorsNone)
                : choices<string>(words.sensorsChoose,
                    [{ value: '', label: words.sensorsAny }, ...found.map(({ name, text }) => ({ value: name, label: text || name }))], '',
                    (name) => {
                        if (name)
                            wish.sources = [name];
                        else
                            delete wish.sources;
                    }));
        }).catch((error: unknown) => room.replaceChildren(el('p', { class: 'muted' }, sentenceOf(error))));
    };
    return el('div', { class: 'stack close' }, el('div', {}, button('plain', words.sensorsLook, look)), room);
}

function keep(wish: MatRequest, what: 'soundscape' | 'person', id: string): void {
    if (id)
        wish[what] = id === kOwn ? '' : id;
    else
        delete wish[what];
}

function select(none: string, options: readonly { id: string; name: string }[], chosen: (id: string) => void): HTMLSelectElement {
    const element: HTMLSelectElement = el('select', { onchange: () => chosen(element.value) }, el('option', { value: '' }, none),
        ...options.map(({ id, name }) => el('option', { value: id }, name)));
    return element;
}

function say(where: HTMLElement, text: string): void {
    where.hidden = false;
    setText(where, text);
}
