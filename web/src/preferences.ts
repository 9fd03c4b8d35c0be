// What this device's owner likes to see; kept in this browser only.

export interface Preferences {
    theme: 'dark' | 'light' | 'contrast';
    numbers: boolean; // show numbers
    detail: boolean; // waves and loop instead of the one shape
    timeLeft: boolean;
    keys: boolean; // single letters do something
}

const kKey = 'crura';
const kDefaults: Preferences = { theme: 'dark', numbers: false, detail: false, timeLeft: false, keys: true };

export function loadPreferences(): Preferences {
    try {
        const kept: unknown = JSON.parse(localStorage.getItem(kKey) ?? '{}');
        return { ...kDefaults, ...(typeof kept === 'object' ? kept : {}) };
    } catch {
        return { ...kDefaults };
    }
}

export function keepPreferences(preferences: Preferences): void {
    document.documentElement.dataset['theme'] = preferences.theme;
    try {
        localStorage.setItem(kKey, JSON.stringify(preferences));
    } catch {
        // A browser that keeps nothing still shows everything.
    }
}
