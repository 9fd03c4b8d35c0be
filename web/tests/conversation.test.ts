import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Conversation, type Asked, type Connection } from '../src/live/conversation';
import type { FromPage, LiveEvent } from '../src/protocol';
import { event, frame, hello, mat, state } from './state';

/** A conversation whose server's clock is 500 s ahead of the page's. */
class Talk {
    readonly connections: Connection[] = [];
    readonly events: LiveEvent[] = [];
    readonly settled: string[] = [];
    readonly stale: number[] = [];
    readonly conversation = new Conversation({
        connection: (connection) => this.connections.push(connection),
        mats: () => {},
        state: () => {},
        stale: (mat) => this.stale.push(mat),
        event: (_mat, one) => this.events.push(one),
        asked: (asked: Asked) => this.settled.push(`${asked.command} ${asked.state}`),
    });

    say(message: object, at_s: number): FromPage[] {
        return this.conversation.heard(JSON.stringify(message), at_s * 1000);
    }

    begun(at_s = 1): this {
        this.say(hello(500 + at_s), at_s);
        return this;
    }
}

test('the newest frame is acknowledged every 250 ms, and no older one after it', () => {
    const talk = new Talk().begun();
    const got: number[] = [];
    for (let seq = 1; seq <= 30; ++seq)
        for (const message of talk.say(frame(seq, 501 + seq / 30), 1 + seq / 30))
            if (message.type === 'got')
                got.push(message.seq);
    assert.deepEqual(got, [1, 9, 17, 25]);
});

test('a beat is acknowledged too: the gate of a page that fell behind opens again', () => {
    const talk = new Talk().begun();
    assert.deepEqual(talk.say({ v: 1, type: 'beat', seq: 7, time_s: 501.5 }, 1.5), [{ type: 'got', seq: 7 }]);
});

test('a value is shown for less than 1 s after its tick, also while frames go on coming', () => {
    const talk = new Talk().begun();
    talk.say(frame(1, 502), 2);
    assert.ok(talk.conversation.fresh(1, 2700));
    for (let i = 1; i <= 60; ++i) // the mat's tick stands still in them
        talk.say(frame(1 + i, 502 + i / 30, [state(502)]), 2 + i / 30);
    assert.equal(talk.conversation.fresh(1, 2750), null);
    talk.say(frame(70, 504, [state(503.99)]), 4);
    assert.ok(talk.conversation.fresh(1, 4000));
});

test('frames that were on their way for 20 s are never shown as live', () => {
    const talk = new Talk().begun();
    talk.say(frame(1, 502), 2);
    for (let i = 0; i < 30; ++i) { // the tablet wakes and reads what waited
        talk.say(frame(2 + i, 502.1 + i / 30), 22 + i / 1000);
        assert.equal(talk.conversation.fresh(1, 22_000 + i), null);
    }
    talk.say(frame(40, 522.1), 22.1);
    assert.ok(talk.conversation.fresh(1, 22_100));
});

test('a machine that was started anew, with a clock that begins at 0, is followed at once', () => {
    const talk = new Talk().begun();
    talk.say(frame(1, 502), 2);
    talk.conversation.lost();
    talk.say(hello(3, [mat({ opened_s: 2 })]), 10);
    talk.say(frame(1, 3.1), 10.1);
    assert.ok(talk.conversation.fresh(1, 10_100));
});

test('that values have grown old is told once, before 1 s is over', () => {
    const talk = new Talk().begun();
    talk.say(frame(1, 502), 2);
    for (let at_ms = 2000; at_ms <= 3000; at_ms += 100) {
        talk.say({ v: 1, type: 'beat', seq: 2, time_s: 500 + at_ms / 1000 }, at_ms / 1000);
        talk.conversation.look(at_ms);
    }
    assert.deepEqual(talk.stale, [1]);
    talk.say(frame(3, 503.1), 3.1);
    talk.conversation.look(3100);
    assert.deepEqual(talk.stale, [1]);
});

test('that values have grown old is told also of a frame that came late, between two looks', () => {
    const talk = new Talk().begun();
    talk.conversation.look(2000);
    talk.say(frame(1, 501.3), 2);
    assert.ok(talk.conversation.fresh(1, 2010));
    talk.conversation.look(2050);
    assert.deepEqual(talk.stale, [1]);
});

test('well before 2 s without a word it is not connected, and nothing is fresh', () => {
    const talk = new Talk().begun();
    talk.say(frame(1, 502), 2);
    talk.conversation.look(3590);
    assert.equal(talk.conversation.connection, 'connected');
    talk.conversation.look(3600);
    assert.equal(talk.conversation.connection, 'lost');
    assert.equal(talk.conversation.fresh(1, 2100), null);
});

