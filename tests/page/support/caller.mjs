// HTTP and WebSocket by hand: says what no browser would, and sees what comes back.

import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';

/** One request; gives status, headers and text. */
export function request(port, { method = 'GET', path = '/', headers = {}, body, tls = false, address = '127.0.0.1', host = `127.0.0.1:${port}` } = {}) {
    return new Promise((resolve, reject) => {
        const call = (tls ? https : http).request(
            { host: address, port, method, path, agent: false, rejectUnauthorized: false, headers: { Host: host, ...headers } }, (answer) => {
                let text = '';
                answer.setEncoding('utf8').on('data', (part) => { text += part; });
                const done = () => resolve({ status: answer.statusCode, headers: answer.headers, text });
                answer.on('end', done).on('error', done);
            });
        let answered = false;
        call.on('response', () => { answered = true; });
        call.on('error', (error) => answered || reject(error)); // a server need not read to the end what it refused
        call.end(body);
    });
}

/** Opens /live. A refusal gives `{status}`, else `{status: 101, ...}` with what was heard. */
export function callLive(port, { headers = {}, host = `127.0.0.1:${port}` } = {}) {
    return new Promise((resolve, reject) => {
        const key = randomBytes(16).toString('base64');
        const call = http.request({
            host: '127.0.0.1', port, path: '/live', agent: false,
            headers: { Host: host, Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': key, ...headers },
        });
        call.on('error', reject);
        call.on('response', (answer) => { answer.resume(); resolve({ status: answer.statusCode }); });
        call.on('upgrade', (answer, socket, head) => {
            const expected = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
            if (answer.headers['sec-websocket-accept'] !== expected)
                reject(new Error('wrong Sec-WebSocket-Accept'));
            else
                resolve({ status: 101, ...conversation(socket, head) });
        });
        call.end();
    });
}

function conversation(socket, head) {
    const heard = []; // {at_ms, ...message}
    let closeCode = null;
    let gone = false;
    let rest = Buffer.alloc(0);
    const take = (bytes) => {
        rest = Buffer.concat([rest, bytes]);
        for (let frame; (frame = firstFrame(rest)); rest = rest.subarray(frame.length)) {
            if (frame.opcode === 1)
                heard.push({ ...JSON.parse(frame.payload.toString('utf8')), at_ms: performance.now() });
            else if (frame.opcode === 8)
                closeCode = frame.payload.length >= 2 ? frame.payload.readUInt16BE(0) : 1005;
            else if (frame.opcode === 9)
                send(10, frame.payload);
        }
    };
    const send = (opcode, payload) => {
        if (!gone)
            socket.write(frameOf(opcode, payload));
    };
    socket.on('data', take).on('close', () => { gone = true; }).on('error', () => { gone = true; });
    if (head.length)
        take(head);
    return {
        heard,
        say: (message) => send(1, Buffer.from(typeof message === 'string' ? message : JSON.stringify(message))),
        closeCode: () => closeCode,
        gone: () => gone,
        stopReading: () => socket.pause(),
        goOnReading: () => socket.resume(),
        hangUp: () => socket.destroy(),
    };
}

function firstFrame(bytes) {
    if (bytes.length < 2)
        return null;
    let size = bytes[1] & 0x7f;
    let start = 2;
    if (size === 126) {
        if (bytes.length < 4)
            return null;
        size = bytes.readUInt16BE(2);
        start = 4;
    } else if (size === 127) {
        if (bytes.length < 10)
            return null;
        size = Number(bytes.readBigUInt64BE(2));
        start = 10;
    }
    if (bytes.length < start + size)
        return null;
    return { opcode: bytes[0] & 0x0f, payload: bytes.subarray(start, start + size), length: start + size };
}

function frameOf(opcode, payload) {
    const mask = randomBytes(4);
    const masked = Buffer.from(payload);
    for (let i = 0; i < masked.length; ++i)
        masked[i] ^= mask[i & 3];
    return Buffer.concat([Buffer.from([0x80 | opcode]), sizeOf(payload.length), mask, masked]);
}

function sizeOf(size) {
    if (size < 126)
        return Buffer.from([0x80 | size]);
    const bytes = Buffer.alloc(size < 65536 ? 3 : 9);
    bytes[0] = 0x80 | (size < 65536 ? 126 : 127);
    if (size < 65536)
        bytes.writeUInt16BE(size, 1);
    else
        bytes.writeBigUInt64BE(BigInt(size), 1);
    return bytes;
}
