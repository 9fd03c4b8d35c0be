import { el, setAttribute } from '../dom';

/** What one paints on, in CSS pixels. */
export interface Sheet {
    g: CanvasRenderingContext2D;
    width: number;
    height: number;
    colour(token: Token): string;
}

export type Token = 'belly' | 'chest' | 'target' | 'line' | 'edge' | 'muted' | 'text';
const kTokens: readonly Token[] = ['belly', 'chest', 'target', 'line', 'edge', 'muted', 'text'];

/** A drawing that lives in a view. */
export interface Picture {
    element: HTMLCanvasElement;
    /** Lets it stand still; what it shows goes on elsewhere. */
    freeze(frozen: boolean): void;
    leave(): void;
}

const kCalm_ms = 1000; // between two drawings for whoever asked for less motion
const kColours_ms = 1000;

/** Paints as often as the screen does; once a second for whoever asked for less motion; not at all while hidden. */
export function picture(label: string, className: string, paint: (sheet: Sheet, now_ms: number) => void): Picture {
    const element = el('canvas', { role: 'img', 'aria-label': label, class: className });
    const g = element.getContext('2d', { alpha: true })!;
    const calm = matchMedia('(prefers-reduced-motion: reduce)');
    let colours = new Map<Token, string>();
    let colours_ms = -Infinity;
    let painted_ms = -Infinity;
    let frozen = false;
    let asked = 0;

    function look(now_ms: number): void {
        asked = requestAnimationFrame(look);
        const due = !calm.matches || now_ms - painted_ms >= kCalm_ms;
        if (frozen || !due || !element.clientWidth)
            return;
        painted_ms = now_ms;
        if (now_ms - colours_ms >= kColours_ms) {
            colours = coloursOf(element);
            colours_ms = now_ms;
        }
        const { clientWidth: width, clientHeight: height } = element;
        const dense = Math.min(devicePixelRatio || 1, 3);
        fit(element, Math.round(width * dense), Math.round(height * dense));
        g.setTransform(dense, 0, 0, dense, 0, 0);
        g.clearRect(0, 0, width, height);
        g.setLineDash([]);
        g.globalAlpha = 1;
        paint({ g, width, height, colour: (token) => colours.get(token) ?? '#888' }, now_ms);
    }
    asked = requestAnimationFrame(look);

    return {
        element,
        freeze(on) {
            frozen = on;
            setAttribute(element, 'data-frozen', on ? '' : null);
        },
        leave() {
            cancelAnimationFrame(asked);
        },
    };
}

function fit(element: HTMLCanvasElement, width: number, height: number): void {
    if (element.width !== width || element.height !== height) {
        element.width = width;
        element.height = height;
    }
}

function coloursOf(element: Element): Map<Token, string> {
    const style = getComputedStyle(element);
    return new Map(kTokens.map((token) => [token, style.getPropertyValue(`--${token}`).trim()]));
}
