// Crura's own opening: one at a time in a home, and the next one finds it.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { request } from './support/caller.mjs';
import { enter } from './support/client.mjs';
import { startCrura } from './support/crura.mjs';

let home;
before(async () => { home = await mkdtemp(path.join(tmpdir(), 'crura-page-')); });
after(() => rm(home, { recursive: true, force: true }));

test('a second start says the same address, ends with 0 and leaves the first as it is', async () => {
    const first = await startCrura({ home });
    try {
        const second = await startCrura({ home });
        assert.equal(second.origin, first.origin);
        assert.equal(await second.ended, 0);
        assert.equal((await request(first.port())).status, 200);
        const owner = await enter(first);
        assert.equal((await owner.call('GET', '/api/me')).value.device.owner, true);
    } finally {
        assert.equal(await first.stop(), 0);
    }
});

test('the link of a second start lets one browser in, once', async () => {
    const first = await startCrura({ home });
    try {
        const second = await startCrura({ home });
        await second.ended;
        const owner = await enter(first, undefined);
        assert.equal(owner.device.owner, true);
        const again = await enter({ ...second, port: () => first.port(), link: second.link, origin: first.origin });
        assert.equal(again.device.owner, true);
        await assert.rejects(enter({ ...second, port: () => first.port(), link: second.link, origin: first.origin }), /410|expired|used/);
    } finally {
        await first.stop();
    }
});

test('a Crura that was killed does not keep the next one from starting', async () => {
    const first = await startCrura({ home });
    first.kill();
    await first.ended;
    const next = await startCrura({ home });
    try {
        assert.equal((await request(next.port())).status, 200);
    } finally {
        assert.equal(await next.stop(), 0);
    }
});
