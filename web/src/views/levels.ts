import type { ProgramCard } from '../api-types';
import type { Choice } from '../dom';
import { messages } from '../messages';

/** A program's levels, with the minutes of tremor that each agrees on. */
export function levelChoices({ levels }: ProgramCard): Choice<string>[] {
    return levels.map(({ id, name, tremor_minutes }) => ({ value: id, label: name, hint: messages.start.tremorMinutes(tremor_minutes) }));
}
