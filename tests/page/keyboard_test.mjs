// From the first Tab to the end of a session without a mouse.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertQuiet, openContext, startBrowser } from './support/browser.mjs';
import { startCrura } from './support/crura.mjs';
import { button, enterPage, silence, told } from './support/steps.mjs';
import { until } from './support/until.mjs';
import { messages } from './support/words.mjs';

const { asked, session, fit, start } = messages;
const kMostTabs = 80;

let crura, browser, context, page;
before(async () => {
    crura = await startCrura();
    browser = await startBrowser();
    context = await openContext(browser);
    page = await enterPage(context, crura);
    await silence(page);
    await page.reload();
    await page.getByRole('heading', { name: start.programs }).waitFor();
});
after(async () => {
    await browser?.close();
    await crura?.stop();
});

/** What has the focus: its name, and whether one sees that it does. */
const focused = () => page.evaluate(() => {
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    const label = element.closest('label') ?? element;
    const styles = [element, label, label.querySelector('span') ?? label].map((one) => getComputedStyle(one));
    return {
        name: (element.getAttribute('aria-label') ?? label.textContent ?? '').trim(),
        body: element === document.body,
        ringed: styles.some((style) => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none'),
        inSight: box.bottom > 0 && box.top < innerHeight && box.width > 0,
        place: `${element.tagName} ${element.id} ${[...document.querySelectorAll('*')].indexOf(element)}`,
    };
});

/** Tabs until `name` has the focus. Everything on the way shows that it has it. */
async function tabTo(name) {
    for (let i = 0; i < kMostTabs; ++i) {
        await page.keyboard.press('Tab');
        const now = await focused();
        if (now.body)
            continue; // once around
        assert.ok(now.ringed, `one sees that "${now.name}" has the focus`);
        assert.ok(now.inSight, `"${now.name}" is in sight`);
        if (now.name.startsWith(name))
            return;
    }
    assert.fail(`"${name}" is not reached in ${kMostTabs} steps`);
}

const state = () => page.evaluate(() => globalThis.heardIn.newest?.mats[0]?.session);

test('the first Tab offers the way to the content', async () => {
    await page.keyboard.press('Tab');
    assert.equal((await focused()).name, messages.skip);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.closest('main') !== null), true);
});

test('a practice is chosen, opened and begun by Tab and Enter', async () => {
    await tabTo('Breath break');
    await page.keyboard.press('Enter');
    await tabTo(start.open);
    await page.keyboard.press('Enter');
    await button(page, fit.begin).waitFor({ timeout: 20_000 });
    await tabTo(fit.begin);
    await page.keyboard.press('Enter');
    await button(page, session.pause).waitFor();
    await until(async () => (await state())?.running, 'it runs');
});

test('Tab goes through all of a running session and out of it: no trap', async () => {
    const seen = new Set();
    let around = false;
    for (let i = 0; i < kMostTabs && !around; ++i) {
        await page.keyboard.press('Tab');
        const { place, body } = await focused();
        around = body || (seen.size > 3 && seen.values().next().value === place);
        seen.add(place);
    }
    assert.ok(around, 'the focus came around');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    assert.equal((await focused()).body, false);
});

test('Space pauses and goes on, B makes quiet, M marks', async () => {
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('Space');
    await told(page, asked.done(asked.names.pause));
    await until(async () => !(await state()).running, 'it stands');
    await page.keyboard.press('Space');
    await until(async () => (await state()).running, 'it goes on');
    await page.keyboard.press('m');
    await told(page, asked.done(asked.names.mark));
    await page.keyboard.press('b');
    await told(page, asked.done(asked.names.brake));
    await until(async () => (await state()).braked, 'it is quiet');
    await page.keyboard.press('Space');
    await until(async () => (await state()).running, 'it goes on');
});

test('pause, quiet and end are reached by Tab as well', async () => {
    await tabTo(session.pause);
    await page.keyboard.press('Enter');
    await until(async () => !(await state()).running, 'it stands');
    await tabTo(session.brake);
    await page.keyboard.press('Enter');
    await until(async () => (await state()).braked, 'it is quiet');
    await tabTo(session.end);
    await page.keyboard.press('Enter');
    assert.equal((await focused()).name, session.endAgain);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: session.over }).waitFor({ timeout: 20_000 });
});

test('letters typed into a field are letters', async () => {
    await page.evaluate(() => { location.hash = '#/pair'; });
    await page.getByLabel(messages.pair.code).fill('');
    await page.getByLabel(messages.pair.code).press('?');
    assert.equal(await page.getByLabel(messages.pair.code).inputValue(), '?');
    assert.equal(await page.getByRole('heading', { name: messages.shell.help, exact: true }).isVisible(), false);
});

test('nothing was complained of', () => assertQuiet(context));
