import { el, setAttribute, setText } from '../../dom';
import { clock } from '../../format';
import type { Link } from '../../live/link';
import { messages } from '../../messages';
import type { Alert, BodyState, LiveEvent } from '../../protocol';
import { timeOfDay } from './asked';
import { decisionOf, reasons, sentences, standing, type Decision, type Standing } from './evidence';

const words = messages.therapist;
const kDecisions = 50;

/** The moment on this device's clock that a time of the machine's is. */
export function localTime(link: Link, time_s: number): Date {
    return new Date(Date.now() - (link.now_s() - time_s) * 1000);
}

/** Whether and why a therapist is asked to look. `act` is told at once to whoever listens, `look` when they are done. */
export class AlertBanner {
    readonly element: HTMLElement;
    alert: Alert = 'none';
    private readonly head = el('p', { class: 'alert-head' });
    private readonly why = el('ul', { class: 'alert-why' });
    private readonly now = el('ul', { class: 'alert-now' });
    private readonly atOnce = el('p', { role: 'alert' });
    private readonly politely = el('p', { role: 'status' });
    readonly spoken = el('div', {}, this.atOnce, this.politely);
    private readonly decisions: Decision[] = [];
    private since_s = 0;
    private told_s = Infinity; // when the first event of this alert was

    constructor(private readonly link: Link, private readonly who: () => string) {
        this.element = el('div', { class: 'alert', 'data-alert': 'none' }, this.head, this.why, this.now);
        this.tell();
    }

    event(event: LiveEvent): void {
        const decision = decisionOf(event);
        if (decision) {
            this.decisions.push(decision);
            this.decisions.splice(0, this.decisions.length - kDecisions);
            this.tell();
        }
        if (event.kind === 'alert') {
            const over = event['alert'] === 'none';
            this.told_s = over ? Infinity : Math.min(this.told_s, event.time_s);
            if (!over && this.alert !== 'none' && this.told_s < this.since_s) {
                this.since_s = this.told_s;
                this.tell();
            }
        }
    }

    /** `state`: null while nothing fresh is known; the last alert stays, for it was not taken back. */
    update(state: BodyState | null): void {
        const guard = state?.care?.guard;
        if (guard && guard.alert !== this.alert)
            this.become(guard.alert, state.time_s);
        const lines = guard ? standing(guard).map(lineOf) : [];
        const air = state?.care?.air;
        if (air && air.advice !== 'none')
            lines.push(air.trend_only ? `${words.air[air.advice]} (${words.trendOnly})` : words.air[air.advice]);
        showLines(this.now, lines);
        this.element.hidden = this.alert === 'none' && lines.length === 0 && !guard?.on;
    }

    /** The session is over: nobody is asked to look any more. */
    over(): void {
        this.become('none', this.since_s);
        this.element.hidden = true;
    }

    private become(alert: Alert, time_s: number): void {
        if (alert === this.alert)
            return;
        if (this.alert === 'none')
            this.since_s = Math.min(this.told_s, time_s);
        this.alert = alert;
        setAttribute(this.element, 'data-alert', alert);
        this.tell();
    }

    private tell(): void {
        const lines = reasons(this.alert, this.since_s, this.decisions).map((each) => {
            const { decided, seen } = sentences(each, words.evidence);
            return [timeOfDay(localTime(this.link, each.time_s)), seen ? `${decided}: ${seen}` : decided].join(' ');
        });
        if (this.alert === 'none') {
            setText(this.head, words.well);
            setText(this.atOnce, '');
            setText(this.politely, '');
        } else {
            const sentence = words.alert[this.alert];
            this.head.replaceChildren(el('strong', {}, sentence), ' ', el('span', { class: 'small' }, words.since(timeOfDay(localTime(this.link, this.since_s)))));
            const spoken = words.alertFor(this.who(), sentence, lines[0] ?? '');
            setText(this.alert === 'act' ? this.atOnce : this.politely, spoken);
        }
        showLines(this.why, lines);
    }
}

function showLines(list: HTMLElement, lines: readonly string[]): void {
    list.hidden = lines.length === 0;
    lines.forEach((line, i) => {
        const item = list.children[i] ?? list.appendChild(el('li'));
        setText(item, line);
    });
    while (list.children.length > lines.length)
        list.lastElementChild?.remove();
}

function lineOf(now: Standing): string {
    const say = words.standing;
    switch (now.what) {
    case 'tremor':
        return now.limit > 0 ? say.tremor(clock(now.seconds), clock(now.limit)) : say.tremorFree(clock(now.seconds));
    case 'held':
        return now.limit > 0 ? say.held(now.seconds.toFixed(0), now.limit.toFixed(0)) : say.heldFree(now.seconds.toFixed(0));
    case 'asked':
        return say.asked(now.seconds.toFixed(0));
    case 'missed':
        return say.missed(now.times);
    case 'freeze':
        return say.freeze;
    }
}
