// A chest belt that sits well and a belly belt that is loose.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export async function startBelt() {
    const board = spawn('python3', [fileURLToPath(new URL('belt.py', import.meta.url))], { stdio: ['pipe', 'pipe', 'inherit'] });
    const port = await new Promise((resolve, reject) => {
        board.stdout.setEncoding('utf8').once('data', (text) => resolve(text.trim()));
        board.once('close', (status) => reject(new Error(`the belt ended with ${status}`)));
    });
    return { port, stop: () => { board.stdin.end(); } };
}
