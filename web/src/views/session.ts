import { el } from '../dom';
import { messages } from '../messages';
import type { Context, View } from '../view';

export function sessionView(_context: Context): View {
    return {
        title: messages.session.title,
        element: el('div', { class: 'page' }, el('h1', {}, messages.session.title)),
        leave() {},
    };
}
