// What the page asks by HTTP and is answered: docs/page-api.md says what each member means.

import type { Device, Estimate, Partition, Role } from './protocol';

/** ISO 8601, UTC: "2026-03-01T06:12:05Z". */
export type UtcTime = string;

/** Every answer whose status is 400 or more. */
export interface Refusal {
    error: string;
    /** With 409 of POST /api/mats: what is to be read before the first time; then `confirmed: true`. */
    cautions?: string[];
}

export interface Me {
    device: Device;
    version: string;
    lan: { on: boolean; url: string };
    /** The history is that of a therapist's clients. */
    therapist: boolean;
}

export interface PairRequest {
    code: string;
    name: string;
}

export interface ProgramCard {
    id: string;
    name: string;
    summary: string;
    minutes: number;
    offered_minutes: number[];
    longest_minutes: number;
    cautions: string[];
    needs_confirmation: boolean;
    checklist: string[];
    levels: { id: string; name: string; tremor_minutes: number }[];
    guard: boolean;
    soundscape: string;
    steps: string[];
}

export interface SessionRow {
    id: number;
    /** A pseudonym. */
    person: string;
    program: { id: string; name: string };
    began: UtcTime;
    /** null: it still runs, or was broken off. */
    ended: UtcTime | null;
    finished: boolean;
    sensors: string;
    length_s: number;
    heard_s: number;
    breaths: number;
    breath_rate_bpm: Estimate;
    abdominal_share: Estimate;
    partition: Partition;
    slow_minutes: Estimate;
    carry_over: Estimate;
    comfort: number | null;
    ease_before: number | null;
    ease_after: number | null;
    difference: number | null;
    tremor_s: number;
    sighs: number;
    brakes: number;
    recording: boolean;
}

export interface StartAnswer {
    programs: ProgramCard[];
    /** The last five, the latest first; none for whom may not see them. */
    sessions: SessionRow[];
    sound: { ok: boolean; text: string };
    sensors: { text: string; simulated: boolean };
    history: { ok: boolean; text: string };
}

export interface SensorsAnswer {
    found: { name: string; text: string }[];
    chosen: string;
    simulated: boolean;
}

export interface MatRequest {
    program: string;
    minutes?: number;
    /** One of the card's; else its first. */
    level?: string;
    sources?: string[];
    /** A therapist's only. */
    person?: string;
    /** A therapist's only. */
    limits?: {
        tremor_minutes?: number;
        slowest_bpm?: number;
        response_every_minutes?: number;
    };
    soundscape?: string;
    confirmed?: boolean;
    record?: boolean;
    audio?: string;
}
export interface MatAnswer {
    mat: number;
}

export interface Person {
    id: number;
    name: string;
    since: UtcTime;
}
export interface PeopleAnswer {
    people: Person[];
}

export interface SessionsAnswer {
    sessions: SessionRow[];
}

export interface BreathRow {
    start_s: number;
    breath_rate_bpm: number;
    inspiratory_time_s: number;
    expiratory_time_s: number;
    abdominal_share: Estimate;
    phase_angle_deg: Estimate;
    partition: Partition;
    confidence: number;
}
export interface AnswerRow {
    at_s: number;
    question: string;
    when: string;
    by: 'nobody' | 'hand' | 'breath';
    /** null: it was let pass. */
    choice: number | null;
    /** "Ease: a little" */
    text: string;
}
export interface MarkerRow {
    at_s: number;
    kind: string;
    text: string;
}

/** Times rise; null where a value is not known, also where samples are missing. */
export interface Curve {
    time_s: number[];
    value: (number | null)[];
}
export interface CurveWithDoubt extends Curve {
    low: (number | null)[];
    high: (number | null)[];
}
export interface Stretch {
    name: string;
    from_s: number;
    to_s: number;
}
export interface Occurrence extends Stretch {
    kind: string;
    evidence: string;
}
export interface Course {
    length_s: number;
    displacement: { thoracic: Curve; abdominal: Curve };
    rate_bpm: CurveWithDoubt;
    /** 0 .. 1, where it is calibrated, */
    share: CurveWithDoubt;
    /** and where it is not. */
    trend: CurveWithDoubt;
    phase_angle_deg: Curve;
    occurrences: Occurrence[];
    steps: Stretch[];
    pauses: Stretch[];
    marks_s: number[];
}

