import { svg } from '../dom';
import { messages } from '../messages';
import type { BandName } from '../protocol';

const words = messages.fit;

/** A body on its back with bent knees, and where each belt goes. */
export function bodyDrawing(bands: readonly BandName[]): SVGSVGElement {
    const has = (band: BandName) => bands.includes(band);
    const label = words.drawing + (has('thoracic') ? words.drawingChest : '') + (has('abdominal') ? words.drawingBelly : '')
        + (has('sacral') ? words.drawingSacral : '');
    return svg('svg', { class: 'body-drawing', role: 'img', 'aria-label': label.trim(), viewBox: '0 0 400 184' },
        svg('path', { class: 'floor', d: 'M8 152 H392' }),
        svg('rect', { class: 'pillow', x: 34, y: 138, width: 52, height: 13, rx: 6 }),
        svg('g', { class: 'figure' },
            svg('circle', { cx: 60, cy: 115, r: 21 }),
            svg('path', { d: 'M84 121 L104 126', 'stroke-width': 17 }),
            svg('path', { d: 'M116 125 C150 122 180 126 212 129', 'stroke-width': 43 }),
            svg('path', { d: 'M220 128 L282 58', 'stroke-width': 29 }),
            svg('path', { d: 'M282 58 L303 133', 'stroke-width': 22 }),
            svg('path', { d: 'M305 142 L334 144', 'stroke-width': 14 })),
        svg('path', { class: 'arm', d: 'M118 132 C140 142 158 134 176 118' }),
        has('thoracic') && belt('chest', 126, words.bands.thoracic),
        has('abdominal') && belt('belly', 186, words.bands.abdominal),
        has('sacral') && svg('g', { class: 'belt sacral' }, svg('rect', { x: 210, y: 143, width: 26, height: 10, rx: 4 }),
            svg('text', { x: 223, y: 176 }, words.bands.sacral)));
}

function belt(kind: 'chest' | 'belly', x: number, name: string): SVGGElement {
    return svg('g', { class: `belt ${kind}` },
        svg('rect', { x: x - 9, y: 98, width: 18, height: 54, rx: 7 }),
        svg('path', { d: `M${x} 92 V52` }),
        svg('text', { x, y: 42 }, name));
}
