import type { Course, MarkerRow, SessionAnswer, Story } from '../../api-types';
import { button, disclosure, el, freshId, type Child } from '../../dom';
import { estimate, moment, number, share } from '../../format';
import { messages } from '../../messages';
import { byMinute } from './curves';
import { panelsOf } from './panels';
import { shareOf, withDoubt } from './row_words';

const words = messages.review;

export function section(title: string, ...children: Child[]): HTMLElement {
    const id = freshId('part');
    return el('section', { class: 'stack', 'aria-labelledby': id }, el('h2', { id }, title), ...children);
}

export function table(heads: readonly string[], rows: readonly (readonly Child[])[]): HTMLElement {
    return el('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': heads.join(', ') }, el('table', {},
        el('thead', {}, el('tr', {}, ...heads.map((head) => el('th', { scope: 'col' }, head)))),
        el('tbody', {}, ...rows.map(([first, ...others]) => el('tr', {}, el('th', { scope: 'row' }, first), ...others.map((cell) => el('td', {}, cell)))))));
}

const withRemark = (text: string, remark: string) => el('span', { class: 'stack close' }, text, remark && el('small', { class: 'muted' }, remark));
const paragraphs = (lines: readonly string[]) => lines.map((line) => el('p', {}, line));

/** Events, marks, steps and pauses of a course by their time, each to be looked at in the picture. */
export function happened(course: Course, show: (from_s: number, to_s: number) => void): HTMLElement {
    const rows = [
        ...course.occurrences.map(({ name, from_s, to_s, evidence }) => ({ name, from_s, to_s, evidence })),
        ...course.marks_s.map((at_s) => ({ name: words.mark, from_s: at_s, to_s: at_s, evidence: '' })),
        ...course.pauses.map(({ name, from_s, to_s }) => ({ name: words.pauseNames[name] ?? name, from_s, to_s, evidence: '' })),
    ].sort((a, b) => a.from_s - b.from_s);
    const at = (from_s: number, to_s: number) => (to_s - from_s < 1 ? moment(from_s) : words.zoom.now(moment(from_s), moment(to_s)));
    const link = (name: string, from_s: number, to_s: number) =>
        button('quiet', at(from_s, to_s), () => show(from_s, to_s), { 'aria-label': `${at(from_s, to_s)}. ${words.show(name)}`, class: 'at' });
    return section(words.happened,
        rows.length === 0 ? el('p', { class: 'muted' }, words.nothing)
            : table([words.at, words.whatSeen], rows.map(({ name, from_s, to_s, evidence }) => [link(name, from_s, to_s), withRemark(name, evidence)])),
        course.steps.length > 0 && disclosure(words.steps, table([words.at, words.steps], course.steps.map(({ name, from_s, to_s }) => [link(name, from_s, to_s), name]))));
}

/** For whoever reads numbers instead of looking at lines. */
export function minuteTable(course: Course): HTMLElement {
    const columns = panelsOf(course).flatMap(({ title, decimals, read }) => read.map(({ name, curve }) => ({
        name: read.length > 1 ? `${title}: ${name}` : title, decimals, values: byMinute(curve, course.length_s),
    })));
    const minutes = columns[0]?.values.length ?? 0;
    const room = el('div');
    const all = disclosure(words.minuteTable, room);
    all.addEventListener('toggle', () => {
        if (all.open && !room.firstChild)
            room.append(table([words.minute, ...columns.map(({ name }) => name)],
                Array.from({ length: minutes }, (_, i) => [String(i + 1), ...columns.map(({ values, decimals }) => number(values[i], decimals))])));
    });
    return all;
}

export function storyParts(story: Story, answer: SessionAnswer): HTMLElement[] {
    const { carry_over } = answer.session;
    return [
        section(words.figures, table([words.figure, words.valueDoubt],
            story.figures.map(({ name, value, doubt, remark }) => [name, withRemark(withDoubt(value, doubt), remark)]))),
        ...(story.check_ins.length > 0 || carry_over ? [section(words.checkIns,
            story.check_ins.length > 0 && table([words.question, words.before, words.after], story.check_ins.map(({ question, before, after }) => [question, before, after])),
            carry_over && el('p', {}, `${words.carryOver}: ${share(carry_over)}`))] : []),
        ...(story.care ? [careOf(story.care)] : []),
        section(words.rests, ...paragraphs(story.rests_on)),
        section(words.cannot, ...paragraphs(story.cannot)),
    ];
}

function careOf({ limits, decisions, notes }: NonNullable<Story['care']>): HTMLElement {
    const remarks = (list: typeof notes) => table([words.at, words.what], list.map(({ at_s, text }) => [moment(at_s), text]));
    return section(words.care,
        el('h3', {}, words.limits), limits.length > 0 ? el('ul', {}, ...limits.map((each) => el('li', {}, each))) : el('p', { class: 'muted' }, words.noLimits),
        el('h3', {}, words.notes), notes.length > 0 ? remarks(notes) : el('p', { class: 'muted' }, words.noNotes),
        decisions.length > 0 && el('h3', {}, words.decisions), decisions.length > 0 && remarks(decisions));
}

/** What the history keeps of a session whose recording is not there. */
export function keptParts({ session, answers, markers }: SessionAnswer): HTMLElement[] {
    const known: [string, string][] = [
        [words.kept.breaths, number(session.breaths, 0)],
        [words.columns.rate, estimate(session.breath_rate_bpm)],
        [words.columns.share, shareOf(session)],
        [words.kept.slow, session.slow_minutes ? words.minutes(estimate(session.slow_minutes)) : messages.unknown],
        [words.carryOver, share(session.carry_over)],
    ];
    return [
        section(words.figures, table([words.figure, words.value], known)),
        ...(answers.length > 0 ? [section(words.checkIns, table([words.at, words.what], answers.map(({ at_s, text }) => [moment(at_s), text])))] : []),
        ...(markers.length > 0 ? [section(words.markers, table([words.at, words.what, words.evidence], markers.map(markerRow)))] : []),
    ];
}

function markerRow({ at_s, kind, text }: MarkerRow): string[] {
    return [moment(at_s), kind.replaceAll('_', ' '), text];
}
