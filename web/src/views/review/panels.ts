// What of a course stands in which plot.

import type { Course, CurveWithDoubt } from '../../api-types';
import { clock, number } from '../../format';
import { messages } from '../../messages';
import { aligned, rangeOf, thinned, type Curve, type Numbers, type Span } from './curves';

const words = messages.review;

export type LineKind = 'belly' | 'chest' | 'plain' | 'trend' | 'edge' | 'trendEdge';

export interface Line {
    name: string; // '' is no line of its own but the edge of a doubt
    kind: LineKind;
}

export interface Panel {
    id: 'chest' | 'belly' | 'rate' | 'share' | 'angle';
    title: string;
    hint: string;
    lines: Line[];
    doubts: [high: number, low: number][]; // of lines
    columns: [time_s: number[], ...values: Numbers[]];
    range: [number, number];
    decimals: number;
    read: { name: string; curve: Curve }[]; // what is told in words and in the table
}

const kPoints = 40_000; // of one line; what is more is thinned without losing a peak

const known = (curve: Curve): boolean => curve.value.some((value) => value !== null);
const times = (curve: Curve, factor: number): Curve => ({ time_s: curve.time_s, value: curve.value.map((value) => (value === null ? null : factor * value)) });
const edgesOf = ({ time_s, low, high }: CurveWithDoubt): [Curve, Curve] => [{ time_s, value: high }, { time_s, value: low }];

/** Only what was ever known; one sensor has neither share nor angle. */
export function panelsOf(course: Course): Panel[] {
    return [bandOf('chest', course.displacement.thoracic), bandOf('belly', course.displacement.abdominal), rateOf(course), shareOf(course), angleOf(course)].filter((panel) => panel.read.length > 0);
}

function panel(id: Panel['id'], decimals: number, lines: { line: Line; curve: Curve }[], doubts: Panel['doubts'], least: [number, number]): Panel {
    const there = lines.filter(({ curve }) => curve.time_s.length > 0);
    const { time_s, values } = aligned(there.map(({ curve }) => curve));
    const [low, high] = rangeOf(values, least);
    return {
        id, decimals, title: words.plots[id], hint: words.plotHint[id],
        lines: there.map(({ line }) => line),
        doubts: doubts.filter((pair) => pair.every((index) => index < there.length)),
        columns: [time_s, ...values],
        range: [Math.min(low, least[0]), Math.max(high, least[1])],
        read: there.filter(({ line, curve }) => line.name !== '' && known(curve)).map(({ line, curve }) => ({ name: line.name, curve })),
    };
}

/** Each band in a plot of its own: over a whole session two waves in one would hide each other. */
function bandOf(id: 'chest' | 'belly', displacement: Curve): Panel {
    return panel(id, 1, [{ line: { name: words.series[id], kind: id }, curve: thinned(displacement, kPoints) }], [], [0, 1]);
}

function rateOf({ rate_bpm }: Course): Panel {
    const [high, low] = edgesOf(rate_bpm);
    return panel('rate', 1, [
        { line: { name: words.series.rate, kind: 'plain' }, curve: rate_bpm },
        { line: { name: '', kind: 'edge' }, curve: high },
        { line: { name: '', kind: 'edge' }, curve: low },
    ], [[1, 2]], [4, 10]);
}

function shareOf({ share, trend }: Course): Panel {
    const lines: { line: Line; curve: Curve }[] = [];
    const doubts: Panel['doubts'] = [];
    const add = (curve: CurveWithDoubt, name: string, kind: LineKind, edge: LineKind) => {
        if (!known(curve))
            return;
        const [high, low] = edgesOf(curve);
        doubts.push([lines.length + 1, lines.length + 2]);
        lines.push({ line: { name, kind }, curve: times(curve, 100) }, { line: { name: '', kind: edge }, curve: times(high, 100) },
            { line: { name: '', kind: edge }, curve: times(low, 100) });
    };
    add(share, words.series.share, 'belly', 'edge');
    if (doubts.length > 0 || known(trend))
        add(trend, words.series.trend, 'trend', 'trendEdge');
    return panel('share', 0, lines, known(share) ? doubts.slice(0, 1) : [], [0, 100]);
}

function angleOf({ phase_angle_deg }: Course): Panel {
    return panel('angle', 0, [{ line: { name: words.series.angle, kind: 'plain' }, curve: phase_angle_deg }], [], [-45, 45]);
}

/** The plot in words: of each line between what it lies in the stretch that is shown. */
export function summaryOf(panel: Panel, window: Span): string {
    const said = panel.read.map(({ name, curve }) => {
        const seen = curve.value.filter((_, i) => {
            const at_s = curve.time_s[i] ?? -1;
            return at_s >= window.from_s && at_s <= window.to_s;
        });
        if (seen.every((value) => value === null))
            return `${name}: ${words.unknownThroughout}`;
        const [low, high] = rangeOf([seen], [0, 0], 0);
        return `${name}: ${words.between(number(low, panel.decimals), number(high, panel.decimals))}`;
    });
    return words.plotSummary(panel.title, clock(window.from_s), clock(window.to_s), said.join(' '));
}

export type Ranges = Partial<Record<Panel['id'], [number, number]>>;

/** The widest range of each plot: two sessions on the same axes. */
export function sharedRanges(sides: readonly (readonly Panel[])[]): Ranges {
    const ranges: Ranges = {};
    for (const { id, range } of sides.flat()) {
        const [low, high] = ranges[id] ?? range;
        ranges[id] = [Math.min(low, range[0]), Math.max(high, range[1])];
    }
    return ranges;
}
