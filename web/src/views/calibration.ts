import { button, el, setText } from '../dom';
import type { Link } from '../live/link';
import { messages } from '../messages';
import type { BodyState, Calibration, CommandName } from '../protocol';

const words = messages.fit;
const kOrder = ['natural', 'belly', 'chest', 'isovolume'] as const;
const kLinger_ms = 1500; // the last breath's count is seen before the next step is asked for

/** Belly and chest told apart with a few breaths on request; whoever began it is led on by itself. */
export class CalibrationSteps {
    readonly element: HTMLElement;
    private readonly title = el('h3', { tabindex: '-1' });
    private readonly ask = el('p', { class: 'lead' });
    private readonly dots = el('div', { class: 'dots', 'aria-hidden': 'true' });
    private readonly heard = el('p', { role: 'status', class: 'muted' });
    private readonly about = el('p', {});
    private readonly isovolume = el('input', { type: 'checkbox' });
    private readonly option = el('label', { class: 'check' }, this.isovolume, words.isovolume);
    private readonly begin = button('plain', words.apartBegin, () => this.start(), { class: 'large' });
    private readonly onwards = button('plain', words.onwards, () => this.next(), { class: 'large' });
    private readonly leave = button('quiet', words.leave, () => this.stop());
    private ours = false;
    private going = 0;
    private now: Calibration | null = null;

    constructor(private readonly link: Link, private readonly mat: number, private readonly mayLead: boolean) {
        this.element = el('section', { class: 'stack', 'aria-labelledby': 'apart' }, el('h2', { id: 'apart' }, words.apart), this.about,
            el('div', { class: 'stack calibration' }, this.title, this.ask, this.dots, this.heard), this.option,
            el('div', { class: 'row' }, this.begin, this.onwards, this.leave));
    }

    show(state: BodyState | null, two: boolean): void {
        this.now = state?.calibration ?? null;
        const underWay = this.now?.outcome === 'under_way';
        setText(this.about, this.aboutText(state, two));
        this.about.hidden = underWay;
        this.begin.hidden = this.option.hidden = !two || underWay || !this.mayLead;
        this.onwards.hidden = this.leave.hidden = !underWay || !this.mayLead;
        this.title.parentElement!.hidden = !underWay;
        if (underWay && this.now)
            this.step(this.now);
        else if (this.now)
            this.calm();
    }

    private aboutText(state: BodyState | null, two: boolean): string {
        if (!two)
            return words.apartOne;
        const outcome = state && words.outcomes[state.calibration.outcome];
        setText(this.begin, outcome ? words.apartAgain : words.apartBegin);
        if (outcome)
            return outcome;
        if (state?.partition === 'calibrated')
            return words.outcomes.separated;
        return state && state.calibration.progress < 1 ? `${words.apartLead} ${words.apartLearning}` : words.apartLead;
    }

    private step(now: Calibration): void {
        const at = kOrder.indexOf(now.manoeuvre);
        const name = words.manoeuvres[now.manoeuvre];
        setText(this.title, now.manoeuvre === 'isovolume' ? words.isovolumeStep(name) : words.step(at + 1, 3, name));
        setText(this.ask, words.asks[now.manoeuvre]);
        this.count(now);
        setText(this.heard, now.finishing ? words.finishing : `${words.counted(now.counted, now.wanted)} ${words.verdicts[now.last]}`.trim());
        setText(this.onwards, this.following(now.manoeuvre) === 'calibrate_finish' ? words.finish : words.onwards);
        this.onwards.disabled = now.finishing;
        const enough = now.wanted > 0 && now.counted >= now.wanted && !now.finishing;
        if (enough && this.ours && !this.going)
            this.going = window.setTimeout(() => this.next(), kLinger_ms);
    }

    private count({ wanted, counted }: Calibration): void {
        while (this.dots.childElementCount > wanted)
            this.dots.lastElementChild?.remove();
        while (this.dots.childElementCount < wanted)
            this.dots.append(el('span'));
        [...this.dots.children].forEach((dot, i) => dot.classList.toggle('full', i < counted));
    }

    private following(manoeuvre: Calibration['manoeuvre']): CommandName {
        switch (manoeuvre) {
        case 'natural':
            return 'calibrate_belly';
        case 'belly':
            return 'calibrate_chest';
        case 'chest':
            return this.isovolume.checked ? 'calibrate_isovolume' : 'calibrate_finish';
        case 'isovolume':
            return 'calibrate_finish';
        }
    }

    private start(): void {
        this.ours = true;
        this.link.command(this.mat, 'calibrate_natural');
    }

    private next(): void {
        clearTimeout(this.going);
        this.going = 0;
        if (this.now)
            this.link.command(this.mat, this.following(this.now.manoeuvre));
    }

    private stop(): void {
        this.calm();
        this.link.command(this.mat, 'calibrate_leave');
    }

    /** Nothing more is asked for by itself. */
    calm(): void {
        clearTimeout(this.going);
        this.going = 0;
    }
}
