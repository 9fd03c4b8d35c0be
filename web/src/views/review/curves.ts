// From the curves of a recording to what is drawn and read aloud. Times are seconds since the
// session began; what is not known is null.

export type Numbers = (number | null)[];

export interface Curve {
    time_s: number[];
    value: Numbers;
}

export interface Span {
    from_s: number;
    to_s: number;
}

/** Columns over one row of times, as uPlot takes them; each curve is null where another has a time of its own. */
export function aligned(curves: readonly Curve[]): { time_s: number[]; values: Numbers[] } {
    const first = curves[0]?.time_s ?? [];
    const same = curves.every(({ time_s }) => time_s.length === first.length && time_s.every((at, i) => at === first[i]));
    if (same)
        return { time_s: first, values: curves.map(({ value }) => value) };
    const time_s = [...new Set(curves.flatMap((curve) => curve.time_s))].sort((a, b) => a - b);
    const row = new Map(time_s.map((at, i) => [at, i]));
    const values = curves.map((curve) => {
        const column: Numbers = new Array<number | null>(time_s.length).fill(null);
        curve.time_s.forEach((at, i) => (column[row.get(at) ?? 0] = curve.value[i] ?? null));
        return column;
    });
    return { time_s, values };
}

/** At most `most` points that keep every peak: of each stretch its least and its greatest, in their order, and a null where all are unknown. */
export function thinned(curve: Curve, most: number): Curve {
    const count = curve.time_s.length;
    if (count <= most)
        return curve;
    const stretches = Math.max(1, Math.floor(most / 2));
    const thin: Curve = { time_s: [], value: [] };
    for (let stretch = 0; stretch < stretches; ++stretch) {
        const from = Math.floor((stretch * count) / stretches);
        const to = Math.floor(((stretch + 1) * count) / stretches);
        for (const i of extremes(curve.value, from, to)) {
            thin.time_s.push(curve.time_s[i] ?? 0);
            thin.value.push(curve.value[i] ?? null);
        }
    }
    return thin;
}

function extremes(value: Numbers, from: number, to: number): number[] {
    let least = -1;
    let greatest = -1;
    for (let i = from; i < to; ++i) {
        const now = value[i] ?? null;
        if (now === null)
            continue;
        if (least < 0 || now < (value[least] ?? 0))
            least = i;
        if (greatest < 0 || now > (value[greatest] ?? 0))
            greatest = i;
    }
    if (least < 0)
        return [from];
    return least === greatest ? [least] : [Math.min(least, greatest), Math.max(least, greatest)];
}

/** The middle value of each minute; null for a minute of which nothing is known. */
export function byMinute(curve: Curve, length_s: number): Numbers {
    const minutes = Array.from({ length: Math.max(1, Math.ceil(length_s / 60)) }, () => [] as number[]);
    curve.time_s.forEach((at, i) => {
        const value = curve.value[i];
        if (value !== null && value !== undefined)
            minutes[Math.floor(at / 60)]?.push(value);
    });
    return minutes.map(middle);
}

function middle(values: number[]): number | null {
    if (values.length === 0)
        return null;
    const sorted = values.sort((a, b) => a - b);
    const half = sorted.length >> 1;
    const upper = sorted[half] ?? 0;
    return sorted.length % 2 ? upper : (upper + (sorted[half - 1] ?? upper)) / 2;
}

/** Least and greatest of what is known, with a share of air around; `otherwise` when nothing is. */
export function rangeOf(values: readonly Numbers[], otherwise: readonly [number, number], share = 0.05): [number, number] {
    let low = Infinity;
    let high = -Infinity;
    for (const column of values)
        for (const value of column) {
            if (value === null)
                continue;
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
    if (low > high)
        return [otherwise[0], otherwise[1]];
    const air = share * (high - low);
    return [low - air, high + air];
}

export type Move = 'closer' | 'wider' | 'earlier' | 'later' | 'whole';

const kClosest_s = 10;

/** The stretch that is looked at after a move; never outside the session, never closer than 10 s. */
export function moved(window: Span, move: Move, length_s: number): Span {
    const width = window.to_s - window.from_s;
    const middle_s = (window.from_s + window.to_s) / 2;
    switch (move) {
    case 'whole':
        return { from_s: 0, to_s: length_s };
    case 'closer':
        return within(middle_s, width / 2, length_s);
    case 'wider':
        return within(middle_s, width * 2, length_s);
    case 'earlier':
        return within(middle_s - width / 3, width, length_s);
    case 'later':
        return within(middle_s + width / 3, width, length_s);
    }
}

export function within(middle_s: number, width_s: number, length_s: number): Span {
    const width = Math.min(length_s, Math.max(Math.min(kClosest_s, length_s), width_s));
    const from_s = Math.min(length_s - width, Math.max(0, middle_s - width / 2));
    return { from_s, to_s: from_s + width };
}
