import { el } from '../../dom';
import { messages } from '../../messages';
import type { Mat } from '../../protocol';

const words = messages.therapist.limit;

type Limits = NonNullable<Mat['limits']>;

export function limitLines(limits: Limits): [name: string, value: string][] {
    const { tremor_minutes, slowest_bpm, response_every_minutes } = limits;
    return [
        [words.tremor, tremor_minutes === null ? words.program : words.minutes(String(tremor_minutes))],
        [words.slowest, slowest_bpm === null ? words.program : words.pace(String(slowest_bpm))],
        [words.response, response_every_minutes === null ? words.program : response_every_minutes === 0 ? words.never : words.every(String(response_every_minutes))],
    ];
}

/** What was set before this session began. */
export function limitsShown(limits: Mat['limits']): HTMLElement {
    return el('div', { class: 'stack close' }, el('h3', {}, messages.therapist.limits),
        el('dl', { class: 'facts' }, ...(limits ? limitLines(limits) : []).flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])),
        el('p', { class: 'hint' }, messages.therapist.limitsFixed));
}
