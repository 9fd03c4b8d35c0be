// Every view on a phone and on a desk: photographed, within its width, with buttons that a thumb can hit.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { assertQuiet, openContext, startBrowser } from './support/browser.mjs';
import { enter } from './support/client.mjs';
import { startCrura } from './support/crura.mjs';
import { kScreenshots } from './support/machine.mjs';
import { startProxy } from './support/proxy.mjs';
import { button, enterAs, go } from './support/steps.mjs';
import { kViews, photograph } from './support/views.mjs';
import { messages } from './support/words.mjs';
import { furnish } from './support/world.mjs';

const kSizes = [{ width: 360, height: 740 }, { width: 1280, height: 800 }];
const kThumb_px = 44;
const kLink_px = 24; // WCAG 2.2, 2.5.8

let crura, proxy, browser, world;
const rooms = new Map(); // by width: context and page
before(async () => {
    await mkdir(kScreenshots, { recursive: true });
    crura = await startCrura({ options: ['--port', '0', '--therapist'] });
    proxy = await startProxy(crura.port());
    browser = await startBrowser({ proxy: proxy.port });
    const owner = await enter(crura);
    world = await furnish(owner);
    for (const size of kSizes) {
        const context = await openContext(browser, { ...size, expected: [/WebSocket connection .* failed/, /ERR_(CONNECTION|EMPTY|SOCKET|NETWORK)\w*/] });
        rooms.set(size.width, { context, page: await enterAs(context, crura, owner) });
    }
});
after(async () => {
    world?.stop();
    await browser?.close();
    await proxy?.stop();
    await crura?.stop();
});

const shot = (name, width) => path.join(kScreenshots, `${name}-${width}.png`);

const wider = (page) => page.evaluate(() => {
    const over = document.documentElement.scrollWidth - innerWidth;
    const culprits = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5 && !element.closest('.scroll, .vh'));
    return over > 0 ? `${over} px: ${culprits.slice(0, 3).map((element) => element.outerHTML.slice(0, 120)).join('\n')}` : '';
});

/** What can be pressed, and is smaller than a thumb needs, or out of reach sideways. Words within a text are allowed to be small. */
const small = (page) => page.evaluate(([thumb, link]) => [...document.querySelectorAll('button, a[href], input, select, textarea, summary')].filter((element) => {
    const { width, height, left, right } = (element.closest('label') ?? element).getBoundingClientRect();
    if (!element.checkVisibility() || width === 0 || element.closest('.vh') || element.classList.contains('skip') || element.disabled)
        return false;
    const inText = element.tagName === 'A' && getComputedStyle(element).display === 'inline';
    const least = element.tagName === 'A' ? link : thumb;
    const sideways = (left < -0.5 || right > innerWidth + 0.5) && !element.closest('.scroll');
    return sideways || (!inText && (height < least - 0.5 || width < least - 0.5));
}).map((element) => { const box = (element.closest('label') ?? element).getBoundingClientRect(); return `${Math.round(box.width)} x ${Math.round(box.height)} ${element.outerHTML.slice(0, 120)}`; }), [kThumb_px, kLink_px]);

/** It has two lines at most, and how the connection stands is a whole word or none. */
async function assertCalmHeader(page) {
    const { lines, cut } = await page.evaluate(() => {
        const there = document.querySelector('.connection');
        const text = document.createRange();
        text.selectNodeContents(there);
        const [words, box] = [text.getBoundingClientRect(), there.getBoundingClientRect()];
        const hidden = words.top >= box.bottom;
        return { lines: document.querySelector('.top').clientHeight / 44, cut: !hidden && (words.right > box.right + 0.5 || words.left < box.left) };
    });
    assert.ok(lines < 3, `${lines} lines`);
    assert.equal(cut, false);
}

for (const { width } of kSizes)
    for (const view of kViews)
        test(`${view.name} at ${width} px: nothing scrolls sideways, and what can be pressed can be hit`, async () => {
            const { page } = rooms.get(width);
            await view.look(page, world);
            try {
                await photograph(page, shot(view.name, width));
                assert.equal(await wider(page), '');
                assert.deepEqual(await small(page), []);
                await assertCalmHeader(page);
            } finally {
                await view.leave?.(page);
            }
        });

test('at 360 px Pause and Quiet now are under the thumb without scrolling', async () => {
    const { page } = rooms.get(360);
    await go(page, `#/session/${world.running}`);
    for (const name of [messages.session.pause, messages.session.brake]) {
        const box = await button(page, name).boundingBox();
        assert.ok(box.y > 740 / 2 && box.y + box.height <= 740, `${name} at ${box.y}`);
        assert.ok(box.height >= 64, `${name} is ${box.height} px high`);
    }
});

test('other colours, and no connection', async () => {
    for (const theme of ['light', 'contrast']) {
        for (const { width } of kSizes) {
            const { page } = rooms.get(width);
            await go(page, '#/settings');
            await page.getByRole('radio', { name: messages.settings.themes[theme] }).check();
            await go(page, `#/session/${world.running}`);
            await button(page, messages.session.pause).waitFor();
            await photograph(page, shot(`session-${theme}`, width));
        }
    }
    for (const { width } of kSizes) {
        const { page } = rooms.get(width);
        await go(page, '#/settings');
        await page.getByRole('radio', { name: messages.settings.themes.dark }).check();
        await go(page, width === 360 ? `#/session/${world.running}` : '#/therapist');
    }
    proxy.cut();
    for (const { width } of kSizes) {
        const { page } = rooms.get(width);
        await page.locator('header').getByText(messages.shell.connection.lost, { exact: true }).waitFor({ state: 'attached' });
        await photograph(page, shot('not-connected', width));
        assert.equal(await wider(page), '');
        await assertCalmHeader(page);
    }
    proxy.mend();
});

test('nothing was complained of', () => assertQuiet(...[...rooms.values()].map(({ context }) => context)));
