import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messages } from '../src/messages';
import type { LiveEvent, Mat } from '../src/protocol';
import { pressWords, timeOfDay, type Press } from '../src/views/therapist/asked';
import { flowOf } from '../src/views/therapist/commanding';
import { decisionOf, reasons, sentences, standing, type Decision } from '../src/views/therapist/evidence';
import { leadOf, shareOf } from '../src/views/therapist/figures';
import { limitLines } from '../src/views/therapist/limits_shown';
import { bytesLeft } from '../src/views/therapist/marking';
import { standingOf } from '../src/views/therapist/tile';
import { band, state } from './state';

const words = messages.therapist;

function decision(name: string, ground: string, value: number, limit: number, time_s = 10): Decision {
    return { name, ground, value, limit, time_s, text: 'as the machine says it' };
}

test('a decision tells what was seen and the limit that it passed', () => {
    const said = (name: string, ground: string, value: number, limit: number) => Object.values(sentences(decision(name, ground, value, limit), words.evidence)).join(': ');
    assert.equal(said('let_it_out', 'hold_s', 31.12, 30), 'Says to let the breath go out: breath held 31.1 s, limit 30.0 s');
    assert.equal(said('tremor_full', 'tremor_s', 300.2, 300), 'The minutes of tremor are used up: 5:01 of tremor, agreed 5:00');
    assert.equal(said('brake', 'missed', 2, 2), 'Grounds: 2 without an answer, limit 2');
    assert.equal(said('softer', 'share_drop', 0.123, 0.1), 'Says that the breath may be softer: the belly\'s share is down by 12 points, limit 10');
    assert.equal(said('brake', 'asked', NaN, NaN), 'Grounds: somebody asked for it');
    assert.equal(said('signal_lost', 'silence_s', NaN, 5), 'Nothing can be watched: nothing was heard for -- s, limit 5 s');
});

test('a decision of a newer machine is told in its own words', () => {
    assert.deepEqual(sentences(decision('hums', 'pitch_hz', 100, 90), words.evidence), { decided: 'as the machine says it', seen: '' });
});

test('every decision and ground of the engine has words', () => {
    const decisions = ['ask_response', 'response_heard', 'response_missed', 'tone', 'let_it_out', 'suspect_freeze', 'tremor_nearly_full', 'tremor_full', 'brake', 'softer',
        'yield', 'mirror', 'fall_asleep', 'unguided', 'remind_low_back', 'ask_calibration', 'tremor_lasts', 'signal_lost', 'rest'];
    const grounds = ['asked', 'schedule_s', 'hold_s', 'missed', 'stillness_s', 'tremor_s', 'ventilation', 'share_drop', 'irregularity', 'sighs', 'lag', 'out_of_step', 'drowsy_s',
        'turned_deg', 'time_s', 'silence_s'];
    for (const name of decisions)
        assert.ok(words.evidence.decided[name], name);
    for (const ground of grounds)
        assert.ok(words.evidence.seen[ground], ground);
});

test('only whole decisions are taken for one', () => {
    const event = (more: object): LiveEvent => ({ v: 1, type: 'event', mat: 1, id: 1, time_s: 3, kind: 'decision', text: '', ...more });
    assert.equal(decisionOf(event({ kind: 'note' })), null);
    assert.equal(decisionOf(event({ name: 'brake' })), null);
    assert.equal(decisionOf(event({ name: 'brake', ground: 'hold_s', value: '31', limit: 30 }))?.limit, 30);
    assert.ok(Number.isNaN(decisionOf(event({ name: 'brake', ground: 'hold_s', value: '31', limit: 30 }))!.value));
});

test('an alert rests on the decisions that led to it, the newest first and each once', () => {
    const all = [decision('tone', 'hold_s', 10, 10, 1), decision('let_it_out', 'hold_s', 15, 15, 99), decision('response_heard', 'missed', 0, 2, 100.5), decision('let_it_out', 'hold_s', 16, 15, 101),
        decision('brake', 'hold_s', 20, 20, 102)];
    assert.deepEqual(reasons('act', 100, all).map(({ name, time_s }) => [name, time_s]), [['brake', 102], ['let_it_out', 101]]);
    assert.deepEqual(reasons('none', 100, all), []);
    assert.deepEqual(reasons('look', 200, all), []);
});

