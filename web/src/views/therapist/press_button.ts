import { el, setAttribute, setText } from '../../dom';
import type { Asked, Extra, Link } from '../../live/link';
import { messages } from '../../messages';
import type { CommandName } from '../../protocol';
import { pressWords, type Press } from './asked';

type Make = (act: () => void) => HTMLButtonElement;

/** A button that asks the machine for something, with what became of it beside. */
export class PressButton {
    readonly element: HTMLElement;
    readonly button: HTMLButtonElement;
    private readonly asked = el('span');
    private readonly came = el('span');
    private readonly line: HTMLElement;
    private press: Press | null = null;
    private given: Asked | null = null;
    private fate: ((asked: Asked) => void) | null = null;
    private begun_ms = 0;

    constructor(private readonly link: Link, private readonly mat: number, private command: CommandName, make: Make) {
        this.button = make(() => this.ask());
        this.line = el('p', { class: 'press', 'data-command': command }, this.asked, ' ', this.came);
        this.element = el('div', { class: 'ask' }, this.button, this.line);
    }

    /** What the button asks for from now on; what came of the last press stays. */
    become(command: CommandName, label: string): void {
        this.command = command;
        setText(this.button, label);
    }

    /** `fate` hears what became of it, once that is known. */
    ask(more: Extra = {}, fate?: (asked: Asked) => void): void {
        this.begun_ms = performance.now();
        this.fate = fate ?? null;
        this.press = { at: new Date(), state: 'asked', after_ms: 0, text: '' };
        setAttribute(this.line, 'data-command', this.command);
        this.given = this.link.command(this.mat, this.command, more);
        this.show();
        this.heard(this.given);
    }

    /** To be told of every change of what was asked, also one that comes after it was said not to be confirmed. */
    heard(asked: Asked): void {
        if (!this.press || asked !== this.given || asked.state === 'asked')
            return;
        this.press = { ...this.press, state: asked.state, text: asked.text, after_ms: performance.now() - this.begun_ms };
        this.show();
        this.fate?.(asked);
    }

    private show(): void {
        if (!this.press)
            return;
        const said = pressWords(this.press, messages.therapist.press);
        setText(this.asked, said.asked);
        setText(this.came, said.came);
        setAttribute(this.line, 'data-state', this.press.state);
    }
}
