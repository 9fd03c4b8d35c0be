// Fingers on plots that share one time axis. uPlot hears a mouse only; up and down stays the page's scrolling (touch-action in review.css).

import { within, type Span } from './curves';

export interface Touched {
    readonly length_s: number;
    window(): Span;
    show(window: Span): void;
    /** The stretch that will be shown when the finger is lifted; null: none. */
    mark(stretch: Span | null): void;
}

const kTap = 0.02; // shorter than this is no stretch [share of the plots' width]
const kApart = 0.05; // two fingers above each other count as this far apart [same]

/** One finger draws a stretch to look closer at; once closer, it moves the picture along. Two pull it closer or wider, also on two plots. */
export class Fingers {
    private readonly places = new Map<number, number>(); // by finger, from the plots' left edge [share of their width]
    private grip = { under_s: 0, apart: kApart, width_s: 0 }; // when a finger came or went last
    private drawing = false;

    constructor(private readonly plots: Touched) {}

    hear(over: HTMLElement): void {
        const on = (type: 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel', act: (finger: number, place: number) => void) =>
            over.addEventListener(type, (event) => {
                const { left, width } = over.getBoundingClientRect();
                if (event.pointerType !== 'mouse')
                    act(event.pointerId, (event.clientX - left) / width);
            });
        on('pointerdown', (finger, place) => this.comes(finger, place));
        on('pointermove', (finger, place) => this.moves(finger, place));
        on('pointerup', (finger) => this.goes(finger, true));
        on('pointercancel', (finger) => this.goes(finger, false)); // the page scrolls instead
    }

    private comes(finger: number, place: number): void {
        if (this.places.size === 2)
            return;
        this.places.set(finger, place);
        const { from_s, to_s } = this.plots.window();
        this.drawing = this.places.size === 1 && to_s - from_s >= this.plots.length_s;
        this.plots.mark(null);
        this.hold();
    }

    private moves(finger: number, place: number): void {
        if (!this.places.has(finger))
            return;
        this.places.set(finger, place);
        if (this.drawing) {
            this.plots.mark(this.drawn());
            return;
        }
        const { middle, apart } = this.hand();
        const width_s = (this.grip.width_s * this.grip.apart) / apart;
        this.plots.show(within(this.grip.under_s + (0.5 - middle) * width_s, width_s, this.plots.length_s));
    }

    private goes(finger: number, lifted: boolean): void {
        if (!this.places.has(finger))
            return;
        const stretch = this.drawing && lifted ? this.drawn() : null;
        this.places.delete(finger);
        this.drawing = false;
        this.plots.mark(null);
        if (stretch)
            this.plots.show(within((stretch.from_s + stretch.to_s) / 2, stretch.to_s - stretch.from_s, this.plots.length_s));
        this.hold();
    }

    /** From here on what is under the hand stays under it. */
    private hold(): void {
        const { from_s, to_s } = this.plots.window();
        const { middle, apart } = this.hand();
        this.grip = { under_s: from_s + middle * (to_s - from_s), apart, width_s: to_s - from_s };
    }

    private hand(): { middle: number; apart: number } {
        const [one = 0, other = one] = this.places.values();
        return { middle: (one + other) / 2, apart: Math.max(kApart, Math.abs(one - other)) };
    }

    private drawn(): Span | null {
        const { middle } = this.hand();
        const at_s = Math.min(1, Math.max(0, middle)) * this.plots.length_s;
        const from_s = this.grip.under_s;
        if (Math.abs(at_s - from_s) < kTap * this.plots.length_s)
            return null;
        return { from_s: Math.min(from_s, at_s), to_s: Math.max(from_s, at_s) };
    }
}
