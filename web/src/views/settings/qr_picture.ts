import { svg } from '../../dom';

const kNumber = /^-?\d+(\.\d+)?$/;
const kPath = /^[MmLlHhVvZz\d\s.,-]+$/;
const kGround = /\sfill="(#fff|#ffffff|white)"/i;

export interface QrShape {
    viewBox: string;
    paths: string[];
}

/** What of an SVG of a QR code is drawn: its box and its dark paths, nothing else; null when it is no such picture. */
export function qrShape(text: string): QrShape | null {
    const viewBox = /\bviewBox="([^"]*)"/.exec(text)?.[1]?.trim() ?? '';
    const numbers = viewBox.split(/[\s,]+/);
    const paths = [...text.matchAll(/<path\b[^>]*>/g)].map(([tag]) => tag).filter((tag) => !kGround.test(tag))
        .map((tag) => /\sd="([^"]*)"/.exec(tag)?.[1] ?? '').filter((path) => kPath.test(path));
    return numbers.length === 4 && numbers.every((number) => kNumber.test(number)) && paths.length > 0 ? { viewBox: numbers.join(' '), paths } : null;
}

/** The code as a picture, dark on light whatever the theme: that is what cameras read best. */
export function qrPicture(text: string, label: string): SVGSVGElement | null {
    const shape = qrShape(text);
    return shape && svg('svg', { viewBox: shape.viewBox, role: 'img', 'aria-label': label, class: 'qr', 'shape-rendering': 'crispEdges' },
        ...shape.paths.map((d) => svg('path', { d })));
}
