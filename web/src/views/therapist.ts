import { button, el, setAttribute, setText } from '../dom';
import { messages } from '../messages';
import type { Context, View } from '../view';
import { Opening } from './therapist/opening';
import { Tile } from './therapist/tile';
import './therapist.css';

const words = messages.therapist;
const kMats = 4;
const kRefresh_ms = 500;

export function therapistView(context: Context): View {
    if (context.me && context.me.device.role !== 'therapist')
        return { title: words.title, element: el('div', { class: 'page' }, el('h1', {}, words.title), el('p', {}, words.notForYou)), leave() {} };
    const room = new Room(context);
    return { title: words.title, element: room.element, leave: () => room.leave(), key: (key) => room.key(key) };
}

/** All mats that this device sees, side by side; on a narrow screen one of them, and the way to the others. */
class Room {
    readonly element: HTMLElement;
    private readonly tiles = new Map<number, Tile>();
    private readonly grid = el('div', { class: 'tiles' });
    private readonly spoken = el('div', { class: 'vh' }); // also of those that a narrow screen does not show
    private readonly switcher = el('div', { class: 'switcher', role: 'group', 'aria-label': words.mats });
    private readonly empty = el('p', { class: 'lead' }, words.nobody);
    private readonly open = button('plain', words.open, () => this.openOne());
    private readonly freeze = button('quiet', words.freeze, () => this.freezeAll(!this.frozen), { 'aria-pressed': 'false' });
    private readonly timer: number;
    private readonly stop: () => void;
    private opening: Opening | null = null;
    private shown = 0;
    private frozen = false;

    constructor(private readonly context: Context) {
        this.element = el('div', { class: 'page wide room' },
            el('div', { class: 'row spread' }, el('h1', {}, words.title), el('div', { class: 'row' }, this.freeze, this.open)), this.switcher, this.empty, this.grid, this.spoken);
        this.stop = context.link.listen({
            mats: () => this.seat(),
            connection: () => this.update(),
            stale: (mat) => this.tiles.get(mat)?.update(),
            event: (mat, event) => this.tiles.get(mat)?.event(event),
            asked: (asked) => this.tiles.get(asked.mat)?.heard(asked),
        });
        this.timer = window.setInterval(() => this.update(), kRefresh_ms);
        this.seat();
    }

    leave(): void {
        this.stop();
        clearInterval(this.timer);
        for (const tile of this.tiles.values())
            tile.leave();
    }

    /** 1 to 4 show a mat, f freezes the pictures. */
    key(key: string): boolean {
        if (key === 'f') {
            this.freezeAll(!this.frozen);
            return true;
        }
        const number = Number(key);
        if (!this.tiles.has(number))
            return false;
        this.show(number);
        this.tiles.get(number)?.element.scrollIntoView({ block: 'nearest' });
        return true;
    }

    private seat(): void {
        const there = this.context.link.mats().map(({ mat }) => mat);
        for (const [number, tile] of this.tiles)
            if (!there.some((mat) => mat.mat === number && String(mat.opened_s) === tile.element.dataset['opened']))
                this.clear(number, tile);
        for (const { mat, opened_s } of there)
            if (!this.tiles.has(mat)) {
                const tile = new Tile(this.context, mat);
                tile.element.dataset['opened'] = String(opened_s);
                this.tiles.set(mat, tile);
                this.spoken.append(tile.spoken);
                tile.freeze(this.frozen);
            }
        const seated = [...this.tiles].sort(([a], [b]) => a - b).map(([, tile]) => tile.element);
        if (this.opening)
            seated.push(this.opening.element);
        for (const gone of [...this.grid.children].filter((element) => !seated.includes(element as HTMLElement)))
            gone.remove();
        seated.forEach((element, i) => this.grid.children[i] === element || this.grid.insertBefore(element, this.grid.children[i] ?? null));
        if (!this.tiles.has(this.shown) && !this.opening)
            this.shown = Math.min(...this.tiles.keys());
        this.update();
    }

    private clear(number: number, tile: Tile): void {
        tile.leave();
        tile.spoken.remove();
        this.tiles.delete(number);
    }

    private update(): void {
        for (const tile of this.tiles.values())
            tile.update();
        const bound = (this.context.link.device?.mat ?? 0) > 0;
        this.empty.hidden = this.tiles.size > 0 || this.opening !== null;
        this.open.hidden = bound || this.opening !== null;
        this.open.disabled = this.tiles.size >= kMats;
        this.open.title = this.tiles.size >= kMats ? words.full : '';
        setAttribute(this.grid, 'data-count', String(this.grid.children.length));
        this.showSwitcher();
    }

    private showSwitcher(): void {
        const numbers = [...this.tiles.keys()].sort((a, b) => a - b);
        this.switcher.hidden = numbers.length + (this.opening ? 1 : 0) < 2;
        numbers.forEach((number, i) => {
            const tile = this.tiles.get(number);
            const old = this.switcher.children[i];
            const entry = old instanceof HTMLButtonElement ? old : this.switcher.appendChild(this.entry());
            const alert = tile?.alert ?? 'none';
            entry.dataset['mat'] = String(number);
            setText(entry.children[0]!, words.mat(number));
            setText(entry.children[1]!, alert === 'none' ? (tile?.person() ?? '') : words.badge[alert]);
            setAttribute(entry, 'data-alert', alert);
            setAttribute(entry, 'aria-pressed', String(number === this.shown));
        });
        while (this.switcher.children.length > numbers.length)
            this.switcher.lastElementChild?.remove();
        for (const [number, tile] of this.tiles)
            tile.element.classList.toggle('shown', number === this.shown);
        this.opening?.element.classList.toggle('shown', this.shown === 0);
    }

    private freezeAll(frozen: boolean): void {
        this.frozen = frozen;
        setAttribute(this.freeze, 'aria-pressed', String(frozen));
        for (const tile of this.tiles.values())
            tile.freeze(frozen);
    }

    private entry(): HTMLButtonElement {
        const entry = el('button', { type: 'button', class: 'button', onclick: () => this.show(Number(entry.dataset['mat'])) }, el('span'), ' ', el('small'));
        return entry;
    }

    private show(number: number): void {
        this.shown = number;
        this.update();
    }

    private openOne(): void {
        this.opening = new Opening((mat) => this.closeOpening(mat), () => this.closeOpening(Math.min(...this.tiles.keys())));
        this.shown = 0;
        this.seat();
        this.opening.focus();
    }

    private closeOpening(show: number): void {
        this.opening = null;
        this.shown = show;
        this.seat();
        this.open.focus();
    }
}
