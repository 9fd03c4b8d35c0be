// What the server's clock says now, from the times in its messages. A message may come late but never early, so the
// quickest of the last 10 to 20 s tells the difference of the clocks best. After a long silence the one from before it
// still counts for 10 s: what comes first then may have waited on the way.

const kBucket_ms = 10_000;

export class ServerClock {
    private older_s = Infinity; // least difference of the bucket before this one
    private newer_s = Infinity;
    private bucket_ms = -Infinity;

    heard(time_s: number, now_ms: number): void {
        if (now_ms - this.bucket_ms >= kBucket_ms) {
            this.older_s = this.newer_s;
            this.newer_s = Infinity;
            this.bucket_ms = now_ms;
        }
        this.newer_s = Math.min(this.newer_s, now_ms / 1000 - time_s);
    }

    /** NaN before anything was heard. */
    now_s(now_ms: number): number {
        const difference_s = Math.min(this.older_s, this.newer_s);
        return difference_s < Infinity ? now_ms / 1000 - difference_s : NaN;
    }
}
