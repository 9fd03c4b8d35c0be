import { send, sentenceOf } from '../../api';
import { el, freshId, setText, twoStep } from '../../dom';
import { clock } from '../../format';
import type { Asked, LiveMat } from '../../live/link';
import { messages } from '../../messages';
import type { Alert, BodyState, LiveEvent, Mat } from '../../protocol';
import { hashOf } from '../../router';
import type { Context } from '../../view';
import { AlertBanner } from './alert_banner';
import { FirstCommands, MoreCommands } from './commanding';
import { Figures } from './figures';
import { LimitsShown } from './limits_shown';
import { Log } from './log';
import { Marking } from './marking';
import { Pictures } from './pictures';

const words = messages.therapist;

/** One client: what is seen, why it is worth a look, and what may be asked for. */
export class Tile {
    readonly element: HTMLElement;
    private readonly name = el('h2', { id: freshId('mat') });
    private readonly about = el('p', { class: 'muted small' });
    private readonly standing = el('p', { class: 'standing' });
    private readonly old = el('p', { class: 'note careful old' });
    private readonly problem = el('p', { class: 'note careful' });
    private readonly banner: AlertBanner;
    private readonly first: FirstCommands;
    private readonly more: MoreCommands;
    private readonly marking: Marking;
    private readonly figures = new Figures();
    private readonly pictures: Pictures;
    private readonly log: Log;
    private readonly limits = new LimitsShown();
    private readonly over = el('div', { class: 'row tile-over' });

    constructor(private readonly context: Context, readonly number: number) {
        const live = context.link.mat(number);
        this.banner = new AlertBanner(context.link, () => this.who());
        this.first = new FirstCommands(context.link, number, words.mat(number));
        this.more = new MoreCommands(context.link, number);
        this.marking = new Marking(context.link, number);
        this.pictures = new Pictures(context.link, number);
        this.log = new Log(context.link);
        this.element = el('article', { class: 'tile', 'aria-labelledby': this.name.id, 'data-mat': number },
            this.name,
            el('div', { class: 'tile-asked' }, this.first.element, this.old, this.banner.element, this.problem, this.over, this.more.element),
            el('div', { class: 'tile-about' }, this.standing, this.about),
            el('div', { class: 'tile-seen' }, this.pictures.waves, el('div', { class: 'loop-figures' }, this.pictures.loop, this.figures.element)),
            el('div', { class: 'tile-kept' }, this.marking.element, this.log.element, this.limits.element));
        for (const event of live?.events ?? [])
            this.event(event);
        this.update();
    }

    /** What is told of alerts to whoever listens. */
    get spoken(): HTMLElement {
        return this.banner.spoken;
    }

    get alert(): Alert {
        return this.banner.alert;
    }

    person(): string {
        return this.context.link.mat(this.number)?.mat.person ?? '';
    }

    who(): string {
        return words.whom(this.number, this.person());
    }

    event(event: LiveEvent): void {
        this.banner.event(event);
        this.log.event(event);
    }

    heard(asked: Asked): void {
        this.first.heard(asked);
        this.more.heard(asked);
        this.marking.heard(asked);
    }

    /** Twice a second, and when something changed. */
    update(): void {
        const live = this.context.link.mat(this.number);
        if (!live)
            return;
        const connected = this.context.link.connection === 'connected';
        const fresh = this.context.link.fresh(this.number);
        const old = !connected || (fresh === null && live.mat.state === 'running');
        setText(this.name, this.who());
        setText(this.about, [live.mat.program?.name, live.mat.simulated ? words.simulated : ''].filter(Boolean).join(' · '));
        setText(this.standing, standingOf(live.mat, connected ? fresh : null));
        setText(this.problem, live.mat.problem);
        this.problem.hidden = !live.mat.problem;
        setText(this.old, old ? (connected ? words.stale : words.lost) : '');
        this.old.hidden = !old;
        this.element.classList.toggle('stale', old);
        if (live.mat.state === 'ended' || live.mat.state === 'failed')
            this.banner.over();
        else
            this.banner.update(fresh);
        this.element.dataset['alert'] = this.alert;
        this.first.update(live.mat.state, fresh, !old);
        this.figures.update(fresh);
        this.more.element.hidden = live.mat.state !== 'running';
        this.pictures.update(fresh);
        this.limits.update(live.mat.limits, fresh);
        this.marking.element.hidden = live.mat.state !== 'running' && live.mat.state !== 'fitting';
        this.showOver(live);
    }

    freeze(frozen: boolean): void {
        this.pictures.freeze(frozen);
    }

    leave(): void {
        this.pictures.leave();
    }

    private showOver({ mat }: LiveMat): void {
        const key = `${mat.state} ${mat.session ?? ''}`;
        if (this.over.dataset['key'] === key)
            return;
        this.over.dataset['key'] = key;
        const closable = mat.state === 'ended' || mat.state === 'failed' || mat.state === 'fitting';
        this.over.replaceChildren(
            ...(mat.state === 'fitting' ? [el('a', { class: 'button plain', href: hashOf({ view: 'fit', mat: this.number }) }, words.commands.fit)] : []),
            ...(mat.state === 'ended' && mat.session !== null ? [el('a', { class: 'button plain', href: hashOf({ view: 'review', session: mat.session }) }, words.commands.review)] : []),
            ...(closable ? [twoStep(words.commands.close, words.commands.closeAgain, () => void this.close())] : []));
    }

    private async close(): Promise<void> {
        try {
            await send('DELETE', `/api/mats/${this.number}`);
        } catch (error) {
            setText(this.problem, sentenceOf(error));
            this.problem.hidden = false;
        }
    }
}

/** "Running · Rest · 7:57 left" */
export function standingOf(mat: Mat, state: BodyState | null): string {
    const parts: string[] = [words.state[mat.state]];
    if (mat.state === 'running' && state) {
        const { session } = state;
        const step = mat.program?.steps[session.step];
        if (session.finished)
            parts[0] = words.finishedByItself;
        else if (session.braked)
            parts[0] = words.grounded;
        else if (!session.running)
            parts[0] = words.paused;
        if (step)
            parts.push(step.name);
        parts.push(session.waiting ? words.waits : words.left(clock(session.left_s)));
        if (state.check_in.question !== 'none')
            parts.push(words.answering(words.questions[state.check_in.question] ?? state.check_in.question));
    }
    return parts.join(' · ');
}
