import './fit.css';
import { send, sentenceOf } from '../api';
import { askedLine } from '../asked';
import { button, disclosure, el, focusHeading, setAttribute, setText, twoStep } from '../dom';
import { bodyDrawing } from '../draw/body';
import { summaryLine } from '../draw/summary';
import { wavesPicture } from '../draw/waves';
import { fitOf } from '../fit_words';
import type { Link } from '../live/link';
import { messages } from '../messages';
import type { BandName, Mat } from '../protocol';
import type { Context, View } from '../view';
import { CalibrationSteps } from './calibration';
import { nothingHere } from './nothing';

const words = messages.fit;
const kLook_ms = 500;

/** Where the sensors go, whether they are heard, and chest and belly told apart; then Begin. */
export function fitView(context: Context): View {
    const { link, route } = context;
    const number = route.view === 'fit' ? route.mat : 0;
    const element = el('div', { class: 'fit' });
    let shown = '';
    let parts: FitParts | null = null;

    const show = () => {
        const mat = link.mat(number)?.mat;
        if (mat?.state === 'running' || mat?.state === 'ended') {
            context.go({ view: 'session', mat: number });
            return;
        }
        const kind = JSON.stringify(mat ? [mat.state, mat.sensors, mat.problem] : link.connection === 'connecting' ? 'connecting' : null);
        if (kind !== shown) {
            shown = kind;
            parts?.leave();
            parts = mat?.state === 'fitting' ? new FitParts(context, mat) : null;
            const focused = element.contains(document.activeElement);
            element.replaceChildren(parts?.element ?? beforehand(context, mat));
            if (focused)
                focusHeading(element);
        }
        parts?.look();
    };
    const timer = setInterval(show, kLook_ms);
    const stop = link.listen({ mats: show, connection: show, stale: show });
    show();
    return {
        title: words.title,
        element,
        leave() {
            clearInterval(timer);
            stop();
            parts?.leave();
        },
    };
}

function beforehand(context: Context, mat: Mat | undefined): HTMLElement {
    if (!mat && context.link.connection !== 'connecting')
        return nothingHere(context, words.gone, words.goneText);
    const failed = mat?.state === 'failed';
    return el('div', { class: 'page' }, el('h1', {}, failed ? words.failed : words.title),
        el('p', { class: 'lead', role: 'status' }, failed ? mat.problem : mat ? words.opening : messages.shell.loading),
        failed && el('div', { class: 'row' }, putAway(context, mat.mat)));
}

function putAway(context: Context, mat: number): HTMLElement {
    return twoStep(words.putAway, words.putAwayAgain, () => {
        send('DELETE', `/api/mats/${mat}`).then(() => context.go({ view: 'start' }))
            .catch((error: unknown) => context.announce(sentenceOf(error)));
    });
}

function bandsOf(mat: Mat): BandName[] {
    const named = new Set(mat.sensors.flatMap((sensor) => sensor.bands));
    return (['thoracic', 'abdominal', 'sacral'] as const).filter((band) => named.has(band));
}

class FitParts {
    readonly element: HTMLElement;
    private readonly link: Link;
    private readonly bands: BandName[];
    private readonly lines: Map<BandName, HTMLElement>;
    private readonly waves;
    private readonly summary;
    private readonly asked;
    private readonly calibration: CalibrationSteps;

    constructor(context: Context, private readonly mat: Mat) {
        this.link = context.link;
        const mayLead = context.me?.device.role !== 'viewer';
        const named = bandsOf(mat);
        this.bands = named.length ? named : ['thoracic', 'abdominal'];
        this.lines = new Map(this.bands.map((band) => [band, el('p', { class: 'fit-line' })]));
        this.waves = wavesPicture(this.link, mat.mat, { seconds: 20, target: false });
        this.summary = summaryLine(this.link, mat.mat);
        this.asked = askedLine(this.link, mat.mat);
        this.calibration = new CalibrationSteps(this.link, mat.mat, mayLead);
        this.element = el('div', { class: 'fit-whole' },
            el('div', { class: 'page' },
                el('div', { class: 'stack close' }, el('h1', {}, words.title), el('p', { class: 'lead muted' }, words.lead),
                    mat.chosen && el('p', { class: 'muted' }, mat.chosen),
                    mat.simulated && !mat.chosen && el('p', { class: 'muted' }, words.simulated)),
                this.where(), this.heard(), this.calibration.element,
                mat.program && mat.program.checklist.length > 0 && disclosure(words.ready, el('ul', {}, ...mat.program.checklist.map((line) => el('li', {}, line)))),
                mayLead && el('p', { class: 'muted', id: 'begin-note' }, words.beginNote),
                mayLead && el('div', { class: 'row' }, putAway(context, mat.mat))),
            mayLead
                ? el('div', { class: 'bar column' }, this.asked.element,
                    button('main', words.begin, () => this.link.command(mat.mat, 'resume'), { 'aria-describedby': 'begin-note' }))
                : el('p', { class: 'bar' }, words.watching));
    }

    look(): void {
        const live = this.link.mat(this.mat.mat);
        const fresh = this.link.fresh(this.mat.mat);
        for (const [name, line] of this.lines) {
            const fit = fitOf(live?.state?.bands.find(({ band }) => band === name), fresh !== null);
            setText(line, fit.text);
            setAttribute(line, 'class', `fit-line ${fit.fine ? 'fine' : ''}`.trim());
        }
        const heard = live?.state?.bands.map(({ band }) => band) ?? [];
        this.calibration.show(fresh, ['thoracic', 'abdominal'].every((band) => [...heard, ...this.bands].some((one) => one === band)));
    }

    leave(): void {
        this.waves.leave();
        this.summary.leave();
        this.asked.leave();
        this.calibration.calm();
    }

    private where(): HTMLElement {
        return el('section', { class: 'stack', 'aria-labelledby': 'where' }, el('h2', { id: 'where' }, words.where),
            el('figure', { class: 'picture drawing' }, bodyDrawing(this.bands)),
            el('ul', { class: 'plain-list' }, ...this.bands.map((band) => el('li', {}, words.places[band]))));
    }

    private heard(): HTMLElement {
        return el('section', { class: 'stack', 'aria-labelledby': 'heard' }, el('h2', { id: 'heard' }, words.heard),
            el('div', { class: 'picture' }, this.waves.element), this.summary.element,
            el('div', { class: 'stack', role: 'status' }, ...this.bands.map((band) =>
                el('div', { class: 'fit-band' }, el('h3', { class: `key ${band === 'thoracic' ? 'chest' : ''}`.trim() }, words.bands[band]), this.lines.get(band)))));
    }
}
