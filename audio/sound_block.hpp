#pragma once

#include "core/cues.hpp"
#include "core/latency_meter.hpp"
#include "core/latest.hpp"
#include "core/time.hpp"
#include "outlet/life.hpp"
#include "outlet/passage.hpp"

#include <atomic>
#include <cstdint>

namespace crura::audio {

struct SoundCue {
    AudioCue audio;
    Time sensed_at{}; // as Cues::sensed_at
};

// What the session and the process that plays its sound share.
struct SoundBlock {
    static constexpr double kNotLevelled = -1000;

    outlet::Life life; // a beat is a period for which the device asked for sound
    outlet::Passage<Latest<SoundCue>> cues;

    // Written by the process that plays.
    LatencyMeter latency; // from a measurement to the ear
    std::atomic<double> sample_rate_hz{0};
    std::atomic<double> output_latency_s{0};
    std::atomic<std::uint64_t> missed_periods{0};
    std::atomic<double> trim_db{kNotLevelled}; // what it found, so that the next need not
};

} // namespace crura::audio
