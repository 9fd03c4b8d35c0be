// The live connection of the page: a socket and a clock around the conversation.

import type { BodyState, CommandName, Device, FromPage } from '../protocol';
import { Conversation, type Asked, type Connection, type Extra, type Listener, type LiveMat } from './conversation';

export type { Asked, Connection, Extra, Listener, LiveMat };

const kFirstWait_ms = 500;
const kLongestWait_ms = 4000;
const kLook_ms = 50;
// A connection is given up which is not open by then, or is open and says no hello.
const kOpening_ms = 8000;
const kGreeting_ms = 2000;

export class Link {
    private readonly listeners = new Set<Listener>();
    private readonly conversation = new Conversation({
        connection: (connection) => this.each((listener) => listener.connection?.(connection)),
        mats: () => this.each((listener) => listener.mats?.()),
        state: () => this.each((listener) => listener.state?.()),
        stale: (mat) => this.each((listener) => listener.stale?.(mat)),
        event: (mat, event) => this.each((listener) => listener.event?.(mat, event)),
        asked: (asked) => this.each((listener) => listener.asked?.(asked)),
    });
    private socket: WebSocket | null = null;
    private wait_ms = kFirstWait_ms;
    private retry = 0;
    private since_ms = 0; // the socket is as it is

    /** `paired` says whether the server still knows this device; asked after a connection that never began. */
    constructor(private readonly paired: () => Promise<boolean>) {
        setInterval(() => this.look(), kLook_ms);
        addEventListener('online', () => this.hurry());
        document.addEventListener('visibilitychange', () => document.hidden || this.hurry());
    }

    get connection(): Connection {
        return this.conversation.connection;
    }

    get device(): Device | null {
        return this.conversation.device;
    }

    /** In order of their numbers, without closed ones. */
    mats(): LiveMat[] {
        return this.conversation.mats();
    }

    mat(number: number): LiveMat | undefined {
        return this.conversation.mat(number);
    }

    /** The newest state, or null while it is older than 0.75 s: then `--` stands for everything. */
    fresh(mat: number): BodyState | null {
        return this.conversation.fresh(mat, performance.now());
    }

    /** The server's clock now, as well as it is known; NaN before it was heard. */
    now_s(): number {
        return this.conversation.now_s(performance.now());
    }

    /** Never sent twice. `Asked` changes later: listen to `asked`. */
    command(mat: number, command: CommandName, extra: Extra = {}): Asked {
        const { asked, message } = this.conversation.command(mat, command, extra, performance.now());
        if (message)
            this.say(message);
        return asked;
    }

    /** Gives a function that stops listening. */
    listen(listener: Listener): () => void {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
    }

    /** Opens the connection, if there is none. */
    open(): void {
        clearTimeout(this.retry);
        if (this.socket)
            return;
        const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/live`);
        this.socket = socket;
        this.since_ms = performance.now();
        let said = false;
        socket.onopen = () => { this.since_ms = performance.now(); };
        socket.onmessage = ({ data }) => {
            said = true;
            this.wait_ms = kFirstWait_ms;
            for (const message of this.conversation.heard(String(data), performance.now()))
                this.say(message);
        };
        socket.onclose = () => {
            if (this.socket === socket)
                this.dropped(said);
        };
    }

    /** Ends it for good, as after leaving. */
    close(): void {
        clearTimeout(this.retry);
        const socket = this.socket;
        this.socket = null;
        socket?.close();
        this.conversation.unpaired();
    }

    private look(): void {
        const before = this.connection;
        this.conversation.look(performance.now());
        const fell = before === 'connected' && this.connection === 'lost';
        const patience_ms = this.socket?.readyState === WebSocket.OPEN ? kGreeting_ms : kOpening_ms;
        const deaf = this.socket && this.connection !== 'connected' && performance.now() - this.since_ms >= patience_ms;
        if (fell || (deaf && this.connection !== 'reload'))
            this.abandon();
    }

    private abandon(): void {
        const socket = this.socket;
        this.socket = null;
        socket?.close();
        this.open();
    }

    private dropped(said: boolean): void {
        this.socket = null;
        this.conversation.lost();
        if (this.connection === 'reload')
            return;
        this.retry = window.setTimeout(() => this.open(), this.wait_ms);
        this.wait_ms = Math.min(2 * this.wait_ms, kLongestWait_ms);
        if (!said)
            void this.paired().then((paired) => paired || this.close());
    }

    private hurry(): void {
        if (this.connection !== 'lost' && this.connection !== 'connecting')
            return;
        this.wait_ms = kFirstWait_ms;
        if (this.socket?.readyState !== WebSocket.CONNECTING)
            this.abandon();
    }

    private say(message: FromPage): void {
        if (this.socket?.readyState === WebSocket.OPEN)
            this.socket.send(JSON.stringify(message));
    }

    private each(tell: (listener: Listener) => void): void {
        for (const listener of [...this.listeners])
            tell(listener);
    }
}
