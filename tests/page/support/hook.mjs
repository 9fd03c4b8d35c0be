/**
 * Runs in the page before its own scripts, and only listens: what came over the live connection and when, what violated the
 * policy, when a canvas first showed something that moves. The page knows nothing of it.
 */
export function listenIn() {
    const heard = { messages: [], violations: [], sockets: 0, shown: [], waveAt_ms: null, newest: null };
    globalThis.heardIn = heard;
    document.addEventListener('securitypolicyviolation', (event) => heard.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));

    const Plain = globalThis.WebSocket;
    globalThis.WebSocket = class extends Plain {
        constructor(...address) {
            super(...address);
            ++heard.sockets;
            this.addEventListener('message', ({ data }) => {
                const message = JSON.parse(data);
                const at_ms = performance.now();
                heard.messages.push({ type: message.type, kind: message.kind, status: message.status, seq: message.seq, time_s: message.time_s ?? message.now_s, mats: message.mats?.length ?? 0, at_ms });
                if (message.type !== 'frame')
                    return;
                heard.newest = message;
                if (heard.waveAt_ms === null)
                    watchCanvases();
            });
        }
    };

    let watching = false;
    function watchCanvases() {
        if (watching)
            return;
        watching = true;
        const first = new Map();
        const look = () => {
            for (const canvas of document.querySelectorAll('canvas')) {
                const now = canvas.width && canvas.height ? canvas.toDataURL() : '';
                if (!now)
                    continue;
                if (first.has(canvas) && first.get(canvas) !== now) {
                    heard.waveAt_ms = performance.now();
                    return;
                }
                first.set(canvas, now);
            }
            requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
    }
}
