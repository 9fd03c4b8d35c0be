import { button, el, setAttribute, setText, twoStep } from '../../dom';
import type { Asked, Link } from '../../live/link';
import { messages } from '../../messages';
import type { BodyState, CommandName, MatStateName } from '../../protocol';
import { PressButton } from './press_button';

const words = messages.therapist;

/** What the button beside Ground asks for: to pause what runs, to begin what is held, to go on with what was stopped. */
export function flowOf(mat: MatStateName, state: BodyState | null): { command: CommandName; label: string } {
    if (mat === 'fitting')
        return { command: 'resume', label: words.commands.begin };
    const stopped = state !== null && !state.session.finished && (state.session.braked || !state.session.running);
    return stopped ? { command: 'resume', label: words.commands.resume } : { command: 'pause', label: words.commands.pause };
}

/** Ground, pause and end: within reach whatever else is open. */
export class FirstCommands {
    readonly element: HTMLElement;
    private readonly ground: PressButton;
    private readonly flow: PressButton;
    private readonly end: PressButton;
    private readonly unsure = el('p', { class: 'unsure small' });

    constructor(link: Link, mat: number, who: string) {
        this.ground = new PressButton(link, mat, 'brake', (act) => button('plain', words.commands.brake, act, { class: 'ground', title: words.hints.brake }));
        this.flow = new PressButton(link, mat, 'pause', (act) => button('plain', words.commands.pause, act));
        this.end = new PressButton(link, mat, 'end', (act) => twoStep(words.commands.end, words.commands.endAgain, act, { title: words.hints.end }));
        this.element = el('div', { class: 'commands', role: 'group', 'aria-label': words.commandsOf(who) },
            this.ground.element, this.flow.element, this.end.element, this.unsure);
    }

    update(mat: MatStateName, state: BodyState | null, reached: boolean): void {
        const flow = flowOf(mat, state);
        this.flow.become(flow.command, flow.label);
        this.element.hidden = mat !== 'running' && mat !== 'fitting';
        this.unsure.hidden = reached;
        setText(this.unsure, reached ? '' : words.mayNotHear);
        setAttribute(this.element, 'data-reached', String(reached));
    }

    heard(asked: Asked): void {
        for (const each of [this.ground, this.flow, this.end])
            each.heard(asked);
    }
}

/** What a therapist asks for less often. */
export class MoreCommands {
    readonly element: HTMLElement;
    private readonly buttons: PressButton[];

    constructor(link: Link, mat: number) {
        const plain = (command: CommandName, label: string) => new PressButton(link, mat, command, (act) => button('plain', label, act));
        this.buttons = [
            plain('mark', words.commands.mark),
            plain('here', words.commands.here),
            plain('next', words.commands.next),
            plain('recalibrate', words.commands.recalibrate),
        ];
        this.element = el('div', { class: 'more-commands' }, ...this.buttons.map((each) => each.element));
    }

    heard(asked: Asked): void {
        for (const each of this.buttons)
            each.heard(asked);
    }
}
