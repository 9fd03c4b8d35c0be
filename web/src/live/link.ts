import type { Ack, BodyState, CommandName, Device, FromPage, FromServer, LiveEvent, Mat } from '../protocol';
import type { Waves } from './waves';

/** How the page stands to the machine. */
export type Connection = 'connecting' | 'connected' | 'lost' | 'reload' | 'unpaired';

/** One mat as this page knows it. */
export interface LiveMat {
    mat: Mat;
    state: BodyState | null; // the newest that came, whatever its age: ask `fresh` before showing a number
    waves: Waves;
    events: LiveEvent[]; // oldest first, each id once
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
    event?(mat: number, event: LiveEvent): void;
    asked?(asked: Asked): void; // at every change of it
}

/** The live connection. The page has one. */
export interface Link {
    readonly connection: Connection;
    readonly device: Device | null;
    mats(): LiveMat[]; // in order of their numbers, without closed ones
    mat(number: number): LiveMat | undefined;
    /** The newest state, or null while it is older than 1 s: then show `--` for everything. */
    fresh(mat: number): BodyState | null;
    /** Server's clock now, as well as it is known. */
    now_s(): number;
    command(mat: number, command: CommandName, more?: { choice?: number; text?: string }): Promise<Asked>;
    /** Gives a function that stops listening. */
    listen(listener: Listener): () => void;
}

export type { Ack, FromPage, FromServer };
