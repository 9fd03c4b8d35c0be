/** Frames come 30 times a second: drawn this much later, there is always one on either side to draw between. */
export const kPlayout_s = 0.12;

/** Deep breaths are shown as deep without leaving the picture: linear up to 1.2, then ever less, up to 1.6. */
export function within(displacement: number): number {
    const over = displacement - 1.2;
    const under = -0.15 - displacement;
    if (over > 0)
        return 1.2 + 0.4 * Math.tanh(over / 0.4);
    return under > 0 ? -0.15 - 0.15 * Math.tanh(under / 0.15) : displacement;
}
