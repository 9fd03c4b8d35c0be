// Looking back on a tablet: fingers on the plots.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertQuiet, openContext, startBrowser } from './support/browser.mjs';
import { enter, openMat } from './support/client.mjs';
import { startCrura } from './support/crura.mjs';
import { startTouch } from './support/touch.mjs';
import { button, enterAs, go } from './support/steps.mjs';
import { until } from './support/until.mjs';
import { messages } from './support/words.mjs';

const { zoom } = messages.review;
const kLength_s = 40;
const kClose_s = 1.5; // the page tells whole seconds, and a finger is put down on whole pixels

let crura, browser, context, page, fingers, session;
before(async () => {
    crura = await startCrura();
    const owner = await enter(crura);
    session = await keep(owner);
    browser = await startBrowser();
    context = await openContext(browser, { width: 820, height: 1180, hasTouch: true });
    page = await enterAs(context, crura, owner);
    fingers = await startTouch(page);
    await go(page, `#/review/${session}`);
    await until(() => page.locator('.u-over').count(), 'uPlot draws');
    await plot(0).scrollIntoViewIfNeeded();
});
after(async () => {
    await browser?.close();
    await crura?.stop();
});

async function keep(owner) {
    const live = await owner.live();
    const mat = await openMat(owner, live);
    await live.command(mat, 'resume');
    await until(() => live.state(mat).session.elapsed_s > kLength_s, 'a session', 2000 * kLength_s);
    await live.command(mat, 'end');
    const { session: id } = live.mat(mat);
    await until(async () => (await owner.call('GET', `/api/sessions/${id}`)).value.course, 'its recording is kept', 20_000);
    live.hangUp();
    return id;
}

const plot = (i) => page.locator('.u-over').nth(i);
/** A place in a plot, as shares of its width and height. */
async function at(i, right, down = 0.5) {
    const { x, y, width, height } = await plot(i).boundingBox();
    return { x: x + right * width, y: y + down * height };
}

/** From and to of what is shown, as the page tells it [s]. */
async function shown() {
    const text = await page.locator('.zoom [role=status]').textContent();
    const [from_s, to_s] = [...text.matchAll(/(\d+):(\d+)/g)].map(([, minutes, seconds]) => 60 * minutes + Number(seconds));
    return { from_s, to_s, width_s: to_s - from_s };
}
const near = (value, wanted) => assert.ok(Math.abs(value - wanted) <= kClose_s, `${value} s, not ${wanted} s`);
const whole = async () => {
    await button(page, zoom.whole).click();
    return shown();
};
const marked_px = (i) => plot(i).locator('.u-select').evaluate((element) => element.getBoundingClientRect().width);

test('a finger drawn sideways marks a stretch in every plot, and lifting it looks closer at it', async () => {
    const all = await whole();
    await fingers.put([await at(0, 0.25)]);
    await fingers.move([await at(0, 0.75)]);
    const { width } = await plot(0).boundingBox();
    for (const i of [0, 2])
        await until(async () => Math.abs(await marked_px(i) - width / 2) < 5, 'it is marked');
    assert.deepEqual(await shown(), all, 'nothing has moved yet');
    await fingers.lift();
    const { from_s, to_s } = await shown();
    near(from_s, all.width_s / 4);
    near(to_s, (all.width_s * 3) / 4);
    assert.equal(await marked_px(0), 0);
});

test('once closer, a finger moves the picture along, as far as the session goes', async () => {
    const before = await shown();
    await fingers.put([await at(1, 0.2)]);
    await fingers.move([await at(1, 0.5)]);
    await fingers.lift();
    const now = await shown();
    near(now.width_s, before.width_s);
    near(now.from_s, before.from_s - 0.3 * before.width_s);
    await fingers.put([await at(1, 0.05)]);
    await fingers.move([await at(1, 0.95)]);
    await fingers.lift();
    assert.equal((await shown()).from_s, 0);
});

test('two fingers, each on a plot of its own, pull it closer and wider', async () => {
    const all = await whole();
    await fingers.put([await at(0, 0.4), await at(1, 0.6)]);
    await fingers.move([await at(0, 0.3), await at(1, 0.7)]);
    await fingers.lift();
    const closer = await shown();
    near(closer.width_s, all.width_s / 2);
    near(closer.from_s, all.width_s / 4);
    await fingers.put([await at(0, 0.1), await at(1, 0.9)]);
    await fingers.move([await at(0, 0.45), await at(1, 0.55)]);
    await fingers.lift();
    assert.deepEqual(await shown(), all);
});

test('a tap changes nothing', async () => {
    const all = await whole();
    await fingers.put([await at(0, 0.5)]);
    await fingers.lift();
    assert.deepEqual(await shown(), all);
});

test('a finger drawn up scrolls the page, also when the picture is closer, and shows the same stretch', async () => {
    for (const ready of [whole, async () => { await button(page, zoom.closer).click(); return shown(); }]) {
        const before = await ready();
        const from_px = await page.evaluate(() => scrollY);
        await fingers.put([await at(2, 0.5)]);
        const { x, y } = await at(2, 0.5);
        await fingers.move([{ x, y: y - 300 }]);
        await fingers.lift();
        await until(() => page.evaluate((from) => scrollY > from + 100, from_px), 'the page scrolls');
        assert.deepEqual(await shown(), before);
        assert.equal(await marked_px(2), 0);
    }
});

test('nothing was complained of', () => assertQuiet(context));
