import type { Course } from '../../api-types';
import { button, el, freshId, setText } from '../../dom';
import { clock, number } from '../../format';
import { messages } from '../../messages';
import { axis, faint, keepWide, maker, paint, type Columns, type Paint, type Plot, type PlotOptions } from './chart';
import { moved, within, type Move, type Span } from './curves';
import { Fingers } from './fingers';
import { panelsOf, summaryOf, type LineKind, type Panel, type Ranges } from './panels';

const words = messages.review;
const kHeight = { chest: 120, belly: 120, rate: 170, share: 170, angle: 170 } as const;
const kSide = 52;

export interface PlotsChoice {
    length_s?: number; // of the time axis, to stand beside another session
    ranges?: Ranges;
    onmove?: (window: Span) => void;
}

/** A whole session in plots that share one time axis, with zoom by mouse, fingers, keys and buttons. */
export class Plots {
    readonly element: HTMLElement;
    private readonly panels: Panel[];
    private readonly hosts = new Map<Panel, HTMLElement>();
    private readonly drawn: Plot[] = [];
    private readonly leaves: (() => void)[] = [];
    private readonly now = el('span', { class: 'muted', role: 'status' });
    private readonly length_s: number;
    private readonly fingers: Fingers;
    private window: Span;
    private moving = false;
    private left = false;

    constructor(private readonly course: Course, private readonly choice: PlotsChoice = {}) {
        this.length_s = Math.max(1, choice.length_s ?? course.length_s);
        this.window = { from_s: 0, to_s: this.length_s };
        this.panels = panelsOf(course);
        this.fingers = new Fingers({ length_s: this.length_s, window: () => this.window, show: (window) => this.show(window), mark: (stretch) => this.mark(stretch) });
        const hint = freshId('zoom');
        this.element = el('div', { class: 'plots stack', role: 'group', 'aria-label': words.picture, 'aria-describedby': hint, tabindex: '0', onkeydown: (event: KeyboardEvent) => this.key(event) },
            el('div', { class: 'row zoom', role: 'group', 'aria-label': words.zoom.label },
                ...(['closer', 'wider', 'earlier', 'later', 'whole'] as const).map((move) => button('plain', words.zoom[move], () => this.move(move))), this.now),
            el('p', { class: 'hint', id: hint }, words.zoom.hint),
            ...this.panels.map((panel) => this.figure(panel)));
        this.tell();
        void this.draw();
    }

    /** Looks closer at one stretch of the session. */
    lookAt(from_s: number, to_s: number): void {
        this.show(within((from_s + to_s) / 2, Math.max(60, 3 * (to_s - from_s)), this.length_s));
    }

    show(window: Span, told = true): void {
        if (this.moving)
            return;
        this.moving = true;
        this.window = window;
        for (const plot of this.drawn)
            plot.setScale('x', { min: window.from_s, max: window.to_s });
        this.moving = false;
        this.tell();
        if (told)
            this.choice.onmove?.(window);
    }

    leave(): void {
        this.left = true;
        this.leaves.forEach((leave) => leave());
        this.drawn.forEach((plot) => plot.destroy());
    }

    private mark(stretch: Span | null): void {
        for (const plot of this.drawn) {
            const left = stretch ? plot.valToPos(stretch.from_s, 'x') : 0;
            const width = stretch ? plot.valToPos(stretch.to_s, 'x') - left : 0;
            plot.setSelect({ left, width, top: 0, height: width && plot.over.clientHeight }, false);
        }
    }

    private move(move: Move): void {
        this.show(moved(this.window, move, this.length_s));
    }

    private key(event: KeyboardEvent): void {
        const moves: Record<string, Move> = { '+': 'closer', '=': 'closer', '-': 'wider', ArrowLeft: 'earlier', ArrowRight: 'later', '0': 'whole' };
        const move = moves[event.key];
        if (!move || event.ctrlKey || event.metaKey || event.altKey)
            return;
        event.preventDefault();
        event.stopPropagation();
        this.move(move);
    }

    private figure(panel: Panel): HTMLElement {
        const host = el('div', { class: 'picture plot', role: 'img' });
        host.style.minHeight = `${kHeight[panel.id]}px`; // nothing moves when the plot comes
        this.hosts.set(panel, host);
        const named = panel.lines.filter(({ name }) => name !== '');
        const keys = named.length < 2 ? [] : named.map(({ name, kind }) => el('span', { class: `key ${kind}` }, name));
        return el('figure', { class: 'stack close' }, el('figcaption', { class: 'row' }, el('h3', {}, panel.title), ...keys, el('span', { class: 'muted small' }, panel.hint)), host);
    }

    private async draw(): Promise<void> {
        const Chart = await maker();
        if (this.left)
            return;
        const colours = paint();
        for (const panel of this.panels) {
            const host = this.hosts.get(panel)!;
            const plot = new Chart(this.options(panel, colours, host.clientWidth), panel.columns as Columns, host);
            this.drawn.push(plot);
            this.leaves.push(keepWide(plot, host, kHeight[panel.id]));
            this.fingers.hear(plot.over);
        }
        this.show(this.window, false);
    }

