// For those who see, hear or move otherwise, or want less.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertQuiet, openContext, startBrowser } from './support/browser.mjs';
import { startCrura } from './support/crura.mjs';
import { begin, button, enterPage, go, moves, pixels, showDetail, silence } from './support/steps.mjs';
import { sleep, until } from './support/until.mjs';
import { messages } from './support/words.mjs';

const { session, settings } = messages;
const kSummaryEvery_s = 10;

let crura, browser, context, page, mat;
before(async () => {
    crura = await startCrura();
    browser = await startBrowser();
    context = await openContext(browser);
    page = await enterPage(context, crura);
    await silence(page);
    mat = await begin(page);
});
after(async () => {
    await browser?.close();
    await crura?.stop();
});

const canvas = () => page.locator('canvas').first();
const elapsed_s = () => page.evaluate(() => globalThis.heardIn.newest.mats[0].session.elapsed_s);

/** How often the canvas is painted in `seconds`. */
const paintings = (seconds) => canvas().evaluate((element, for_s) => new Promise((resolve) => {
    let count = 0;
    const g = element.getContext('2d');
    const clear = g.clearRect.bind(g);
    g.clearRect = (...box) => { ++count; clear(...box); };
    setTimeout(() => { delete g.clearRect; resolve(count); }, 1000 * for_s);
}), seconds);

test('the picture is painted smoothly for most, and once a second for whoever asked for less motion', async () => {
    const usual = await paintings(3);
    assert.ok(usual > 30, `${usual} in 3 s`); // a laden machine paints less than 60 a second
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const calm = await paintings(3);
    assert.ok(calm >= 2 && calm <= 4, `${calm} in 3 s`);
    const transitions = await page.evaluate(() => [...document.querySelectorAll('*')].filter((element) =>
        getComputedStyle(element).transitionDuration.split(',').some((time) => parseFloat(time) > 0.01)
        || parseFloat(getComputedStyle(element).animationDuration) > 0.01).length);
    assert.equal(transitions, 0, 'nothing slides or fades');
    await page.emulateMedia({ reducedMotion: 'no-preference' });
});

test('a frozen picture stands still, the session goes on, and the button says which of the two it is', async () => {
    await moves(canvas(), 'it moves');
    const freezer = button(page, session.freeze);
    await freezer.click();
    assert.equal(await page.getByRole('button', { name: session.freeze }).getAttribute('aria-pressed'), 'true');
    await sleep(200);
    const still = await pixels(canvas());
    const before = await elapsed_s();
    await sleep(1500);
    assert.equal(await pixels(canvas()), still);
    assert.ok(await elapsed_s() > before + 1, 'the session goes on');
    assert.equal(await page.evaluate(() => globalThis.heardIn.newest.mats[0].session.running), true);
    await page.getByRole('button', { name: session.freeze }).click();
    await moves(canvas(), 'it moves again');
});

test('the picture in words changes at most every 10 s, politely', async () => {
    const summary = page.locator('.summary');
    assert.equal(await summary.getAttribute('aria-live'), 'polite');
    await summary.evaluate((element) => {
        globalThis.said = [];
        new MutationObserver(() => globalThis.said.push({ at_ms: performance.now(), text: element.textContent })).observe(element, { childList: true, characterData: true, subtree: true });
    });
    await sleep(25_000);
    const said = await page.evaluate(() => globalThis.said);
    for (let i = 1; i < said.length; ++i)
        assert.ok(said[i].at_ms - said[i - 1].at_ms >= 1000 * kSummaryEvery_s - 100, JSON.stringify(said));
    assert.ok((await summary.textContent()).length > 10);
});

test('numbers that change all the time are no live region', async () => {
    await showDetail(page);
    const live = await page.evaluate(() => document.querySelector('.figures').closest('[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log]'));
    assert.equal(live, null);
    await button(page, session.less).click();
});

test('belly and chest differ by their dashes as well as by their colours', async () => {
    await button(page, session.more).click();
    const dashes = await canvas().evaluate((element) => new Promise((resolve) => {
        const g = element.getContext('2d');
        const seen = new Map();
        const stroke = g.stroke.bind(g);
        g.stroke = (...path) => { seen.set(String(g.strokeStyle), JSON.stringify(g.getLineDash())); stroke(...path); };
        setTimeout(() => { delete g.stroke; resolve([...seen]); }, 500);
    }));
    assert.ok(dashes.some(([, dash]) => dash === '[]') && dashes.some(([, dash]) => dash !== '[]'), JSON.stringify(dashes));
    await button(page, session.less).click();
});

test('high contrast is chosen once, holds after a reload, and text has a contrast of 7 or more', async () => {
    await go(page, '#/settings');
    await page.getByRole('radio', { name: settings.themes.contrast }).check();
    await go(page, `#/session/${mat}`);
    await button(page, session.pause).waitFor();
    await page.reload();
    await button(page, session.pause).waitFor();
    assert.equal(await page.locator('html').getAttribute('data-theme'), 'contrast');
    const contrast = await page.evaluate(() => {
        const light = (colour) => {
            const [r, g, b] = colour.match(/[\d.]+/g).map(Number).map((value) => value / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const ground = light(getComputedStyle(document.body).backgroundColor);
        return [...document.querySelectorAll('h1, p, button.plain, summary')].filter((element) => element.offsetParent && element.textContent).map((element) => {
            const text = light(getComputedStyle(element).color);
            const own = getComputedStyle(element).backgroundColor;
            const behind = /rgba\(.*, 0\)|transparent/.test(own) ? ground : light(own);
            return { text: element.textContent.slice(0, 30), ratio: (Math.max(text, behind) + 0.05) / (Math.min(text, behind) + 0.05) };
        });
    });
    for (const { text, ratio } of contrast)
        assert.ok(ratio >= 7, `"${text}" has ${ratio.toFixed(1)}`);
    await until(async () => (await pixels(canvas())).length > 1000, 'a picture');
});

test('nothing was complained of', () => assertQuiet(context));
