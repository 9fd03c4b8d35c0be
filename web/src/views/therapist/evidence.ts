// Why a therapist is asked to look: what was seen, and the limit that it passed. The names are those
// of src/core/decision.hpp.

import { clock } from '../../format';
import type { Alert, Care, LiveEvent } from '../../protocol';

export interface Decision {
    time_s: number;
    name: string;
    ground: string;
    value: number;
    limit: number;
    text: string; // as the machine says it
}

/** The decision that an event tells; null for any other event, or for one that is not whole. */
export function decisionOf(event: LiveEvent): Decision | null {
    const { name, ground, value, limit } = event;
    if (event.kind !== 'decision' || typeof name !== 'string' || typeof ground !== 'string')
        return null;
    return {
        time_s: event.time_s,
        name,
        ground,
        value: typeof value === 'number' && Number.isFinite(value) ? value : NaN,
        limit: typeof limit === 'number' && Number.isFinite(limit) ? limit : NaN,
        text: event.text,
    };
}

export interface Words {
    decided: Readonly<Record<string, string>>;
    seen: Readonly<Record<string, (value: string, limit: string) => string>>;
}

const kTimes = new Set(['schedule_s', 'tremor_s', 'time_s']);
const kShares = new Set(['share_drop', 'lag']);
const kDecimals: Readonly<Record<string, number>> = { hold_s: 1, ventilation: 2, irregularity: 1 };

function shown(ground: string, number: number): string {
    if (!Number.isFinite(number))
        return '--';
    if (kTimes.has(ground))
        return clock(number);
    return (kShares.has(ground) ? 100 * number : number).toFixed(kDecimals[ground] ?? 0);
}

/** What was decided, and what was seen with its limit; the machine's own sentence for what this page does not know. */
export function sentences(decision: Decision, words: Words): { decided: string; seen: string } {
    const decided = words.decided[decision.name];
    const seen = words.seen[decision.ground];
    if (decided === undefined || seen === undefined)
        return { decided: decision.text, seen: '' };
    return { decided, seen: seen(shown(decision.ground, decision.value), shown(decision.ground, decision.limit)) };
}

// Decisions that are nothing to look at, or that take a look back.
const kNoReason = new Set(['response_heard', 'unguided', 'remind_low_back', 'fall_asleep', 'ask_calibration']);
const kBefore_s = 2; // an alert is told a little after what led to it
const kMost = 3;

/** The decisions that an alert of `since_s` rests on, the newest first. */
export function reasons(alert: Alert, since_s: number, decisions: readonly Decision[]): Decision[] {
    if (alert === 'none')
        return [];
    const found: Decision[] = [];
    for (const decision of [...decisions].reverse()) {
        if (decision.time_s < since_s - kBefore_s || found.length === kMost)
            break;
        if (!kNoReason.has(decision.name) && found.every((each) => each.name !== decision.name))
            found.push(decision);
    }
    return found;
}

export type Standing =
    | { what: 'tremor'; seconds: number; limit: number }
    | { what: 'held'; seconds: number; limit: number }
    | { what: 'asked'; seconds: number }
    | { what: 'missed'; times: number }
    | { what: 'freeze' };

/** What of the guard is worth a line as it stands now. */
export function standing(guard: Care['guard']): Standing[] {
    if (!guard.on)
        return [];
    const found: Standing[] = [];
    if (guard.tremor_s > 0 || guard.tremor_limit_s > 0)
        found.push({ what: 'tremor', seconds: guard.tremor_s, limit: guard.tremor_limit_s });
    if (guard.held_s > 0)
        found.push({ what: 'held', seconds: guard.held_s, limit: guard.hold_limit_s });
    if (guard.awaiting_response)
        found.push({ what: 'asked', seconds: guard.response_left_s });
    if (guard.missed_responses > 0)
        found.push({ what: 'missed', times: guard.missed_responses });
    if (guard.freeze_suspected)
        found.push({ what: 'freeze' });
    return found;
}
