import { get, sentenceOf } from '../../api';
import type { DevicesAnswer, SensorsAnswer } from '../../api-types';
import { button, el, setText } from '../../dom';
import { messages } from '../../messages';
import { part, status, type Keeper } from './keeper';

const words = messages.settings;

/** What is plugged in, looked at anew when asked. */
function sensors(keeper: Keeper, devices: DevicesAnswer): HTMLElement {
    const said = status();
    const list = el('ul', {});
    const look = async () => {
        again.disabled = true;
        setText(said, words.looking);
        try {
            const { found } = await get<SensorsAnswer>('/api/sensors');
            list.replaceChildren(...found.map(({ name, text }) => el('li', {}, el('code', {}, name), ` ${text}`)));
            setText(said, words.found(found.length));
        } catch (error) {
            setText(said, sentenceOf(error));
        }
        again.disabled = false;
    };
    const again = button('plain', words.lookAgain, () => void look());
    const split = (text: string) => text.split(',').map((name) => name.trim()).filter(Boolean);
    return part(words.sensors, el('div', { class: 'row' }, again, said), list,
        keeper.text(words.sources, keeper.settings.sources.join(', '), words.sensorsHint, (text) => ({ sources: split(text) })),
        devices.serial.length > 0 && el('div', { class: 'stack close' }, el('h3', {}, words.serial),
            el('dl', { class: 'facts' }, ...devices.serial.flatMap(({ name, text }) => [el('dt', {}, name), el('dd', {}, text)]))));
}

function sound(keeper: Keeper, devices: DevicesAnswer): HTMLElement {
    const { settings } = keeper;
    const outputs = devices.audio.map(({ name, text, is_default }) => [name, is_default ? `${text} (${words.isDefault})` : text] as const);
    return part(words.sound,
        keeper.select(words.output, [['', words.usualOutput], ...outputs, ['none', words.noSound]], settings.audio, (audio) => ({ audio })),
        keeper.range(words.volume, -60, 12, 1, settings.volume_db, words.volumeOf, (volume_db) => ({ volume_db })),
        keeper.select(words.soundscape, [['', words.programsOwn], ...devices.soundscapes.map(({ id, name, summary }) => [id, summary ? `${name}: ${summary}` : name] as const)],
            settings.soundscape, (soundscape) => ({ soundscape })),
        keeper.text(words.music, settings.music, words.musicHint, (music) => ({ music })),
        keeper.select(words.voice, [['', words.bestVoice], ...devices.voices.map(({ id, name, language }) => [id, `${name} (${language})`] as const), ['none', words.noVoice]],
            settings.voice, (voice) => ({ voice })),
        keeper.tryOut(words.trySound, 'sound'));
}

function connections(keeper: Keeper, devices: DevicesAnswer): HTMLElement {
    const { settings } = keeper;
    return part(words.connections,
        keeper.select(words.midi, [['', words.ownMidi], ...devices.midi.map((port) => [port, port] as const), ['none', words.noMidi]], settings.midi, (midi) => ({ midi })),
        keeper.tryOut(words.tryMidi, 'midi'),
        keeper.text(words.osc, settings.osc, words.oscHint, (osc) => ({ osc })));
}

function touch(keeper: Keeper): HTMLElement {
    const { settings } = keeper;
    return part(words.touch,
        keeper.select(words.touchVia, [['none', words.touchNone], ['rumble', words.touchRumble], ['line', words.touchLine]], settings.touch || 'none', (value) => ({ touch: value })),
        keeper.range(words.touchStrength, 0, 100, 5, Math.round(100 * settings.touch_strength), words.touchStrengthOf, (percent) => ({ touch_strength: percent / 100 })),
        keeper.tryOut(words.tryTouch, 'touch'));
}

function keeping(keeper: Keeper, devices: DevicesAnswer): HTMLElement {
    return part(words.keeping,
        keeper.check(words.record, keeper.settings.record, words.recordHint, (record) => ({ record })),
        el('p', {}, `${words.folder} `, el('code', {}, devices.folder)));
}

/** What the machine does in sessions that are opened from the page. */
export function machineParts(keeper: Keeper, devices: DevicesAnswer): HTMLElement[] {
    return [sensors(keeper, devices), sound(keeper, devices), connections(keeper, devices), touch(keeper), keeping(keeper, devices)];
}
