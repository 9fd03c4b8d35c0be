// What own music costs, by kind of file: making it known before it plays, reading it, and the audio
// callback's part; and how fast a recording is rendered by `crura listen`. Prints the two tables
// that docs/music.md and docs/listen.md quote. Times are of the processor.
#include "audio/music/music.hpp"
#include "app/listen.hpp"
#include "audio/flush_denormals.hpp"
#include "audio/music/medley.hpp"
#include "devices/body_model.hpp"
#include "sound/sound_file.hpp"
#include "support/compressed.hpp"
#include "support/temp_folder.hpp"
#include "support/tones.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <vector>

using namespace crura;

namespace {

// Of all threads.
class Stopwatch {
public:
    double seconds() const { return double(std::clock() - start_) / CLOCKS_PER_SEC; }

private:
    std::clock_t start_ = std::clock();
};

void reading(const char* name, int format, double rate_hz)
{
    const test::TempFolder folder;
    const auto clip = test::clip_of({.length_s = 180, .sample_rate_hz = rate_hz});
    if (!test::put_compressed(folder / name, format, clip))
        return;
    audio::Medley medley({folder / name, 2, {48000, -23}}, [](const Error&) {});
    audio::Block block;
    const Stopwatch ready;
    medley.read(block, {});
    const double ready_s = ready.seconds();
    const Stopwatch read;
    constexpr double kReadS = 120;
    for (double at_s = 0; at_s < kReadS; at_s += audio::kBlockFrames / 48000.)
        medley.read(block, {});
    fmt::print("{:8} {:6.0f} Hz   known after {:5.2f} s   read at {:5.0f} times its speed\n", name,
               rate_hz, ready_s, kReadS / read.seconds());
}

void rendering()
{
    const test::TempFolder folder;
    if (!sound::write_clip(folder / "a.wav", test::clip_of({.length_s = 60})))
        return;
    audio::Music music({.from = folder / "a.wav"}, 48000);
    const audio::FlushDenormals flush;
    std::vector<double> costs;
    for (int i = 0; i < 50'000; ++i) {
        audio::Block block;
        music.await();
        timespec begin{}, end{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
        music.render(1, float(i % 1000) / 1000, block);
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
        costs.push_back(double(end.tv_sec - begin.tv_sec) * 1e6
                        + double(end.tv_nsec - begin.tv_nsec) / 1e3);
    }
    std::sort(costs.begin(), costs.end());
    const double period_us = audio::kBlockFrames / 48000. * 1e6;
    const double p50 = costs[costs.size() / 2], p999 = costs[costs.size() * 999 / 1000];
    fmt::print("callback, a block of 64 frames: p50 {:.1f} us, p99.9 {:.1f} us, most {:.1f} us; "
               "p50 is {:.2f} % of its period\n\n",
               p50, p999, costs.back(), 100 * p50 / period_us);
}

void listening(const char* soundscape)
{
    const test::TempFolder folder;
    devices::BodyModel body({.breath_rate_bpm = 8, .gain = {12, 30}, .noise = 0.02}, 3);
    std::ofstream out(folder / "body.csv");
    out << "time_s,chest,belly\n";
    for (auto reading = body.next(); reading.time_s < 600; reading = body.next())
        out << reading.time_s << ',' << reading.level[0] << ',' << reading.level[1] << '\n';
    out.close();
    const Stopwatch taken;
    const auto said = app::listen({.file = folder / "body.csv",
                                   .soundscape = soundscape,
                                   .soundscape_folders = {CRURA_ROOT "/audio/soundscapes"},
                                   .out = folder / "x.wav"});
    fmt::print("{:13} {} (Of the processor: {:.0f} times.)\n", soundscape,
               said ? *said : said.error().message, 600 / taken.seconds());
}

} // namespace

int main()
{
    reading("a.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 48000);
    reading("b.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 44100);
    reading("c.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 44100);
    reading("d.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 44100);
    reading("e.mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 44100);
    rendering();
    for (const char* soundscape : {"near-silence", "shore", "chord"})
        listening(soundscape);
}
