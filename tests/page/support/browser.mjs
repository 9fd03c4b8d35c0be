// Debian's Chromium, and somebody who watches what a page does.

import assert from 'node:assert/strict';
import { chromium, kChromium } from './machine.mjs';
import { listenIn } from './hook.mjs';

const kSwitches = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** A page that is not paired yet asks who it is, and Chromium notes the answer. */
const kStranger = /status of 401 .*\/api\/me$/;

/** `proxy`: its port; the browser then believes to speak with the server itself. */
export function startBrowser({ proxy } = {}) {
    const mapped = proxy ? [`--host-resolver-rules=MAP * 127.0.0.1:${proxy}`] : [];
    return chromium.launch({ executablePath: kChromium, args: [...kSwitches, ...mapped], chromiumSandbox: false });
}

/**
 * A person's browser: cookies of its own. Errors in its console, violations of the policy and requests to strangers are collected
 * in `complaints`; `expected` are those that a test provokes.
 */
export async function openContext(browser, { width = 1280, height = 800, expected = [], ...options } = {}) {
    const context = await browser.newContext({ viewport: { width, height }, locale: 'en-GB', ...options });
    context.complaints = [];
    const complain = (text) => {
        if (![kStranger, ...expected].some((pattern) => pattern.test(text)))
            context.complaints.push(text);
    };
    await context.addInitScript(listenIn);
    context.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning')
            complain(`${message.type()}: ${message.text()} ${message.location().url}`);
    });
    context.on('weberror', (error) => complain(`uncaught: ${error.error().stack ?? error.error()}`));
    context.on('request', (request) => {
        const url = new URL(request.url());
        const own = new URL(context.home ?? url).host;
        if (url.host !== own)
            complain(`asks a stranger: ${url}`);
    });
    return context;
}

/** Nothing was complained of, in any of them. */
export async function assertQuiet(...contexts) {
    for (const context of contexts) {
        for (const page of context.pages())
            for (const violation of await page.evaluate(() => globalThis.heardIn?.violations ?? []))
                context.complaints.push(`violates the policy: ${violation}`);
        assert.deepEqual(context.complaints, []);
    }
}
