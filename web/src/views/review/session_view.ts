import { sentenceOf } from '../../api';
import type { SessionAnswer } from '../../api-types';
import { el, setText, twoStep } from '../../dom';
import { messages } from '../../messages';
import { removeSession, reportAddress, session } from '../../records';
import { hashOf } from '../../router';
import type { Context, View } from '../../view';
import { Plots } from './plots';
import { nameOf } from './row_words';
import { happened, keptParts, minuteTable, section, storyParts } from './session_parts';

const words = messages.review;

/** One session, as a whole. */
export class SessionView implements View {
    readonly title = words.title;
    readonly element: HTMLElement;
    private readonly head = el('h1', { tabindex: '-1' }, words.title);
    private readonly said = el('p', { role: 'status', class: 'muted' }, words.reading);
    private readonly body = el('div', { class: 'stack far' });
    private plots: Plots | null = null;
    private left = false;

    constructor(private readonly context: Context, private readonly id: number) {
        this.element = el('div', { class: 'page wide' },
            el('a', { href: hashOf({ view: 'review', session: null }) }, words.back), this.head, this.said, this.body);
        void this.read();
    }

    leave(): void {
        this.left = true;
        this.plots?.leave();
    }

    private async read(): Promise<void> {
        try {
            const answer = await session(this.id);
            if (!this.left)
                this.show(answer);
        } catch (error) {
            setText(this.said, sentenceOf(error));
        }
    }

    private show(answer: SessionAnswer): void {
        const { session: row, story, course } = answer;
        setText(this.head, nameOf(row));
        setText(this.said, [row.person, row.sensors].filter(Boolean).join(' · '));
        const parts: (HTMLElement | null)[] = [
            row.ended === null ? el('p', { class: 'note' }, words.brokenText) : null,
            course ? null : el('p', { class: 'note' }, answer.files.text || words.noRecordingText),
            story ? section(words.inShort, ...story.in_short.map((line) => el('p', { class: 'lead' }, line))) : null,
            answer.files.recording ? this.reports() : null,
        ];
        if (course) {
            const plots = new Plots(course);
            this.plots = plots;
            parts.push(section(words.picture, row.partition === 'none' && el('p', { class: 'muted' }, words.oneSensor), plots.element, minuteTable(course)));
            parts.push(happened(course, (from_s, to_s) => {
                plots.lookAt(from_s, to_s);
                plots.element.focus();
            }));
        }
        parts.push(...(story ? storyParts(story, answer) : keptParts(answer)));
        if (this.context.me?.device.owner)
            parts.push(twoStep(words.remove, words.removeAgain, () => void this.remove(), { class: 'self-start' }));
        this.body.replaceChildren(...parts.filter((part) => part !== null));
    }

    private reports(): HTMLElement {
        return el('div', { class: 'row' },
            el('a', { class: 'button plain', href: reportAddress(this.id, 'pdf'), download: true }, words.pdf),
            el('a', { class: 'button plain', href: reportAddress(this.id, 'html'), download: true }, words.html));
    }

    private async remove(): Promise<void> {
        try {
            await removeSession(this.id);
            this.context.announce(words.removed);
            this.context.go({ view: 'review', session: null });
        } catch (error) {
            setText(this.said, sentenceOf(error));
        }
    }
}
