import { disclosure, el } from '../dom';
import { loopPicture } from '../draw/loop';
import type { Picture } from '../draw/picture';
import { wavesPicture } from '../draw/waves';
import type { Link, LiveMat } from '../live/link';
import { messages } from '../messages';
import type { BodyState } from '../protocol';
import { Figures } from './figures';

const words = messages.session;
const { draw } = messages;
const kGuardLines = 8;

/** More to see: both waves, the loop, numbers where wanted, what works and what does not. */
export class Detail {
    readonly element: HTMLElement;
    private readonly pictures: Picture[];
    private readonly figures = new Figures();
    private readonly numbers = el('section', { class: 'stack', 'aria-labelledby': 'figures' }, el('h2', { id: 'figures' }, words.figures), this.figures.element);
    private readonly loop: HTMLElement;
    private readonly parts = el('ul', { class: 'plain-list' });
    private readonly guardLines = el('ul', { class: 'plain-list' });
    private readonly guard: HTMLElement;
    private shown = '';

    constructor(link: Link, mat: number, therapist: boolean) {
        const waves = wavesPicture(link, mat);
        const loop = loopPicture(link, mat);
        this.pictures = [waves, loop];
        this.loop = el('section', { class: 'stack', 'aria-labelledby': 'loop' }, el('h2', { id: 'loop' }, words.loop), el('div', { class: 'picture' }, loop.element));
        this.guard = disclosure(words.guard, this.guardLines);
        this.guard.hidden = !therapist;
        this.element = el('div', { class: 'detail' },
            el('div', { class: 'detail-pictures' },
                el('section', { class: 'stack', 'aria-labelledby': 'waves' }, el('h2', { id: 'waves' }, words.waves), el('div', { class: 'picture' }, waves.element),
                    el('p', { class: 'row muted small' }, el('span', { class: 'key chest' }, draw.chest), el('span', { class: 'key' }, draw.belly),
                        el('span', { class: 'key target' }, draw.target))),
                this.loop),
            this.numbers, el('div', {}, disclosure(words.parts, this.parts), this.guard));
    }

    show(live: LiveMat, fresh: BodyState | null, numbers: boolean): void {
        this.numbers.hidden = !numbers;
        this.figures.show(fresh, live.state);
        this.loop.hidden = live.state?.partition === 'none';
        const parts = partsOf(live.state);
        const log = guardLog(live);
        const shown = JSON.stringify([parts, log]);
        if (shown === this.shown)
            return;
        this.shown = shown;
        this.parts.replaceChildren(...parts.map((text) => el('li', {}, text)));
        this.guardLines.replaceChildren(...log.map((text) => el('li', {}, text)));
    }

    freeze(on: boolean): void {
        for (const picture of this.pictures)
            picture.freeze(on);
    }

    leave(): void {
        for (const picture of this.pictures)
            picture.leave();
    }
}

function partsOf(state: BodyState | null): string[] {
    if (!state)
        return [];
    const sensors = state.sources.map(({ online }, i) => words.sensor(i + 1, online ? words.online : words.offline));
    const outputs = (['audio', 'touch', 'midi', 'osc', 'recorder'] as const)
        .map((name) => `${words.outputs[name]}: ${words.outputStates[state.outputs[name]]}`);
    return [...sensors, ...outputs];
}

/** Newest first. */
function guardLog({ events }: LiveMat): string[] {
    const log = events.filter(({ kind, text }) => (kind === 'decision' || kind === 'alert') && text).slice(-kGuardLines).reverse();
    return log.length ? log.map(({ text }) => text) : [words.guardNone];
}

