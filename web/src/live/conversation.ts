// What is said on the live connection, without the connection: every time is an argument [ms, of the page's clock].

import {
    PROTOCOL, type BodyState, type CommandName, type Device, type FromPage, type FromServer, type LiveEvent, type Mat,
} from '../protocol';
import { ServerClock } from './clock';
import { Waves } from './waves';

// Well before the 2 s and 1 s that are promised: what is shown changes only after the next look, and a busy browser looks late.
export const kSilence_ms = 1600; // then the page says that it is not connected; three beats are missing by then
export const kStale_ms = 750; // then a value is no longer shown
const kGot_ms = 250;
const kUnanswered_ms = 1000;
const kEvents = 400;

export type Connection = 'connecting' | 'connected' | 'lost' | 'reload' | 'unpaired';

/** One mat as this page knows it. */
export interface LiveMat {
    mat: Mat;
    state: BodyState | null; // the newest that came, whatever its age: ask `fresh` before showing a number
    waves: Waves;
    events: LiveEvent[]; // by id, each once
}

/** What became of a command that a person gave. */
export interface Asked {
    mat: number;
    command: CommandName;
    state: 'asked' | 'done' | 'refused' | 'silent' | 'offline';
    text: string; // the server's sentence, if any
}

export interface Listener {
    connection?(connection: Connection): void;
    mats?(): void; // one was opened, changed or closed
    state?(): void; // a frame came
    stale?(mat: number): void; // its values are no longer to be shown
    event?(mat: number, event: LiveEvent): void;
    asked?(asked: Asked): void; // at every change of it
}

export interface Extra {
    choice?: number;
    text?: string;
}

interface Known extends LiveMat {
    fresh: boolean; // when it was last looked at, or a frame came
}

interface Waiting {
    asked: Asked;
    since_ms: number;
}

export class Conversation {
    connection: Connection = 'connecting';
    device: Device | null = null;

    private readonly known = new Map<number, Known>();
    private clock = new ServerClock();
    private readonly waiting = new Map<number, Waiting>();
    private key = '';
    private lastId = 0;
    private seq = 0; // newest frame or beat
    private seenSeq = 0; // newest frame
    private got_ms = -Infinity;
    private heard_ms = -Infinity;

    constructor(private readonly tell: Required<Listener>) {}

    mats(): LiveMat[] {
        return [...this.known.values()].sort((a, b) => a.mat.mat - b.mat.mat);
    }

    mat(number: number): LiveMat | undefined {
        return this.known.get(number);
    }

    now_s(now_ms: number): number {
        return this.clock.now_s(now_ms);
    }

    fresh(number: number, now_ms: number): BodyState | null {
        const mat = this.known.get(number);
        if (!mat?.state || this.connection !== 'connected')
            return null;
        return this.clock.now_s(now_ms) - mat.state.time_s < kStale_ms / 1000 ? mat.state : null;
    }

    /** Takes one message; gives what is to be answered at once. */
    heard(text: string, now_ms: number): FromPage[] {
        const message = parsed(text);
        if (!message || this.connection === 'reload')
            return [];
        if (message.v !== PROTOCOL) {
            this.become('reload');
            return [];
        }
        this.heard_ms = now_ms;
        this.take(message, now_ms);
        return this.due(now_ms);
    }

    /** A command for the wire; null when there is no connection to send it on. Its fate is told by `asked`. */
    command(mat: number, command: CommandName, extra: Extra, now_ms: number): { asked: Asked; message: FromPage | null } {
        const asked: Asked = { mat, command, state: 'asked', text: '' };
        if (this.connection !== 'connected') {
            asked.state = 'offline';
            this.tell.asked(asked);
            return { asked, message: null };
        }
        const id = ++this.lastId;
        this.waiting.set(id, { asked, since_ms: now_ms });
        this.tell.asked(asked);
        return { asked, message: { type: 'command', id, key: this.key, seen: this.seenSeq, mat, command, ...extra } };
    }

