import type { Band, BandName, BodyState, Frame, Hello, LiveEvent, Mat } from '../src/protocol';

export function band(name: BandName, displacement: number, more: Partial<Band> = {}): Band {
    return { band: name, valid: true, displacement, confidence: 0.9, quality: 0.9, quality_reason: 'good', fault: 'none', polarity: 1, ...more };
}

/** A body that lies and breathes six times a minute. */
export function state(time_s: number, more: Partial<BodyState> = {}): BodyState {
    return {
        mat: 1, tick: Math.round(time_s * 100), time_s, phase: 'inspiration', displacement: 0.5, cycle_position: 0.2, confidence: 0.9,
        bands: [band('thoracic', 0.4), band('abdominal', 0.6)],
        breath_rate_bpm: [6.2, 0.3], inspiratory_time_s: [4, 0.2], expiratory_time_s: [6, 0.3],
        abdominal_share: [0.64, 0.05], phase_angle_deg: [12, 4], partition: 'calibrated',
        hold: { on: false, held_s: 0, limit_s: 10 },
        tremor: { on: false, frequency_hz: null, strength_mg: null, rhythmicity: 0 },
        motion_level: 0, posture: 'supine', heart_bpm: null,
        calibration: { outcome: 'none', manoeuvre: 'natural', wanted: 8, heard: 0, counted: 0, last: 'none', finishing: false, progress: 1 },
        session: { running: true, finished: false, braked: false, waiting: false, unguided: false, elapsed_s: 12, left_s: 1188, step: 0 },
        target: { level: 0, displacement: 0, phase: 'unknown', stage: 'absent', breath_rate_bpm: 0, inspiratory_time_s: 0, expiratory_time_s: 0, carry_over: null },
        check_in: { question: 'none', when: 'none', offered: -1 },
        sources: [], outputs: { audio: 'working', midi: 'off', osc: 'off', touch: 'off', recorder: 'working' },
        sound_latency_ms: null, ...more,
    };
}

export function mat(more: Partial<Mat> = {}): Mat {
    return {
        mat: 1, state: 'running', person: '', problem: '', chosen: '', opened_s: 500, program: null, sensors: [], simulated: true,
        limits: null, session: null, ...more,
    };
}

export function hello(now_s: number, mats: Mat[] = [mat()]): Hello {
    return { v: 1, type: 'hello', version: '0.1.0', key: 'k', now_s, device: { id: 'd', name: 'tablet', role: 'client', owner: false, mat: 0 }, mats };
}

export function frame(seq: number, time_s: number, states: BodyState[] = [state(time_s)]): Frame {
    return { v: 1, type: 'frame', seq, time_s, mats: states };
}

export function event(id: number, more: Partial<LiveEvent> = {}): LiveEvent {
    return { v: 1, type: 'event', mat: 1, id, time_s: 500 + id, kind: 'mark', text: '', ...more };
}
