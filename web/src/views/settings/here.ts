import { send, sentenceOf } from '../../api';
import type { Told } from '../../api-types';
import { button, choices, el, field, setText, twoStep } from '../../dom';
import { messages } from '../../messages';
import { keepPreferences, type Preferences } from '../../preferences';
import type { Context } from '../../view';
import { part, status } from './keeper';

const words = messages.settings;
const kWords = 'delete everything';

/** What this browser shows, kept in it alone. */
export function herePart({ preferences }: Context): HTMLElement {
    const check = (key: 'numbers' | 'detail' | 'timeLeft' | 'keys', label: string) => {
        const input = el('input', { type: 'checkbox', checked: preferences[key], onchange: () => set({ [key]: input.checked }) });
        return el('label', { class: 'check' }, input, label);
    };
    const set = (change: Partial<Preferences>) => keepPreferences(Object.assign(preferences, change));
    const themes = (['dark', 'light', 'contrast'] as const).map((value) => ({ value, label: words.themes[value] }));
    return part(words.here,
        choices(words.theme, themes, preferences.theme, (theme) => set({ theme })),
        check('numbers', words.numbers), check('detail', words.detail), check('timeLeft', words.timeLeft), check('keys', words.keys),
        field(words.language, el('select', {}, el('option', { value: 'en' }, words.languages.en)), words.languageHint));
}

export function leavePart({ changedDevice }: Context): HTMLElement {
    const said = status();
    const leave = async () => {
        try {
            await send('POST', '/api/leave');
            await changedDevice();
        } catch (error) {
            setText(said, sentenceOf(error));
        }
    };
    return el('div', { class: 'row' }, twoStep(words.leave, words.leaveAgain, () => void leave()), said);
}

/** Deletes all, once the words are typed and the button was pressed twice. */
export function forgetPart(): HTMLElement {
    const said = status();
    const typed = el('input', { type: 'text', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', oninput: () => (go.disabled = typed.value.trim() !== kWords) });
    const forget = async () => {
        try {
            setText(said, (await send<Told>('POST', '/api/forget', { what: 'everything', words: typed.value.trim() })).text);
            typed.value = '';
            go.disabled = true;
        } catch (error) {
            setText(said, sentenceOf(error));
        }
    };
    const go = twoStep(words.forgetGo, words.forgetAgain, () => void forget());
    go.disabled = true;
    return part(words.forget, el('p', {}, words.forgetText), field(words.forgetType(kWords), typed), el('div', { class: 'row' }, go), said);
}

interface InstallEvent extends Event {
    prompt(): Promise<unknown>;
}

export function installPart(): { element: HTMLElement; leave(): void } {
    const offered = (event: Event) => {
        event.preventDefault();
        const install = button('plain', words.installGo, () => void (event as InstallEvent).prompt());
        element.append(el('div', { class: 'row' }, install));
        removeEventListener('beforeinstallprompt', offered);
    };
    const element = part(words.install, el('p', {}, words.installText));
    addEventListener('beforeinstallprompt', offered);
    return { element, leave: () => removeEventListener('beforeinstallprompt', offered) };
}

export function aboutPart({ me }: Context): HTMLElement {
    return part(words.about, me && el('p', {}, words.version(me.version)), el('p', {}, words.notMedical), el('p', {}, words.local));
}
