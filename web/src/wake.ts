/** Keeps the screen on while wanted, where the browser can; it is asked again whenever the page is looked at anew. */
export class ScreenLight {
    private lock: WakeLockSentinel | null = null;
    private wanted = false;
    private readonly again = () => { void this.take(); };

    constructor(private readonly changed: (on: boolean) => void) {
        document.addEventListener('visibilitychange', this.again);
    }

    want(wanted: boolean): void {
        if (wanted === this.wanted)
            return;
        this.wanted = wanted;
        void (wanted ? this.take() : this.release());
    }

    leave(): void {
        document.removeEventListener('visibilitychange', this.again);
        this.wanted = false;
        void this.release();
    }

    private async take(): Promise<void> {
        if (!this.wanted || this.lock || document.hidden)
            return;
        try {
            const lock = await navigator.wakeLock.request('screen');
            lock.onrelease = () => {
                this.lock = null;
                this.changed(false);
            };
            this.lock = lock;
            this.changed(true);
            if (!this.wanted)
                await this.release();
        } catch {
            this.changed(false); // not offered without TLS, or with a low battery
        }
    }

    private async release(): Promise<void> {
        await this.lock?.release();
    }
}
