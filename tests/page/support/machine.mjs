// What these tests need of the machine.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const kRoot = fileURLToPath(new URL('../../..', import.meta.url));
export const kChromium = process.env.CRURA_CHROMIUM ?? '/usr/bin/chromium';
export const kBinary = process.env.CRURA_BINARY ?? path.join(kRoot, 'build/debug/crura');
export const kPtyShim = process.env.CRURA_PTY_SHIM ?? path.join(kRoot, 'build/debug/tests/libcrura_pty_shim.so');
export const kScreenshots = process.env.CRURA_SCREENSHOTS ?? path.join(kRoot, 'build/debug/screenshots');

/** Node packages are those of the page. */
export const { chromium } = fromPage('playwright-core');
export const axePath = () => resolved('axe-core/axe.min.js');

if (!existsSync(kChromium)) {
    // CTest takes this line for "skipped"; every other lack is a failure.
    console.log(`SKIPPED: there is no ${kChromium}: tools/install test`);
    process.exit(77);
}

function resolved(name) {
    try {
        return createRequire(path.join(kRoot, 'web/package.json')).resolve(name);
    } catch {
        throw new Error(`The page's packages are missing: npm ci --prefix ${path.join(kRoot, 'web')}`);
    }
}

export function fromPage(name) {
    return createRequire(path.join(kRoot, 'web/package.json'))(resolved(name));
}
