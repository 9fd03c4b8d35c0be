import { el } from '../../dom';
import type { Link } from '../../live/link';
import type { BodyState } from '../../protocol';

/** Both waves, and belly against chest. */
export class Pictures {
    readonly element = el('div', { class: 'pictures' });

    constructor(_link: Link, _mat: number) {}

    update(_state: BodyState | null): void {}

    leave(): void {}
}
