import { el, setText } from '../dom';
import type { Link } from '../live/link';
import { messages } from '../messages';
import { Pace, summaryOf } from '../summary';

const kPatience_ms = 3000;

/** The picture in words, politely: at most every 10 s, and only when it changed. */
export function summaryLine(link: Link, mat: number, className = ''): { element: HTMLElement; freeze(on: boolean): void; leave(): void } {
    const element = el('p', { class: `summary muted ${className}`.trim(), 'aria-live': 'polite', 'aria-atomic': 'true' });
    const pace = new Pace();
    const from_ms = performance.now();
    let frozen = false;
    const look = () => {
        if (!link.fresh(mat) && performance.now() - from_ms < kPatience_ms)
            return; // nothing has come yet
        const sentence = frozen ? messages.summary.frozen : summaryOf(link.fresh(mat));
        const now = pace.take(sentence, performance.now());
        if (now !== null)
            setText(element, now);
    };
    const timer = setInterval(look, 1000);
    look();
    return { element, freeze: (on) => { frozen = on; }, leave: () => clearInterval(timer) };
}
