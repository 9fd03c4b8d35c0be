import { askedLine } from '../asked';
import { button, disclosure, el, setAttribute, setText, twoStep } from '../dom';
import type { Picture } from '../draw/picture';
import { shapePicture } from '../draw/shape';
import { summaryLine } from '../draw/summary';
import { clock } from '../format';
import type { Link, LiveMat } from '../live/link';
import { messages } from '../messages';
import { keepPreferences, type Preferences } from '../preferences';
import type { BodyState, CommandName, Mat } from '../protocol';
import type { Context } from '../view';
import { ScreenLight } from '../wake';
import { Detail } from './detail';
import { QuestionBox } from './question';

const words = messages.session;
const kSaid_s = 20; // for so long the words that were said stay to be read

/** A session that runs: the shape, what is said and asked, and the controls under the thumb. */
export class Running {
    readonly element: HTMLElement;
    private readonly link: Link;
    private readonly preferences: Preferences;
    private readonly mayLead: boolean;
    private readonly step = el('h1', {});
    private readonly left = el('p', { class: 'time-left' });
    private readonly how = el('p', { class: 'how', role: 'status' });
    private readonly said = el('p', { class: 'said lead' });
    private readonly stage = el('div', { class: 'stage' });
    private readonly room = el('div', { class: 'page wide' });
    private readonly light = el('p', { class: 'muted small' });
    private readonly screen = new ScreenLight((on) => setText(this.light, on ? words.awake : words.notAwake));
    private readonly summary;
    private readonly asked;
    private readonly question;
    private readonly more: HTMLButtonElement;
    private readonly freezer: HTMLButtonElement;
    private readonly pause = button('main', words.pause, () => this.pauseOrGoOn(), { 'aria-keyshortcuts': 'Space' });
    private readonly next = button('main', words.next, () => this.tell('next'), { 'aria-keyshortcuts': 'n' });
    private shape: Picture | null = null;
    private detail: Detail | null = null;
    private frozen = false;

    constructor(private readonly context: Context, private readonly mat: Mat) {
        this.link = context.link;
        this.preferences = context.preferences;
        this.mayLead = context.me?.device.role !== 'viewer';
        this.summary = summaryLine(this.link, mat.mat);
        this.asked = askedLine(this.link, mat.mat);
        this.question = new QuestionBox(this.link, mat.mat);
        this.more = button('quiet', words.more, () => this.toggleDetail(), { 'aria-keyshortcuts': 'v' });
        this.freezer = button('quiet', words.freeze, () => this.freeze(), { 'aria-pressed': 'false', 'aria-keyshortcuts': 'f' });
        this.element = el('div', { class: 'running' },
            el('div', { class: 'running-room' },
                el('div', { class: 'running-first' },
                    el('div', { class: 'session-top' }, el('div', {}, el('p', { class: 'muted small' }, mat.program?.name ?? ''), this.step), this.left),
                    this.mayLead && this.question.element, this.stage, el('div', { class: 'words' }, this.how, this.said), this.summary.element,
                    el('div', { class: 'row middle' }, this.more, this.freezer)),
                this.room),
            this.mayLead && this.controls());
        this.show();
    }

    look(): void {
        const live = this.link.mat(this.mat.mat);
        if (!live)
            return;
        const fresh = this.link.fresh(this.mat.mat);
        const session = live.state?.session;
        setText(this.step, live.mat.program?.steps[session?.step ?? -1]?.name ?? words.title);
        this.left.hidden = !this.preferences.timeLeft;
        setText(this.left, words.left(clock(fresh?.session.left_s ?? null)));
        setText(this.how, howItStands(this.link, live, fresh));
        setText(this.said, lastWords(live, this.link.now_s()) || words.away);
        this.question.show(live);
        const asking = this.mayLead && !this.question.element.hidden;
        const wasAsking = this.element.classList.contains('asking');
        this.element.classList.toggle('asking', asking);
        if (asking && !wasAsking)
            this.question.element.scrollIntoView({ block: 'nearest' });
        this.detail?.show(live, fresh, this.preferences.numbers);
        setText(this.pause, session && !session.running ? words.goOn : words.pause);
        this.next.hidden = !session?.waiting;
        this.screen.want(true);
    }

