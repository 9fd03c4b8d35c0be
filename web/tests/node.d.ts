// What the tests use of Node.js.
declare module 'node:test' {
    export function test(name: string, run: () => void | Promise<void>): void;
}
declare module 'node:assert/strict' {
    const assert: {
        ok(value: unknown, message?: string): asserts value;
        equal(actual: unknown, expected: unknown, message?: string): void;
        deepEqual(actual: unknown, expected: unknown, message?: string): void;
        match(text: string, pattern: RegExp, message?: string): void;
    };
    export default assert;
}
