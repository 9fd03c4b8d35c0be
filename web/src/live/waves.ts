import type { BandName } from '../protocol';

/** The last two minutes of a mat's bands, by the server's clock. */
export interface Waves {
    readonly bands: readonly BandName[];
}
