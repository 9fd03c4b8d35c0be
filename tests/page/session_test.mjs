// One session on this machine, from the first click to looking back.

import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { assertQuiet, openContext, startBrowser } from './support/browser.mjs';
import { startCrura } from './support/crura.mjs';
import { begin, button, enterPage, heard, moves, openMat, pixels, silence, told } from './support/steps.mjs';
import { sleep, until } from './support/until.mjs';
import { messages } from './support/words.mjs';

const { asked, session, fit, review } = messages;

let crura, browser, context, page;
before(async () => {
    crura = await startCrura();
    browser = await startBrowser();
    context = await openContext(browser);
    page = await enterPage(context, crura);
    await silence(page);
});
after(async () => {
    await browser?.close();
    await crura?.stop();
});

const state = () => page.evaluate(() => globalThis.heardIn.newest?.mats[0]?.session ?? null);

test('a simulated body is seen before the session begins', async () => {
    await openMat(page);
    await page.getByText(fit.heard).waitFor();
    await moves(page.locator('canvas').first(), 'the waves move');
    assert.equal((await state()).running, false);
});

test('begun, the shape moves and the time counts', async () => {
    await button(page, fit.begin).click();
    await button(page, session.pause).waitFor();
    await moves(page.locator('canvas').first(), 'the shape moves');
    await until(async () => (await state())?.running && (await state()).elapsed_s > 1, 'the session runs');
});

test('the first wave is on the screen soon after a reload', async () => {
    await page.reload();
    await until(async () => (await heard(page)).waveAt_ms !== null, 'a wave', 5000);
});

test('pause is confirmed, stops the session and changes its own button', async () => {
    await button(page, session.pause).click();
    await told(page, asked.done(asked.names.pause));
    await until(async () => !(await state()).running, 'it stands');
    await page.getByText(session.states.paused).waitFor();
    const elapsed_s = (await state()).elapsed_s;
    await sleep(1000);
    assert.equal((await state()).elapsed_s, elapsed_s);
    await button(page, session.goOn).click();
    await until(async () => (await state()).running, 'it goes on');
});

test('quiet now is one press, and is said to be so until it goes on', async () => {
    await button(page, session.brake).click();
    await told(page, asked.done(asked.names.brake));
    await page.getByText(session.states.braked).waitFor();
    assert.equal((await state()).braked, true);
    await button(page, session.goOn).click();
    await until(async () => (await state()).running && !(await state()).braked, 'it goes on');
});

test('ending asks once more, and one press alone ends nothing', async () => {
    await button(page, session.end).click();
    await button(page, session.endAgain).waitFor();
    await sleep(300);
    assert.equal((await state()).finished, false);
    await button(page, session.endAgain).click();
    await page.getByRole('heading', { name: session.over }).waitFor({ timeout: 20_000 });
});

test('looking back shows the session that just ended, with its curves', async () => {
    await button(page, session.toReview).click();
    await page.getByRole('heading', { name: /Constructive rest/ }).first().waitFor();
    await page.getByText(review.picture).first().waitFor();
    await until(() => page.locator('.uplot canvas').count(), 'uPlot draws');
    const canvas = page.locator('.uplot canvas').first();
    assert.ok((await pixels(canvas)).length > 3000, 'there is a curve in it');
});

test('the history has a row of it, and its recording lies in the folder', async () => {
    const { sessions } = await page.evaluate(async () => (await fetch('/api/sessions')).json());
    assert.equal(sessions.length, 1);
    assert.equal(sessions[0].program.id, 'constructive-rest');
    assert.equal(sessions[0].recording, true);
    const files = await readdir(path.join(crura.home, 'data'), { recursive: true });
    assert.ok(files.some((name) => name.endsWith('.crura')), `recordings: ${files}`);
});

test('a second session can be begun after it', async () => {
    await begin(page, 'Breath break');
});

test('nothing was complained of: console, policy, strangers', () => assertQuiet(context));
