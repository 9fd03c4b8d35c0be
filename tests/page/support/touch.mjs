// Fingers on the glass, as the browser hears them from a touch screen.

const kSteps = 12;

export async function startTouch(page) {
    const glass = await page.context().newCDPSession(page);
    let places = [];
    const say = (type) => glass.send('Input.dispatchTouchEvent', {
        type, touchPoints: places.map(({ x, y }, id) => ({ x: Math.round(x), y: Math.round(y), id })),
    });
    return {
        async put(points) {
            places = points;
            await say('touchStart');
        },
        /** All at once, in small steps. */
        async move(points) {
            const from = places;
            for (let step = 1; step <= kSteps; ++step) {
                places = points.map((point, i) => ({
                    x: from[i].x + ((point.x - from[i].x) * step) / kSteps,
                    y: from[i].y + ((point.y - from[i].y) * step) / kSteps,
                }));
                await say('touchMove');
            }
            await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        },
        async lift() {
            places = [];
            await say('touchEnd');
            await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        },
    };
}
