#include "midi/midi_out.hpp"

#include "core/snapshot.hpp"
#include "midi/learn.hpp"
#include "outlet/process_linux.hpp"

#include <chrono>
#include <sstream>
#include <thread>
#include <utility>

namespace crura::midi {

using namespace std::chrono_literals;

namespace {

constexpr Duration kListPatience = 3s;
constexpr Duration kLearnLook = 10ms;

std::vector<std::string> list(const std::filesystem::path& program, const char* which)
{
    const auto answer = outlet::answer_of({program, {"midi-list", which}}, kListPatience);
    std::vector<std::string> names;
    std::istringstream lines(answer ? *answer : "");
    for (std::string line; std::getline(lines, line);)
        names.push_back(line);
    return names;
}

} // namespace

std::vector<std::string> list_midi_outputs(const std::filesystem::path& program)
{
    return list(program, "receivers");
}

std::vector<std::string> list_midi_inputs(const std::filesystem::path& program)
{
    return list(program, "senders");
}

Result<std::unique_ptr<MidiOut>> MidiOut::open(const MidiOptions& options)
{
    auto block = Block::create();
    if (!block)
        return block.error();
    MidiBlock& shared = **block;
    shared.map = options.map;
    shared.sends = options.sends;
    shared.receiver.write(options.port);
    shared.hears = options.control.has_value();
    shared.sender.write(options.control.value_or(""));

    std::unique_ptr<MidiOut> midi(new MidiOut(std::move(*block), options.map));
    auto keeper =
        outlet::Keeper::open(shared.life, midi->block_.descriptor(), {options.program, {"midi"}});
    if (!keeper)
        return keeper.error();
    midi->keeper_ = std::move(*keeper);
    if (auto problem = midi->problem(); !problem.empty())
        return Error{std::move(problem)};
    return midi;
}

void MidiOut::accept(const Snapshot& snapshot, std::span<const Sample>) noexcept
{
    session_ = snapshot.session;
    const auto& cues = snapshot.cues;
    if (block_->cues.in(block_->life).push({snapshot.time, cues.sensed_at, cues.midi}))
        block_->bell.ring();
    else
        ++refused_;
}

bool MidiOut::pop(Command& command) noexcept
{
    for (TimedMessage heard; block_->heard.pop(heard);)
        if (const auto wish = presses_(heard.time, heard.message)) {
            command = command_for(*wish, session_);
            return true;
        }
    return false;
}

Result<PressRule> learn_press(const MidiOptions& options, Wish wish, Duration patience)
{
    auto listening = options;
    listening.sends = false;
    if (!listening.control)
        listening.control = "";
    auto midi = MidiOut::open(listening);
    if (!midi)
        return midi.error();
    Learner learn(wish);
    for (const auto until = host_now() + patience; host_now() < until;
         std::this_thread::sleep_for(kLearnLook))
        for (TimedMessage heard; (*midi)->pop(heard);)
            if (const auto rule = learn(heard.message))
                return *rule;
    return Error{"Nothing was pressed that " + (*midi)->name()
                 + " could hear; is the pedal connected to it?"};
}

} // namespace crura::midi
