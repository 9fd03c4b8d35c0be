import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Course, SessionRow } from '../src/api-types';
import { messages } from '../src/messages';
import { aligned, byMinute, moved, rangeOf, thinned, type Curve, type Numbers } from '../src/views/review/curves';
import { panelsOf, sharedRanges, summaryOf } from '../src/views/review/panels';
import { easeOf, remarksOf, shareOf, withDoubt } from '../src/views/review/row_words';
import { trendColumns } from '../src/views/review/trend_points';
import { qrShape } from '../src/views/settings/qr_picture';

const words = messages.review;

const line = (count: number, of: (i: number) => number | null): Curve => ({ time_s: Array.from({ length: count }, (_, i) => i), value: Array.from({ length: count }, (_, i) => of(i)) });
const nothing = { time_s: [], value: [], low: [], high: [] };

function course(more: Partial<Course> = {}): Course {
    const wave = line(100, (i) => i % 2);
    const rate = { ...line(100, (i) => 6 + i / 100), low: Array.from({ length: 100 }, (_, i) => 5.5 + i / 100), high: Array.from({ length: 100 }, (_, i) => 6.5 + i / 100) };
    return { length_s: 100, displacement: { thoracic: wave, abdominal: wave }, rate_bpm: rate, share: nothing, trend: nothing, phase_angle_deg: { time_s: [], value: [] },
        occurrences: [], steps: [], pauses: [], marks_s: [], ...more };
}

test('thinning keeps every peak and every gap', () => {
    const spike = line(10_000, (i) => (i === 5_003 ? 9 : i === 7_777 ? -9 : i >= 2_000 && i < 3_000 ? null : Math.sin(i)));
    const thin = thinned(spike, 400);
    assert.ok(thin.time_s.length <= 400);
    assert.equal(thin.value[thin.time_s.indexOf(5_003)], 9);
    assert.equal(thin.value[thin.time_s.indexOf(7_777)], -9);
    assert.ok(thin.time_s.some((at, i) => at >= 2_000 && at < 3_000 && thin.value[i] === null));
    assert.ok(thin.time_s.every((at, i) => i === 0 || at > thin.time_s[i - 1]!));
    assert.equal(thinned(spike, 10_000), spike);
});

test('curves of one time share their column, others are joined by time', () => {
    const one = line(3, (i) => i);
    assert.equal(aligned([one, line(3, () => 5)]).time_s, one.time_s);
    assert.deepEqual(aligned([{ time_s: [0, 2], value: [1, 3] }, { time_s: [1, 2], value: [7, null] }]), { time_s: [0, 1, 2], values: [[1, null, 3], [null, 7, null]] });
    assert.deepEqual(aligned([]), { time_s: [], values: [] });
});

test('a minute of which nothing is known has no value', () => {
    const curve = { time_s: [1, 30, 59, 61, 130], value: [1, 9, 2, null, 4] as Numbers };
    assert.deepEqual(byMinute(curve, 180), [2, null, 4]);
    assert.deepEqual(byMinute({ time_s: [0, 1], value: [1, 4] }, 10), [2.5]);
});

test('the range holds all that is known', () => {
    assert.deepEqual(rangeOf([[1, null, 3], [2]], [0, 1], 0), [1, 3]);
    assert.deepEqual(rangeOf([[null]], [0, 1]), [0, 1]);
});

test('looking closer never leaves the session', () => {
    const whole = { from_s: 0, to_s: 1200 };
    let window = whole;
    for (let i = 0; i < 20; ++i)
        window = moved(window, 'closer', 1200);
    assert.equal(Math.round(window.to_s - window.from_s), 10);
    for (let i = 0; i < 500; ++i)
        window = moved(window, 'later', 1200);
    assert.equal(window.to_s, 1200);
    assert.equal(Math.round(window.to_s - window.from_s), 10);
    for (let i = 0; i < 500; ++i)
        window = moved(window, 'earlier', 1200);
    assert.deepEqual([window.from_s, Math.round(window.to_s)], [0, 10]);
    for (let i = 0; i < 20; ++i)
        window = moved(window, 'wider', 1200);
    assert.deepEqual(window, whole);
    assert.deepEqual(moved({ from_s: 5, to_s: 8 }, 'closer', 6), { from_s: 0, to_s: 6 });
});

test('one sensor has neither share nor angle, and no wave of the other band', () => {
    const one = panelsOf(course({ displacement: { thoracic: line(10, () => 1), abdominal: { time_s: [], value: [] } } }));
    assert.deepEqual(one.map(({ id }) => id), ['chest', 'rate']);
});

