// How much the page weighs, and how soon its first wave is there. Figures are printed; only the generous limits can fail.

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { assertQuiet, openContext, startBrowser } from './support/browser.mjs';
import { startCrura } from './support/crura.mjs';
import { kRoot } from './support/machine.mjs';
import { begin, enterPage, heard, silence } from './support/steps.mjs';
import { until } from './support/until.mjs';

const kPage_bytes = 200 * 1024;
const kFirstWave_ms = 5000; // the promise is 1 s; a laden machine that compiles meanwhile takes longer
const kTimes = 5;

let crura, browser, context, page;
before(async () => {
    crura = await startCrura();
    browser = await startBrowser();
    context = await openContext(browser, { serviceWorkers: 'block', expected: [/Service Worker registration blocked/] });
    page = await enterPage(context, crura);
    await silence(page);
});
after(async () => {
    await browser?.close();
    await crura?.stop();
});

test('the whole page, packed, is at most 200 KB', async () => {
    const dist = path.join(kRoot, 'web/dist');
    const sizes = [];
    for (const name of await readdir(dist))
        sizes.push([name, gzipSync(await readFile(path.join(dist, name)), { level: 9 }).length]);
    const sum = sizes.reduce((all, [, size]) => all + size, 0);
    console.log(`web/dist: ${sum} bytes packed; ${sizes.sort((a, b) => b[1] - a[1]).map(([name, size]) => `${name} ${size}`).join(', ')}`);
    assert.ok(sum <= kPage_bytes, `${sum} bytes`);
});

test('the live view fetches no more than it needs, and its first wave comes soon after the load', async () => {
    await begin(page);
    const network = await context.newCDPSession(page);
    await network.send('Network.enable');
    await network.send('Network.setCacheDisabled', { cacheDisabled: true });
    const times_ms = [];
    for (let i = 0; i < kTimes; ++i) {
        await page.reload();
        await until(async () => (await heard(page)).waveAt_ms !== null, 'a wave', 2 * kFirstWave_ms);
        times_ms.push((await heard(page)).waveAt_ms);
    }
    const fetched = await page.evaluate(() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
        .map(({ name, transferSize, encodedBodySize }) => ({ name: new URL(name).pathname, transferSize, encodedBodySize })));
    const median_ms = times_ms.sort((a, b) => a - b)[Math.floor(kTimes / 2)];
    console.log(`first wave after ${times_ms.map((time) => Math.round(time)).join(', ')} ms; median ${Math.round(median_ms)} ms (1000 promised)`);
    console.log(`the live view: ${fetched.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)} bytes in ${fetched.length} files: ${fetched.map(({ name, encodedBodySize }) => `${name} ${encodedBodySize}`).join(', ')}`);
    assert.equal(fetched.some(({ name }) => /uplot/i.test(name)), false, 'charts are fetched by looking back only');
    assert.ok(median_ms <= kFirstWave_ms, `${median_ms} ms`);
});

test('nothing was complained of', () => assertQuiet(context));
