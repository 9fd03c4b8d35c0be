import { el } from '../dom';
import { messages } from '../messages';
import type { Context, View } from '../view';

export function therapistView(_context: Context): View {
    return {
        title: messages.therapist.title,
        element: el('div', { class: 'page' }, el('h1', {}, messages.therapist.title)),
        leave() {},
    };
}