    /** Looks at the time: who has been silent for too long? To be called several times a second. */
    look(now_ms: number): void {
        for (const { asked, since_ms } of this.waiting.values())
            if (asked.state === 'asked' && now_ms - since_ms >= kUnanswered_ms)
                this.settle(asked, 'silent', '');
        if (this.connection === 'connected' && now_ms - this.heard_ms >= kSilence_ms)
            this.lost();
        for (const [number, mat] of this.known) {
            const was = mat.fresh;
            mat.fresh = this.fresh(number, now_ms) !== null;
            if (was && !mat.fresh)
                this.tell.stale(number);
        }
    }

    /** The connection is gone: what was asked on it will not be answered. */
    lost(): void {
        for (const { asked } of this.waiting.values())
            if (asked.state === 'asked')
                this.settle(asked, 'silent', '');
        this.waiting.clear();
        if (this.connection !== 'reload')
            this.become('lost');
    }

    unpaired(): void {
        this.become('unpaired');
    }

    private take(message: FromServer, now_ms: number): void {
        switch (message.type) {
        case 'hello':
            this.clock = new ServerClock(); // it may be another machine's by now
            this.clock.heard(message.now_s, now_ms);
            this.key = message.key;
            this.device = message.device;
            this.lastId = this.seq = this.seenSeq = 0;
            this.got_ms = -Infinity;
            this.keepOnly(message.mats.map((mat) => mat.mat));
            for (const mat of message.mats)
                this.describe(mat);
            this.become('connected');
            this.tell.mats();
            break;
        case 'mat':
            this.describe(message);
            this.tell.mats();
            break;
        case 'frame':
            this.clock.heard(message.time_s, now_ms);
            this.seq = this.seenSeq = message.seq;
            for (const state of message.mats)
                this.follow(state, now_ms);
            this.tell.state();
            break;
        case 'beat':
            this.clock.heard(message.time_s, now_ms);
            this.seq = message.seq;
            break;
        case 'event':
            this.remember(message);
            break;
        case 'ack': {
            const waiting = this.waiting.get(message.id);
            this.waiting.delete(message.id);
            if (waiting)
                this.settle(waiting.asked, message.status === 200 ? 'done' : 'refused', message.text);
            break;
        }
        case 'pong':
            break;
        }
    }

    private due(now_ms: number): FromPage[] {
        if (this.seq === 0 || now_ms - this.got_ms < kGot_ms)
            return [];
        this.got_ms = now_ms;
        return [{ type: 'got', seq: this.seq }];
    }

    private describe(mat: Mat): void {
        const known = this.known.get(mat.mat);
        if (mat.state === 'closed')
            this.known.delete(mat.mat);
        else if (known && known.mat.opened_s === mat.opened_s)
            known.mat = mat;
        else
            this.known.set(mat.mat, { mat, state: null, waves: new Waves(), events: [], fresh: false });
    }

    private keepOnly(numbers: number[]): void {
        for (const number of this.known.keys())
            if (!numbers.includes(number))
                this.known.delete(number);
    }

    private follow(state: BodyState, now_ms: number): void {
        const mat = this.known.get(state.mat);
        if (!mat)
            return;
        mat.state = state;
        mat.waves.push(state);
        mat.fresh ||= this.fresh(state.mat, now_ms) !== null;
    }

    private remember(event: LiveEvent): void {
        const events = this.known.get(event.mat)?.events;
        if (!events)
            return;
        let at = events.length;
        while (at > 0 && events[at - 1]!.id > event.id)
            --at;
        if (at > 0 && events[at - 1]!.id === event.id)
            return;
        events.splice(at, 0, event);
        events.splice(0, events.length - kEvents);
        this.tell.event(event.mat, event);
    }

    private settle(asked: Asked, state: Asked['state'], text: string): void {
        asked.state = state;
        asked.text = text;
        this.tell.asked(asked);
    }

    private become(connection: Connection): void {
        if (this.connection === connection)
            return;
        this.connection = connection;
        this.tell.connection(connection);
    }
}

function parsed(text: string): FromServer | null {
    try {
        const message: unknown = JSON.parse(text);
        return typeof message === 'object' && message !== null && 'type' in message ? (message as FromServer) : null;
    } catch {
        return null;
    }
}
