// What the picture shows, in one or two sentences, for whoever listens instead of looking.

import { messages } from './messages';
import type { BodyState, Estimate } from './protocol';

const words = messages.summary;

export function summaryOf(state: BodyState | null): string {
    if (!state || !state.bands.some((band) => band.valid))
        return words.none;
    if (state.session.braked)
        return words.braked;
    const breath = state.confidence < 0.3 ? words.doubtful : `${paceOf(state.breath_rate_bpm)}${movementOf(state)}.`;
    return state.tremor.on ? `${breath} ${words.tremor}` : breath;
}

function paceOf(rate_bpm: Estimate): string {
    return rate_bpm ? words.rate(Math.round(rate_bpm[0])) : words.noRate;
}

function movementOf(state: BodyState): string {
    if (state.partition === 'none')
        return '';
    const where = state.partition === 'calibrated' ? whereOf(state.abdominal_share) : words.trend;
    const how = howOf(state.phase_angle_deg);
    return `${where ? `, ${where}` : ''}${how ? `, ${how}` : ''}`;
}

/** Only what its doubt allows to say. */
function whereOf(share: Estimate): string {
    if (!share)
        return '';
    if (share[0] - share[1] > 0.5)
        return words.belly;
    return share[0] + share[1] < 0.5 ? words.chest : words.both;
}

function howOf(angle_deg: Estimate): string {
    if (!angle_deg)
        return '';
    const apart = Math.abs(angle_deg[0]);
    return apart < 40 ? words.together : apart < 120 ? words.apart : words.against;
}

/** Passes a sentence on at most every 10 s, and only when it says something else. */
export class Pace {
    private said = '';
    private at_ms = -Infinity;

    constructor(private readonly every_ms = 10_000) {}

    /** The sentence to say now, or null. */
    take(sentence: string, now_ms: number): string | null {
        if (sentence === this.said || now_ms - this.at_ms < this.every_ms)
            return null;
        this.said = sentence;
        this.at_ms = now_ms;
        return sentence;
    }
}
