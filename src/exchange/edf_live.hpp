#pragma once

#include "core/result.hpp"
#include "exchange/edf_annotations.hpp"
#include "exchange/edf_file.hpp"
#include "exchange/edf_gaps.hpp"
#include "exchange/edf_session.hpp"
#include "exchange/edf_signals.hpp"
#include "exchange/edf_tracks.hpp"
#include "exchange/edf_words.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace crura::exchange {

// A session that becomes an EDF+C file while it runs: in records of half a second, written 0.2 s
// after their end. Reads no clock: time is that of the ticks. What could not be written stays and
// is tried again. One thread, or one after the other.
class EdfLive {
public:
    EdfLive(WritableFile file, EdfSession session);

    void take(const EdfTick& tick, std::span<const Sample> samples, std::span<const EdfNews> news);

    // Writes the records whose time has come.
    Result<void> write_due();

    // Writes all there is; takes the file away if no tick ever came.
    Result<void> finish();

private:
    struct Running { // since the first tick
        Time origin; // of the first record
        EdfTracks tracks;
        EdfWords words;
        EdfAnnotations annotations;
    };
    struct Signals {
        std::vector<EdfLiveSignal> signals;
        std::vector<EdfRange> ranges; // of each
        std::array<bool, kBands> turned{};

        friend bool operator==(const Signals&, const Signals&) = default;
    };

    void begin(Time origin);
    Time end_of_records(std::uint64_t records) const;
    Result<void> write_record();
    Signals wanted() const;
    void settle(const Signals& wanted);
    void turn_over(const Signals& wanted);
    EdfLayout layout_of(const Signals& signals) const;
    std::string converted(std::string_view record, const Signals& to,
                          const EdfLayout& layout) const;
    std::optional<std::size_t> kept(const EdfLiveSignal& signal) const;
    double sign_of(const EdfLiveSignal& signal, const Signals& in) const;
    void watch(std::size_t count);
    void say(std::string text);
    std::string samples() const;

    EdfFile file_;
    EdfSession session_;
    std::optional<Running> running_;
    EdfLayout layout_; // but for the signals
    Time now_{};
    std::array<bool, kBands> falls_{}; // on inspiration, as far as is known
    std::array<GapWatch, kBands> gaps_;
    bool ended_ = false;
    std::uint64_t late_told_ = 0;
    std::array<bool, kMostEdfSignals> cut_{}; // signals in the last record
    Signals written_;                         // what the file holds
    std::uint64_t change_from_ = 0;           // the record before which that may change
};

} // namespace crura::exchange
