#pragma once

#include "breath/events/spell.hpp"
#include "breath/events/tremor_window.hpp"
#include "breath/sensors/send_rate.hpp"
#include "core/breath_state.hpp"
#include "core/frame.hpp"
#include "dsp/low_pass.hpp"

#include <array>
#include <cstddef>
#include <optional>

namespace crura::breath {

// Shaking of 1 to 13 Hz, as release work invites it, apart from breath, steps, heart and voice.
//
// Every site that has an accelerometer is looked at, or its gyro where there is none; the one that
// shakes most speaks. A sensor slower than 30 samples a second says nothing, nor does a belt: at
// its rate of girth a tremor is lost in the breath. Sets state.tremor and reports
// EventKind::tremor, whose evidence is the frequency [Hz]. Any thread; a plain value.
class TremorDetector {
public:
    struct Params {
        double begin_share = 0.42; // of the power from 1 to 15 Hz in one rhythm
        double end_share = 0.35;
        double most_slow = 1;                  // power below 3 Hz, beside that of the rhythm
        double begin_g = 0.005, begin_dps = 1; // RMS
        double end_g = 0.0035, end_dps = 0.7;
        double hop_s = 0.32;     // from one look to the next
        double wild_share = 0.2; // once on it may be as wild as this, while it is
        double wild_slow = 2;    // with so much slow movement,
        double wild_rms = 0.5;   // as strong as this, of what it was
        int hits = 6;            // looks before it begins, more than there are without
        int misses = 7;          // looks in a row before it is over
        double fade_s = 10;      // time constant in which its strength is forgotten
        double quiet_s = 1.5;    // a pause in the shaking for so long is a miss as well

        // No breath is quicker than this, and none as quick tilts the trunk so far.
        double quickest_breath_hz = 1.6;
        double breath_g = 0.05, breath_dps = 30; // RMS
        TremorWindow::Params window{};
    };

    explicit TremorDetector(Params params);

    // Every frame.
    void operator()(const Frame& frame, Time now, BreathState& state);

    // The rhythm that stands out just now, tremor or steps, too early to be called either: for
    // TremorFilter; 0 while there is none.
    double rhythm_hz() const { return rhythm_hz_; }

private:
    static constexpr std::size_t kWindow = TremorWindow::kLength;

    class Site { // one sensor: gathers its window
    public:
        Site();
        void add(const Frame& frame, Band band);
        bool full() const { return gathered_ >= kWindow && rate_.enough(); }
        bool measures_g() const { return *first_ == Quantity::acceleration_x; }
        TremorWindow::Axes window() const;

        int hits = 0, misses = 0; // looks
        Time since{};             // began to tremble
        double power = 0;         // of its strongest block of late
        double rms = 0;           // the strongest of late
        bool on = false;
        TremorWindow::Verdict verdict; // of the last look that saw a tremor
        double rhythm_hz = 0;

    private:
        std::optional<Quantity> first_; // axis of what is measured here
        SendRate rate_{{}};
        std::array<dsp::LowPass, 3> smooth_;
        TremorWindow::Axes ring_{};
        std::size_t at_ = 0; // of the oldest
        std::size_t gathered_ = 0;
        bool skip_ = false;
    };

    struct Stretch {
        Time from, to;
        double power; // of its strongest block
    };

    void look(Site& site, Time time, bool lies) const;
    bool is_tremor(const TremorWindow::Verdict& verdict, const Site& site, bool lies) const;
    const Site* strongest() const;
    void tell(Time time, Time now, BreathState& state);
    Stretch shaken(const Site& site, Time time) const;

    Params params_;
    TremorWindow window_;
    std::array<Site, kSites> sites_;
    int frames_ = 0; // since the last look
    double rhythm_hz_ = 0;
    Spell spell_{EventKind::tremor};
};

} // namespace crura::breath
