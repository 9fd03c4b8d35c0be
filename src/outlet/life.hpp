#pragma once

#include "core/time.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace crura::outlet {

// A text of fixed room, cut where it is longer. Written before an atomic is released and read after
// it was acquired.
template <std::size_t Room>
class Words {
public:
    void write(std::string_view text) noexcept
    {
        size_ = std::uint32_t(std::min(text.size(), Room));
        text.copy(text_.data(), size_);
    }
    std::string read() const { return {text_.data(), std::min(std::size_t(size_), Room)}; }

private:
    std::uint32_t size_ = 0;
    std::array<char, Room> text_{};
};

// What a keeper and its outlet tell each other: the member `life` of every block that they share.
class Life {
public:
    enum class State : std::uint32_t { opening, working, failed };

    // Nothing has been heard from an outlet for so long: it hangs, or its device does.
    static constexpr Duration kSilentTooLong = std::chrono::milliseconds(700);
    // ... but when it has only just opened its device; some sound servers take their time at first.
    static constexpr Duration kStartTime = std::chrono::seconds(3);

    // [outlet] What was to be opened is open; `name` is what a person calls it.
    void opened(std::string_view name) noexcept
    {
        name_.write(name);
        opened_at_ = host_now();
        beat();
        state_.store(State::working, std::memory_order_release);
    }

    // [outlet] It cannot be opened, or has gone: one sentence for a person. The outlet ends now,
    // and the keeper starts another a little later.
    void failed(std::string_view problem) noexcept
    {
        problem_.write(problem);
        state_.store(State::failed, std::memory_order_release);
    }

    // [outlet, any thread] All is well; to be said several times in kSilentTooLong. While it opens
    // something, before each step that takes its time.
    void beat() noexcept { beat_.store(host_now(), std::memory_order_relaxed); }

    // [keeper] While no outlet lives: the next one begins afresh.
    void renew() noexcept
    {
        state_ = State::opening;
        beat();
        generation_.fetch_add(1);
    }

    // [any]
    State state() const noexcept { return state_.load(std::memory_order_acquire); }

    // [any] Since the last beat.
    Duration silence(Time now) const noexcept
    {
        return now - beat_.load(std::memory_order_relaxed);
    }

    // [any] Working, and heard from not long ago.
    bool well(Time now) const noexcept
    {
        if (state() != State::working)
            return false;
        const bool new_born = now - opened_at_.load(std::memory_order_relaxed) < kStartTime;
        return silence(now) < (new_born ? kStartTime : kSilentTooLong);
    }

    // [keeper, outlet] The outlet before this one left its name, too.
    std::string name() const { return name_.read(); }
    std::string problem() const { return problem_.read(); }

    // [any] Counts the outlets.
    std::uint32_t generation() const noexcept { return generation_; }

private:
    static_assert(std::atomic<Time>::is_always_lock_free);

    std::atomic<State> state_{State::opening};
    std::atomic<std::uint32_t> generation_{0};
    std::atomic<Time> opened_at_{};
    std::atomic<Time> beat_{};
    Words<256> name_;
    Words<1024> problem_;
};

} // namespace crura::outlet
