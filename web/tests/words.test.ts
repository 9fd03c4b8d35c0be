import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedText } from '../src/asked';
import { within } from '../src/draw/scale';
import { fitOf } from '../src/fit_words';
import { angle, clock, day, estimate, inToOut, moment, number, share } from '../src/format';
import { messages } from '../src/messages';
import { hashOf, routeOf, type Route } from '../src/router';
import { Pace, summaryOf } from '../src/summary';
import { askingOf } from '../src/views/question';
import { band, event, state } from './state';

test('what is left is 0:00 only when nothing is, and what was is in the second in which it fell', () => {
    assert.deepEqual([0, 0.1, 59.2, 3725].map(clock), ['0:00', '0:01', '1:00', '1:02:05']);
    assert.deepEqual([0, 16.9, 60, 3725.5].map(moment), ['0:00', '0:16', '1:00', '1:02:05']);
});

test('every number carries its doubt, and what is not known is --', () => {
    assert.equal(estimate([6.24, 0.3]), '6.2 ± 0.3');
    assert.equal(share([0.64, 0.05]), '64 ± 5 %');
    assert.equal(angle([-12.4, 4]), '−12 ± 4°');
    assert.equal(angle([-0.2, 4]), '0 ± 4°');
    assert.equal(inToOut([4, 0.2], [6, 0.3]), '1 : 1.5 ± 0.1');
    for (const text of [estimate(null), share(null), angle(null), inToOut(null, [6, 1]), inToOut([0, 0], [6, 1]), number(null), number(NaN), estimate([NaN, 1]), clock(null)])
        assert.equal(text, '--');
});

test('time left counts whole seconds and ends at 0:00', () => {
    assert.deepEqual([1188, 59.2, 0.01, 0, -3, 3725].map(clock), ['19:48', '1:00', '0:01', '0:00', '0:00', '1:02:05']);
});

test('a day names its year only where it is another one', () => {
    const today = new Date('2026-11-22T12:00:00');
    assert.match(day('2026-03-03T10:15:00', today), /^Tue,? 3 March,? 10:15$/);
    assert.match(day('2025-03-03T10:15:00', today), /2025/);
    assert.equal(day('no time', today), 'time unknown');
});

test('the summary says only what its doubt allows', () => {
    assert.equal(summaryOf(state(1)), 'About 6 breaths a minute, more in the belly than in the chest, they move together.');
    assert.match(summaryOf(state(1, { abdominal_share: [0.52, 0.05] })), /about alike/);
    assert.match(summaryOf(state(1, { partition: 'uncalibrated' })), /not told apart/);
    assert.equal(summaryOf(state(1, { partition: 'none', abdominal_share: null, phase_angle_deg: null, breath_rate_bpm: [1, 0.2] })), 'About 1 breath a minute.');
    assert.equal(summaryOf(state(1, { confidence: 0.1 })), messages.summary.doubtful);
    assert.equal(summaryOf(null), messages.summary.none);
    assert.equal(summaryOf(state(1, { bands: [] })), messages.summary.none);
});

test('the summary is said at most every 10 s, and never twice the same', () => {
    const pace = new Pace();
    assert.equal(pace.take('a', 0), 'a');
    assert.equal(pace.take('b', 9_999), null);
    assert.equal(pace.take('a', 10_000), null);
    assert.equal(pace.take('b', 10_001), 'b');
});

test('each fault of a sensor has its words, and a fine one upside down is fine', () => {
    for (const fault of ['silent', 'stuck', 'saturated', 'loose', 'upside_down', 'swapped', 'noisy', 'moved']) {
        const fit = fitOf(band('thoracic', 0, { fault }), true);
        assert.ok(!fit.fine && fit.text !== fault, fault);
    }
    for (const quality_reason of ['no_signal', 'starting', 'weak', 'saturated', 'moving', 'losing', 'irregular', 'apart']) {
        const fit = fitOf(band('thoracic', 0, { quality_reason }), true);
        assert.ok(!fit.fine && fit.text !== quality_reason, quality_reason);
    }
    assert.ok(fitOf(band('abdominal', 0, { polarity: -1 }), true).fine);
    assert.ok(!fitOf(band('abdominal', 0), false).fine);
    assert.ok(!fitOf(undefined, true).fine);
});

test('a question is shown with the words of its own event, and none while none is open', () => {
    const asked = [
        event(1, { kind: 'question', question: 'ease', text: 'Old?', choices: ['x'] }),
        event(2, { kind: 'question', question: 'ease', text: 'How much ease?', choices: ['none', 'a little'] }),
        event(3, { kind: 'question', question: 'tension', text: 'Where?', choices: ['nowhere'] }),
    ];
    const open = state(1, { check_in: { question: 'ease', when: 'before', offered: -1 } });
    assert.deepEqual(askingOf(open, asked), { text: 'How much ease?', choices: ['none', 'a little'] });
    assert.deepEqual(askingOf(open, []), { text: '', choices: [] });
    assert.equal(askingOf(state(1), asked), null);
});

test('what became of a command is said in words', () => {
    const asked = { mat: 1, command: 'brake' as const, text: '' };
    assert.equal(askedText({ ...asked, state: 'silent' }), 'Quiet now: not confirmed. The machine did not answer; its own keys still work.');
    assert.equal(askedText({ ...asked, state: 'refused', text: 'Busy.' }), 'Quiet now: not done. Busy.');
});

test('every address leads to a view and back; what is none leads to the start', () => {
    const routes: Route[] = [{ view: 'start' }, { view: 'fit', mat: 2 }, { view: 'session', mat: 1 }, { view: 'therapist' },
        { view: 'review', session: null }, { view: 'review', session: 12 }, { view: 'settings' }, { view: 'pair', code: 'K7 / 4' }];
    for (const route of routes)
        assert.deepEqual(routeOf(hashOf(route)), route);
    for (const hash of ['', '#', '#/nowhere', '#/fit', '#/session/0', '#/session/-1', '#/fit/1e3', '#//'])
        assert.deepEqual(routeOf(hash), { view: 'start' });
    assert.deepEqual(routeOf('#/pair/%E0'), { view: 'pair', code: '' });
});

test('the deepest breath stays in the picture, and deeper is always drawn higher', () => {
    let last = -Infinity;
    for (let value = -5; value < 8; value += 0.01) {
        const drawn = within(value);
        assert.ok(drawn >= last && drawn > -0.31 && drawn < 1.61);
        last = drawn;
    }
    assert.equal(within(0.5), 0.5);
});

test('nobody is praised, scolded or shouted at', () => {
    const all = JSON.stringify(messages, (_key, value: unknown) => (typeof value === 'function' ? String(value) : value));
    assert.ok(!/[a-z]!/i.test(all), 'an exclamation mark');
    assert.ok(!/\b(great|well done|good job|perfect score|streak|achieve|goal|failed to|wrong answer)\b/i.test(all));
});
