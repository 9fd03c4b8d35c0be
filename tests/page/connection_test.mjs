// What the page shows while the way to the machine is cut or frozen: never an old breath as a live one.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertQuiet, openContext, startBrowser } from './support/browser.mjs';
import { enter } from './support/client.mjs';
import { startCrura } from './support/crura.mjs';
import { startProxy } from './support/proxy.mjs';
import { assertNothingOldShown, assertPromptlyOld, kStale_s, lateness, watchShown } from './support/shown.mjs';
import { begin, button, enterPage, figure, go, heard, moves, showDetail, silence } from './support/steps.mjs';
import { sleep, until } from './support/until.mjs';
import { messages } from './support/words.mjs';

const { session, shell, unknown } = messages;
const kCut = [/WebSocket connection .* failed/, /ERR_(CONNECTION|EMPTY|SOCKET|NETWORK)\w*/]; // what a browser says of it

let crura, proxy, browser, context, page, mat;
before(async () => {
    crura = await startCrura();
    proxy = await startProxy(crura.port());
    browser = await startBrowser({ proxy: proxy.port });
    context = await openContext(browser, { expected: kCut });
    page = await enterPage(context, crura);
    await silence(page);
    mat = await begin(page);
    await showDetail(page);
    await until(async () => (await rate().textContent()) !== unknown, 'the rate is known', 60_000);
    await watchShown(page, { list: '.figures', unknown, lost: shell.connection.lost });
});
after(async () => {
    await browser?.close();
    await proxy?.stop();
    await crura?.stop();
});

const rate = () => figure(page, session.rate);
const status = (text) => page.locator('header').getByText(text, { exact: true });
const elapsed_s = () => page.evaluate(() => globalThis.heardIn.newest.mats[0].session.elapsed_s);

/** Lets another device in, once. */
const pairingCode = (role) => page.evaluate(async (body) => (await (await fetch('/api/paired', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })).json()).code, JSON.stringify({ role }));

const now = () => page.evaluate(() => performance.now());

test('cut for 5 s: values are -- within a second of being stale, and "not connected" within two', async () => {
    const since = await now();
    const before_s = await elapsed_s();
    proxy.cut();
    const cut = performance.now();
    await sleep(5000 - (performance.now() - cut));
    assertPromptlyOld(await heard(page), since, 'cut');
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
    const since = await now();
    proxy.freeze();
    await status(shell.connection.lost).waitFor({ state: 'attached', timeout: 5000 });
    assertPromptlyOld(await heard(page), since, 'frozen');
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
    assertPromptlyOld(record, since, 'frozen for 20 s');
    assertNothingOldShown(record, since);
    const last = lateness(record.messages).at(-1);
    assert.ok(last.late_s < kStale_s, `the newest came ${last.late_s.toFixed(2)} s late`);
});

test("on the therapist's page the same holds for every tile", async () => {
    const tablet = await openContext(browser, { expected: kCut });
    const room = await enterPage(tablet, crura, await pairingCode('therapist'));
    await go(room, '#/therapist');
    const list = `.tile[data-mat="${mat}"] .figures`;
    const isKnown = () => until(async () => (await room.locator(`${list} dd`).first().textContent()) !== unknown, 'the rate is known');
    await isKnown();
    await watchShown(room, { list, unknown, lost: shell.connection.lost });
    for (let i = 0; i < 3; ++i) { // whatever else the page had in mind just then
        const since = await room.evaluate(() => performance.now());
        proxy.freeze();
        await sleep(2300 + 130 * i);
        proxy.thaw();
        await isKnown();
        const record = await heard(room);
        assertPromptlyOld(record, since, 'the tile, frozen');
        assertNothingOldShown(record, since);
    }
    await assertQuiet(tablet);
    await tablet.close();
});

test('a tablet that reads nothing for 20 s, and still speaks, is sent at most a second of old frames', async () => {
    const viewer = await enter(crura, await pairingCode('viewer'), 'A sleepy tablet');
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
