import { button, el, setAttribute, setText } from '../dom';
import type { Link, LiveMat } from '../live/link';
import { messages } from '../messages';
import type { BodyState, LiveEvent } from '../protocol';

const words = messages.session;

interface Asking {
    text: string;
    choices: string[];
}

/** What is asked now, with its words; they come once, as an event. */
export function askingOf(state: BodyState | null, events: readonly LiveEvent[]): Asking | null {
    const question = state?.check_in.question ?? 'none';
    if (question === 'none')
        return null;
    const event = events.filter((one) => one.kind === 'question' && one['question'] === question).at(-1);
    const choices = event?.['choices'];
    return { text: event?.text ?? '', choices: Array.isArray(choices) ? choices.map(String) : [] };
}

/** A check-in: large choices, and none has to be taken. */
export class QuestionBox {
    readonly element: HTMLElement;
    private readonly title = el('h2', { id: 'question' });
    private readonly choices = el('div', { class: 'question-choices' });
    private shown = '';

    constructor(private readonly link: Link, private readonly mat: number) {
        this.element = el('section', { class: 'card question', 'aria-labelledby': 'question', hidden: true },
            el('div', { role: 'status' }, this.title), this.choices, el('p', { class: 'hint' }, words.breathAnswers),
            el('div', {}, button('quiet', words.skip, () => link.command(mat, 'skip_question'))));
    }

    show(live: LiveMat): void {
        const asking = askingOf(live.state, live.events);
        this.element.hidden = asking === null;
        const shown = JSON.stringify(asking);
        if (asking && shown !== this.shown) {
            setText(this.title, asking.text || words.answerBefore);
            this.choices.replaceChildren(...asking.choices.map((text, choice) =>
                button('plain', text, () => this.link.command(this.mat, 'answer', { choice }), { class: 'large' })));
        }
        this.shown = shown;
        [...this.choices.children].forEach((one, i) =>
            setAttribute(one, 'aria-current', i === live.state?.check_in.offered ? 'true' : null));
    }
}
