// What the page says, from its own message file: a test that presses "Begin" keeps pressing it when it is called otherwise.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fromPage, kRoot } from './machine.mjs';

const source = await readFile(path.join(kRoot, 'web/src/messages.ts'), 'utf8');
const { outputText } = fromPage('typescript').transpileModule(source, { compilerOptions: { target: 'ES2022', module: 'ES2022' } });
export const { messages } = await import(`data:text/javascript,${encodeURIComponent(outputText)}`);
