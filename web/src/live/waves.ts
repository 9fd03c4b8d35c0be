import type { BandName, BodyState } from '../protocol';

export type Channel = BandName | 'breath' | 'target';
const kChannels: readonly Channel[] = ['thoracic', 'abdominal', 'sacral', 'breath', 'target'];
const kBands: readonly BandName[] = ['thoracic', 'abdominal', 'sacral'];

const kCapacity = 4096; // two minutes at 30 a second
/** Points further apart than this are not joined: a gap stays a gap. */
export const kGap_s = 0.5;

/**
 * The last two minutes of one mat, by the server's clock. Values are displacements: 0 where an expiration ends, 1 where a
 * usual inspiration ends; NaN where a sensor had nothing to say.
 */
export class Waves {
    private readonly times = new Float64Array(kCapacity);
    private readonly values = new Map(kChannels.map((channel) => [channel, new Float32Array(kCapacity)]));
    private written = 0;
    private readonly heard = new Set<BandName>();

    get bands(): readonly BandName[] {
        return kBands.filter((band) => this.heard.has(band));
    }

    /** [s]; -Infinity while empty. */
    get newest_s(): number {
        return this.written ? this.times[(this.written - 1) % kCapacity]! : -Infinity;
    }

    /** A state of the same tick is no new point; time that runs backwards is another clock: everything is forgotten. */
    push(state: BodyState): void {
        if (state.time_s < this.newest_s)
            this.written = 0;
        if (state.time_s === this.newest_s)
            return;
        const at = this.written++ % kCapacity;
        this.times[at] = state.time_s;
        for (const values of this.values.values())
            values[at] = NaN;
        for (const band of state.bands) {
            this.heard.add(band.band);
            if (band.valid)
                this.values.get(band.band)![at] = band.displacement;
        }
        if (state.bands.some((band) => band.valid))
            this.values.get('breath')![at] = state.displacement;
        if (state.target.level > 0)
            this.values.get('target')![at] = state.target.displacement;
    }

    /** Between two points by their distance; NaN outside, and in gaps. */
    at(channel: Channel, time_s: number): number {
        const after = this.firstAfter(time_s);
        if (after === this.written || after === this.oldest)
            return this.newest_s === time_s ? this.value(channel, this.written - 1) : NaN;
        return this.between(channel, after - 1, time_s);
    }

    /** Calls with each point of a stretch, its ends included; NaN where the line is to be lifted. */
    walk(channel: Channel, from_s: number, to_s: number, point: (time_s: number, value: number) => void): void {
        point(from_s, this.at(channel, from_s));
        let last_s = -Infinity;
        for (let i = this.firstAfter(from_s); i < this.written; ++i) {
            const time_s = this.time(i);
            if (time_s >= to_s)
                break;
            if (time_s - last_s > kGap_s && last_s > -Infinity)
                point(time_s, NaN);
            point(time_s, this.value(channel, i));
            last_s = time_s;
        }
        point(to_s, this.at(channel, to_s));
    }

    private get oldest(): number {
        return Math.max(0, this.written - kCapacity);
    }

    private time(i: number): number {
        return this.times[i % kCapacity]!;
    }

    private value(channel: Channel, i: number): number {
        return this.values.get(channel)![i % kCapacity]!;
    }

    private between(channel: Channel, i: number, time_s: number): number {
        const from_s = this.time(i);
        const to_s = this.time(i + 1);
        if (to_s - from_s > kGap_s)
            return NaN;
        const share = (time_s - from_s) / (to_s - from_s);
        return (1 - share) * this.value(channel, i) + share * this.value(channel, i + 1);
    }

    private firstAfter(time_s: number): number {
        let low = this.oldest;
        let high = this.written;
        while (low < high) {
            const middle = (low + high) >> 1;
            if (this.time(middle) > time_s)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }
}
