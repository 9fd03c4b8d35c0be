// Builds tests/*.test.ts into a temporary folder and runs them with Node.js' own runner.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const tests = readdirSync(here).filter((name) => name.endsWith('.test.ts'));
const built = mkdtempSync(join(tmpdir(), 'crura-page-tests-'));
try {
    await build({
        root: join(here, '..'),
        logLevel: 'warn',
        publicDir: false,
        build: {
            ssr: true,
            outDir: built,
            emptyOutDir: true,
            rollupOptions: {
                input: tests.map((name) => join(here, name)),
                output: { entryFileNames: '[name].mjs', chunkFileNames: 'shared/[name].mjs' },
            },
        },
    });
    const files = readdirSync(built).filter((name) => name.endsWith('.mjs')).map((name) => join(built, name));
    process.exitCode = spawnSync(process.execPath, ['--test', ...files], { stdio: 'inherit' }).status ?? 1;
} finally {
    rmSync(built, { recursive: true });
}
