// What became of a press: asked, done, refused or not confirmed.

export interface Press {
    at: Date;
    state: 'asked' | 'done' | 'refused' | 'silent' | 'offline';
    after_ms: number; // until `state`
    text: string; // the machine's sentence, if any
}

/** Local time of day, with seconds: a person reads the same on the clock of the room. */
export function timeOfDay(at: Date): string {
    return [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}

/** Tenths of a second, upwards: what took 20 ms is not told as nothing. */
export function tenths(milliseconds: number): string {
    return (Math.max(1, Math.ceil(milliseconds / 100)) / 10).toFixed(1);
}

export interface PressWords {
    asked: (at: string) => string;
    waiting: string;
    done: (seconds: string) => string;
    refused: string;
    silent: string;
    offline: string;
}

/** When it was asked, and what came of it. */
export function pressWords(press: Press, words: PressWords): { asked: string; came: string } {
    return { asked: words.asked(timeOfDay(press.at)), came: cameOf(press, words) };
}

function cameOf(press: Press, words: PressWords): string {
    switch (press.state) {
    case 'asked':
        return words.waiting;
    case 'done':
        return words.done(tenths(press.after_ms));
    case 'refused':
        return press.text || words.refused;
    case 'silent':
        return words.silent;
    case 'offline':
        return words.offline;
    }
}
