// axe-core looks at every view: WCAG 2.0 to 2.2 A and AA, and best practice.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openContext, startBrowser } from './support/browser.mjs';
import { enter } from './support/client.mjs';
import { startCrura } from './support/crura.mjs';
import { axePath } from './support/machine.mjs';
import { enterAs, go } from './support/steps.mjs';
import { kViews } from './support/views.mjs';
import { messages } from './support/words.mjs';
import { furnish } from './support/world.mjs';

const kTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const kThemes = ['dark', 'light', 'contrast'];

let crura, browser, world;
const pages = new Map();
before(async () => {
    crura = await startCrura({ options: ['--port', '0', '--therapist'] });
    browser = await startBrowser();
    const owner = await enter(crura);
    world = await furnish(owner);
    for (const width of [360, 1280]) {
        // The policy forbids axe itself; the other tests run with it.
        const context = await openContext(browser, { width, height: 800, bypassCSP: true, serviceWorkers: 'block' });
        pages.set(width, await enterAs(context, crura, owner));
    }
});
after(async () => {
    world?.stop();
    await browser?.close();
    await crura?.stop();
});

async function violations(page) {
    if (!await page.evaluate(() => 'axe' in globalThis))
        await page.addScriptTag({ path: axePath() });
    const found = await page.evaluate((values) => globalThis.axe.run(document, { runOnly: { type: 'tag', values } }), kTags);
    assert.ok(found.passes.length > 10, 'axe looked');
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`).join('\n    ')}`);
}

for (const width of [360, 1280])
    for (const view of kViews)
        test(`${view.name} at ${width} px has no violation`, async () => {
            const page = pages.get(width);
            await view.look(page, world);
            try {
                assert.deepEqual(await violations(page), []);
            } finally {
                await view.leave?.(page);
            }
        });

for (const theme of kThemes)
    test(`the ${theme} colours have no violation where most of them meet`, async () => {
        const page = pages.get(1280);
        await go(page, '#/settings');
        await page.getByRole('radio', { name: messages.settings.themes[theme] }).check();
        for (const name of ['start', 'fit', 'session-detail', 'therapist', 'review-session']) {
            const view = kViews.find((one) => one.name === name);
            await view.look(page, world);
            assert.deepEqual(await violations(page), [], name);
            await view.leave?.(page);
        }
    });
