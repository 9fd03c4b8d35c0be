import { el, setText } from '../../dom';
import { messages } from '../../messages';
import type { BodyState, Estimate } from '../../protocol';

const words = messages.therapist.figures;

export interface Shown {
    value: string;
    doubt: string;
}

const kUnknown: Shown = { value: messages.unknown, doubt: '' };

/** A number with its doubt, which is rounded up: it is never told as less than it is. */
export function shown(estimate: Estimate, decimals: number, scale = 1, unit = ''): Shown {
    if (!estimate)
        return kUnknown;
    const step = 10 ** decimals;
    const doubt = Math.ceil(Math.abs(estimate[1]) * scale * step - 1e-9) / step;
    const value = (estimate[0] * scale).toFixed(decimals).replace(/^-(0(\.0*)?)$/, '$1');
    return { value: value + unit, doubt: `±${doubt.toFixed(decimals)}` };
}

const kTogether_deg = 10;
const kOpposed_deg = 150;

export function angleShown(estimate: Estimate): Shown {
    if (!estimate)
        return kUnknown;
    const { value, doubt } = shown([Math.abs(estimate[0]), estimate[1]], 0, 1, '°');
    const size = Math.abs(estimate[0]);
    const told = size < Math.max(kTogether_deg, estimate[1]) ? words.leads.together
        : size > kOpposed_deg ? words.leads.opposed : estimate[0] > 0 ? words.leads.belly : words.leads.chest;
    return { value, doubt: `${doubt}, ${told}` };
}

/** Inhale and exhale in seconds, each with its doubt. */
export function timesShown(inspiratory: Estimate, expiratory: Estimate): Shown {
    if (!inspiratory || !expiratory)
        return kUnknown;
    const [inhale, exhale] = [shown(inspiratory, 1), shown(expiratory, 1)];
    return { value: `${inhale.value} : ${exhale.value}`, doubt: `${words.seconds}, ${inhale.doubt} : ${exhale.doubt}` };
}

function tremorShown({ tremor }: BodyState): Shown {
    if (!tremor.on)
        return { value: words.none, doubt: '' };
    const strength = shown(tremor.strength_mg, 0, 1, ' mg');
    const frequency = shown(tremor.frequency_hz, 1, 1, ' Hz');
    return { value: frequency.value, doubt: [frequency.doubt, strength.value, strength.doubt].filter(Boolean).join(' ') };
}

function holdShown({ hold }: BodyState): Shown {
    if (!hold.on)
        return { value: words.none, doubt: '' };
    return { value: `${hold.held_s.toFixed(0)} s`, doubt: hold.limit_s > 0 ? words.of('', hold.limit_s.toFixed(0)).trim() : '' };
}

type Row = readonly [name: (state: BodyState | null) => string, shown: (state: BodyState) => Shown];

const kRows: readonly Row[] = [
    [() => words.rate, (state) => shown(state.breath_rate_bpm, 1)],
    [() => words.times, (state) => timesShown(state.inspiratory_time_s, state.expiratory_time_s)],
    [(state) => (state?.partition === 'uncalibrated' ? words.shareTrend : words.share), (state) => withTwo(state, shown(state.abdominal_share, 0, 100, ' %'))],
    [() => words.angle, (state) => withTwo(state, angleShown(state.phase_angle_deg))],
    [() => words.tremor, tremorShown],
    [() => words.hold, holdShown],
    [() => words.confidence, (state) => ({ value: `${Math.round(state.confidence * 100)} %`, doubt: '' })],
    [() => words.posture, (state) => ({ value: messages.therapist.postures[state.posture] ?? state.posture, doubt: '' })],
];

function withTwo(state: BodyState, otherwise: Shown): Shown {
    return state.partition === 'none' ? { value: messages.unknown, doubt: words.oneSensor } : otherwise;
}

/** What is measured, as numbers; `--` for all of it while nothing fresh is known. */
export class Figures {
    readonly element = el('dl', { class: 'figures close' });
    private readonly cells = kRows.map(() => ({ name: el('dt'), value: el('span'), doubt: el('small') }));

    constructor() {
        this.element.append(...this.cells.map(({ name, value, doubt }) => el('div', {}, name, el('dd', {}, value, ' ', doubt))));
        this.update(null);
    }

    update(state: BodyState | null): void {
        kRows.forEach(([name, of], i) => {
            const cell = this.cells[i];
            if (!cell)
                return;
            const { value, doubt } = state ? of(state) : kUnknown;
            setText(cell.name, name(state));
            setText(cell.value, value);
            setText(cell.doubt, doubt);
        });
    }
}
