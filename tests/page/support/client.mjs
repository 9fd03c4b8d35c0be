// A paired device without a browser.

import assert from 'node:assert/strict';
import { callLive, request } from './caller.mjs';
import { until } from './until.mjs';

/** Lets itself in by a code: `{cookie, device, call, live}`. */
export async function enter(crura, code = codeIn(crura.link), name = 'A test') {
    const port = crura.port();
    const answer = await request(port, {
        method: 'POST', path: '/api/pair', body: JSON.stringify({ code, name }),
        headers: { Origin: crura.origin, 'Content-Type': 'application/json' },
    });
    assert.equal(answer.status, 200, answer.text);
    const cookie = (answer.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');
    return clientWith(crura, cookie, JSON.parse(answer.text).device);
}

function clientWith(crura, cookie, device) {
    const port = crura.port();
    return {
        cookie,
        device,
        /** Gives status and value. */
        async call(method, path, body) {
            const answer = await request(port, {
                method, path, body: body === undefined ? undefined : JSON.stringify(body),
                headers: { Cookie: cookie, Origin: crura.origin, 'Content-Type': 'application/json' },
            });
            return { status: answer.status, value: answer.text ? JSON.parse(answer.text) : null };
        },
        async live() {
            const live = await callLive(port, { headers: { Cookie: cookie, Origin: crura.origin } });
            assert.equal(live.status, 101);
            return speaking(live);
        },
    };
}

/** A live connection that says `got` as a page does, until it is hung up. */
async function speaking(live) {
    const newest = () => live.heard.filter(({ seq }) => seq !== undefined).at(-1)?.seq ?? 0;
    const hello = await until(() => live.heard.find(({ type }) => type === 'hello'), 'hello');
    let lastId = 0;
    const speech = setInterval(() => live.say({ type: 'got', seq: newest() }), 250);
    speech.unref();
    return {
        ...live,
        hello,
        newest,
        hangUp() { clearInterval(speech); live.hangUp(); },
        quiet() { clearInterval(speech); },
        /** Gives the ack. */
        command(mat, command, members = {}) {
            const id = members.id ?? ++lastId;
            const before = live.heard.length;
            live.say({ type: 'command', id, key: hello.key, seen: newest(), mat, command, ...members });
            return until(() => live.heard.slice(before).find((message) => message.type === 'ack' && message.id === id), `ack of ${command}`);
        },
        mat(number) { return live.heard.filter(({ type, mat }) => type === 'mat' && mat === number).at(-1); },
        state(number) { return live.heard.filter(({ type }) => type === 'frame').at(-1)?.mats.find(({ mat }) => mat === number); },
    };
}

export const codeIn = (link) => /[A-Z0-9]{4}(?:-[A-Z0-9]{4})+/.exec(link)?.[0] ?? '';

/** Opens a mat without sound and waits until its body is seen. */
export async function openMat(client, live, program = 'constructive-rest', members = {}) {
    const { status, value } = await client.call('POST', '/api/mats', { program, audio: 'none', ...members });
    assert.equal(status, 201, JSON.stringify(value));
    await until(() => live.state(value.mat), 'a frame of the new mat', 20_000);
    return value.mat;
}
