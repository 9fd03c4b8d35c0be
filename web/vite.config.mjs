import { defineConfig } from 'vite';

// A running Crura, which takes nobody's requests but those of its own page.
function crura() {
    const target = 'http://127.0.0.1:8442';
    return { target, ws: true, changeOrigin: true, headers: { Origin: target } };
}

// The built page is kept in the tree: the same sources give the same bytes, under the same names.
export default defineConfig({
    build: {
        target: 'es2022',
        modulePreload: false,
        assetsInlineLimit: 0, // no data: addresses, the policy of the page forbids them
        cssCodeSplit: false,
        reportCompressedSize: false,
        rollupOptions: {
            output: {
                entryFileNames: 'app.js',
                chunkFileNames: '[name].js',
                assetFileNames: '[name][extname]',
            },
        },
    },
    server: { proxy: { '/api': crura(), '/live': crura() } },
});
