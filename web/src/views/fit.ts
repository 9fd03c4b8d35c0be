import { el } from '../dom';
import { messages } from '../messages';
import type { Context, View } from '../view';

export function fitView(_context: Context): View {
    return {
        title: messages.fit.title,
        element: el('div', { class: 'page' }, el('h1', {}, messages.fit.title)),
        leave() {},
    };
}
