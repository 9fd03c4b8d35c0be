#include "audio/music/music.hpp"

#include "audio/music/breath_filter.hpp"
#include "audio/music/medley.hpp"
#include "audio/music/soft_tap.hpp"
#include "core/spsc_ring.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <set>
#include <stop_token>
#include <thread>

namespace crura::audio {

using namespace std::chrono_literals;

namespace {

constexpr double kAheadS = 4;  // as long a hiccup of the disk is not heard
constexpr auto kRest = 20ms;   // of the reading thread while the ring is full
constexpr auto kPatience = 5s; // before it looks again whether there is something to play
constexpr auto kGlance = 1ms;

// What could not be played, for a person.
class Problems {
public:
    void add(const Error& why)
    {
        const std::lock_guard lock(mutex_);
        if (told_.empty())
            first_ = why.message;
        told_.insert(why.message);
    }

    std::string text() const
    {
        const std::lock_guard lock(mutex_);
        if (told_.size() < 2)
            return first_;
        const auto others = told_.size() - 1;
        return first_ + " (And " + std::to_string(others) + " more" + (others == 1 ? " is" : " are")
            + " left out.)";
    }

private:
    mutable std::mutex mutex_;
    std::string first_;
    std::set<std::string> told_;
};

// Sleeps, but not when it is time to go.
void rest(const std::stop_token& stop, std::chrono::milliseconds time)
{
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any().wait_for(lock, stop, time, [] { return false; });
}

} // namespace

struct Music::Parts {
    Parts(const Settings& settings, double sample_rate_hz)
        : ring(std::size_t(kAheadS * sample_rate_hz) / kBlockFrames), tap(sample_rate_hz),
          filter(settings, sample_rate_hz),
          reader([this,
                  params = Medley::Params{settings.from,
                                          settings.cross_fade_s,
                                          {sample_rate_hz, kLoudnessLufs}}](
                     const std::stop_token& stop) { read(params, stop); })
    {
    }

    void read(const Medley::Params& params, const std::stop_token& stop)
    {
        Medley medley(params, [this](const Error& why) { problems.add(why); });
        Block block;
        while (!stop.stop_requested()) {
            const bool there = medley.read(block, stop);
            nothing.store(!there, std::memory_order_release);
            if (!there)
                rest(stop, kPatience);
            while (there && !stop.stop_requested() && !put(block))
                if (!medley.prepare_some())
                    rest(stop, kRest);
        }
    }

    bool put(const Block& block) { return ring.size() < ring.capacity() && ring.push(block); }

    SpscRing<Block> ring;
    SoftTap tap;         // the audio thread's
    BreathFilter filter; // the audio thread's
    Problems problems;
    std::atomic<bool> nothing{false}; // to be played, at present
    std::jthread reader;              // stops before all the rest goes
};

Music::Music(const Settings& settings, double sample_rate_hz)
    : parts_(std::make_unique<Parts>(settings, sample_rate_hz))
{
}

Music::~Music() = default;

void Music::render(float level, float opening, Block& mix) noexcept
{
    Block music;
    const float presence = parts_->tap(parts_->ring, music);
    parts_->filter.render(level, opening, presence, music, mix);
}

void Music::await()
{
    while (parts_->ring.size() < parts_->tap.enough()
           && !parts_->nothing.load(std::memory_order_acquire))
        std::this_thread::sleep_for(kGlance);
}

std::string Music::problem() const
{
    return parts_->problems.text();
}

} // namespace crura::audio
