import { messages } from './messages';
import type { Band } from './protocol';

const words = messages.fit;

export interface Fit {
    text: string;
    fine: boolean;
}

/** What a sensor's signal says about how it sits; `undefined`: it was never heard. */
export function fitOf(band: Band | undefined, fresh: boolean): Fit {
    if (!band)
        return { text: words.waiting, fine: false };
    if (!fresh)
        return { text: words.stale, fine: false };
    if (band.fault !== 'none')
        return { text: words.faults[band.fault] ?? band.fault, fine: false };
    if (band.quality_reason !== 'good')
        return { text: words.reasons[band.quality_reason] ?? band.quality_reason, fine: false };
    return { text: band.polarity < 0 ? words.fineReversed : words.fine, fine: true };
}
