import { el, setAttribute, setText } from '../../dom';
import type { Asked, Link } from '../../live/link';
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
    private begun_ms = 0;

    constructor(private readonly link: Link, private readonly mat: number, private command: CommandName, make: Make) {
        this.button = make(() => void this.ask());
        this.line = el('p', { class: 'asked', 'data-command': command }, this.asked, ' ', this.came);
        this.element = el('div', { class: 'ask' }, this.button, this.line);
    }

    /** What the button asks for from now on; what came of the last press stays. */
    become(command: CommandName, label: string): void {
        this.command = command;
        setText(this.button, label);
    }

    /** Gives whether it was done. */
    async ask(more: { text?: string } = {}): Promise<boolean> {
        const press: Press = { at: new Date(), state: 'asked', after_ms: 0, text: '' };
        this.press = press;
        this.begun_ms = performance.now();
        setAttribute(this.line, 'data-command', this.command);
        this.show();
        const asked = await this.link.command(this.mat, this.command, more);
        this.hear(press, asked);
        return asked.state === 'done';
    }

    /** An answer may come after the page has said that it was not confirmed. */
    heard(asked: Asked): void {
        if (this.press?.state === 'silent' && asked.mat === this.mat && asked.command === this.line.dataset['command'])
            this.hear(this.press, asked);
    }

    private hear(press: Press, asked: Asked): void {
        if (press !== this.press)
            return;
        press.state = asked.state;
        press.text = asked.text;
        press.after_ms = performance.now() - this.begun_ms;
        this.show();
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
