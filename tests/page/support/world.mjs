// A Crura in which every view has something to show.

import { startBelt } from './belt.mjs';
import { openMat } from './client.mjs';
import { until } from './until.mjs';

const kPerson = 'fern';

/** `client` is the owner's, and a therapist's house; gives the numbers that kViews asks for. Two sessions are in the history then. */
export async function furnish(client) {
    const { value: settings } = await client.call('GET', '/api/settings');
    await client.call('PUT', '/api/settings', { ...settings, audio: 'none' });
    await client.call('POST', '/api/people', { name: kPerson });
    const live = await client.live();
    const belt = await startBelt();
    try {
        for (const _ of [1, 2])
            await keepOne(client, live);
        const { value: { sessions: [newest, older] } } = await client.call('GET', '/api/sessions');
        const running = await openMat(client, live, 'constructive-rest', { person: kPerson });
        await live.command(running, 'resume');
        const fitting = await openMat(client, live, 'breath-break');
        const loose = await openMat(client, live, 'slow-breath', { sources: [`line:${belt.port}`], confirmed: true });
        return { running, fitting, loose, session: newest.id, other: older.id, stop: () => { live.hangUp(); belt.stop(); } };
    } catch (error) {
        live.hangUp();
        belt.stop();
        throw error;
    }
}

/** A few breaths of a session, with a mark. */
async function keepOne(client, live) {
    const mat = await openMat(client, live, 'constructive-rest', { person: kPerson });
    await live.command(mat, 'resume');
    await until(() => live.state(mat).session.elapsed_s > 16, 'a few breaths', 30_000);
    await live.command(mat, 'mark');
    await live.command(mat, 'end');
    await until(() => live.mat(mat).session !== null, 'it is kept', 20_000);
    await client.call('DELETE', `/api/mats/${mat}`);
}
