import type { SessionRow } from '../../api-types';
import { clock, day, estimate, share } from '../../format';
import { messages } from '../../messages';

const words = messages.review;

/** "Tue 3 March, 10:15, Constructive rest" */
export function nameOf(row: SessionRow): string {
    return `${day(row.began)}, ${row.program.name}`;
}

/** What is to be known before its figures are believed. */
export function remarksOf(row: SessionRow): string[] {
    return [
        row.ended === null ? words.brokenOff : !row.finished ? words.endedEarly : '',
        row.recording ? '' : words.noRecording,
    ].filter(Boolean);
}

export function shareOf(row: SessionRow): string {
    const text = share(row.abdominal_share);
    return row.partition === 'uncalibrated' && row.abdominal_share ? `${text}, ${words.trendOnly}` : text;
}

export function easeOf(row: SessionRow): string {
    const told = (ease: number | null) => (ease === null ? messages.unknown : (words.easeChoices[ease] ?? String(ease)));
    return row.ease_before === null && row.ease_after === null ? messages.unknown : words.ease(told(row.ease_before), told(row.ease_after));
}

/** The figures of a row, each with its doubt. */
export function figuresOf(row: SessionRow): [name: string, value: string][] {
    return [
        [words.columns.length, clock(row.length_s)],
        [words.columns.rate, estimate(row.breath_rate_bpm)],
        [words.columns.share, shareOf(row)],
        [words.columns.ease, easeOf(row)],
    ];
}

/** "6.2 a minute ± 0.3", "4.0 s, as measured". */
export function withDoubt(value: string, doubt: string): string {
    if (!doubt)
        return value;
    return doubt === messages.unknown ? `${value} ± ${doubt}` : doubt.startsWith('±') ? `${value} ${doubt}` : `${value}, ${doubt}`;
}
