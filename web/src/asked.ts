import { el, setAttribute, setText } from './dom';
import type { Asked, Link } from './live/link';
import { messages } from './messages';

const words = messages.asked;
const kShown_ms = 5000;

export function askedText(asked: Asked): string {
    const what = words.names[asked.command];
    return asked.state === 'refused' ? words.refused(what, asked.text || words.refusedPlainly) : words[asked.state](what);
}

/** One line that says what became of the last command to a mat; what went well is not kept on the screen. */
export function askedLine(link: Link, mat: number): { element: HTMLElement; leave(): void } {
    const element = el('p', { class: 'asked', role: 'status' });
    let timer = 0;
    let last: Asked | null = null;
    const stop = link.listen({
        asked(asked) {
            if (asked.mat !== mat || (last !== asked && asked.state !== 'asked' && asked.state !== 'offline'))
                return; // of an older one
            last = asked;
            clearTimeout(timer);
            setText(element, askedText(asked));
            setAttribute(element, 'class', `asked ${asked.state}`);
            if (asked.state === 'done')
                timer = window.setTimeout(() => setText(element, ''), kShown_ms);
        },
    });
    return {
        element,
        leave() {
            clearTimeout(timer);
            stop();
        },
    };
}
