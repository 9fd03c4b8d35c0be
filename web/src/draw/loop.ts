import type { Link } from '../live/link';
import { messages } from '../messages';
import { picture, type Picture, type Sheet } from './picture';
import { kPlayout_s, within } from './scale';

const kSeconds = 16;
const kStep_s = 0.05;
const kShades = 8; // older parts are fainter

/** Belly upwards against chest to the right (Konno and Mead): a straight line is both at once, a round loop one after the other. */
export function loopPicture(link: Link, mat: number, className = ''): Picture {
    return picture(messages.draw.loop, `loop ${className}`.trim(), (sheet) => {
        axes(sheet);
        const waves = link.mat(mat)?.waves;
        const to_s = link.now_s() - kPlayout_s;
        if (!waves || !Number.isFinite(to_s))
            return;
        const { g, colour } = sheet;
        g.strokeStyle = colour('text');
        g.lineWidth = 2.5;
        g.lineCap = 'round';
        g.lineJoin = 'round';
        const part_s = kSeconds / kShades;
        for (let shade = 0; shade < kShades; ++shade) {
            g.globalAlpha = 0.12 + (0.88 * (shade + 1)) / kShades;
            stretch(sheet, to_s - (kShades - shade) * part_s, part_s, (time_s) => [waves.at('thoracic', time_s), waves.at('abdominal', time_s)]);
        }
        g.globalAlpha = 1;
        const [x, y] = place(sheet, waves.at('thoracic', to_s), waves.at('abdominal', to_s));
        if (!Number.isNaN(x + y)) {
            g.fillStyle = colour('text');
            g.beginPath();
            g.arc(x, y, 5, 0, 2 * Math.PI);
            g.fill();
        }
    });
}

function axes(sheet: Sheet): void {
    const { g, width, height, colour } = sheet;
    const [x, y] = place(sheet, 0, 0);
    g.lineWidth = 1.5;
    for (const [token, dash, toX, toY] of [['belly', [], x, 14], ['chest', [5, 4], width - 14, y]] as const) {
        g.strokeStyle = colour(token);
        g.setLineDash([...dash]);
        g.beginPath();
        g.moveTo(x, y);
        g.lineTo(toX, toY);
        g.stroke();
    }
    g.setLineDash([]);
    g.font = '15px system-ui, sans-serif';
    g.fillStyle = colour('belly');
    g.textAlign = 'left';
    g.fillText(messages.draw.loopUp, x + 8, 20);
    g.fillStyle = colour('chest');
    g.textAlign = 'right';
    g.fillText(messages.draw.loopRight, width - 8, Math.min(height - 6, y + 20));
}

function stretch(sheet: Sheet, from_s: number, length_s: number, at: (time_s: number) => [number, number]): void {
    const { g } = sheet;
    let down = false;
    g.beginPath();
    for (let i = 0; i <= Math.round(length_s / kStep_s); ++i) {
        const [x, y] = place(sheet, ...at(from_s + i * kStep_s));
        const there = !Number.isNaN(x + y);
        if (there && down)
            g.lineTo(x, y);
        else if (there)
            g.moveTo(x, y);
        down = there;
    }
    g.stroke();
}

function place({ width, height }: Sheet, chest: number, belly: number): [number, number] {
    const size = Math.min(width, height);
    return [width / 2 + size * (0.55 * within(chest) - 0.36), height / 2 - size * (0.55 * within(belly) - 0.34)];
}
