// When the page showed what, by its own clock: no answer to a test is in these times.

import assert from 'node:assert/strict';

export const kStale_s = 1; // older than that nothing is shown as now
export const kSilence_s = 2; // after that the page says that it is not connected

/** Runs in the page: notes every change of the figures in `list`, and when the connection was said to be `lost`. */
function noteShown({ list, unknown, lost }) {
    const { shown } = globalThis.heardIn;
    const seen = new Map();
    const note = (what, text, is) => {
        if (seen.get(what) !== text)
            shown.push({ at_ms: performance.now(), what, is });
        seen.set(what, text);
    };
    const look = () => {
        const connection = document.querySelector('.connection').textContent;
        const figures = [...document.querySelectorAll(`${list} dd:first-of-type`)].map(({ textContent }) => textContent);
        note('lost', connection, connection === lost);
        note('known', figures.join(), figures.some((text) => text !== unknown));
    };
    look();
    for (const element of [document.querySelector('.connection'), document.querySelector(list)])
        new MutationObserver(look).observe(element, { childList: true, characterData: true, subtree: true });
}

export const watchShown = (page, what) => page.evaluate(noteShown, what);

/** Of each message that carries a time: how much later than the quickest it came [s]. */
export function lateness(messages) {
    const timed = messages.filter(({ type, time_s }) => (type === 'frame' || type === 'beat') && time_s !== undefined);
    const least = Math.min(...timed.map(({ at_ms, time_s }) => at_ms / 1000 - time_s));
    return timed.map((message) => ({ ...message, late_s: message.at_ms / 1000 - message.time_s - least }));
}

/** What became so first after `since_ms`, and for how long nothing had come by then [s]. */
export function silenceUntil({ messages, shown }, what, is, since_ms) {
    const change = shown.find((one) => one.what === what && one.is === is && one.at_ms > since_ms);
    assert.ok(change, `it is shown that ${what} is ${is}`);
    return (change.at_ms - messages.findLast(({ at_ms }) => at_ms <= change.at_ms).at_ms) / 1000;
}

/** After the last message figures are `--` within a second, and "not connected" is said within two. */
export function assertPromptlyOld(record, since_ms, when) {
    const stale_s = silenceUntil(record, 'known', false, since_ms);
    const lost_s = silenceUntil(record, 'lost', true, since_ms);
    console.log(`${when}: -- ${stale_s.toFixed(3)} s after the last message, "not connected" ${lost_s.toFixed(3)} s`);
    assert.ok(stale_s <= kStale_s, `-- ${stale_s.toFixed(3)} s after the last message`);
    assert.ok(lost_s <= kSilence_s, `"not connected" ${lost_s.toFixed(3)} s after the last message`);
}

/** As long as any figure was shown as known, the newest frame was younger than a second. */
export function assertNothingOldShown({ messages, shown }, since_ms) {
    const frames = lateness(messages).filter(({ type }) => type === 'frame');
    const assertYoung = (at_ms) => {
        const newest = frames.findLast((frame) => frame.at_ms <= at_ms);
        const age_s = newest.late_s + (at_ms - newest.at_ms) / 1000;
        assert.ok(age_s <= kStale_s, `figures were shown that were ${age_s.toFixed(2)} s old`);
    };
    const figures = shown.filter(({ what }) => what === 'known');
    figures.forEach(({ at_ms, is }, i) => {
        if (at_ms >= since_ms && (is || figures[i - 1]?.is)) // it comes, or it goes
            assertYoung(at_ms);
    });
}
