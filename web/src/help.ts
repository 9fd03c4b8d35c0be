import { button, el } from './dom';
import { messages } from './messages';
import { keepPreferences, type Preferences } from './preferences';

const words = messages.shell;

/** The list of keys: beside the page, not before it; Escape closes it. */
export function helpPanel(preferences: Preferences): { element: HTMLElement; toggle(): void } {
    let before: Element | null = null;
    const toggle = () => {
        if (element.open) {
            element.close();
            if (before instanceof HTMLElement)
                before.focus();
        } else {
            before = document.activeElement;
            element.show();
            heading.focus();
        }
    };
    const heading = el('h2', { id: 'keys', tabindex: '-1' }, words.help);
    const use = el('input', { type: 'checkbox', checked: preferences.keys, onchange: () => {
        preferences.keys = use.checked;
        keepPreferences(preferences);
    } });
    const element = el('dialog', { class: 'help card', 'aria-labelledby': 'keys', onkeydown: (event: KeyboardEvent) => {
        if (event.key === 'Escape')
            toggle();
    } }, heading, el('p', { class: 'muted' }, words.helpIntro),
    el('dl', { class: 'facts' }, ...words.keys.flatMap(([key, does]) => [el('dt', {}, el('kbd', {}, key)), el('dd', {}, does)])),
    el('label', { class: 'check' }, use, words.helpUse),
    button('plain', words.helpClose, toggle));
    return { element, toggle };
}
