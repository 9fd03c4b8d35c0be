import { button, el } from '../dom';
import { messages } from '../messages';
import type { Context } from '../view';

/** A mat that is not there (any more). */
export function nothingHere(context: Context, heading: string, text: string): HTMLElement {
    return el('div', { class: 'page' }, el('h1', {}, heading), el('p', { class: 'lead' }, text),
        el('div', {}, button('main', messages.fit.toStart, () => context.go({ view: 'start' }))));
}
