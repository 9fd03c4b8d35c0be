import { el } from '../../dom';
import { messages } from '../../messages';
import type { BodyState, Mat } from '../../protocol';

const words = messages.therapist.limit;

type Limits = NonNullable<Mat['limits']>;

/** `agreed_s`: what the guard goes by, the less of what was set and of the level; 0 while that is not known. */
export function limitLines(limits: Limits, agreed_s: number): [name: string, value: string][] {
    const { tremor_minutes, slowest_bpm, response_every_minutes } = limits;
    const tremor_min = agreed_s > 0 ? Math.round(agreed_s / 6) / 10 : tremor_minutes;
    return [
        [words.tremor, tremor_min === null ? words.program : words.minutes(String(tremor_min))],
        [words.slowest, slowest_bpm === null ? words.program : words.pace(String(slowest_bpm))],
        [words.response, response_every_minutes === null ? words.program : response_every_minutes === 0 ? words.never : words.every(String(response_every_minutes))],
    ];
}

/** What was set before this session began. */
export class LimitsShown {
    private readonly list = el('dl', { class: 'facts' });
    readonly element = el('div', { class: 'stack close' }, el('h3', {}, messages.therapist.limits), this.list, el('p', { class: 'hint' }, messages.therapist.limitsFixed));
    private shown = '';

    update(limits: Mat['limits'], state: BodyState | null): void {
        const guard = state?.care?.guard;
        if (!limits || (this.shown && !guard))
            return;
        const lines = limitLines(limits, guard?.on ? guard.tremor_limit_s : 0);
        if (this.shown === String(lines))
            return;
        this.shown = String(lines);
        this.list.replaceChildren(...lines.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
    }
}
