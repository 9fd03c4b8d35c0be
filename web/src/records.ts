// Sessions that were: what the page asks about them, and what of a row a person reads.

import { get, send } from './api';
import type { ComparisonAnswer, PeopleAnswer, SessionAnswer, SessionRow, SessionsAnswer, TrendsAnswer } from './api-types';

function query(values: Record<string, string>): string {
    const given = Object.entries(values).filter(([, value]) => value !== '');
    return given.length ? `?${new URLSearchParams(given).toString()}` : '';
}

export async function people(): Promise<string[]> {
    return (await get<PeopleAnswer>('/api/people')).people.map(({ name }) => name);
}

/** Latest first. `person` '': everybody that this device may see. */
export async function sessions(person: string, latest: number): Promise<SessionRow[]> {
    return (await get<SessionsAnswer>(`/api/sessions${query({ person, latest: String(latest) })}`)).sessions;
}

export function session(id: number): Promise<SessionAnswer> {
    return get<SessionAnswer>(`/api/sessions/${id}`);
}

export function removeSession(id: number): Promise<unknown> {
    return send('DELETE', `/api/sessions/${id}`);
}

export function trends(person: string): Promise<TrendsAnswer> {
    return get<TrendsAnswer>(`/api/trends${query({ person })}`);
}

export function comparison(person: string): Promise<ComparisonAnswer> {
    return get<ComparisonAnswer>(`/api/comparison${query({ person })}`);
}

export const reportAddress = (id: number, kind: 'pdf' | 'html'): string => `/api/sessions/${id}/report.${kind}`;
