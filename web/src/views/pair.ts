import { Refused, send, sentenceOf } from '../api';
import type { PairRequest } from '../api-types';
import { disclosure, el, field, setText } from '../dom';
import { messages } from '../messages';
import type { Route } from '../router';
import type { Context, View } from '../view';

const words = messages.pair;

function usualName(): string {
    const { phone, tablet, computer } = words.usualName;
    if (!matchMedia('(pointer: coarse)').matches)
        return computer;
    return Math.min(screen.width, screen.height) < 600 ? phone : tablet;
}

function isThisMachine(): boolean {
    return ['127.0.0.1', '[::1]', 'localhost'].includes(location.hostname);
}

/** Lets this device in, with a code that was made on the machine. */
export function pairView(context: Context): View {
    const { code } = context.route as Extract<Route, { view: 'pair' }>;
    const said = el('p', { role: 'status' });
    const typed = el('input', { type: 'text', value: code, autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false', required: true, class: 'code' });
    const name = el('input', { type: 'text', value: usualName(), maxlength: 40, autocomplete: 'off' });
    const go = el('button', { type: 'submit', class: 'button main' }, words.go);

    async function pair(): Promise<void> {
        const request: PairRequest = { code: typed.value.trim(), name: name.value.trim() || usualName() };
        if (!request.code) {
            setText(said, words.missing);
            typed.focus();
            return;
        }
        go.disabled = true;
        setText(said, words.wait);
        try {
            await send('POST', '/api/pair', request);
            await context.changedDevice();
        } catch (error) {
            go.disabled = false;
            setText(said, (error instanceof Refused && words.refused[error.status]) || sentenceOf(error));
            typed.focus();
        }
    }

    const element = el('div', { class: 'page' }, el('h1', { tabindex: '-1' }, words.title),
        el('p', { class: 'lead' }, words.lead), el('p', { class: 'muted' }, words.where),
        context.me && el('p', { class: 'note' }, words.already(context.me.device.name)),
        el('form', { class: 'stack', novalidate: true, onsubmit: (event: SubmitEvent) => {
            event.preventDefault();
            void pair();
        } },
            field(words.code, typed, words.codeHint), field(words.name, name, words.nameHint), said, el('div', { class: 'row' }, go)),
        el('p', { class: 'muted' }, words.kept),
        location.protocol === 'https:' && disclosure(words.certificate, el('p', {}, words.certificateText)));
    if (code && isThisMachine())
        void pair(); // by the link that the machine opened itself
    return { title: words.title, element, leave() {} };
}
