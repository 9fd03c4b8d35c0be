import { el } from '../dom';
import { messages } from '../messages';
import type { Context, View } from '../view';

export function startView(_context: Context): View {
    return {
        title: messages.start.title,
        element: el('div', { class: 'page' }, el('h1', {}, messages.start.title)),
        leave() {},
    };
}
