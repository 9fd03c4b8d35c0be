// A measure over time, as uPlot takes it.

export type TrendPoint = readonly [time: string, value: number, plusMinus: number];

export interface TrendColumns {
    at_s: number[]; // since 1970
    value: number[];
    low: number[];
    high: number[];
}

/** In the order of time; a point whose time or value is none is left out, and one without a doubt has an interval of no width. */
export function trendColumns(points: readonly TrendPoint[]): TrendColumns {
    const known = points
        .map(([time, value, doubt]) => ({ at_s: Date.parse(time) / 1000, value, doubt: Number.isFinite(doubt) ? Math.abs(doubt) : 0 }))
        .filter(({ at_s, value }) => Number.isFinite(at_s) && Number.isFinite(value))
        .sort((a, b) => a.at_s - b.at_s);
    return {
        at_s: known.map(({ at_s }) => at_s),
        value: known.map(({ value }) => value),
        low: known.map(({ value, doubt }) => value - doubt),
        high: known.map(({ value, doubt }) => value + doubt),
    };
}
