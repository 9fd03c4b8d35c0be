import { Shell } from './shell';
import type { Link } from './live/link';

const link: Link = {
    connection: 'connecting',
    device: null,
    mats: () => [],
    mat: () => undefined,
    fresh: () => null,
    now_s: () => 0,
    command: (mat, command) => Promise.resolve({ mat, command, state: 'offline', text: '' }),
    listen: () => () => {},
};
void new Shell(link).show();
