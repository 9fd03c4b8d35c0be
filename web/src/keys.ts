// Which keys are for the view, and which belong to what has the focus.

export function isForView(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat || event.defaultPrevented)
        return false;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest('input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]'))
        return false;
    return event.key !== ' ' || !target?.closest('button, a, summary, input, [role=button], [tabindex="0"]');
}

/** The keys that lead to a command, the same in every view that leads a session. */
export function keyOf(event: KeyboardEvent): string {
    return event.key === ' ' ? 'space' : event.key.toLowerCase();
}
