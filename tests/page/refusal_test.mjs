// What is refused over the real wire: with the right status, in the log, and without any change.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { callLive, request } from './support/caller.mjs';
import { enter, openMat } from './support/client.mjs';
import { startCrura } from './support/crura.mjs';
import { sleep, until } from './support/until.mjs';

const kStranger = 'http://elsewhere.example';
const kTenMegabytes = 10_000_000;

let crura, owner, live, mat;
before(async () => {
    crura = await startCrura();
    owner = await enter(crura);
    live = await owner.live();
    mat = await openMat(owner, live);
    assert.equal((await live.command(mat, 'resume')).status, 200);
    await until(() => live.state(mat).session.running && live.mat(mat).session !== null, 'the session runs and is kept');
});
after(async () => {
    live?.hangUp();
    await crura?.stop();
});

/** All that somebody could have changed. */
async function house() {
    const asked = {};
    for (const path of ['/api/me', '/api/paired', '/api/settings'])
        asked[path] = (await owner.call('GET', path)).value;
    asked.sessions = (await owner.call('GET', '/api/sessions')).value.sessions.map(({ id }) => id);
    const { running, finished, braked, step } = live.state(mat).session;
    return { ...asked, mat: live.mat(mat), session: { running, finished, braked, step }, marks: live.heard.filter(({ type, kind }) => type === 'event' && kind === 'mark').length };
}

/** Does it, and sees that it is refused so and that nothing changed. */
async function declined(status, act) {
    const was = await house();
    const answer = await act();
    assert.equal(answer.status ?? answer, status);
    await sleep(200);
    assert.deepEqual(await house(), was, 'nothing has changed');
}

/** Likewise, and the log tells of it. */
async function refused(status, act) {
    const log = crura.log().length;
    await declined(status, act);
    await until(() => new RegExp(`: ${status}\\b`).test(crura.log().slice(log)), `the log tells of ${status}:\n${crura.log().slice(log)}`, 3000);
}

const json = { 'Content-Type': 'application/json' };
const asOwner = () => ({ ...json, Cookie: owner.cookie, Origin: crura.origin });
const pressMat = JSON.stringify({ program: 'breath-break', audio: 'none' });

test('without a token every request and the live connection are refused with 401', async () => {
    for (const [method, path] of [['GET', '/api/me'], ['GET', '/api/start'], ['GET', '/api/sessions'], ['GET', '/api/settings'], ['GET', '/api/paired']])
        await refused(401, () => request(crura.port(), { method, path }));
    const headers = { ...json, Origin: crura.origin };
    await refused(401, () => request(crura.port(), { method: 'POST', path: '/api/mats', headers, body: pressMat }));
    await refused(401, () => request(crura.port(), { method: 'DELETE', path: `/api/mats/${mat}`, headers }));
    await refused(401, () => callLive(crura.port(), { headers: { Origin: crura.origin } }));
});

test('a token that nobody was given is as good as none', async () => {
    const name = owner.cookie.split('=')[0];
    const headers = { Cookie: `${name}=${'A'.repeat(43)}`, Origin: crura.origin };
    await refused(401, () => request(crura.port(), { path: '/api/start', headers }));
    await refused(401, () => callLive(crura.port(), { headers }));
});

test('a foreign Origin is refused with 403, also with a good token', async () => {
    const headers = { ...asOwner(), Origin: kStranger };
    await refused(403, () => request(crura.port(), { method: 'POST', path: '/api/mats', headers, body: pressMat }));
    await refused(403, () => request(crura.port(), { method: 'DELETE', path: `/api/mats/${mat}`, headers }));
    await refused(403, () => callLive(crura.port(), { headers }));
    await refused(403, () => callLive(crura.port(), { headers: { ...headers, Origin: 'null' } }));
});

test('what would change something is refused with 403 when it names no Origin', async () => {
    const headers = { ...json, Cookie: owner.cookie };
    await refused(403, () => request(crura.port(), { method: 'POST', path: '/api/mats', headers, body: pressMat }));
});

test('a foreign Host is refused with 421: no name of a stranger leads here', async () => {
    for (const host of ['elsewhere.example', `elsewhere.example:${crura.port()}`, `127.0.0.1.elsewhere.example:${crura.port()}`]) {
        const headers = { ...asOwner(), Origin: `http://${host}` };
        await refused(421, () => request(crura.port(), { path: '/', host }));
        await refused(421, () => request(crura.port(), { path: '/api/start', host, headers }));
        await refused(421, () => callLive(crura.port(), { host, headers }));
    }
});

test('a request of 10 MB is refused with 413', async () => {
    await refused(413, () => request(crura.port(), { method: 'POST', path: '/api/mats', headers: asOwner(), body: ' '.repeat(kTenMegabytes) }));
});

test('a live message of 10 MB closes its connection with 1009 and no other', async () => {
    await refused(1009, async () => {
        const other = await owner.live();
        other.say(`{"type":"command","text":"${'a'.repeat(kTenMegabytes)}"}`);
        await until(() => other.closeCode() !== null || other.gone(), 'it is closed');
        other.hangUp();
        return other.closeCode();
    });
    assert.equal(live.gone(), false);
});

test('a replayed command is answered with 409 and not obeyed', async () => {
    assert.equal((await live.command(mat, 'pause', { id: 100 })).status, 200);
    assert.equal((await live.command(mat, 'resume', { id: 101 })).status, 200);
    await until(() => live.state(mat).session.running, 'it goes on');
    await refused(409, () => live.command(mat, 'pause', { id: 100 }));
    await refused(409, () => live.command(mat, 'end', { id: 101 }));
});

test('a command with the key of another connection is answered with 409 and not obeyed', async () => {
    const other = await owner.live();
    assert.notEqual(other.hello.key, live.hello.key);
    await refused(409, () => live.command(mat, 'pause', { id: 200, key: other.hello.key }));
    other.hangUp();
});

test('what was pressed on an old picture is answered with 408, but never pause', async () => {
    const old = live.newest();
    await sleep(3500);
    await declined(408, () => live.command(mat, 'mark', { id: 300, seen: old }));
    assert.equal((await live.command(mat, 'pause', { id: 301, seen: old })).status, 200);
    assert.equal((await live.command(mat, 'resume', { id: 302 })).status, 200);
    await until(() => live.state(mat).session.running, 'it goes on');
});

test('a viewer may watch and nothing else', async () => {
    const { value: offer } = await owner.call('POST', '/api/paired', { role: 'viewer' });
    const viewer = await enter(crura, offer.code, 'A screen on the wall');
    const seen = await viewer.live();
    await until(() => seen.state(mat), 'it watches');
    await declined(403, () => seen.command(mat, 'pause'));
    await declined(403, () => seen.command(mat, 'end'));
    await declined(403, () => viewer.call('POST', '/api/mats', { program: 'breath-break', audio: 'none' }));
    await declined(403, () => viewer.call('GET', '/api/sessions'));
    assert.equal(seen.state(mat).care, undefined);
    seen.hangUp();
});
