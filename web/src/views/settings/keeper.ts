import { send, sentenceOf } from '../../api';
import type { Settings, Told, TryRequest } from '../../api-types';
import { button, el, field, freshId, setText, type Child } from '../../dom';
import { messages } from '../../messages';

const words = messages.settings;

export function part(title: string, ...children: Child[]): HTMLElement {
    const id = freshId('settings');
    return el('section', { class: 'stack', 'aria-labelledby': id }, el('h2', { id }, title), ...children);
}

/** Keeps what sessions from the page use, one change at a time, and says so beside it. */
export class Keeper {
    constructor(readonly settings: Settings, readonly owner: boolean) {}

    async keep(change: Partial<Settings>, said: HTMLElement): Promise<void> {
        try {
            await send('PUT', '/api/settings', { ...this.settings, ...change });
            Object.assign(this.settings, change);
            setText(said, words.saved);
        } catch (error) {
            setText(said, sentenceOf(error));
        }
    }

    select(label: string, options: readonly (readonly [value: string, label: string])[], chosen: string, change: (value: string) => Partial<Settings>, hint?: string): HTMLElement {
        const said = status();
        const known = options.some(([value]) => value === chosen);
        const input = el('select', { disabled: !this.owner, onchange: () => void this.keep(change(input.value), said) },
            ...options.map(([value, text]) => el('option', { value, selected: value === chosen }, text)),
            !known && el('option', { value: chosen, selected: true }, words.other(chosen)));
        return el('div', { class: 'stack close' }, field(label, input, hint), said);
    }

    range(label: string, least: number, most: number, step: number, chosen: number, told: (value: number) => string, change: (value: number) => Partial<Settings>): HTMLElement {
        const said = status();
        const shown = el('output', { class: 'muted' }, told(chosen));
        const input = el('input', {
            type: 'range', min: least, max: most, step, value: chosen, disabled: !this.owner, 'aria-valuetext': told(chosen),
            oninput: () => {
                setText(shown, told(Number(input.value)));
                input.setAttribute('aria-valuetext', told(Number(input.value)));
            },
            onchange: () => void this.keep(change(Number(input.value)), said),
        });
        return el('div', { class: 'stack close' }, field(label, input), el('div', { class: 'row' }, shown, said));
    }

    text(label: string, chosen: string, hint: string, change: (value: string) => Partial<Settings>): HTMLElement {
        const said = status();
        const input = el('input', { type: 'text', value: chosen, disabled: !this.owner, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', onchange: () => void this.keep(change(input.value.trim()), said) });
        return el('div', { class: 'stack close' }, field(label, input, hint), said);
    }

    check(label: string, chosen: boolean, hint: string, change: (value: boolean) => Partial<Settings>): HTMLElement {
        const said = status();
        const hintId = freshId('hint');
        const input = el('input', { type: 'checkbox', checked: chosen, disabled: !this.owner, 'aria-describedby': hintId, onchange: () => void this.keep(change(input.checked), said) });
        return el('div', { class: 'stack close' }, el('label', { class: 'check' }, input, label), el('p', { class: 'hint', id: hintId }, hint), said);
    }

    tryOut(label: string, what: TryRequest['what']): HTMLElement {
        const said = status();
        const run = async () => {
            setText(said, messages.shell.loading);
            press.disabled = true;
            try {
                setText(said, (await send<Told>('POST', '/api/try', { what })).text);
            } catch (error) {
                setText(said, sentenceOf(error));
            }
            press.disabled = false;
        };
        const press = button('plain', label, () => void run());
        press.disabled = !this.owner;
        return el('div', { class: 'row' }, press, said);
    }
}

export function status(): HTMLElement {
    return el('p', { class: 'hint', role: 'status' });
}
