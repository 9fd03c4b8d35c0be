// The real program, in a home of its own that is gone afterwards.

import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { kBinary, kPtyShim } from './machine.mjs';
import { until } from './until.mjs';

/** `home` given: another one's. It prints the link that lets its own browser in, once. */
export async function startCrura({ home, options = ['--port', '0'] } = {}) {
    const own = home === undefined;
    const folder = home ?? await mkdtemp(path.join(tmpdir(), 'crura-page-'));
    await mkdir(path.join(folder, 'run'), { recursive: true, mode: 0o700 });
    const process_ = spawn(kBinary, ['--no-browser', ...options], { cwd: folder, env: environment(folder), stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [process_.stdout, process_.stderr])
        stream.setEncoding('utf8').on('data', (text) => { said += text; });
    let status = null;
    const ended = new Promise((resolve) => process_.on('close', (code, signal) => resolve(status = code ?? signal)));

    const crura = {
        home: folder,
        ended,
        said: () => said,
        log: () => said,
        kill: () => process_.kill('SIGKILL'),
        get link() { return linkIn(said); },
        get origin() { return new URL(linkIn(said)).origin; },
        port: () => Number(new URL(linkIn(said)).port),
        async stop() {
            process_.kill('SIGINT');
            const late = setTimeout(() => process_.kill('SIGKILL'), 20_000);
            await ended;
            clearTimeout(late);
            if (own)
                await rm(folder, { recursive: true, force: true });
            return status;
        },
    };
    try {
        await until(() => linkIn(said) || status !== null, 'crura says where it is', 30_000);
        if (!linkIn(said))
            throw new Error(`crura ended with ${status} before it said where it is:\n${said}`);
    } catch (error) {
        await crura.stop();
        throw new Error(`${error.message}\nIt said:\n${said}`);
    }
    return crura;
}

function environment(home) {
    return {
        ...process.env,
        LD_PRELOAD: kPtyShim, // a belt of these tests is on a port that is none
        ASAN_OPTIONS: `verify_asan_link_order=0:${process.env.ASAN_OPTIONS ?? ''}`,
        HOME: home,
        XDG_DATA_HOME: path.join(home, 'data'),
        XDG_CONFIG_HOME: path.join(home, 'config'),
        XDG_STATE_HOME: path.join(home, 'state'),
        XDG_CACHE_HOME: path.join(home, 'cache'),
        XDG_RUNTIME_DIR: path.join(home, 'run'),
    };
}

/** The one that lets a browser in, once it is there whole. */
function linkIn(text) {
    return /(https?:\/\/(?:127\.0\.0\.1|localhost)\S*#\/pair\/\S+)\s/.exec(text)?.[1] ?? '';
}
