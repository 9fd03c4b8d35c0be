#include "audio/audio_out.hpp"

#include "audio/sound_block.hpp"
#include "core/snapshot.hpp"
#include "outlet/keeper.hpp"
#include "outlet/shared_block_linux.hpp"

#include <chrono>
#include <sstream>
#include <utility>

namespace crura::audio {

using namespace std::chrono_literals;

namespace {

constexpr Duration kListPatience = 8s; // sound cards may be many

} // namespace

std::vector<AudioOutput> list_audio_outputs(const std::filesystem::path& program)
{
    const auto answer = outlet::answer_of({program, {"sound-list"}}, kListPatience);
    std::vector<AudioOutput> outputs;
    std::istringstream lines(answer ? *answer : "");
    for (AudioOutput each;
         lines >> each.number >> each.is_default >> each.max_channels >> each.preferred_rate_hz;
         outputs.push_back(each)) {
        std::getline(lines >> std::ws, each.host_api, '\t');
        std::getline(lines, each.name);
    }
    return outputs;
}

struct AudioOut::Outlet {
    outlet::SharedBlock<SoundBlock> block;
    std::unique_ptr<outlet::Keeper> keeper;
};

Result<std::unique_ptr<AudioOut>> AudioOut::open(const AudioOptions& options)
{
    if (const auto possible = check(options); !possible)
        return possible.error();
    auto block = outlet::SharedBlock<SoundBlock>::create();
    if (!block)
        return block.error();
    auto words = words_of(options);
    words.insert(words.begin(), "sound");
    auto& life = (*block)->life;
    auto keeper = outlet::Keeper::open(life, block->descriptor(), {options.program, words});
    if (!keeper)
        return keeper.error();
    return std::unique_ptr<AudioOut>(
        new AudioOut(std::make_unique<Outlet>(std::move(*block), std::move(*keeper))));
}

AudioOut::AudioOut(std::unique_ptr<Outlet> outlet) : outlet_(std::move(outlet)) {}

AudioOut::~AudioOut() = default;

void AudioOut::accept(const Snapshot& snapshot, std::span<const Sample>) noexcept
{
    auto& block = *outlet_->block;
    block.cues.in(block.life).write({snapshot.cues.audio, snapshot.cues.sensed_at});
}

void AudioOut::close()
{
    outlet_->keeper->close();
}

Output AudioOut::state() const noexcept
{
    return outlet_->keeper->state();
}

std::string AudioOut::problem() const
{
    return outlet_->keeper->problem();
}

std::string AudioOut::device() const
{
    return outlet_->keeper->name();
}

double AudioOut::sample_rate_hz() const noexcept
{
    return outlet_->block->sample_rate_hz;
}

double AudioOut::output_latency_s() const noexcept
{
    return outlet_->block->output_latency_s;
}

Latency AudioOut::latency() const noexcept
{
    return outlet_->block->latency.figures();
}

std::uint64_t AudioOut::missed_periods() const noexcept
{
    return outlet_->block->missed_periods;
}

} // namespace crura::audio
