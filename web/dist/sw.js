// Keeps the page's own files, so that it opens without the machine and can say that it is not reached. What the
// machine says is never kept: only files, always the newest when it answers.
const kept = 'crura-page';
const shell = '/';
const frame = [shell, '/app.js', '/style.css'];

self.addEventListener('install', (event) => {
    event.waitUntil(caches.open(kept).then((cache) => cache.addAll(frame)));
    self.skipWaiting();
});

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
    const { request } = event;
    const address = new URL(request.url);
    if (request.method !== 'GET' || address.origin !== self.location.origin || address.pathname.startsWith('/api/'))
        return;
    event.respondWith(newest(request, address.pathname));
});

async function newest(request, path) {
    const cache = await caches.open(kept);
    try {
        const response = await fetch(request);
        if (response.ok && response.type === 'basic')
            await cache.put(path, response.clone());
        return response;
    } catch {
        return (await cache.match(path)) ?? (await cache.match(request.mode === 'navigate' ? shell : path)) ?? Response.error();
    }
}
