/** Waits until `condition` holds, and gives what it gave. */
export async function until(condition, what, patience_ms = 10_000) {
    const end = performance.now() + patience_ms;
    for (;;) {
        const value = await condition();
        if (value)
            return value;
        if (performance.now() > end)
            throw new Error(`waited ${patience_ms / 1000} s, but not: ${what}`);
        await sleep(50);
    }
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