test('a share that is not calibrated is a line of its own kind, without a filled doubt', () => {
    const doubted = (value: number) => ({ ...line(5, () => value), low: [0, 0, 0, 0, 0], high: [1, 1, 1, 1, 1] });
    const trend = panelsOf(course({ trend: doubted(0.6) })).find(({ id }) => id === 'share')!;
    assert.deepEqual(trend.lines.map(({ kind }) => kind), ['trend', 'trendEdge', 'trendEdge']);
    assert.deepEqual(trend.doubts, []);
    assert.equal(trend.columns[1]![0], 60);
    const both = panelsOf(course({ trend: doubted(0.6), share: doubted(0.5) })).find(({ id }) => id === 'share')!;
    assert.deepEqual(both.lines.map(({ kind }) => kind), ['belly', 'edge', 'edge', 'trend', 'trendEdge', 'trendEdge']);
    assert.deepEqual(both.doubts, [[1, 2]]);
});

test('a plot in words tells only the stretch that is looked at', () => {
    const rate = panelsOf(course()).find(({ id }) => id === 'rate')!;
    assert.match(summaryOf(rate, { from_s: 0, to_s: 10 }), /^Breaths a minute, 0:00 to 0:10\. rate: Between 6\.0 and 6\.1\.$/);
    assert.match(summaryOf(rate, { from_s: 200, to_s: 300 }), /Not known/);
});

test('two sessions have the same axes', () => {
    const wide = panelsOf(course({ displacement: { thoracic: line(9, (i) => i), abdominal: nothing } }));
    const { chest, belly } = sharedRanges([panelsOf(course()), wide]);
    assert.ok(chest && chest[0] <= 0 && chest[1] >= 8);
    assert.ok(belly);
});

test('trend points come in the order of time, and nonsense is left out', () => {
    const columns = trendColumns([['2026-03-02T00:00:00Z', 6, 0.5], ['2026-03-01T00:00:00Z', 7, NaN], ['no time', 5, 1], ['2026-03-03T00:00:00Z', NaN, 1]]);
    assert.deepEqual(columns.value, [7, 6]);
    assert.deepEqual(columns.low, [7, 5.5]);
    assert.deepEqual(columns.high, [7, 6.5]);
    assert.ok(columns.at_s[0]! < columns.at_s[1]!);
});

test('a row says what to know before its figures are believed', () => {
    const row: SessionRow = {
        id: 1, person: '', program: { id: 'a', name: 'A' }, began: '2026-03-01T00:00:00Z', ended: null, finished: false, sensors: '', length_s: 1, heard_s: 1, breaths: 0,
        breath_rate_bpm: null, abdominal_share: [0.6, 0.05], partition: 'uncalibrated', slow_minutes: null, carry_over: null, comfort: null, ease_before: 1, ease_after: null,
        difference: null, tremor_s: 0, sighs: 0, brakes: 0, recording: false,
    };
    assert.deepEqual(remarksOf(row), [words.brokenOff, words.noRecording]);
    assert.deepEqual(remarksOf({ ...row, ended: row.began, recording: true }), [words.endedEarly]);
    assert.match(shareOf(row), /trend only$/);
    assert.equal(shareOf({ ...row, abdominal_share: null, partition: 'none' }), '--');
    assert.equal(easeOf(row), 'a little, then --');
    assert.equal(easeOf({ ...row, ease_before: null }), '--');
});

test('a figure stands with its doubt, also where that is not known', () => {
    assert.deepEqual([['6.2', '±0.3'], ['6.2', '--'], ['4.0 s', 'as measured'], ['--', '']].map(([value, doubt]) => withDoubt(value!, doubt!)), ['6.2 ±0.3', '6.2 ± --', '4.0 s, as measured', '--']);
});

test('of a QR code only its box and its dark paths are drawn', () => {
    const shape = qrShape('<svg viewBox="0 0 29 29" onload="x()"><rect width="29"/><script>x()</script><path fill="a" d="M1,1h1v1h-1z"/><path d="M1 url(#x)"/></svg>');
    assert.deepEqual(shape, { viewBox: '0 0 29 29', paths: ['M1,1h1v1h-1z'] });
    const machines = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h29v29H0z"/><path fill="#000" d="M4 4h7v1h-7z"/></svg>';
    assert.deepEqual(qrShape(machines)?.paths, ['M4 4h7v1h-7z']);
    assert.equal(qrShape('<svg viewBox="0 0 a 29"><path d="M1,1"/></svg>'), null);
    assert.equal(qrShape('not a picture'), null);
});
