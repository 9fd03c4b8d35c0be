// What a person does with the page.

import { until } from './until.mjs';
import { messages } from './words.mjs';
import { codeIn } from './client.mjs';

export const button = (where, name, exact = true) => where.getByRole('button', { name, exact });

/** Opens the one-time link and lets this browser in. */
export async function enterPage(context, crura, code = codeIn(crura.link)) {
    context.home = crura.origin;
    const page = await context.newPage();
    await page.goto(crura.origin + '/' + new URL(crura.link).hash.replace(codeIn(crura.link), code));
    const start = page.getByRole('heading', { name: messages.start.heading });
    const pair = page.locator('button:enabled', { hasText: new RegExp(`^${messages.pair.go}$`) }); // on this machine it pairs at once
    await start.or(pair).first().waitFor();
    if (await pair.isVisible())
        await pair.click();
    await start.waitFor();
    await connected(page);
    return page;
}

/** A browser that is let in already, as `client` is. */
export async function enterAs(context, crura, client) {
    context.home = crura.origin;
    const [name, value] = client.cookie.split('=');
    await context.addCookies([{ name, value, url: crura.origin, httpOnly: true, sameSite: 'Strict' }]);
    const page = await context.newPage();
    await page.goto(crura.origin);
    await connected(page);
    return page;
}

/** No sound: what this machine's own browser sets for all sessions. */
export async function silence(page) {
    const status = await page.evaluate(async () => {
        const settings = await (await fetch('/api/settings')).json();
        const answer = await fetch('/api/settings', { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ ...settings, audio: 'none' }) });
        return answer.status;
    });
    if (status !== 200)
        throw new Error(`the settings were not kept: ${status}`);
}

export const go = (page, hash) => page.evaluate((to) => { location.hash = to; }, hash);

export const connection = (page) => page.locator('header').getByText(new RegExp(Object.values(messages.shell.connection).map((text) => `^${text}$`).join('|'))).first();

export const connected = (page) => page.locator('header').getByText(messages.shell.connection.connected, { exact: true }).waitFor({ state: 'attached' });

/** From the start to the sensors of a mat of its own; gives the mat's number. */
export async function openMat(page, program = 'Constructive rest') {
    await go(page, '#/');
    await page.getByRole('button', { name: program }).first().click();
    await button(page, messages.start.open).click();
    await page.waitForURL(/#\/fit\/\d/);
    await button(page, messages.fit.begin).waitFor({ timeout: 20_000 });
    return Number(/\d+$/.exec(page.url())[0]);
}

/** From the start into a session that runs. */
export async function begin(page, program) {
    const mat = await openMat(page, program);
    await button(page, messages.fit.begin).click();
    await page.waitForURL(/#\/session\/\d/);
    await button(page, messages.session.pause).waitFor();
    return mat;
}

/** Waves, loop and numbers instead of the one shape. */
export async function showDetail(page, { numbers = true } = {}) {
    await button(page, messages.session.more).click();
    if (numbers) {
        await page.getByText(messages.session.show, { exact: true }).click();
        await page.getByRole('checkbox', { name: messages.session.numbers, exact: true }).check();
    }
}

/** What became of the last command, as the page says it. */
export const told = (page, text) => page.getByText(text, { exact: true }).waitFor({ timeout: 5000 });

/** One number of the detail view. */
export const figure = (page, name) => page.locator('.figures > div', { has: page.locator('dt', { hasText: new RegExp(`^${name}$`) }) }).locator('dd').first();

/** A digest of what a canvas shows. */
export const pixels = (canvas) => canvas.evaluate((element) => element.toDataURL());

export const moves = (canvas, what, patience_ms = 5000) => differs(canvas, what, true, patience_ms);

async function differs(canvas, what, wanted, patience_ms) {
    const before = await pixels(canvas);
    return until(async () => (await pixels(canvas) !== before) === wanted, what, patience_ms);
}

export const heard = (page) => page.evaluate(() => globalThis.heardIn);
