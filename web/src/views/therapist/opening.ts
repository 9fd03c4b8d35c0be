import { get, Refused, send, sentenceOf } from '../../api';
import type { MatAnswer, MatRequest, PeopleAnswer, ProgramCard, StartAnswer } from '../../api-types';
import { button, choices, disclosure, el, field, freshId, setText } from '../../dom';
import { messages } from '../../messages';
import { levelChoices } from '../levels';

const words = messages.therapist.opening;
const kNew = '+';

interface Limit {
    key: 'tremor_minutes' | 'slowest_bpm' | 'response_every_minutes';
    label: string;
    hint: string;
    step: number;
    guardOnly: boolean;
}

const kLimits: readonly Limit[] = [
    { key: 'tremor_minutes', label: words.tremor, hint: words.tremorHint, step: 0.5, guardOnly: true },
    { key: 'slowest_bpm', label: words.slowest, hint: words.slowestHint, step: 0.1, guardOnly: false },
    { key: 'response_every_minutes', label: words.every, hint: words.everyHint, step: 1, guardOnly: true },
];

/** Opens a mat for somebody. It stands beside the other mats and covers none: their buttons stay within reach. */
export class Opening {
    readonly element: HTMLElement;
    private readonly said = el('p', { role: 'status' });
    private readonly form = el('form', { class: 'stack', novalidate: true, onsubmit: (event: SubmitEvent) => void this.submit(event) });
    private readonly person = el('select', { onchange: () => this.showName() });
    private readonly name = el('input', { type: 'text', maxlength: 40, autocomplete: 'off' });
    private readonly nameField = field(words.pseudonym, this.name, words.pseudonymHint);
    private readonly program = el('select', { onchange: () => this.showProgram() });
    private readonly about = el('div', { class: 'stack' });
    private readonly limits = new Map<Limit['key'], HTMLInputElement>();
    private readonly go = el('button', { type: 'submit', class: 'button main' }, words.go);
    private cards: ProgramCard[] = [];
    private minutes = 0;
    private level = '';
    private confirmed: HTMLInputElement | null = null;

    constructor(private readonly opened: (mat: number) => void, private readonly left: () => void) {
        const id = freshId('opening');
        this.element = el('section', { class: 'tile opening', 'aria-labelledby': id }, el('h2', { id, tabindex: '-1' }, words.title), this.form, this.said);
        setText(this.said, messages.shell.loading);
        void this.fill();
    }

    focus(): void {
        this.element.querySelector('h2')?.focus();
    }

    private async fill(): Promise<void> {
        try {
            const [start, people] = await Promise.all([get<StartAnswer>('/api/start'), get<PeopleAnswer>('/api/people')]);
            this.cards = start.programs;
            this.person.append(new Option(words.nobody, ''), ...people.people.map(({ name }) => new Option(name, name)), new Option(words.newPerson, kNew));
            this.program.append(...this.cards.map(({ id, name }) => new Option(name, id)));
            this.form.append(field(words.person, this.person), this.nameField, field(words.program, this.program), this.about,
                el('div', { class: 'row' }, this.go, button('quiet', words.leave, this.left)));
            this.showName();
            this.showProgram();
            setText(this.said, '');
        } catch (error) {
            setText(this.said, sentenceOf(error));
        }
    }

    private card(): ProgramCard | undefined {
        return this.cards.find(({ id }) => id === this.program.value);
    }

    private showName(): void {
        this.nameField.hidden = this.person.value !== kNew;
    }

    private showProgram(): void {
        const card = this.card();
        if (!card)
            return;
        this.minutes = card.minutes;
        this.level = card.levels[0]?.id ?? '';
        const lengths = [...new Set([card.minutes, ...card.offered_minutes])].sort((a, b) => a - b);
        this.about.replaceChildren(
            el('p', { class: 'muted' }, card.summary),
            ...(lengths.length > 1 ? [choices(words.minutes, lengths.map((value) => ({ value, label: words.minutesOf(value) })), this.minutes, (value) => (this.minutes = value))] : []),
            ...(card.levels.length > 0 ? [choices(words.level, levelChoices(card), this.level, (value) => (this.level = value))] : []),
            this.limitFields(card), ...this.cautions(card, false));
    }

    private limitFields(card: ProgramCard): HTMLElement {
        this.limits.clear();
        const fields = kLimits.filter(({ guardOnly }) => card.guard || !guardOnly).map(({ key, label, hint, step }) => {
            const input = el('input', { type: 'number', min: 0, step, inputmode: 'decimal' });
            this.limits.set(key, input);
            return field(label, input, hint);
        });
        const all = disclosure(words.limits, el('p', { class: 'hint' }, words.limitsHint), ...fields);
        all.open = card.guard;
        return all;
    }

    private cautions(card: ProgramCard, asked: boolean): HTMLElement[] {
        this.confirmed = null;
        if (card.cautions.length === 0)
            return [];
        const list = el('ul', { class: 'stack close' }, ...card.cautions.map((each) => el('li', {}, each)));
        if (!card.needs_confirmation && !asked)
            return [disclosure(words.cautions, list)];
        this.confirmed = el('input', { type: 'checkbox' });
        return [el('div', { class: 'note stack close' }, el('h3', {}, words.cautions), list, el('label', { class: 'check' }, this.confirmed, words.confirmed))];
    }

    private async submit(event: SubmitEvent): Promise<void> {
        event.preventDefault();
        if (this.go.disabled)
            return;
        const name = this.name.value.trim();
        if (this.person.value === kNew && !name)
            return this.stop(words.needsName, this.name);
        if (this.confirmed && !this.confirmed.checked)
            return this.stop(words.needsConfirmed, this.confirmed);
        setText(this.said, words.wait);
        this.go.disabled = true;
        try {
            if (this.person.value === kNew)
                await this.add(name);
            this.opened((await send<MatAnswer>('POST', '/api/mats', this.request())).mat);
        } catch (error) {
            const card = this.card();
            if (card && error instanceof Refused && error.status === 409 && !this.confirmed && card.cautions.length > 0)
                this.about.append(...this.cautions(card, true));
            setText(this.said, sentenceOf(error));
        }
        this.go.disabled = false;
    }

    /** Whoever was added stays chosen, and whoever is there already is: nobody is added twice. */
    private async add(name: string): Promise<void> {
        if (![...this.person.options].some(({ value }) => value === name)) {
            await send('POST', '/api/people', { name });
            this.person.add(new Option(name, name), 1);
        }
        this.person.value = name;
        this.showName();
    }

    private request(): MatRequest {
        const limits: NonNullable<MatRequest['limits']> = {};
        for (const [key, input] of this.limits)
            if (input.value !== '')
                limits[key] = Number(input.value);
        const request: MatRequest = { program: this.program.value };
        if (this.minutes !== this.card()?.minutes)
            request.minutes = this.minutes;
        if (this.level)
            request.level = this.level;
        if (this.person.value)
            request.person = this.person.value;
        if (Object.keys(limits).length > 0)
            request.limits = limits;
        if (this.confirmed?.checked)
            request.confirmed = true;
        return request;
    }

    private stop(sentence: string, at: HTMLElement): void {
        setText(this.said, sentence);
        at.focus();
    }
}
