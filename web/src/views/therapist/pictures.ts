import { el } from '../../dom';
import { loopPicture } from '../../draw/loop';
import { summaryLine } from '../../draw/summary';
import { wavesPicture } from '../../draw/waves';
import type { Link } from '../../live/link';
import { messages } from '../../messages';
import type { BodyState } from '../../protocol';

const words = messages.therapist.pictures;

/** Both waves, and belly against chest; in words for whoever listens. */
export class Pictures {
    readonly waves: HTMLElement;
    readonly loop: HTMLElement;
    private readonly wavesDrawn;
    private readonly loopDrawn;
    private readonly summary;
    private readonly frozen = el('span', { class: 'muted', hidden: true }, words.frozen);

    constructor(link: Link, mat: number) {
        this.wavesDrawn = wavesPicture(link, mat);
        this.loopDrawn = loopPicture(link, mat);
        this.summary = summaryLine(link, mat);
        this.summary.element.classList.add('vh');
        this.waves = el('div', { class: 'tile-waves' },
            el('p', { class: 'row small' }, el('span', { class: 'key chest' }, words.chest), el('span', { class: 'key' }, words.belly), this.frozen),
            el('div', { class: 'picture' }, this.wavesDrawn.element), this.summary.element);
        this.loop = el('div', { class: 'picture tile-loop' }, this.loopDrawn.element);
    }

    /** One sensor has no loop. */
    update(state: BodyState | null): void {
        if (state)
            this.loop.hidden = state.partition === 'none';
    }

    /** They stand still; the session goes on, and so do the numbers. */
    freeze(frozen: boolean): void {
        for (const each of [this.wavesDrawn, this.loopDrawn, this.summary])
            each.freeze(frozen);
        this.frozen.hidden = !frozen;
    }

    leave(): void {
        this.wavesDrawn.leave();
        this.loopDrawn.leave();
        this.summary.leave();
    }
}
