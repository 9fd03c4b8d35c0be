import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServerClock } from '../src/live/clock';
import { Waves } from '../src/live/waves';
import { band, state } from './state';

const sine = (time_s: number) => 0.5 - 0.5 * Math.cos((2 * Math.PI * time_s) / 10);

function breathing(from_s: number, to_s: number, waves = new Waves(), rate_hz = 30): Waves {
    for (let i = 0; i / rate_hz <= to_s - from_s + 1e-9; ++i) {
        const time_s = from_s + i / rate_hz;
        waves.push(state(time_s, { bands: [band('thoracic', sine(time_s)), band('abdominal', sine(time_s - 1))] }));
    }
    return waves;
}

test('between two frames the wave is drawn where the breath was, within 0.1 % of it', () => {
    const waves = breathing(1e6, 1e6 + 60); // a machine that has been on for long
    let worst = 0;
    for (let time_s = 1e6 + 1; time_s < 1e6 + 59; time_s += 1 / 60)
        worst = Math.max(worst, Math.abs(waves.at('thoracic', time_s) - sine(time_s)));
    assert.ok(worst < 1e-3, `${worst}`);
});

test('outside of what was heard there is nothing', () => {
    const waves = breathing(10, 20);
    assert.ok(Number.isNaN(waves.at('thoracic', 9.99)));
    assert.ok(Number.isNaN(waves.at('thoracic', 20.1)));
    assert.ok(Number.isNaN(new Waves().at('thoracic', 1)));
    assert.equal(waves.at('thoracic', 20), Math.fround(sine(20)));
});

test('a gap stays a gap: no line is drawn across it', () => {
    const waves = breathing(12, 14, breathing(0, 10));
    assert.ok(Number.isNaN(waves.at('thoracic', 11)));
    let lifted = false;
    let down = false;
    waves.walk('thoracic', 5, 14, (time_s, value) => {
        if (Number.isNaN(value))
            lifted ||= down;
        down = !Number.isNaN(value);
        assert.ok(!(down && time_s > 10 && time_s < 12));
    });
    assert.ok(lifted);
});

test('a sensor that says nothing leaves a gap of its own', () => {
    const waves = new Waves();
    for (let i = 0; i < 30; ++i)
        waves.push(state(i / 30, { bands: [band('thoracic', 0.4, { valid: i < 10 }), band('abdominal', 0.6)] }));
    assert.ok(Number.isNaN(waves.at('thoracic', 0.5)));
    assert.ok(Math.abs(waves.at('abdominal', 0.5) - 0.6) < 1e-6);
    assert.deepEqual(waves.bands, ['thoracic', 'abdominal']);
});

test('a tick that comes again is no new point', () => {
    const waves = breathing(0, 10);
    for (let i = 0; i < 100; ++i)
        waves.push(state(10, { bands: [band('thoracic', 99)] }));
    assert.equal(waves.at('thoracic', 10), Math.fround(sine(10)));
});

test('what is older than two minutes is forgotten, the rest is not', () => {
    const waves = breathing(0, 600);
    assert.ok(Number.isNaN(waves.at('thoracic', 400)));
    assert.ok(Math.abs(waves.at('thoracic', 480) - sine(480)) < 1e-3);
});

test('a clock that starts anew starts the wave anew', () => {
    const waves = breathing(0, 5, breathing(1000, 1010));
    assert.equal(waves.newest_s, 5);
    assert.ok(Number.isNaN(waves.at('thoracic', 1005)));
});

test('a walk begins and ends exactly where it was asked to', () => {
    const times: number[] = [];
    breathing(0, 10).walk('abdominal', 2.01, 3.99, (time_s) => times.push(time_s));
    assert.equal(times[0], 2.01);
    assert.equal(times.at(-1), 3.99);
    assert.deepEqual(times, [...times].sort((a, b) => a - b));
});

test('the server\'s clock is the one of its quickest message; late ones do not hold it back', () => {
    const clock = new ServerClock();
    assert.ok(Number.isNaN(clock.now_s(0)));
    for (let i = 0; i < 600; ++i)
        clock.heard(500 + i / 30 - 0.02 - (i % 7) * 0.05, (i * 1000) / 30);
    assert.ok(Math.abs(clock.now_s(20_000) - 519.98) < 1e-6);
});

test('the server\'s clock follows one that drifts apart, within 20 s', () => {
    const clock = new ServerClock();
    for (let i = 0; i < 3000; ++i)
        clock.heard(500 + (i / 30) * 0.999, (i * 1000) / 30);
    assert.ok(Math.abs(clock.now_s(100_000) - 599.9) < 0.021);
});