test('the guard\'s state is told only where it watches', () => {
    const guard = { on: true, alert: 'look' as const, tremor_s: 12, tremor_limit_s: 300, hold_limit_s: 10, held_s: 11, awaiting_response: true, response_left_s: 7, missed_responses: 1, freeze_suspected: true };
    assert.deepEqual(standing(guard).map(({ what }) => what), ['tremor', 'held', 'asked', 'missed', 'freeze']);
    assert.deepEqual(standing({ ...guard, on: false }), []);
    assert.deepEqual(standing({ ...guard, tremor_s: 0, tremor_limit_s: 0, held_s: 0, awaiting_response: false, missed_responses: 0, freeze_suspected: false }), []);
});

test('a press tells when it was asked and what came of it', () => {
    const at = new Date(2026, 2, 1, 12, 3, 4);
    const said = (more: Partial<Press>) => Object.values(pressWords({ at, state: 'asked', after_ms: 0, text: '', ...more }, words.press)).join(', ');
    assert.equal(timeOfDay(at), '12:03:04');
    assert.equal(said({ state: 'done', after_ms: 20 }), 'asked 12:03:04, done after 0.1 s');
    assert.equal(said({ state: 'done', after_ms: 1201 }), 'asked 12:03:04, done after 1.3 s');
    assert.equal(said({ state: 'silent', after_ms: 1000 }), 'asked 12:03:04, not confirmed');
    assert.equal(said({ state: 'offline' }), 'asked 12:03:04, not sent');
    assert.equal(said({ state: 'refused', text: 'The picture was old.' }), 'asked 12:03:04, The picture was old.');
    assert.equal(said({ state: 'refused' }), 'asked 12:03:04, not done');
});

test('pausing is offered unless it is known that something is stopped', () => {
    const paused = state(1);
    assert.equal(flowOf('running', null).command, 'pause');
    assert.equal(flowOf('running', state(1)).command, 'pause');
    assert.equal(flowOf('running', state(1, { session: { ...paused.session, running: false } })).command, 'resume');
    assert.equal(flowOf('running', state(1, { session: { ...paused.session, braked: true } })).command, 'resume');
    assert.deepEqual(flowOf('fitting', null), { command: 'resume', label: words.commands.begin });
});

test('who leads is said only as far as the doubt allows', () => {
    assert.equal(leadOf([12, 4]), words.figures.leads.belly);
    assert.equal(leadOf([-30, 4]), words.figures.leads.chest);
    assert.equal(leadOf([12, 15]), words.figures.leads.together);
    assert.equal(leadOf([-170, 10]), words.figures.leads.opposed);
    assert.equal(leadOf([155, 20]), words.figures.leads.belly);
    assert.equal(leadOf(null), '');
});

test('limits that were not set are the program\'s, and of tremor the guard\'s own counts', () => {
    const told = (agreed_s: number, tremor_minutes: number | null) =>
        limitLines({ tremor_minutes, slowest_bpm: null, response_every_minutes: 0 }, agreed_s).map(([, value]) => value);
    assert.deepEqual(told(0, 5), ['5 min', words.limit.program, words.limit.never]);
    assert.equal(told(120, 5)[0], '2 min');
    assert.equal(told(90, null)[0], '1.5 min');
    assert.equal(told(0, null)[0], words.limit.program);
});

test('a note is as long as its bytes', () => {
    assert.equal(bytesLeft(''), 2000);
    assert.equal(bytesLeft('ä'.repeat(1000)), 0);
    assert.equal(bytesLeft('ä'.repeat(1000) + 'a'), -1);
});

test('a mat that is not heard tells no step and no time left', () => {
    const mat = { state: 'running', program: { steps: [{ name: 'Settle' }] } } as unknown as Mat;
    assert.equal(standingOf(mat, null), 'Running');
    assert.match(standingOf(mat, state(1)), /^Running · Settle · .* left$/);
});

test('two sensors need no second one, also before their share is known; one sensor does', () => {
    const unknown = { partition: 'none', abdominal_share: null } as const;
    assert.deepEqual(shareOf(state(1, unknown)), { value: '--', remark: '' });
    assert.deepEqual(shareOf(state(1, { ...unknown, bands: [band('thoracic', 0.4)] })), { value: '--', remark: words.figures.oneSensor });
});