test('a command carries the key of the connection and what was seen, and ids count up', () => {
    const talk = new Talk().begun();
    talk.say(frame(12, 502), 2);
    talk.say({ v: 1, type: 'beat', seq: 13, time_s: 502.5 }, 2.5);
    const first = talk.conversation.command(1, 'pause', {}, 2600).message;
    const second = talk.conversation.command(1, 'answer', { choice: 2 }, 2700).message;
    assert.deepEqual(first, { type: 'command', id: 1, key: 'k', seen: 12, mat: 1, command: 'pause' });
    assert.deepEqual(second, { type: 'command', id: 2, key: 'k', seen: 12, mat: 1, command: 'answer', choice: 2 });
});

test('each connection counts its commands anew, and no answer of the last one is taken for its own', () => {
    const talk = new Talk().begun();
    talk.conversation.command(1, 'mark', {}, 1000);
    talk.conversation.lost();
    talk.say({ ...hello(502), key: 'next' }, 2);
    const { asked, message } = talk.conversation.command(1, 'pause', {}, 2100);
    assert.deepEqual(message, { type: 'command', id: 1, key: 'next', seen: 0, mat: 1, command: 'pause' });
    talk.say({ v: 1, type: 'ack', id: 2, status: 200, text: '', time_s: 502.2 }, 2.2);
    assert.equal(asked.state, 'asked');
});

test('a command is asked, then done; unanswered for 1 s it is silent, and a late answer still counts', () => {
    const talk = new Talk().begun();
    talk.conversation.command(1, 'pause', {}, 1000);
    talk.say({ v: 1, type: 'ack', id: 1, status: 200, text: '', time_s: 501.1 }, 1.1);
    talk.conversation.command(1, 'brake', {}, 1200);
    talk.conversation.look(2100);
    talk.conversation.look(2200);
    talk.say({ v: 1, type: 'ack', id: 2, status: 200, text: '', time_s: 502.5 }, 2.5);
    assert.deepEqual(talk.settled, ['pause asked', 'pause done', 'brake asked', 'brake silent', 'brake done']);
});

test('what is refused comes with the sentence of the machine', () => {
    const talk = new Talk().begun();
    const { asked } = talk.conversation.command(1, 'next', {}, 1000);
    talk.say({ v: 1, type: 'ack', id: 1, status: 408, text: 'The picture was old.', time_s: 501.1 }, 1.1);
    assert.deepEqual([asked.state, asked.text], ['refused', 'The picture was old.']);
});

test('without a connection nothing is sent, and what was asked on a lost one is not waited for', () => {
    const talk = new Talk().begun();
    talk.conversation.command(1, 'mark', {}, 1000);
    talk.conversation.lost();
    assert.equal(talk.conversation.command(1, 'pause', {}, 1500).message, null);
    assert.deepEqual(talk.settled, ['mark asked', 'mark silent', 'pause offline']);
});

test('an event is told once, however often it is sent, and kept in order', () => {
    const talk = new Talk().begun();
    for (const id of [1, 3, 4])
        talk.say(event(id), 1.1);
    talk.conversation.lost();
    talk.begun(2);
    for (const id of [1, 2, 3, 4, 5])
        talk.say(event(id), 2.1);
    assert.deepEqual(talk.events.map(({ id }) => id), [1, 3, 4, 2, 5]);
    assert.deepEqual(talk.conversation.mat(1)?.events.map(({ id }) => id), [1, 2, 3, 4, 5]);
});

test('a mat opened anew begins with nothing of the one before; a closed one is gone', () => {
    const talk = new Talk().begun();
    talk.say(frame(1, 502), 2);
    talk.say(event(1), 2);
    talk.say({ v: 1, type: 'mat', ...mat({ opened_s: 502 }) }, 2.1);
    assert.deepEqual([talk.conversation.mat(1)?.state, talk.conversation.mat(1)?.events.length], [null, 0]);
    talk.say({ v: 1, type: 'mat', ...mat({ opened_s: 502, state: 'closed' }) }, 2.2);
    assert.equal(talk.conversation.mat(1), undefined);
});

test('another version of the protocol asks for a reload and is not listened to', () => {
    const talk = new Talk().begun();
    talk.say({ ...frame(1, 502), v: 2 }, 2);
    assert.equal(talk.conversation.connection, 'reload');
    talk.say(hello(503), 3);
    talk.conversation.lost();
    assert.equal(talk.conversation.connection, 'reload');
});

test('what is no message changes nothing', () => {
    const talk = new Talk().begun();
    for (const text of ['', 'null', '[]', '{"v":1', '{"v":1,"type":"new"}', '"frame"'])
        assert.deepEqual(talk.conversation.heard(text, 1100), []);
    assert.equal(talk.conversation.connection, 'connected');
});
