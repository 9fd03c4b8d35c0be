import type { Me } from './api-types';
import type { Link } from './live/link';
import type { Preferences } from './preferences';
import type { Route } from './router';

/** What the shell hands to a view when it opens. */
export interface Context<R extends Route = Route> {
    route: R;
    link: Link; // the live connection: mats, states, events, commands
    me: Me | null; // null: not paired yet
    preferences: Preferences;
    go(route: Route): void;
    /** Says a sentence to whoever listens instead of looking, politely. */
    announce(text: string): void;
    /** After pairing or leaving: asks anew who this device is, then goes to the start. */
    changedDevice(): Promise<void>;
}

/**
 * One view: its element has one `h1`, which gets the focus when the view opens. `leave` stops whatever runs (timers,
 * listeners, drawing). `key` hears keys that no field took, and says whether it did something.
 */
export interface View {
    title: string;
    element: HTMLElement;
    leave(): void;
    key?(key: string): boolean;
}
