import { el, setText } from '../dom';
import { angle, estimate, inToOut, share } from '../format';
import { messages } from '../messages';
import type { BodyState } from '../protocol';

const words = messages.session;
const { units, unknown } = messages;

interface Figure {
    name: string;
    text(state: BodyState): string;
    remark?(state: BodyState): string;
    /** Whether it means anything for this state. */
    told?(state: BodyState): boolean;
}

const two = (state: BodyState) => state.bands.length > 1;
const trend = (state: BodyState) => (state.partition === 'uncalibrated' ? units.trendOnly : '');

const kFigures: Figure[] = [
    { name: words.rate, text: (state) => estimate(state.breath_rate_bpm) },
    { name: words.times, text: (state) => inToOut(state.inspiratory_time_s, state.expiratory_time_s) },
    { name: words.share, text: (state) => share(state.abdominal_share), remark: trend, told: two },
    { name: words.angle, text: (state) => angle(state.phase_angle_deg), told: two },
    { name: words.tremor, text: tremor },
    { name: words.heart, text: (state) => estimate(state.heart_bpm, 0), told: (state) => state.heart_bpm !== null },
    { name: words.confidence, text: (state) => clarity(state.confidence) },
];

/** Numbers with their doubt; `--` for all of them while nothing new is heard. Not a live region. */
export class Figures {
    readonly element: HTMLElement;
    private readonly rows = kFigures.map((figure) => {
        const value = el('dd', {});
        const remark = el('small', {});
        return { figure, value, remark, row: el('div', {}, el('dt', {}, figure.name), value, el('dd', { class: 'remark' }, remark)) };
    });

    constructor() {
        this.element = el('dl', { class: 'figures' }, ...this.rows.map(({ row }) => row));
    }

    show(fresh: BodyState | null, last: BodyState | null): void {
        for (const { figure, value, remark, row } of this.rows) {
            row.hidden = last !== null && figure.told?.(last) === false;
            setText(value, fresh ? figure.text(fresh) : unknown);
            setText(remark, (fresh && figure.remark?.(fresh)) ?? '');
        }
    }
}

function tremor(state: BodyState): string {
    if (!state.tremor.on)
        return words.tremorNone;
    return words.tremorHz(estimate(state.tremor.frequency_hz));
}

export function clarity(confidence: number): string {
    return confidence >= 0.7 ? words.clearly : confidence >= 0.4 ? words.fairly : words.hardly;
}
