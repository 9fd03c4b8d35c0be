import type { Link } from '../live/link';
import type { Channel } from '../live/waves';
import { messages } from '../messages';
import type { BandName } from '../protocol';
import { picture, type Picture, type Sheet, type Token } from './picture';
import { kPlayout_s, within } from './scale';

export interface WavesOptions {
    seconds?: number; // how far back; default 30
    target?: boolean; // the guide's breath as a fine line; default true
    className?: string;
}

const kOrder: readonly BandName[] = ['thoracic', 'abdominal', 'sacral']; // from the head down
const kLine: Record<BandName, { token: Token; dash: number[] }> = {
    thoracic: { token: 'chest', dash: [9, 6] },
    abdominal: { token: 'belly', dash: [] },
    sacral: { token: 'muted', dash: [2, 5] },
};
const kMark_s = 10;

/** Every band of a mat in a lane of its own, newest at the right. A gap stays a gap. */
export function wavesPicture(link: Link, mat: number, options: WavesOptions = {}): Picture {
    const seconds = options.seconds ?? 30;
    return picture(messages.draw.waves(seconds), `waves ${options.className ?? ''}`.trim(), (sheet) => {
        const waves = link.mat(mat)?.waves;
        const to_s = link.now_s() - kPlayout_s;
        if (!waves || !Number.isFinite(to_s))
            return;
        marks(sheet, to_s, seconds);
        const bands = kOrder.filter((band) => waves.bands.includes(band));
        const lane = sheet.height / Math.max(1, bands.length);
        bands.forEach((band, i) => {
            const trace = (channel: Channel) => line(sheet, i * lane, lane, seconds, to_s,
                (point) => waves.walk(channel, to_s - seconds, to_s, point));
            if (options.target !== false) {
                stroke(sheet, 'target', 1.25, []);
                sheet.g.globalAlpha = 0.7;
                trace('target');
                sheet.g.globalAlpha = 1;
            }
            stroke(sheet, kLine[band].token, 2.75, kLine[band].dash);
            sheet.g.lineDashOffset = (to_s * sheet.width) / seconds % 15; // dashes travel with the wave
            trace(band);
            sheet.g.lineDashOffset = 0;
            const now = waves.at(band, to_s);
            if (!Number.isNaN(now))
                dot(sheet, kLine[band].token, heightOf(now, i * lane, lane));
        });
    });
}

function marks({ g, width, height, colour }: Sheet, to_s: number, seconds: number): void {
    g.strokeStyle = colour('line');
    g.lineWidth = 1;
    g.beginPath();
    for (let at_s = Math.ceil((to_s - seconds) / kMark_s) * kMark_s; at_s < to_s; at_s += kMark_s) {
        const x = width * (1 - (to_s - at_s) / seconds);
        g.moveTo(x, 0);
        g.lineTo(x, height);
    }
    g.stroke();
}

function stroke({ g, colour }: Sheet, token: Token, width: number, dash: number[]): void {
    g.strokeStyle = colour(token);
    g.lineWidth = width;
    g.lineJoin = 'round';
    g.setLineDash(dash);
}

function line({ g, width }: Sheet, top: number, lane: number, seconds: number, to_s: number,
    walk: (point: (time_s: number, value: number) => void) => void): void {
    const edge = 8; // room for the dot
    let down = false;
    g.beginPath();
    walk((time_s, value) => {
        const there = !Number.isNaN(value);
        const x = (width - edge) * (1 - (to_s - time_s) / seconds);
        if (there && down)
            g.lineTo(x, heightOf(value, top, lane));
        else if (there)
            g.moveTo(x, heightOf(value, top, lane));
        down = there;
    });
    g.stroke();
}

function dot({ g, width, colour }: Sheet, token: Token, y: number): void {
    g.setLineDash([]);
    g.fillStyle = colour(token);
    g.beginPath();
    g.arc(width - 8, y, 4.5, 0, 2 * Math.PI);
    g.fill();
}

function heightOf(value: number, top: number, lane: number): number {
    return top + lane * (0.88 - 0.5 * within(value));
}
