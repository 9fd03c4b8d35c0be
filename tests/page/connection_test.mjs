// What the page shows while the way to the machine is cut or frozen: never an old breath as a live one.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertQuiet, openContext, startBrowser } from './support/browser.mjs';
import { enter } from './support/client.mjs';
import { startCrura } from './support/crura.mjs';
import { startProxy } from './support/proxy.mjs';
import { begin, button, enterPage, figure, heard, moves, showDetail, silence } from './support/steps.mjs';
import { sleep, until } from './support/until.mjs';
import { messages } from './support/words.mjs';

const { session, shell, unknown } = messages;
const kStale_s = 1; // older than that nothing is shown as now
const kSlack_s = 0.4; // the page looks twice a second

let crura, proxy, browser, context, page, mat;
before(async () => {
    crura = await startCrura();
    proxy = await startProxy(crura.port());
    browser = await startBrowser({ proxy: proxy.port });
    context = await openContext(browser, { expected: [/WebSocket connection .* failed/, /ERR_(CONNECTION|EMPTY|SOCKET|NETWORK)\w*/] });
    page = await enterPage(context, crura);
    await silence(page);
    mat = await begin(page);
    await showDetail(page);
    await until(async () => (await rate().textContent()) !== unknown, 'the rate is known', 60_000);
    await page.evaluate(watchFigures, { list: '.figures', unknown });
});
after(async () => {
    await browser?.close();
    await proxy?.stop();
    await crura?.stop();
});

const rate = () => figure(page, session.rate);
const status = (text) => page.locator('header').getByText(text, { exact: true });
const elapsed_s = () => page.evaluate(() => globalThis.heardIn.newest.mats[0].session.elapsed_s);

/** Runs in the page: remembers every change of the figures, and how old the newest frame that came then was. */
function watchFigures({ list, unknown: nothing }) {
    const shown = globalThis.heardIn.shown;
    const element = document.querySelector(list);
    let before = '';
    new MutationObserver(() => {
        const values = [...element.querySelectorAll('dd:first-of-type')].map(({ textContent }) => textContent);
        if (values.join() === before)
            return;
        before = values.join();
        shown.push({ at_ms: performance.now(), known: values[0] !== nothing });
    }).observe(element, { childList: true, characterData: true, subtree: true });
}

/** Of each message that carries a time: how much later than the quickest it came [s]. */
function lateness(messages_) {
    const timed = messages_.filter(({ type, time_s }) => (type === 'frame' || type === 'beat') && time_s !== undefined);
    const least = Math.min(...timed.map(({ at_ms, time_s }) => at_ms / 1000 - time_s));
    return timed.map((message) => ({ ...message, late_s: message.at_ms / 1000 - message.time_s - least }));
}

/** Every value that was shown as known rested on a frame that was younger than a second. */
function assertNothingOldShown(record, since_ms) {
    const frames = lateness(record.messages).filter(({ type }) => type === 'frame');
    for (const { at_ms, known } of record.shown) {
        if (!known || at_ms < since_ms)
            continue;
        const newest = frames.filter((frame) => frame.at_ms <= at_ms).at(-1);
        const age_s = newest.late_s + (at_ms - newest.at_ms) / 1000;
        assert.ok(age_s < kStale_s + kSlack_s, `a value was shown that was ${age_s.toFixed(2)} s old`);
    }
}

const now = () => page.evaluate(() => performance.now());

test('cut for 5 s: values are -- within a second of being stale, and "not connected" within two', async () => {
    const since = await now();
    const before_s = await elapsed_s();
    proxy.cut();
    const cut = performance.now();
    await status(shell.connection.lost).waitFor({ state: 'attached', timeout: 5000 });
    assert.ok(performance.now() - cut < 2000 + 500, 'said within two seconds');
    await until(async () => (await rate().textContent()) === unknown, 'the rate is --', 2500);
    await sleep(5000 - (performance.now() - cut));
    assert.equal(await rate().textContent(), unknown);

    proxy.mend();
    await status(shell.connection.connected).waitFor({ state: 'attached', timeout: 10_000 });
    await until(async () => (await rate().textContent()) !== unknown, 'the rate is back', 10_000);
    await moves(page.locator('canvas').first(), 'the waves move again');
    assertNothingOldShown(await heard(page), since);
    const client = await page.evaluate(() => globalThis.heardIn.sockets);
    assert.ok(client >= 2, 'it came back by a connection of its own');
    assert.ok(await elapsed_s() - before_s > 4.5, 'the session went on meanwhile');
});

test('after coming back a command is obeyed', async () => {
    await button(page, session.mark).click();
    await page.getByText(messages.asked.done(messages.asked.names.mark), { exact: true }).waitFor();
});

test('frozen for 2.5 s without a word: "not connected" is said all the same', async () => {
    proxy.freeze();
    const frozen = performance.now();
    await status(shell.connection.lost).waitFor({ state: 'attached', timeout: 5000 });
    assert.ok(performance.now() - frozen < 2000 + 700, 'within two seconds of silence');
    assert.equal(await rate().textContent(), unknown);
    await button(page, session.pause).click();
    await page.getByText(messages.asked.offline(messages.asked.names.pause), { exact: true }).waitFor();
    proxy.thaw();
    await status(shell.connection.connected).waitFor({ state: 'attached', timeout: 10_000 });
    await until(async () => (await rate().textContent()) !== unknown, 'the rate is back');
    assert.equal(await page.evaluate(() => globalThis.heardIn.newest.mats[0].session.running), true, 'what was not sent is not done later');
});

test('frozen for 20 s and thawed: nothing that is shown is older than a second, and it is live again', async () => {
    const since = await now();
    proxy.freeze();
    await sleep(20_000);
    proxy.thaw();
    await status(shell.connection.connected).waitFor({ state: 'attached', timeout: 10_000 });
    await until(async () => (await rate().textContent()) !== unknown, 'the rate is back', 10_000);
    await sleep(2000);
    const record = await heard(page);
    assertNothingOldShown(record, since);
    const last = lateness(record.messages).at(-1);
    assert.ok(last.late_s < kStale_s, `the newest came ${last.late_s.toFixed(2)} s late`);
});

test('a tablet that reads nothing for 20 s, and still speaks, is sent at most a second of old frames', async () => {
    const code = await page.evaluate(async () => (await (await fetch('/api/paired', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"role":"viewer"}' })).json()).code);
    const viewer = await enter(crura, code, 'A sleepy tablet');
    const live = await viewer.live();
    await until(() => live.state(mat), 'frames');
    await sleep(1500);
    live.stopReading();
    const asleep = live.heard.length;
    await sleep(20_000);
    live.goOnReading();
    await sleep(3000);
    const late = lateness(live.heard).filter(({ late_s }) => late_s > 1);
    const frames = late.filter(({ type }) => type === 'frame');
    console.log(`after 20 s without reading: ${live.heard.length - asleep} messages, ${frames.length} frames and ${late.length - frames.length} beats older than 1 s`);
    assert.ok(frames.length <= 35, `${frames.length} frames were older than a second`);
    assert.ok(lateness(live.heard).at(-1).late_s < 0.5, 'it is live again');
    live.hangUp();
});

test('nothing else was complained of', () => assertQuiet(context));
