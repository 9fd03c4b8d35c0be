import { get, sentenceOf } from '../api';
import type { DevicesAnswer, Settings } from '../api-types';
import { el, setText } from '../dom';
import { messages } from '../messages';
import type { Context, View } from '../view';
import { aboutPart, forgetPart, herePart, installPart, leavePart } from './settings/here';
import { Keeper } from './settings/keeper';
import { machineParts } from './settings/machine';
import { Paired } from './settings/paired';
import './settings.css';

const words = messages.settings;

export function settingsView(context: Context): View {
    const owner = context.me?.device.owner ?? false;
    const leads = context.me !== null && context.me.device.role !== 'viewer';
    const install = installPart();
    const said = el('p', { role: 'status', class: 'muted' }, leads ? words.reading : '');
    const machine = el('div', { class: 'stack far' });
    const element = el('div', { class: 'page settings' }, el('h1', { tabindex: '-1' }, words.title),
        herePart(context), !owner && el('p', { class: 'note' }, words.readOnly), leads && said, machine,
        owner ? new Paired(context).element : leavePart(context), install.element, owner && forgetPart(), aboutPart(context));

    async function read(): Promise<void> {
        try {
            const [settings, devices] = await Promise.all([get<Settings>('/api/settings'), get<DevicesAnswer>('/api/devices')]);
            machine.replaceChildren(...machineParts(new Keeper(settings, owner), devices));
            said.remove();
        } catch (error) {
            setText(said, sentenceOf(error));
        }
    }
    if (leads)
        void read();
    return { title: words.title, element, leave: install.leave };
}
