import { el, setText } from '../../dom';
import { angle, estimate, inToOut, number, share } from '../../format';
import { messages } from '../../messages';
import type { BodyState, Estimate } from '../../protocol';

const words = messages.therapist.figures;

const kTogether_deg = 10;
const kOpposed_deg = 150;

/** Who goes first, as far as the doubt allows to say. */
export function leadOf(angle_deg: Estimate): string {
    if (!angle_deg)
        return '';
    const size = Math.abs(angle_deg[0]);
    if (size <= Math.max(kTogether_deg, angle_deg[1]))
        return words.leads.together;
    if (size - angle_deg[1] > kOpposed_deg)
        return words.leads.opposed;
    return angle_deg[0] > 0 ? words.leads.belly : words.leads.chest;
}

interface Shown {
    value: string;
    remark?: string;
}

const withUnit = (text: string, unit: string): string => (text === messages.unknown ? text : `${text} ${unit}`);

function timesOf({ inspiratory_time_s, expiratory_time_s }: BodyState): Shown {
    const known = inspiratory_time_s && expiratory_time_s;
    return { value: inToOut(inspiratory_time_s, expiratory_time_s), remark: known ? words.inOut(estimate(inspiratory_time_s), estimate(expiratory_time_s)) : '' };
}

/** At first two sensors are not known to move together yet. */
function notKnown({ bands }: BodyState): Shown {
    return { value: messages.unknown, remark: bands.length === 1 ? words.oneSensor : '' };
}

export function shareOf(state: BodyState): Shown {
    if (state.partition === 'none')
        return notKnown(state);
    return { value: share(state.abdominal_share), remark: state.partition === 'calibrated' ? '' : messages.therapist.trendOnly };
}

function angleOf(state: BodyState): Shown {
    if (state.partition === 'none')
        return notKnown(state);
    return { value: angle(state.phase_angle_deg), remark: leadOf(state.phase_angle_deg) };
}

function tremorOf({ tremor }: BodyState): Shown {
    if (!tremor.on)
        return { value: words.none };
    return { value: withUnit(estimate(tremor.frequency_hz), 'Hz'), remark: withUnit(estimate(tremor.strength_mg, 0), 'mg') };
}

function holdOf({ hold }: BodyState): Shown {
    if (!hold.on)
        return { value: words.none };
    return { value: `${number(hold.held_s, 0)} s`, remark: hold.limit_s > 0 ? words.of(number(hold.limit_s, 0)) : '' };
}

const kRows: readonly (readonly [name: string, of: (state: BodyState) => Shown])[] = [
    [words.rate, (state) => ({ value: estimate(state.breath_rate_bpm) })],
    [words.times, timesOf],
    [words.share, shareOf],
    [words.angle, angleOf],
    [words.tremor, tremorOf],
    [words.hold, holdOf],
    [words.confidence, (state) => ({ value: `${number(100 * state.confidence, 0)} %` })],
    [words.posture, (state) => ({ value: messages.therapist.postures[state.posture] ?? state.posture })],
];

/** What is measured, as numbers with their doubt; `--` for all of it while nothing fresh is known. */
export class Figures {
    readonly element = el('dl', { class: 'figures' });
    private readonly cells = kRows.map(() => ({ value: el('span'), remark: el('small') }));

    constructor() {
        this.element.append(...kRows.map(([name], i) => el('div', {}, el('dt', {}, name), el('dd', {}, this.cells[i]!.value, this.cells[i]!.remark))));
        this.update(null);
    }

    update(state: BodyState | null): void {
        kRows.forEach(([, of], i) => {
            const { value, remark } = state ? of(state) : { value: messages.unknown, remark: '' };
            setText(this.cells[i]!.value, value);
            setText(this.cells[i]!.remark, remark ?? '');
        });
    }
}
