// uPlot, which only looking back needs: fetched when the first plot is shown.

import type uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

export type Plot = uPlot;
export type PlotOptions = uPlot.Options;
export type Columns = uPlot.AlignedData;
type Maker = new (options: PlotOptions, data: Columns, target: HTMLElement) => Plot;

let library: Promise<Maker> | null = null;

export function maker(): Promise<Maker> {
    library ??= import('uplot').then((module) => module.default);
    return library;
}

export interface Paint {
    text: string;
    muted: string;
    line: string;
    edge: string;
    belly: string;
    chest: string;
}

/** The page's colours as they are now. */
export function paint(): Paint {
    const style = getComputedStyle(document.documentElement);
    const of = (name: string) => style.getPropertyValue(`--${name}`).trim() || '#888888';
    return { text: of('text'), muted: of('muted'), line: of('line'), edge: of('edge'), belly: of('belly'), chest: of('chest') };
}

/** '#86c8da' or '#fff' with a share of the ground showing through. */
export function faint(colour: string, alpha: number): string {
    const hex = colour.length === 4 ? [...colour.slice(1)].map((digit) => digit + digit).join('') : colour.slice(1);
    const rgb = [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));
    return rgb.some(Number.isNaN) ? colour : `rgba(${rgb.join(', ')}, ${alpha})`;
}

/** Axes that all plots of the page have. */
export function axis(colours: Paint, values: (ticks: number[]) => string[], size: number): uPlot.Axis {
    return {
        stroke: colours.muted,
        grid: { stroke: colours.line, width: 1 },
        ticks: { stroke: colours.line, width: 1, size: 5 },
        font: '13px system-ui, sans-serif',
        size,
        values: (_plot, ticks) => values(ticks),
    };
}

/** Keeps a plot as wide as the element it stands in. */
export function keepWide(plot: Plot, target: HTMLElement, height: number): () => void {
    const watch = new ResizeObserver(() => {
        const width = Math.floor(target.clientWidth);
        if (width > 0 && width !== plot.width)
            plot.setSize({ width, height });
    });
    watch.observe(target);
    return () => watch.disconnect();
}
