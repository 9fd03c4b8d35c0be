// Elements by calls instead of markup: the page's policy allows no HTML from strings.

export type Child = Node | string | null | undefined | false;
type Value = string | number | boolean | null | undefined | ((event: never) => void);
export type Attributes = Record<string, Value>;

/**
 * `el('button', {class: 'main', onclick: go}, 'Begin')`. A function is a listener (`onclick`), `true` an attribute without value;
 * `false`, null and undefined leave it out.
 */
export function el<K extends keyof HTMLElementTagNameMap>(
    tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
    return filled(document.createElement(tag), attributes, children);
}

export function svg<K extends keyof SVGElementTagNameMap>(
    tag: K, attributes: Attributes = {}, ...children: Child[]): SVGElementTagNameMap[K] {
    return filled(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function filled<E extends Element>(element: E, attributes: Attributes, children: Child[]): E {
    for (const [name, value] of Object.entries(attributes)) {
        if (typeof value === 'function')
            element.addEventListener(name.slice(2), value as EventListener);
        else if (value !== false && value !== null && value !== undefined)
            element.setAttribute(name, value === true ? '' : String(value));
    }
    element.append(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false));
    return element;
}

/** Changes the text only where it differs: a reader is not told the same thing twice. */
export function setText(element: Element, text: string): void {
    if (element.textContent !== text)
        element.textContent = text;
}

export function setAttribute(element: Element, name: string, value: string | null): void {
    if (value === null)
        element.removeAttribute(name);
    else if (element.getAttribute(name) !== value)
        element.setAttribute(name, value);
}

/** A button that looks like `kind`: main, quiet, plain or careful (docs/page.md). */
export function button(kind: 'main' | 'plain' | 'quiet' | 'careful', label: Child, onclick: () => void,
    attributes: Attributes = {}): HTMLButtonElement {
    return el('button', { type: 'button', ...attributes, class: `button ${kind} ${String(attributes['class'] ?? '')}`.trim(), onclick }, label);
}

let lastId = 0;
/** A name that no other element of the page has, for labels. */
export function freshId(stem: string): string {
    return `${stem}-${++lastId}`;
}

export interface Choice<T> {
    value: T;
    label: string;
    hint?: string;
}

/** A group of large radio buttons; `onchange` hears the chosen value. */
export function choices<T>(legend: string, options: readonly Choice<T>[], chosen: T, onchange: (value: T) => void): HTMLFieldSetElement {
    const name = freshId('choice');
    return el('fieldset', { class: 'choices' }, el('legend', {}, legend),
        el('div', { class: 'options' }, ...options.map((option) => el('label', { class: 'option' },
            el('input', { type: 'radio', name, checked: option.value === chosen, onchange: () => onchange(option.value) }),
            el('span', {}, option.label, option.hint && el('small', {}, option.hint))))));
}

/** A label above what it is for. */
export function field(label: string, input: HTMLElement, hint?: string): HTMLElement {
    const id = input.id || freshId('field');
    input.id = id;
    const hintId = `${id}-hint`;
    if (hint)
        input.setAttribute('aria-describedby', hintId);
    return el('div', { class: 'field' }, el('label', { for: id }, label), input, hint && el('p', { id: hintId, class: 'hint' }, hint));
}

/** What is seldom needed, behind a line that opens it. */
export function disclosure(summary: string, ...children: Child[]): HTMLDetailsElement {
    return el('details', { class: 'disclosure' }, el('summary', {}, summary), el('div', { class: 'stack' }, ...children));
}

/** A button which asks once more, in its own place and without a dialog; it forgets the first press after 6 s. */
export function twoStep(label: string, again: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
    let timer = 0;
    const calm = () => {
        clearTimeout(timer);
        timer = 0;
        element.classList.remove('armed');
        setText(element, label);
    };
    const element = button('careful', label, () => {
        if (timer) {
            calm();
            act();
            return;
        }
        element.classList.add('armed');
        setText(element, again);
        timer = window.setTimeout(calm, 6000);
    }, attributes);
    return element;
}

/** Where a reader goes on after the view has changed. */
export function focusHeading(element: Element): void {
    const heading = element.querySelector('h1');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
}
