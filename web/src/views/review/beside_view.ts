import { sentenceOf } from '../../api';
import type { SessionAnswer } from '../../api-types';
import { button, el, setText } from '../../dom';
import { messages } from '../../messages';
import { session } from '../../records';
import { hashOf } from '../../router';
import type { Context, View } from '../../view';
import { panelsOf, sharedRanges } from './panels';
import { Plots, type PlotsChoice } from './plots';
import { figuresOf, nameOf, remarksOf } from './row_words';
import { section, table } from './session_parts';

const words = messages.review;

/** Two sessions beside each other. */
export class BesideView implements View {
    readonly title = words.pairTitle;
    readonly element: HTMLElement;
    private readonly said = el('p', { role: 'status', class: 'muted' }, words.reading);
    private readonly body = el('div', { class: 'stack far' });
    private readonly plots: Plots[] = [];
    private left = false;

    constructor(context: Context, private readonly first: number, private readonly second: number) {
        this.element = el('div', { class: 'page wide' },
            el('a', { href: hashOf({ view: 'review', session: null }) }, words.back), el('h1', { tabindex: '-1' }, words.pairTitle),
            el('p', {}, words.pairHint),
            el('div', { class: 'row' }, button('plain', words.swap, () => context.go({ view: 'review', session: second, beside: first }))), this.said, this.body);
        void this.read();
    }

    leave(): void {
        this.left = true;
        this.plots.forEach((plots) => plots.leave());
    }

    private async read(): Promise<void> {
        try {
            const sides = await Promise.all([session(this.first), session(this.second)]);
            if (!this.left)
                this.show(sides);
        } catch (error) {
            setText(this.said, sentenceOf(error));
        }
    }

    private show(sides: readonly [SessionAnswer, SessionAnswer]): void {
        setText(this.said, '');
        const rows = sides.map(({ session: row }) => row);
        const figures = rows.map(figuresOf);
        const names = figures[0]?.map(([name]) => name) ?? [];
        const heads = rows.map((row, i) => `${i === 0 ? words.first : words.second}: ${nameOf(row)}`);
        const courses = sides.map(({ course }) => course);
        const length_s = Math.max(...courses.map((course) => course?.length_s ?? 1));
        const ranges = sharedRanges(courses.map((course) => (course ? panelsOf(course) : [])));
        this.body.replaceChildren(
            section(words.figures, table([words.figure, ...heads], names.map((name, i) => [name, ...figures.map((figure) => figure[i]?.[1] ?? messages.unknown)]))),
            el('div', { class: 'beside' }, ...sides.map(({ session: row, course, files }, i) => section(heads[i] ?? '',
                ...remarksOf(row).map((remark) => el('p', { class: 'muted' }, remark)),
                course ? this.plotsOf({ length_s, ranges }, course) : el('p', { class: 'note' }, files.text || words.noPicture)))));
    }

    private plotsOf(choice: PlotsChoice, course: NonNullable<SessionAnswer['course']>): HTMLElement {
        const plots: Plots = new Plots(course, { ...choice, onmove: (window) => this.plots.forEach((other) => other === plots || other.show(window, false)) });
        this.plots.push(plots);
        return plots.element;
    }
}
