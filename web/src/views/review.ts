import { el } from '../dom';
import { messages } from '../messages';
import type { Context, View } from '../view';

export function reviewView(_context: Context): View {
    return {
        title: messages.review.title,
        element: el('div', { class: 'page' }, el('h1', {}, messages.review.title)),
        leave() {},
    };
}
