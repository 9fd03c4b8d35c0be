import { button, el, field, setText } from '../../dom';
import type { Asked, Link } from '../../live/link';
import { messages } from '../../messages';
import { PressButton } from './press_button';

const words = messages.therapist;
export const kNoteBytes = 2000;

/** How many bytes of a note are left; below 0 it is too long to be kept. */
export function bytesLeft(text: string): number {
    return kNoteBytes - new TextEncoder().encode(text).length;
}

/** A mark by one tap, and a note about this moment. */
export class Marking {
    readonly element: HTMLElement;
    private readonly mark: PressButton;
    private readonly note: PressButton;
    private readonly text = el('textarea', { rows: 2, oninput: () => this.count() });
    private readonly left = el('p', { class: 'hint' });

    constructor(link: Link, mat: number) {
        this.mark = new PressButton(link, mat, 'mark', (act) => button('plain', words.commands.mark, act, { class: 'large' }));
        this.note = new PressButton(link, mat, 'note', () => button('plain', words.commands.note, () => this.keep()));
        this.element = el('div', { class: 'stack close' }, this.mark.element, field(words.note, this.text), this.left, this.note.element);
        this.count();
    }

    heard(asked: Asked): void {
        this.mark.heard(asked);
        this.note.heard(asked);
    }

    private keep(): void {
        const text = this.text.value.trim();
        if (!text || bytesLeft(text) < 0) {
            this.text.focus();
            return;
        }
        this.note.ask({ text }, (asked) => {
            if (asked.state === 'done' && this.text.value.trim() === text) {
                this.text.value = '';
                this.count();
            }
        });
    }

    private count(): void {
        const left = bytesLeft(this.text.value.trim());
        setText(this.left, left < 0 ? words.noteLong(-left) : words.noteHint(left));
        this.note.button.disabled = left < 0 || left === kNoteBytes;
    }
}
