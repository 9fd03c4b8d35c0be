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

/** A note about this moment, which marks it as well. */
export class Marking {
    readonly element: HTMLElement;
    private readonly note: PressButton;
    private readonly text = el('textarea', { rows: 2, oninput: () => this.count() });
    private readonly left = el('p', { class: 'hint' });

    constructor(link: Link, mat: number) {
        this.note = new PressButton(link, mat, 'note', () => button('plain', words.commands.note, () => this.keep()));
        this.element = el('div', { class: 'stack close' }, field(words.note, this.text), el('div', { class: 'keep-note' }, this.left, this.note.element));
        this.count();
    }

    heard(asked: Asked): void {
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
