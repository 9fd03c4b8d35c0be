// A tablet in the room: over TLS or not at all.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { assertQuiet, openContext, startBrowser } from './support/browser.mjs';
import { request } from './support/caller.mjs';
import { enter, openMat } from './support/client.mjs';
import { startCrura } from './support/crura.mjs';
import { kScreenshots } from './support/machine.mjs';
import { enterPage, go, moves } from './support/steps.mjs';
import { until } from './support/until.mjs';
import { photograph } from './support/views.mjs';

let crura, browser, owner, live, mat, url;
before(async () => {
    const port = await freePort();
    crura = await startCrura({ options: ['--port', '0', '--lan', '--lan-port', String(port), '--therapist'] });
    url = new URL(/https:\/\/[^\s,)]+/.exec(crura.said())[0]);
    assert.equal(Number(url.port), port);
    browser = await startBrowser();
    owner = await enter(crura);
    live = await owner.live();
    mat = await openMat(owner, live);
    await live.command(mat, 'resume');
});
after(async () => {
    live?.hangUp();
    await browser?.close();
    await crura?.stop();
});

async function freePort() {
    const server = net.createServer().listen(0);
    await once(server, 'listening');
    const { port } = server.address();
    server.close();
    await once(server, 'close');
    return port;
}

const lan = (options) => request(Number(url.port), { address: url.hostname, host: url.host, ...options });

test('plain HTTP is told with 426 to come over TLS, and the log tells of it', async () => {
    const log = crura.log().length;
    for (const path of ['/', '/api/me'])
        assert.equal((await lan({ path })).status, 426, path);
    assert.equal((await lan({ path: '/live', headers: { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==' } })).status, 426);
    await until(() => /: 426\b/.test(crura.log().slice(log)), 'the log tells of it', 3000);
});

test('a token of this machine is worth nothing over plain HTTP', async () => {
    assert.equal((await lan({ path: '/api/start', headers: { Cookie: owner.cookie } })).status, 426);
});

test('over TLS a stranger gets the page and nothing else', async () => {
    assert.equal((await lan({ tls: true })).status, 200);
    assert.equal((await lan({ tls: true, path: '/api/start' })).status, 401);
    assert.equal((await lan({ tls: true, path: '/', host: 'elsewhere.example' })).status, 421);
});

test('a tablet pairs by its code over TLS, keeps a cookie that no script reads, and sees the breath', async () => {
    const { value: offer } = await owner.call('POST', '/api/paired', { role: 'therapist' });
    assert.equal(new URL(offer.url).origin, url.origin);
    const tablet = await openContext(browser, { width: 820, height: 1180, hasTouch: true, ignoreHTTPSErrors: true, serviceWorkers: 'block', expected: [/Service Worker registration blocked/] });
    const page = await enterPage(tablet, { origin: url.origin, link: offer.url }, offer.code);
    const [cookie] = await tablet.cookies(url.origin);
    assert.deepEqual([cookie.httpOnly, cookie.secure, cookie.sameSite], [true, true, 'Strict']);
    await go(page, '#/therapist');
    const tile = page.locator(`.tile[data-mat="${mat}"]`);
    await tile.waitFor();
    await moves(tile.locator('canvas').first(), 'the breath moves');
    await photograph(page, path.join(kScreenshots, 'lan-therapist-820.png'));
    for (const width of [360, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        await photograph(page, path.join(kScreenshots, `lan-therapist-${width}.png`));
    }
    await assertQuiet(tablet);
    await tablet.close();
});
