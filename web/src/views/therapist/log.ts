import { el, freshId } from '../../dom';
import type { Link } from '../../live/link';
import { messages } from '../../messages';
import type { LiveEvent } from '../../protocol';
import { localTime } from './alert_banner';
import { timeOfDay } from './asked';
import { decisionOf, sentences } from './evidence';

const words = messages.therapist;
const kMost = 200;
const kCare = new Set(['alert', 'decision', 'note', 'mark', 'paused', 'resumed', 'braked', 'finished', 'step', 'sensor', 'output', 'calibration', 'records']);
const kFlow = new Set(['paused', 'resumed', 'braked', 'finished']); // whose text says it all

/** What happened, the newest first, with the time of day. */
export class Log {
    readonly element: HTMLElement;
    private readonly list = el('ol', { class: 'log', reversed: true });
    private readonly empty = el('p', { class: 'muted' }, words.logEmpty);

    constructor(private readonly link: Link) {
        const id = freshId('log');
        const all = el('input', { type: 'checkbox', onchange: () => this.list.classList.toggle('all', all.checked) });
        this.element = el('div', { class: 'stack close' },
            el('div', { class: 'row spread' }, el('h3', { id }, words.log), el('label', { class: 'check small' }, all, words.logAll)),
            el('div', { class: 'log-room', tabindex: '0', role: 'group', 'aria-labelledby': id }, this.empty, this.list));
    }

    event(event: LiveEvent): void {
        const kind = words.logKind[event.kind];
        const text = textOf(event);
        if (kind === undefined || text === null)
            return;
        const [head, said] = kFlow.has(event.kind) ? ['', text || kind] : [kind, text];
        this.empty.hidden = true;
        this.list.prepend(el('li', { 'data-kind': event.kind, 'data-alert': String(event['alert'] ?? ''), class: kCare.has(event.kind) ? 'care' : 'also' },
            el('span', { class: 'log-at' }, timeOfDay(localTime(this.link, event.time_s))), el('strong', {}, head), el('span', {}, said)));
        while (this.list.children.length > kMost)
            this.list.lastElementChild?.remove();
    }
}

/** null: nothing to be told. */
function textOf(event: LiveEvent): string | null {
    const decision = decisionOf(event);
    if (decision) {
        const { decided, seen } = sentences(decision, words.evidence);
        return seen ? `${decided}: ${seen}` : decided;
    }
    if (event.kind === 'alert')
        return words.alertWords[String(event['alert'])] ?? event.text;
    if (event.kind === 'body' && !event.text)
        return null;
    return event.text.trim();
}
