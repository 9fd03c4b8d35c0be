import { el, setText } from '../dom';
import type { Link } from '../live/link';
import { messages } from '../messages';
import { Pace, summaryOf } from '../summary';

/** The picture in words, politely: at most every 10 s, and only when it changed. */
export function summaryLine(link: Link, mat: number): { element: HTMLElement; freeze(on: boolean): void; leave(): void } {
    const element = el('p', { class: 'summary muted', 'aria-live': 'polite', 'aria-atomic': 'true' });
    const pace = new Pace();
    let frozen = false;
    const look = () => {
        const sentence = frozen ? messages.summary.frozen : summaryOf(link.fresh(mat));
        const now = pace.take(sentence, performance.now());
        if (now !== null)
            setText(element, now);
    };
    const timer = setInterval(look, 1000);
    look();
    return { element, freeze: (on) => { frozen = on; }, leave: () => clearInterval(timer) };
}