export interface Remark {
    at_s: number;
    text: string;
}
export interface Story {
    title: string;
    date: string;
    length: string;
    sensors: string[];
    in_short: string[];
    figures: { name: string; value: string; doubt: string; remark: string }[];
    check_ins: { question: string; before: string; after: string }[];
    /** Therapists only. */
    care?: { limits: string[]; decisions: Remark[]; notes: Remark[] };
    rests_on: string[];
    cannot: string[];
}

export interface SessionAnswer {
    session: SessionRow;
    breaths: BreathRow[];
    answers: AnswerRow[];
    markers: MarkerRow[];
    course: Course | null;
    story: Story | null;
    /** `text`: why there is no course and no story; else empty. */
    files: { recording: boolean; text: string };
}

export type Verdict = 'too_few' | 'no_clear_change' | 'rose' | 'fell';
export interface Trend {
    id: string;
    /** "breaths a minute" */
    name: string;
    /** Behind a value as it is shown, with its blank: " %". */
    unit: string;
    decimals: number;
    verdict: Verdict;
    text: string;
    /** As it is shown, in `unit`. */
    points: [began: UtcTime, value: number, plus_minus: number][];
}
export interface TrendsAnswer {
    /** null: none can be looked at yet. */
    program: { id: string; name: string } | null;
    sessions: number;
    measures: Trend[];
    /** What it rests on, or why there is nothing. */
    text: string;
}

export interface ComparisonAnswer {
    text: string;
    comparisons: {
        id: number;
        kind: 'sound' | 'guidance';
        a: string;
        b: string;
        program: string;
        outcome: string;
        planned: number;
        done: number;
        began: UtcTime;
        ended: UtcTime | null;
        text: string;
    }[];
}

export interface Settings {
    /** Empty: what is plugged in, else the simulated body. */
    sources: string[];
    /** Part of a device's name; "" the default; "none" silence. */
    audio: string;
    /** -60 .. 12 */
    volume_db: number;
    /** "" the program's. */
    soundscape: string;
    /** A file or folder; "" the soundscape's. */
    music: string;
    /** A pack; "" the one that knows most; "none" nobody. */
    voice: string;
    /** Part of a port's name; "" a port named Crura; "none". */
    midi: string;
    /** PORT or HOST:PORT; "" none. */
    osc: string;
    /** line:PORT, line, rumble[:NAME], audio:NAME or none. */
    touch: string;
    /** 0 .. 1 */
    touch_strength: number;
    record: boolean;
    language: 'en';
}

export interface DevicesAnswer {
    serial: { name: string; text: string }[];
    audio: { name: string; text: string; is_default: boolean }[];
    midi: string[];
    soundscapes: { id: string; name: string; summary: string }[];
    voices: { id: string; name: string; language: string; about: string }[];
    /** Where recordings and history lie, "~" for the home folder. */
    folder: string;
}

export interface TryRequest {
    what: 'sound' | 'touch' | 'midi';
}
/** What was done, a sentence. */
export interface Told {
    text: string;
}

export interface PairedDevice extends Device {
    since: UtcTime;
    seen: UtcTime;
}
export interface PairedAnswer {
    devices: PairedDevice[];
}
export interface OfferRequest {
    role: Role;
    mat?: number;
}
export interface OfferAnswer {
    code: string;
    url: string;
    /** An SVG; "" where no other device can reach this machine. */
    qr: string;
    minutes: number;
}

export interface ForgetRequest {
    what: 'everything';
    words: 'delete everything';
}
