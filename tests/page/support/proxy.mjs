// A cable between browser and server that can be frozen (nothing passes, nothing is lost) and cut.

import net from 'node:net';

export async function startProxy(port) {
    const pairs = new Set();
    let frozen = false;
    let broken = false;

    const server = net.createServer((near) => {
        if (broken) {
            near.resetAndDestroy();
            return;
        }
        const far = net.connect(port, '127.0.0.1');
        const pair = { near, far };
        pairs.add(pair);
        for (const [from, to] of [[near, far], [far, near]]) {
            from.on('data', (bytes) => to.write(bytes));
            from.on('close', () => { to.destroy(); pairs.delete(pair); });
            from.on('error', () => {});
            if (frozen)
                from.pause();
        }
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

    const each = (act) => { for (const { near, far } of [...pairs]) { act(near); act(far); } };
    return {
        port: server.address().port,
        freeze() { frozen = true; each((socket) => socket.pause()); },
        thaw() { frozen = false; each((socket) => socket.resume()); },
        cut() { broken = true; each((socket) => socket.destroy()); },
        mend() { broken = false; },
        async stop() {
            each((socket) => socket.destroy());
            await new Promise((resolve) => server.close(resolve));
        },
    };
}
