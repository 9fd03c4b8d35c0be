#pragma once

#include "core/phrase.hpp"
#include "core/time.hpp"

#include <algorithm>
#include <cstdint>

namespace crura::sessions {

// One question, whether the person is here, and the same once more: sensors cannot see somebody who
// is far away. The time to answer begins when the words were said, and not when they were wished
// for; words that could not be said are wished for anew and count against nobody. A plain value.
// [engine]
//
//      are you here? .. said ... 5 s + 10 s ... miss: still here? .. said ... 5 s + 10 s ... gone
class Responsiveness {
public:
    struct Params {
        double words_s = 5;   // to be said; 1 .. 6
        double answer_s = 10; // after them; 8 .. 20
        double unsaid_s = 61; // not said by then they were dropped; more than what drops them
        int misses = 2;       // in a row, and nobody answers; 2 .. 3
    };
    enum class News : std::uint8_t { none, ask, missed, gone };

    explicit Responsiveness(Params params) noexcept : params_(params) {}

    // Has the words said in the next call; nothing while a question is open already.
    void ask() noexcept
    {
        if (stage_ == Stage::idle)
            stage_ = Stage::wish;
    }

    // Every tick in which an answer could be heard. `said`: what was said since the last one. With
    // `ask` and `missed` words() are to be said.
    News operator()(Duration tick, Phrase said) noexcept
    {
        since_ += tick;
        if (stage_ == Stage::wished && said == words())
            go(Stage::listening);
        if (stage_ == Stage::wished && since_ >= from_seconds(params_.unsaid_s))
            go(Stage::wish);
        if (stage_ == Stage::wish)
            return go(Stage::wished), News::ask;
        if (stage_ != Stage::listening || since_ < window())
            return News::none;
        go(++missed_ < params_.misses ? Stage::wished : Stage::idle);
        return missed_ < params_.misses ? News::missed : News::gone;
    }

    // An answer came, or the session stood still.
    void close() noexcept
    {
        stage_ = Stage::idle;
        missed_ = 0;
    }

    bool open() const noexcept { return stage_ != Stage::idle; }
    bool listening() const noexcept { return stage_ == Stage::listening; }
    int missed() const noexcept { return missed_; }
    int most_misses() const noexcept { return params_.misses; }
    Phrase words() const noexcept
    {
        return missed_ == 0 ? Phrase::are_you_here : Phrase::still_here;
    }
    Duration since_said() const noexcept { return listening() ? since_ : Duration{}; }
    Duration left() const noexcept
    {
        return open() ? window() - std::min(since_said(), window()) : Duration{};
    }

private:
    enum class Stage : std::uint8_t { idle, wish, wished, listening };

    void go(Stage stage) noexcept
    {
        stage_ = stage;
        since_ = {};
    }
    Duration window() const noexcept { return from_seconds(params_.words_s + params_.answer_s); }

    Params params_;
    Stage stage_ = Stage::idle;
    Duration since_{}; // it is in this stage
    int missed_ = 0;   // in a row
};

} // namespace crura::sessions