    key(key: string): boolean {
        const commands: Record<string, CommandName> = { b: 'brake', m: 'mark', n: 'next', h: 'here', d: 'dizzy' };
        const command = commands[key];
        if (key === 'f')
            this.freeze();
        else if (key === 'v')
            this.toggleDetail();
        else if (key === 'space' && this.mayLead)
            this.pauseOrGoOn();
        else if (command && this.mayLead && (command !== 'next' || !this.next.hidden))
            this.tell(command);
        else
            return false;
        return true;
    }

    leave(): void {
        this.screen.leave();
        this.summary.leave();
        this.asked.leave();
        this.shape?.leave();
        this.detail?.leave();
    }

    private controls(): HTMLElement {
        const relevant = this.mat.program?.guard || this.mat.program?.steps.some(({ intent }) => intent !== 'witness');
        return el('section', { class: 'controls', 'aria-label': words.controls },
            el('div', { class: 'row middle lesser' }, this.next,
                this.mat.program?.guard && button('plain', words.here, () => this.tell('here'), { class: 'large', 'aria-keyshortcuts': 'h' }),
                relevant && button('plain', words.dizzy, () => this.tell('dizzy'), { class: 'large', 'aria-keyshortcuts': 'd' }),
                button('plain', words.mark, () => this.tell('mark'), { class: 'large', 'aria-keyshortcuts': 'm' }),
                twoStep(words.end, words.endAgain, () => this.tell('end'), { class: 'large' })),
            this.asked.element,
            el('div', { class: 'bar' }, this.pause,
                button('plain', words.brake, () => this.tell('brake'), { 'aria-keyshortcuts': 'b', 'aria-describedby': 'brake-hint' }),
                el('span', { class: 'vh', id: 'brake-hint' }, words.brakeHint)));
    }

    private tell(command: CommandName): void {
        this.link.command(this.mat.mat, command);
    }

    private pauseOrGoOn(): void {
        const session = this.link.mat(this.mat.mat)?.state?.session;
        this.tell(session && !session.running ? 'resume' : 'pause');
    }

    private toggleDetail(): void {
        this.preferences.detail = !this.preferences.detail;
        keepPreferences(this.preferences);
        this.show();
        this.look();
    }

    /** Either the one shape, or more to see. */
    private show(): void {
        this.shape?.leave();
        this.detail?.leave();
        this.shape = this.detail = null;
        const detailed = this.preferences.detail;
        if (detailed)
            this.detail = new Detail(this.link, this.mat.mat, this.context.me?.device.role === 'therapist');
        else
            this.shape = shapePicture(this.link, this.mat.mat);
        this.stage.replaceChildren(this.detail?.element ?? this.shape?.element ?? '');
        this.element.classList.toggle('detailed', detailed);
        setText(this.more, detailed ? words.less : words.more);
        this.room.replaceChildren(this.wishes(detailed), this.light);
        this.shape?.freeze(this.frozen);
        this.detail?.freeze(this.frozen);
    }

    private wishes(detailed: boolean): HTMLElement {
        const wish = (what: 'numbers' | 'timeLeft', label: string) => {
            const box = el('input', { type: 'checkbox', checked: this.preferences[what], onchange: () => {
                this.preferences[what] = box.checked;
                keepPreferences(this.preferences);
                this.look();
            } });
            return el('label', { class: 'check' }, box, label);
        };
        return disclosure(words.show, wish('timeLeft', words.timeLeft), detailed && wish('numbers', words.numbers));
    }

    private freeze(): void {
        this.frozen = !this.frozen;
        this.shape?.freeze(this.frozen);
        this.detail?.freeze(this.frozen);
        this.summary.freeze(this.frozen);
        setAttribute(this.freezer, 'aria-pressed', String(this.frozen));
        this.context.announce(this.frozen ? words.freezeNote : words.unfreezeNote);
        this.element.classList.toggle('frozen', this.frozen);
    }
}

/** What one should know about the session now; empty while it simply runs. */
export function howItStands(link: Link, live: LiveMat, fresh: BodyState | null): string {
    const session = live.state?.session;
    const { states } = words;
    if (link.connection !== 'connected')
        return states.lost;
    if (!session)
        return '';
    if (session.braked)
        return states.braked;
    if (session.finished)
        return states.ending;
    if (!session.running)
        return states.paused;
    if (!fresh)
        return states.stale;
    if (session.waiting)
        return states.waits;
    return session.unguided ? states.unguided : '';
}

function lastWords({ events }: LiveMat, now_s: number): string {
    const said = events.filter(({ kind, text }) => (kind === 'prompt' || kind === 'phrase') && text).at(-1);
    return said && now_s - said.time_s < kSaid_s ? said.text : '';
}
