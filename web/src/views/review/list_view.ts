import { sentenceOf } from '../../api';
import type { SessionRow } from '../../api-types';
import { button, el, field, freshId, setText } from '../../dom';
import { messages } from '../../messages';
import { comparison, people, sessions, trends } from '../../records';
import { hashOf } from '../../router';
import type { Context, View } from '../../view';
import { figuresOf, nameOf, remarksOf } from './row_words';
import { trendView } from './trend_view';

const words = messages.review;
const kAtOnce = 12;
const kLatest = 500;

/** Every session, the latest first, and how they go over time. */
export class ListView implements View {
    readonly title = words.title;
    readonly element: HTMLElement;
    private readonly said = el('p', { role: 'status', class: 'muted' });
    private readonly list = el('ol', { class: 'plain-list sessions' });
    private readonly person = el('select', { onchange: () => void this.read() });
    private readonly program = el('select', { onchange: () => this.show() });
    private readonly more = button('plain', words.more, () => this.showMore());
    private readonly beside = button('main', words.compare, () => this.compare());
    private readonly besideHint = el('p', { class: 'hint' }, words.pickTwo);
    private readonly overTime = el('div', { class: 'stack far' });
    private readonly therapist: boolean;
    private readonly picked: number[] = [];
    private rows: SessionRow[] = [];
    private shown = kAtOnce;
    private reading = 0;
    private leaveTrends = () => {};

    constructor(private readonly context: Context) {
        this.therapist = context.me?.therapist ?? false;
        const id = freshId('sessions');
        this.element = el('div', { class: 'page wide' }, el('h1', { tabindex: '-1' }, words.title),
            el('div', { class: 'row filters' }, this.therapist && field(words.person, this.person), field(words.program, this.program)),
            el('section', { class: 'stack', 'aria-labelledby': id },
                el('div', { class: 'row spread' }, el('h2', { id }, words.sessions), this.said),
                this.list, this.more, this.besideHint, this.beside),
            this.overTime);
        void this.begin();
    }

    leave(): void {
        ++this.reading;
        this.leaveTrends();
    }

    private async begin(): Promise<void> {
        this.person.append(new Option(words.everybody, ''));
        if (this.therapist)
            try {
                this.person.append(...(await people()).map((name) => new Option(name, name)));
            } catch (error) {
                setText(this.said, sentenceOf(error));
            }
        await this.read();
    }

    private async read(): Promise<void> {
        const reading = ++this.reading;
        setText(this.said, words.reading);
        this.picked.length = 0;
        try {
            const rows = await sessions(this.person.value, kLatest);
            if (reading !== this.reading)
                return;
            this.rows = rows;
            this.showPrograms();
            this.show();
            await this.readOverTime(reading);
        } catch (error) {
            if (reading === this.reading)
                setText(this.said, sentenceOf(error));
        }
    }

    /** One person's: sessions of several people are nobody's trend. */
    private async readOverTime(reading: number): Promise<void> {
        this.leaveTrends();
        this.leaveTrends = () => {};
        this.overTime.replaceChildren();
        if (this.rows.length === 0 || (this.therapist && !this.person.value))
            return;
        const [over, two] = await Promise.all([trends(this.person.value), comparison(this.person.value)]);
        if (reading !== this.reading)
            return;
        const view = trendView(over);
        this.leaveTrends = view.leave;
        const id = freshId('comparison');
        this.overTime.replaceChildren(view.element,
            ...(two.comparisons.length > 0 ? [el('section', { class: 'stack', 'aria-labelledby': id }, el('h2', { id }, words.comparison), el('p', { class: 'pre' }, two.text),
                ...two.comparisons.map((each) => el('p', { class: 'card pre' }, each.text)))] : []));
    }

    private showPrograms(): void {
        const chosen = this.program.value;
        const programs = new Map(this.rows.map(({ program }) => [program.id, program.name]));
        this.program.replaceChildren(new Option(words.everyProgram, ''), ...[...programs].map(([id, name]) => new Option(name, id)));
        this.program.value = programs.has(chosen) ? chosen : '';
    }

    private show(): void {
        const fitting = this.rows.filter(({ program }) => !this.program.value || program.id === this.program.value);
        const shown = fitting.slice(0, this.shown);
        this.list.replaceChildren(...shown.map((row) => this.entry(row)));
        this.more.hidden = shown.length === fitting.length;
        setText(this.said, this.rows.length === 0 ? words.none : fitting.length === 0 ? words.noneSuch : words.sessionsShown(shown.length, fitting.length));
        this.showPicked();
    }

    private showMore(): void {
        const first = this.shown;
        this.shown += kAtOnce;
        this.show();
        this.list.children[first]?.querySelector('a')?.focus();
    }

    private entry(row: SessionRow): HTMLElement {
        const pick = el('input', { type: 'checkbox', checked: this.picked.includes(row.id), 'aria-label': words.pickOf(nameOf(row)), onchange: () => this.pick(row.id, pick.checked) });
        const remarks = remarksOf(row);
        return el('li', { class: 'card past' },
            el('div', { class: 'stack close' },
                el('a', { href: hashOf({ view: 'review', session: row.id }), class: 'past-name' }, nameOf(row)),
                el('p', { class: 'muted small' }, [this.therapist ? row.person : '', ...remarks].filter(Boolean).join(' · '))),
            el('dl', { class: 'past-figures' }, ...figuresOf(row).map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value)))),
            el('label', { class: 'check small' }, pick, words.pick));
    }

    private pick(id: number, on: boolean): void {
        const at = this.picked.indexOf(id);
        if (at >= 0)
            this.picked.splice(at, 1);
        if (on)
            this.picked.push(id);
        if (this.picked.length > 2) {
            this.picked.shift();
            this.show();
        }
        this.showPicked();
    }

    private showPicked(): void {
        this.beside.hidden = this.picked.length !== 2;
        this.besideHint.hidden = this.picked.length === 2 || this.rows.length < 2;
    }

    private compare(): void {
        const [first, second] = [...this.picked].sort((a, b) => a - b);
        if (first !== undefined && second !== undefined)
            this.context.go({ view: 'review', session: first, beside: second });
    }
}
