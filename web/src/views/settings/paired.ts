import { get, send, sentenceOf } from '../../api';
import type { OfferAnswer, OfferRequest, PairedAnswer, PairedDevice } from '../../api-types';
import { button, choices, el, field, setText, twoStep } from '../../dom';
import { day } from '../../format';
import { messages } from '../../messages';
import type { Role } from '../../protocol';
import type { Context } from '../../view';
import { part, status } from './keeper';
import { qrPicture } from './qr_picture';

const words = messages.settings;
const kMats = [1, 2, 3, 4];

/** Who may use the page, and codes for others. */
export class Paired {
    readonly element: HTMLElement;
    private readonly said = status();
    private readonly list = el('ul', { class: 'plain-list' });
    private readonly offer = el('div', { class: 'stack' });
    private role: Role = 'therapist';
    private readonly mat = el('select', {}, el('option', { value: '0' }, words.anyMat), ...kMats.map((mat) => el('option', { value: mat }, messages.therapist.mat(mat))));

    constructor(private readonly context: Context) {
        const roles = (['therapist', 'client', 'viewer'] as const).map((value) => ({ value, ...words.roles[value] }));
        this.element = part(words.paired, this.list, this.said, el('h3', {}, words.pairNew),
            choices<Role>(words.pairRole, roles, this.role, (role) => (this.role = role)),
            field(words.pairMat, this.mat), el('div', { class: 'row' }, button('plain', words.makeCode, () => void this.make())), this.offer);
        void this.read();
    }

    private async read(): Promise<void> {
        try {
            const { devices } = await get<PairedAnswer>('/api/paired');
            this.list.replaceChildren(...devices.map((device) => this.entry(device)));
            if (devices.length < 2)
                this.list.append(el('li', { class: 'muted' }, words.pairedNone));
        } catch (error) {
            setText(this.said, sentenceOf(error));
        }
    }

    private entry(device: PairedDevice): HTMLElement {
        const own = device.id === this.context.me?.device.id;
        const about = [own ? words.thisOne : '', words.role[device.role], device.mat > 0 ? words.onlyMat(device.mat) : '', words.seen(day(device.seen))];
        return el('li', { class: 'card paired' },
            el('div', { class: 'stack close' }, el('strong', {}, device.name), el('p', { class: 'muted small' }, about.filter(Boolean).join(' · '))),
            !own && twoStep(`${words.revoke} ${device.name}`, words.revokeAgain(device.name), () => void this.revoke(device)));
    }

    private async revoke(device: PairedDevice): Promise<void> {
        try {
            await send('DELETE', `/api/paired/${encodeURIComponent(device.id)}`);
            setText(this.said, words.revoked(device.name));
            await this.read();
        } catch (error) {
            setText(this.said, sentenceOf(error));
        }
    }

    private async make(): Promise<void> {
        const request: OfferRequest = { role: this.role };
        if (this.mat.value !== '0')
            request.mat = Number(this.mat.value);
        try {
            const { code, url, qr, minutes } = await send<OfferAnswer>('POST', '/api/paired', request);
            const title = el('h3', { tabindex: '-1' }, words.code);
            this.offer.replaceChildren(el('div', { class: 'card offer' },
                qr ? qrPicture(qr, words.qr) : null,
                el('div', { class: 'stack' }, title, el('p', { class: 'code' }, code), el('p', { class: 'hint' }, words.codeHint(minutes)),
                    url && el('p', {}, `${words.address}: `, el('code', {}, url)), !qr && el('p', { class: 'note' }, words.noLan))));
            title.focus();
        } catch (error) {
            setText(this.said, sentenceOf(error));
        }
    }
}
