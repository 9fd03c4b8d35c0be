// Every view, in the states that are worth looking at.

import { button, go, showDetail } from './steps.mjs';
import { sleep, until } from './until.mjs';
import { messages } from './words.mjs';

const { session, fit, settings, review, start, shell, therapist } = messages;

const heading = (page, name) => page.getByRole('heading', { name }).first().waitFor();
const drawn = (page) => until(() => page.locator('canvas').first().evaluate((canvas) => canvas.width > 0), 'a picture');

/**
 * `name` is that of the screenshot; `look(page, world)` goes there from anywhere and waits until there is something to be seen.
 * `world`: `running` and `fitting` are mats, `loose` is one whose belly belt is loose, `session` and `other` are in the history.
 */
export const kViews = [
    { name: 'start', async look(page) {
        await go(page, '#/');
        await heading(page, start.programs);
    } },
    { name: 'start-practice', async look(page) {
        await go(page, '#/');
        await page.getByRole('button', { name: 'Release session' }).first().click();
        await button(page, start.open).waitFor();
    } },
    { name: 'fit', async look(page, { fitting }) {
        await go(page, `#/fit/${fitting}`);
        await heading(page, fit.heard);
        await drawn(page);
    } },
    { name: 'fit-loose-belt', async look(page, { loose }) {
        await go(page, `#/fit/${loose}`);
        await page.getByText(fit.faults.loose).first().waitFor({ timeout: 40_000 });
    } },
    { name: 'session', async look(page, { running }) {
        await go(page, `#/session/${running}`);
        await button(page, session.pause).waitFor();
        await drawn(page);
    } },
    { name: 'session-detail', async look(page, { running }) {
        await go(page, `#/session/${running}`);
        await button(page, session.pause).waitFor();
        await showDetail(page);
        await drawn(page);
    }, async leave(page) { await button(page, session.less).click(); } },
    { name: 'therapist', async look(page, { running }) {
        await go(page, '#/therapist');
        await page.locator(`.tile[data-mat="${running}"]`).getByRole('group').first().waitFor();
        await drawn(page);
    } },
    { name: 'therapist-open', async look(page) {
        await go(page, '#/therapist');
        await button(page, therapist.open).click();
        await page.getByLabel(therapist.opening.program).waitFor();
    }, async leave(page) { await button(page, therapist.opening.leave).click(); } },
    { name: 'review', async look(page) {
        await go(page, '#/review');
        await heading(page, review.sessions);
    } },
    { name: 'review-session', async look(page, { session: id }) {
        await go(page, `#/review/${id}`);
        await until(() => page.locator('.uplot canvas').count(), 'uPlot draws');
    } },
    { name: 'review-beside', async look(page, { session: id, other }) {
        await go(page, `#/review/${id}/${other}`);
        await heading(page, review.pairTitle);
        await until(() => page.locator('.uplot canvas').count(), 'uPlot draws');
    } },
    { name: 'settings', async look(page) {
        await go(page, '#/settings');
        await heading(page, settings.paired);
    } },
    { name: 'settings-code', async look(page) {
        await go(page, '#/settings');
        await button(page, settings.makeCode).click();
        await page.locator('.offer').waitFor();
    } },
    { name: 'pair', async look(page) {
        await go(page, '#/pair');
        await button(page, messages.pair.go).waitFor();
    } },
    { name: 'keys', async look(page) {
        await go(page, '#/');
        await page.keyboard.press('?');
        await page.getByRole('heading', { name: shell.help }).waitFor();
    }, async leave(page) { await page.keyboard.press('?'); } },
];

/** The whole view in one picture, also what lies below the bar that stays in sight or scrolls inside the page. */
export async function photograph(page, file) {
    const { width, height } = page.viewportSize();
    await page.evaluate(() => document.fonts.ready);
    const hidden = await page.evaluate(() => Math.max(0, ...[...document.querySelectorAll('html, main, main *:not(.scroll)')]
        .filter((element) => element === document.documentElement || /auto|scroll/.test(getComputedStyle(element).overflowY))
        .map((element) => element.scrollHeight - element.clientHeight)));
    await page.setViewportSize({ width, height: Math.min(height + hidden, 6000) });
    await sleep(700);
    await page.screenshot({ path: file });
    await page.setViewportSize({ width, height });
}
