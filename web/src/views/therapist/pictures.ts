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

    constructor(link: Link, mat: number) {
        this.wavesDrawn = wavesPicture(link, mat);
        this.loopDrawn = loopPicture(link, mat);
        this.summary = summaryLine(link, mat);
        this.summary.element.classList.add('vh');
        this.waves = el('div', { class: 'tile-waves' },
            el('p', { class: 'row small' }, el('span', { class: 'key chest' }, words.chest), el('span', { class: 'key' }, words.belly)),
            el('div', { class: 'picture' }, this.wavesDrawn.element), this.summary.element);
        this.loop = el('div', { class: 'picture tile-loop' }, this.loopDrawn.element);
    }

    /** One sensor has no loop. */
    update(state: BodyState | null): void {
        if (state)
            this.loop.hidden = state.partition === 'none';
    }

    leave(): void {
        this.wavesDrawn.leave();
        this.loopDrawn.leave();
        this.summary.leave();
    }
}
