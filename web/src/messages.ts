// All that a person reads. Plain, warm, exact: no praise, no blame, no exclamation marks, no medical claims.
// One section for each view; a text with a number in it is a function.

export const messages = {
    name: 'Crura',
    skip: 'Skip to the content',
    unknown: '--',

    api: {
        notReached: 'The machine that runs Crura is not reached.',
        failed: 'That did not work. Nothing was changed.',
    },

    shell: {
        places: 'Places',
        start: 'Start',
        session: 'Session',
        therapist: 'Therapist',
        review: 'Looking back',
        settings: 'Settings',
        connection: {
            connecting: 'Connecting',
            connected: 'Connected',
            lost: 'Not connected',
            reload: 'Reload needed',
            unpaired: 'Not paired',
        },
        loading: 'A moment.',
    },

    pair: {
        title: 'Pair this device',
    },

    start: { title: 'Start' },
    fit: { title: 'Fit the sensors' },
    session: { title: 'Session' },

    // ---- therapist, review, settings, pair ----
    therapist: { title: 'Therapist' },
    review: { title: 'Looking back' },
    settings: { title: 'Settings' },
} as const;
