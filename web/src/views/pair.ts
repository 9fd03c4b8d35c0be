import { el } from '../dom';
import { messages } from '../messages';
import type { Context, View } from '../view';

export function pairView(_context: Context): View {
    return {
        title: messages.pair.title,
        element: el('div', { class: 'page' }, el('h1', {}, messages.pair.title)),
        leave() {},
    };
}
