// The page's requests: docs/page-api.md.

import { messages } from './messages';

/** `error` is a sentence for a person; `status` 0 means that the machine was not reached. */
export class Refused extends Error {
    constructor(readonly status: number, sentence: string) {
        super(sentence);
    }
}

export async function get<T>(path: string): Promise<T> {
    return request<T>('GET', path);
}

export async function send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> {
    return request<T>(method, path, body);
}

/** What a person may read of any failure. */
export function sentenceOf(error: unknown): string {
    return error instanceof Refused ? error.message : messages.api.failed;
}

async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const options: RequestInit = { method, credentials: 'same-origin', cache: 'no-store' };
    if (body !== undefined) {
        options.body = JSON.stringify(body);
        options.headers = { 'Content-Type': 'application/json' };
    }
    let response: Response;
    try {
        response = await fetch(path, options);
    } catch {
        throw new Refused(0, messages.api.notReached);
    }
    const text = await response.text();
    const answer = parsed(text);
    if (!response.ok)
        throw new Refused(response.status, errorOf(answer) ?? messages.api.failed);
    return answer as T;
}

function parsed(text: string): unknown {
    try {
        return text ? JSON.parse(text) : {};
    } catch {
        return {};
    }
}

function errorOf(answer: unknown): string | undefined {
    const error = typeof answer === 'object' && answer !== null && 'error' in answer ? answer.error : undefined;
    return typeof error === 'string' && error ? error : undefined;
}
