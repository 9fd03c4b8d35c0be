#pragma once

#include "core/time.hpp"
#include "record/recording.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace crura::app {

// How what an engine says today differs from what a recording wrote down, kind by kind: breaths,
// turns, events, decisions and so on. Health is left out, for the engine does not say it. [any]
class Differences {
public:
    // `format`: of the recording; kinds that it did not have do not count.
    explicit Differences(std::uint16_t format) : format_(format) {}

    // All that was recorded in one moment, and all that is said in it today. True when they are the
    // same to the last bit. With `some_missing` what is not in the recording does not count.
    bool add(std::span<const record::Said> recorded, std::span<const record::Said> today,
             bool some_missing);

    // "63 breaths, 126 turns of the breath": what was recorded.
    std::string recorded() const;

    // A line for each kind that occurs, with numbers; times are m:ss since `origin`.
    std::vector<std::string> lines(Time origin) const;

    // Nothing of what was recorded or is said today differs.
    bool none() const { return none_; }

private:
    using List = std::vector<record::Said>;
    static constexpr std::size_t kKinds = std::variant_size_v<decltype(record::Said::what)>;

    // What is looked at ten times a second.
    struct Glances {
        std::size_t recorded = 0;
        std::size_t other = 0;
        double displacement = 0; // largest differences
        double breath_rate_bpm = 0;
        double abdominal_share = 0;
    };

    bool counts(const record::Said& said) const;
    bool same(std::span<const record::Said> recorded, std::span<const record::Said> today,
              bool some_missing) const;
    void keep(std::span<const record::Said> said, std::array<List, kKinds>& lists) const;
    void compare_glances(std::span<const record::Said> recorded,
                         std::span<const record::Said> today);
    std::string line(std::size_t kind, Time origin) const;

    std::uint16_t format_;
    bool none_ = true;
    std::array<List, kKinds> recorded_; // without glances
    std::array<List, kKinds> today_;
    Glances glances_;
};

// "3:05", whole seconds that have passed.
std::string minutes_and_seconds(Duration duration);

} // namespace crura::app
