// The service worker keeps the page's own files, so that it opens and says so when the machine is not reached.

interface Policy {
    createScriptURL(address: string): string;
}
interface TrustedTypes {
    createPolicy(name: string, rules: Policy): Policy;
}

const kAddress = '/sw.js';

export function registerWorker(): void {
    if (!isSecureContext || !('serviceWorker' in navigator) || import.meta.env.DEV)
        return;
    const { trustedTypes } = window as Window & { trustedTypes?: TrustedTypes };
    const policy = trustedTypes?.createPolicy('crura', {
        createScriptURL(address) {
            if (address !== kAddress)
                throw new TypeError(`not a script of this page: ${address}`);
            return address;
        },
    });
    // Where it may not (a certificate that was clicked through), the page works all the same.
    navigator.serviceWorker.register(policy?.createScriptURL(kAddress) ?? kAddress).catch(() => {});
}
