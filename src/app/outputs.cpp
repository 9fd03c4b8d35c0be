#include "app/outputs.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace crura::app {
namespace {

template <class Opened>
std::unique_ptr<Opened> or_warn(Result<std::unique_ptr<Opened>> opened)
{
    if (opened)
        return std::move(*opened);
    fmt::print(stderr, "{}\n", opened.error().message);
    return nullptr;
}

Result<std::unique_ptr<osc::OscOut>> open_osc(const OutputOptions& options)
{
    const auto to = osc::read_endpoint(options.osc);
    if (!to)
        return to.error();
    return osc::OscOut::open({*to, options.osc_prefix});
}

Result<std::unique_ptr<osc::OscControl>> open_osc_control(const std::string& at)
{
    const auto endpoint = osc::read_endpoint(at);
    return endpoint ? osc::OscControl::open(*endpoint) : endpoint.error();
}

} // namespace

Result<void> Outputs::open(const OutputOptions& options)
{
    if (options.audio != kNone)
        audio_ = or_warn(audio::AudioOut::open({.device = options.audio}));
    if (options.midi != kNone)
        midi_ = or_warn(midi::MidiOut::open({.port = options.midi}));
    if (!options.osc.empty()) {
        auto opened = open_osc(options);
        if (!opened)
            return opened.error();
        osc_ = std::move(*opened);
    }
    if (!options.osc_control.empty()) {
        auto opened = open_osc_control(options.osc_control);
        if (!opened)
            return opened.error();
        osc_control_ = std::move(*opened);
    }
    return {};
}

std::vector<Sink*> Outputs::sinks() const
{
    std::vector<Sink*> sinks;
    for (Sink* each : std::initializer_list<Sink*>{audio_.get(), midi_.get(), osc_.get()})
        if (each)
            sinks.push_back(each);
    return sinks;
}

void Outputs::report(OutputStates& states) const
{
    if (audio_)
        states.audio = [this] { return audio_->state(); };
    if (midi_)
        states.midi = [this] { return midi_->state(); };
    if (osc_)
        states.osc = [this] { return osc_->state(); };
}

std::vector<CommandSource> Outputs::command_sources() const
{
    std::vector<CommandSource> sources;
    if (osc_control_)
        sources.push_back([this](Command& command) { return osc_control_->pop(command); });
    return sources;
}

void Outputs::close()
{
    if (audio_) {
        audio_->close();
        if (const auto missed = audio_->missed_periods(); missed > 0)
            fmt::print("\nThe sound device ran out of sound {} times; larger buffers in its "
                       "settings help.\n",
                       missed);
    }
    if (midi_)
        midi_->close();
    if (osc_)
        osc_->close();
}

} // namespace crura::app
