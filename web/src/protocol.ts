// The live protocol, version 1: docs/live-protocol.md says what each member means.

export const PROTOCOL = 1;

/** [value, half of its 95 % interval]; null while it is not known. */
export type Estimate = readonly [number, number] | null;

export type Role = 'viewer' | 'client' | 'therapist';
export type Phase = 'unknown' | 'inspiration' | 'inspiratory_pause' | 'expiration' | 'expiratory_pause';
export type Partition = 'none' | 'uncalibrated' | 'calibrated';
export type BandName = 'thoracic' | 'abdominal' | 'sacral';
export type OutputState = 'off' | 'working' | 'lost';
export type Alert = 'none' | 'look' | 'act';

export interface Device {
    id: string;
    name: string;
    role: Role;
    owner: boolean;
    mat: number;
}

export interface Step {
    id: string;
    name: string;
    intent: 'witness' | 'invite' | 'guide';
    waits: boolean;
    rest: boolean;
    duration_s: number;
}

export interface Program {
    id: string;
    name: string;
    summary: string;
    language: string;
    checklist: string[];
    total_s: number;
    guard: boolean;
    steps: Step[];
}

export type MatStateName = 'opening' | 'fitting' | 'running' | 'ended' | 'failed' | 'closed';

export interface Mat {
    mat: number;
    state: MatStateName;
    person: string;
    problem: string;
    chosen: string;
    opened_s: number;
    program: Program | null;
    sensors: { name: string; bands: BandName[] }[];
    simulated: boolean;
    limits: { tremor_minutes: number | null; slowest_bpm: number | null; response_every_minutes: number | null } | null;
    session: number | null;
}

export interface Band {
    band: BandName;
    valid: boolean;
    displacement: number;
    confidence: number;
    quality: number;
    quality_reason: string;
    fault: string;
    polarity: -1 | 0 | 1;
}

export interface Calibration {
    outcome: 'none' | 'under_way' | 'separated' | 'too_few' | 'alike' | 'wrong_way' | 'uncertain' | 'unclear' | 'moved';
    manoeuvre: 'natural' | 'belly' | 'chest' | 'isovolume';
    wanted: number;
    heard: number;
    counted: number;
    last: 'none' | 'counted' | 'between' | 'faint' | 'one_band' | 'unlike' | 'chest_moved' | 'belly_moved';
    finishing: boolean;
    progress: number;
}

export interface Care {
    guard: {
        on: boolean;
        alert: Alert;
        tremor_s: number;
        tremor_limit_s: number;
        hold_limit_s: number;
        held_s: number;
        awaiting_response: boolean;
        response_left_s: number;
        missed_responses: number;
        freeze_suspected: boolean;
    };
    air: { advice: 'none' | 'softer' | 'yield' | 'rest' | 'mirror'; trend_only: boolean };
}

export interface BodyState {
    mat: number;
    tick: number;
    time_s: number;
    phase: Phase;
    displacement: number;
    cycle_position: number;
    confidence: number;
    bands: Band[];
    breath_rate_bpm: Estimate;
    inspiratory_time_s: Estimate;
    expiratory_time_s: Estimate;
    abdominal_share: Estimate;
    phase_angle_deg: Estimate;
    partition: Partition;
    hold: { on: boolean; held_s: number; limit_s: number };
    tremor: { on: boolean; frequency_hz: Estimate; strength_mg: Estimate; rhythmicity: number };
    motion_level: number;
    posture: string;
    heart_bpm: Estimate;
    calibration: Calibration;
    session: {
        running: boolean;
        finished: boolean;
        braked: boolean;
        waiting: boolean;
        unguided: boolean;
        elapsed_s: number;
        left_s: number;
        step: number;
    };
    target: {
        level: number;
        displacement: number;
        phase: Phase;
        stage: string;
        breath_rate_bpm: number;
        inspiratory_time_s: number;
        expiratory_time_s: number;
        carry_over: Estimate;
    };
    check_in: { question: string; when: string; offered: number };
    sources: { online: boolean; finished: boolean; samples: number; rejected: number; lost: number }[];
    outputs: { audio: OutputState; midi: OutputState; osc: OutputState; touch: OutputState; recorder: OutputState };
    sound_latency_ms: readonly [number, number] | null;
    care?: Care;
}

interface Message<T extends string> {
    v: typeof PROTOCOL;
    type: T;
}

export interface Hello extends Message<'hello'> {
    version: string;
    key: string;
    now_s: number;
    device: Device;
    mats: Mat[];
}
export interface MatMessage extends Message<'mat'>, Mat {}
export interface Frame extends Message<'frame'> {
    seq: number;
    time_s: number;
    mats: BodyState[];
}
export interface Beat extends Message<'beat'> {
    seq: number;
    time_s: number;
}
/** `kind` says which other members are there. */
export interface LiveEvent extends Message<'event'> {
    mat: number;
    id: number;
    time_s: number;
    kind: string;
    text: string;
    [member: string]: unknown;
}
export interface Ack extends Message<'ack'> {
    id: number;
    status: number;
    text: string;
    time_s: number;
}
export interface Pong extends Message<'pong'> {
    n: number;
}
export type FromServer = Hello | MatMessage | Frame | Beat | LiveEvent | Ack | Pong;

export type CommandName =
    | 'pause' | 'resume' | 'brake' | 'end' | 'mark' | 'next' | 'here' | 'dizzy'
    | 'recalibrate' | 'calibrate_natural' | 'calibrate_belly' | 'calibrate_chest' | 'calibrate_isovolume'
    | 'calibrate_finish' | 'calibrate_leave' | 'answer' | 'skip_question' | 'note';

export type FromPage =
    | { type: 'got'; seq: number }
    | { type: 'ping'; n: number }
    | { type: 'command'; id: number; key: string; seen: number; mat: number; command: CommandName; choice?: number; text?: string };
