import { el } from '../dom';
import { messages } from '../messages';
import type { Context, View } from '../view';

export function settingsView(_context: Context): View {
    return {
        title: messages.settings.title,
        element: el('div', { class: 'page' }, el('h1', {}, messages.settings.title)),
        leave() {},
    };
}
