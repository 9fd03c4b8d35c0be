import type { Link } from '../live/link';
import type { Channel, Waves } from '../live/waves';
import { messages } from '../messages';
import { picture, type Picture, type Sheet, type Token } from './picture';
import { kPlayout_s, within } from './scale';

interface Form {
    channel: Channel;
    token: Token;
    dash: number[];
    lift: number; // of its middle above the picture's, in radii
    size: number; // beside the other's
}

const kChest: Form = { channel: 'thoracic', token: 'chest', dash: [11, 10], lift: 0.4, size: 0.86 };
const kBelly: Form = { channel: 'abdominal', token: 'belly', dash: [], lift: -0.36, size: 1 };
const kAlone = { lift: 0, size: 1.2 };
const kFade_s = 0.6; // nothing appears or goes at once

/**
 * Two soft forms that overlap, chest above belly, and grow with an inhale. What the guide shows is a fine outline. The
 * less clearly the breath is heard, the fainter they are.
 */
export function shapePicture(link: Link, mat: number, className = ''): Picture {
    const held = new Map<Channel, number>();
    let presence = 0;
    let last_ms = -Infinity;
    return picture(messages.draw.shape, `shape ${className}`.trim(), (sheet, now_ms) => {
        const waves = link.mat(mat)?.waves;
        const at_s = link.now_s() - kPlayout_s;
        const state = link.fresh(mat);
        const wanted = state ? 0.35 + 0.65 * state.confidence : 0.18;
        presence += (wanted - presence) * (1 - Math.exp(-Math.min(1, (now_ms - last_ms) / 1000) / kFade_s));
        last_ms = now_ms;
        for (const form of formsOf(waves)) {
            const value = waves?.at(form.channel, at_s) ?? NaN;
            if (!Number.isNaN(value))
                held.set(form.channel, value);
            draw(sheet, form, held.get(form.channel) ?? 0, presence);
            const target = waves?.at('target', at_s) ?? NaN;
            if (!Number.isNaN(target) && state?.session.running)
                outline(sheet, form, target);
        }
    });
}

function formsOf(waves: Waves | undefined): Form[] {
    const both = [kChest, kBelly].filter(({ channel }) => waves?.bands.some((band) => band === channel));
    if (both.length === 2)
        return both;
    return [{ ...(both[0] ?? { ...kBelly, channel: 'breath' as const }), ...kAlone }];
}

function draw(sheet: Sheet, form: Form, value: number, presence: number): void {
    const { g, colour } = sheet;
    const { x, y, radius } = placeOf(sheet, form, value);
    const tone = colour(form.token);
    const soft = g.createRadialGradient(x, y, 0, x, y, radius);
    soft.addColorStop(0, `${tone}8c`); // the tokens of bands are written #rrggbb
    soft.addColorStop(0.7, `${tone}50`);
    soft.addColorStop(1, `${tone}26`);
    g.globalAlpha = presence;
    g.fillStyle = soft;
    ellipse(g, x, y, radius);
    g.fill();
    g.globalAlpha = presence;
    g.strokeStyle = tone;
    g.lineWidth = 2.5;
    g.lineCap = 'round';
    g.setLineDash(form.dash);
    g.stroke();
    g.setLineDash([]);
    g.globalAlpha = 1;
}

function outline(sheet: Sheet, form: Form, target: number): void {
    const { g, colour } = sheet;
    const { x, y, radius } = placeOf(sheet, form, target);
    g.globalAlpha = 0.75;
    g.strokeStyle = colour('target');
    g.lineWidth = 1.25;
    ellipse(g, x, y, radius + 7);
    g.stroke();
    g.globalAlpha = 1;
}

function placeOf({ width, height }: Sheet, form: Form, value: number): { x: number; y: number; radius: number } {
    const unit = Math.min(width * 0.34, height * 0.285);
    return { x: width / 2, y: height / 2 - form.lift * unit * 1.25, radius: unit * form.size * (0.62 + 0.46 * within(value)) };
}

function ellipse(g: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
    g.beginPath();
    g.ellipse(x, y, radius * 1.08, radius, 0, 0, 2 * Math.PI);
}
