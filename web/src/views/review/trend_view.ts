import type { Trend, TrendsAnswer } from '../../api-types';
import { disclosure, el, freshId } from '../../dom';
import { day, number } from '../../format';
import { messages } from '../../messages';
import { axis, keepWide, maker, paint, type Columns, type Plot } from './chart';
import { table } from './session_parts';
import { trendColumns, type TrendColumns } from './trend_points';

const words = messages.review;
const kHeight = 180;

/** How a person's sessions go over time, each measure with its verdict and doubt. */
export function trendView(answer: TrendsAnswer): { element: HTMLElement; leave(): void } {
    const leaves: (() => void)[] = [];
    let left = false;
    const id = freshId('trends');
    const element = el('section', { class: 'stack', 'aria-labelledby': id },
        el('h2', { id }, words.trends),
        answer.program && el('p', { class: 'muted' }, words.trendsProgram(answer.program.name, answer.sessions)),
        el('p', { class: 'muted small' }, answer.measures.length > 0 && words.trendsHint),
        el('div', { class: 'trends' }, ...answer.measures.map((measure) => figureOf(measure, (host) => {
            void draw(host, measure).then((leave) => (left ? leave() : leaves.push(leave)));
        }))),
        el('p', { class: 'muted small pre' }, answer.text));
    return {
        element,
        leave() {
            left = true;
            leaves.forEach((leave) => leave());
        },
    };
}

function figureOf(measure: Trend, show: (host: HTMLElement) => void): HTMLElement {
    const id = freshId('trend');
    const host = el('div', { class: 'picture plot', role: 'img', 'aria-label': summaryOf(measure) });
    if (measure.points.length > 0)
        queueMicrotask(() => show(host));
    return el('section', { class: 'card', 'aria-labelledby': id },
        el('h3', { id }, measure.name),
        el('p', {}, el('strong', {}, words.verdict[measure.verdict]), el('br'), el('span', { class: 'pre' }, measure.text)),
        measure.points.length > 0 && host,
        measure.points.length > 0 && disclosure(words.points, tableOf(measure)));
}

function withUnit(measure: Trend, value: number): string {
    return number(value, measure.decimals) + measure.unit;
}

function summaryOf(measure: Trend): string {
    const [first, last] = [measure.points[0], measure.points.at(-1)];
    return words.trendSummary(measure.name, measure.points.length, first ? withUnit(measure, first[1]) : messages.unknown,
        last ? withUnit(measure, last[1]) : messages.unknown, words.verdict[measure.verdict]);
}

function tableOf(measure: Trend): HTMLElement {
    return table([words.when, words.value, words.doubt], [...measure.points].reverse().map(([at, value, doubt]) =>
        [day(at), withUnit(measure, value), `± ${number(doubt, measure.decimals)}`]));
}

async function draw(host: HTMLElement, measure: Trend): Promise<() => void> {
    const Chart = await maker();
    const colours = paint();
    const columns = trendColumns(measure.points);
    const values = (ticks: number[]) => ticks.map((tick) => number(tick, measure.decimals));
    const plot: Plot = new Chart({
        width: Math.max(200, host.clientWidth),
        height: kHeight,
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: true, range: (_plot, low, high) => roomAround(low, high) }, y: { range: () => [Math.min(...columns.low), Math.max(...columns.high)] } },
        axes: [{ ...axis(colours, String as never, 40), values: (_plot, ticks) => ticks.map(shortDay), space: 80 }, axis(colours, values, 56)],
        series: [{}, { stroke: colours.text, width: 0, paths: () => null, points: { show: true, size: 8, fill: colours.text, stroke: colours.text } }],
        hooks: { draw: [(drawn) => bars(drawn, columns, colours.edge)] },
    }, [columns.at_s, columns.value] as Columns, host);
    const narrow = keepWide(plot, host, kHeight);
    return () => {
        narrow();
        plot.destroy();
    };
}

const kDay_s = 86_400;

function roomAround(low: number, high: number): [number, number] {
    const air = Math.max(0.04 * (high - low), kDay_s);
    return [low - air, high + air];
}

function shortDay(at_s: number): string {
    return new Date(at_s * 1000).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
}

/** The doubt of each point: a line from its lowest to its highest. */
function bars(plot: Plot, columns: TrendColumns, colour: string): void {
    const g = plot.ctx;
    const dense = devicePixelRatio || 1;
    g.save();
    g.strokeStyle = colour;
    g.lineWidth = 1.5 * dense;
    g.beginPath();
    columns.at_s.forEach((at_s, i) => {
        const x = plot.valToPos(at_s, 'x', true);
        const [top, bottom] = [plot.valToPos(columns.high[i] ?? 0, 'y', true), plot.valToPos(columns.low[i] ?? 0, 'y', true)];
        const cap = 4 * dense;
        g.moveTo(x, top);
        g.lineTo(x, bottom);
        for (const y of [top, bottom]) {
            g.moveTo(x - cap, y);
            g.lineTo(x + cap, y);
        }
    });
    g.stroke();
    g.restore();
}