    private options(panel: Panel, colours: Paint, width: number): PlotOptions {
        const shade = panel.lines.some(({ kind }) => kind === 'belly') ? colours.belly : colours.text;
        return {
            width: Math.max(200, width),
            height: kHeight[panel.id],
            legend: { show: false },
            cursor: { y: false, sync: { key: 'session' }, drag: { x: true, y: false } },
            scales: { x: { time: false }, y: { range: () => this.choice.ranges?.[panel.id] ?? panel.range } },
            axes: [
                { ...axis(colours, (ticks) => ticks.map((tick) => clock(tick)), 34), space: 70, incrs: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800] },
                axis(colours, (ticks) => ticks.map((tick) => number(tick, 0 < Math.abs(tick) && Math.abs(tick) < 1 ? 1 : 0)), kSide),
            ],
            series: [{}, ...panel.lines.map(({ kind }) => ({ ...stroke(kind, colours), points: { show: false }, spanGaps: false }))],
            bands: panel.doubts.map(([high, low]) => ({ series: [high + 1, low + 1] as [number, number], fill: faint(shade, 0.22) })),
            hooks: {
                drawClear: [(plot) => ground(plot, this.course, colours)],
                draw: [(plot) => happenings(plot, this.course, colours)],
                setScale: [(plot, key) => {
                    const { min, max } = plot.scales['x']!;
                    const { from_s, to_s } = this.window;
                    if (key === 'x' && typeof min === 'number' && typeof max === 'number' && (min !== from_s || max !== to_s))
                        this.show({ from_s: min, to_s: max });
                }],
            },
        };
    }

    private tell(): void {
        const { from_s, to_s } = this.window;
        setText(this.now, words.zoom.now(clock(from_s), clock(to_s)));
        for (const panel of this.panels)
            this.hosts.get(panel)?.setAttribute('aria-label', summaryOf(panel, this.window));
    }
}

function stroke(kind: LineKind, colours: Paint): { stroke: string; width: number; dash?: number[] } {
    switch (kind) {
    case 'belly':
        return { stroke: colours.belly, width: 1.5 };
    case 'chest':
        return { stroke: colours.chest, width: 1.5 };
    case 'plain':
        return { stroke: colours.text, width: 1.75 };
    case 'trend':
        return { stroke: colours.belly, width: 2, dash: [2, 5] };
    case 'edge':
        return { stroke: faint(colours.text, 0.35), width: 1 };
    case 'trendEdge':
        return { stroke: faint(colours.text, 0.35), width: 1, dash: [1, 6] };
    }
}

function inside(plot: Plot, from_s: number, to_s: number): { left: number; width: number } {
    const { left, width } = plot.bbox;
    const start = Math.max(left, plot.valToPos(from_s, 'x', true));
    return { left: start, width: Math.min(left + width, plot.valToPos(to_s, 'x', true)) - start };
}

/** Every other step is tinted; a pause is hatched. */
function ground(plot: Plot, course: Course, colours: Paint): void {
    const { ctx: g, bbox } = plot;
    g.save();
    g.fillStyle = faint(colours.edge, 0.14);
    course.steps.forEach(({ from_s, to_s }, i) => {
        const { left, width } = inside(plot, from_s, to_s);
        if (i % 2 === 1 && width > 0)
            g.fillRect(left, bbox.top, width, bbox.height);
    });
    g.strokeStyle = faint(colours.edge, 0.6);
    g.lineWidth = devicePixelRatio || 1;
    for (const { from_s, to_s } of course.pauses)
        hatch(g, inside(plot, from_s, to_s), bbox.top, bbox.height);
    g.restore();
}

function hatch(g: CanvasRenderingContext2D, { left, width }: { left: number; width: number }, top: number, height: number): void {
    if (width <= 0)
        return;
    const apart = 8 * (devicePixelRatio || 1);
    g.save();
    g.beginPath();
    g.rect(left, top, width, height);
    g.clip();
    g.beginPath();
    for (let x = left - height; x < left + width; x += apart) {
        g.moveTo(x, top + height);
        g.lineTo(x + height, top);
    }
    g.stroke();
    g.restore();
}

/** What lasted is a bar at the upper edge, what was brief a diamond; a mark is a line all the way down. */
function happenings(plot: Plot, course: Course, colours: Paint): void {
    const { ctx: g, bbox } = plot;
    const dense = devicePixelRatio || 1;
    const size = 5 * dense;
    g.save();
    g.beginPath();
    g.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    g.clip();
    g.fillStyle = colours.text;
    for (const { from_s, to_s } of course.occurrences) {
        const { left, width } = inside(plot, from_s, to_s);
        if (width > 3 * size)
            g.fillRect(left, bbox.top + 2 * dense, width, 4 * dense);
        else
            diamond(g, plot.valToPos((from_s + to_s) / 2, 'x', true), bbox.top + size + dense, size);
    }
    g.strokeStyle = colours.text;
    g.setLineDash([2 * dense, 3 * dense]);
    g.lineWidth = dense;
    g.beginPath();
    for (const at_s of course.marks_s) {
        const x = plot.valToPos(at_s, 'x', true);
        g.moveTo(x, bbox.top);
        g.lineTo(x, bbox.top + bbox.height);
    }
    g.stroke();
    g.restore();
}

function diamond(g: CanvasRenderingContext2D, x: number, y: number, size: number): void {
    g.beginPath();
    g.moveTo(x, y - size);
    g.lineTo(x + size, y);
    g.lineTo(x, y + size);
    g.lineTo(x - size, y);
    g.fill();
}
