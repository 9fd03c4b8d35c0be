// A second browser in the room: paired by a code, it sees and commands, until it is revoked.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertQuiet, openContext, startBrowser } from './support/browser.mjs';
import { startCrura } from './support/crura.mjs';
import { begin, button, enterPage, go, heard, moves, silence } from './support/steps.mjs';
import { until } from './support/until.mjs';
import { messages } from './support/words.mjs';

const { settings, session, therapist, pair } = messages;
const kNote = 'Knees were falling apart, tied the belt.';

let crura, browser, room, tablet, here, there, tile, mat;
before(async () => {
    crura = await startCrura();
    browser = await startBrowser();
    room = await openContext(browser);
    tablet = await openContext(browser, { width: 820, height: 1180, hasTouch: true, expected: [/status of 401/, /WebSocket connection .* failed/] });
    here = await enterPage(room, crura);
    await silence(here);
    mat = await begin(here);
});
after(async () => {
    await browser?.close();
    await crura?.stop();
});

const bodyOf = (page) => page.evaluate((number) => globalThis.heardIn.newest?.mats.find((one) => one.mat === number), mat);
const fate = (command) => tile.locator(`.press[data-command="${command}"]`);
const done = (command) => until(async () => (await fate(command).getAttribute('data-state')) === 'done', `${command} is acknowledged`);

test('a code made here pairs another browser as a therapist', async () => {
    await go(here, '#/settings');
    await button(here, settings.makeCode).click();
    const code = await here.locator('.offer p.code').textContent();
    there = await enterPage(tablet, crura, code);
    await go(there, '#/therapist');
    tile = there.locator(`.tile[data-mat="${mat}"]`);
    await tile.waitFor();
    await moves(tile.locator('canvas').first(), 'the tablet sees the breath move');
});

test('the same code lets nobody else in', async () => {
    const code = await here.locator('.offer p.code').textContent();
    const stranger = await openContext(browser, { expected: [/status of 4(01|10)/] });
    const page = await stranger.newPage();
    await page.goto(`${crura.origin}/#/pair/${code}`);
    await page.getByText(pair.refused[410]).waitFor();
    await assertQuiet(stranger);
    await stranger.close();
});

test('a mark is acknowledged and stands in the log of both', async () => {
    await button(tile, therapist.commands.mark).click();
    await done('mark');
    for (const page of [here, there])
        await until(async () => (await heard(page)).messages.some(({ kind }) => kind === 'mark'), 'the mark is told');
});

test('a note is acknowledged, stands in the log, and is told to no client', async () => {
    const { value } = { value: await here.evaluate(async () => (await fetch('/api/paired', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"role":"client"}' })).json()) };
    const phone = await openContext(browser, { width: 360, height: 740 });
    const client = await enterPage(phone, crura, value.code);
    await tile.getByLabel(therapist.note).fill(kNote);
    await button(tile, therapist.commands.note).click();
    await done('note');
    await tile.getByText(kNote).first().waitFor();
    const kinds = (await heard(client)).messages.map(({ kind }) => kind);
    assert.ok(kinds.includes('mark'), 'the client hears of the mark');
    assert.equal(kinds.includes('note'), false);
    assert.equal((await bodyOf(client)).care, undefined);
    await assertQuiet(phone);
    await phone.close();
});

test('ground acts at once and is seen on both screens', async () => {
    await button(tile, therapist.commands.brake).click();
    await done('brake');
    await go(here, `#/session/${mat}`);
    await here.getByText(session.states.braked).waitFor();
    assert.equal((await bodyOf(there)).session.braked, true);
    await button(tile, therapist.commands.resume).click();
    await until(async () => (await bodyOf(there)).session.running, 'it goes on');
});

test('pause from the tablet is seen here', async () => {
    await button(tile, therapist.commands.pause).click();
    await done('pause');
    await here.getByText(session.states.paused).waitFor();
    await button(tile, therapist.commands.resume).click();
    await until(async () => (await bodyOf(here)).session.running, 'it goes on');
});

test('end asks once more, and ends', async () => {
    await button(tile, therapist.commands.end).click();
    await button(tile, therapist.commands.endAgain).click();
    await here.getByRole('heading', { name: session.over }).waitFor({ timeout: 20_000 });
});

test('revoked, the tablet loses its connection and everything it asks is answered with 401', async () => {
    assert.equal((await there.evaluate(async () => (await fetch('/api/start')).status)), 200);
    await go(here, '#/settings');
    const entry = here.locator('li.card', { hasText: /Computer|Tablet|Phone/ }).filter({ hasNot: here.getByText(settings.thisOne) })
        .filter({ hasText: settings.role.therapist });
    const revoke = entry.getByRole('button').first();
    await revoke.click();
    await revoke.click();
    await button(there, pair.go).waitFor({ timeout: 10_000 });
    for (const path of ['/api/me', '/api/start', '/api/sessions'])
        assert.equal(await there.evaluate(async (asked) => (await fetch(asked)).status, path), 401, path);
});

test('nothing else was complained of', () => assertQuiet(room, tablet));
