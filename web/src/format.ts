// Numbers as a person reads them: with their doubt, and `--` while unknown.

import { messages } from './messages';
import type { Estimate } from './protocol';

const { units, unknown } = messages;

/** "6.2 ± 0.3"; `scale` 100 shows a share in percent. */
export function estimate(value: Estimate, digits = 1, scale = 1): string {
    if (!value || !value.every(Number.isFinite))
        return unknown;
    return `${fixed(scale * value[0], digits)} ${units.plusMinus} ${fixed(Math.abs(scale * value[1]), digits)}`;
}

/** A number without doubt of its own. */
export function number(value: number | null | undefined, digits = 1): string {
    return typeof value === 'number' && Number.isFinite(value) ? fixed(value, digits) : unknown;
}

/** "64 ± 5 %". */
export function share(value: Estimate): string {
    const text = estimate(value, 0, 100);
    return text === unknown ? text : `${text} ${units.percent}`;
}

/** "12 ± 4°". */
export function angle(value: Estimate): string {
    const text = estimate(value, 0);
    return text === unknown ? text : `${text}${units.degrees}`;
}

/** In to out: "1 : 1.5 ± 0.1". */
export function inToOut(inspiratory_s: Estimate, expiratory_s: Estimate): string {
    if (!inspiratory_s || !expiratory_s || !(inspiratory_s[0] > 0) || !(expiratory_s[0] > 0))
        return unknown;
    const ratio = expiratory_s[0] / inspiratory_s[0];
    const doubt = ratio * Math.hypot(inspiratory_s[1] / inspiratory_s[0], expiratory_s[1] / expiratory_s[0]);
    const text = estimate([ratio, doubt], 1);
    return text === unknown ? text : `1 : ${text}`;
}

function written(whole: number): string {
    const two = (value: number) => String(value).padStart(2, '0');
    const hours = Math.floor(whole / 3600);
    const minutes = Math.floor(whole / 60) % 60;
    return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** A length, or what is left of one: "12:05", "1:02:05". Up to the next second, so that only nothing is 0:00. */
export function clock(seconds: number | null): string {
    if (seconds === null || !Number.isFinite(seconds))
        return unknown;
    return written(Math.max(0, Math.ceil(seconds - 1e-6)));
}

/** When something was, in the same way: the second in which it fell. */
export function moment(seconds: number): string {
    return written(Math.max(0, Math.floor(seconds + 1e-6)));
}

/** "Tue 3 March, 10:15", in this device's time zone; the year where it is another one. */
export function day(iso: string, today = new Date()): string {
    const date = new Date(iso);
    if (Number.isNaN(date.getTime()))
        return units.notKept;
    const options: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', hour12: false };
    if (date.getFullYear() !== today.getFullYear())
        options.year = 'numeric';
    return date.toLocaleString('en-GB', options).replace(' at ', ', ');
}

function fixed(value: number, digits: number): string {
    return value.toFixed(digits).replace(/^-(0(?:\.0+)?)$/, '$1').replace('-', '\u2212');
}
