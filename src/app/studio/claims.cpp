#include "app/studio/claims.hpp"

#include <fmt/format.h>

#include <array>
#include <set>
#include <string_view>

namespace crura::app::studio {
namespace {

constexpr std::string_view kSerialPort = "the serial port ";

std::string after(const std::string& text, std::string_view prefix)
{
    return text.starts_with(prefix) ? text.substr(prefix.size()) : "";
}

// "witmotion:/dev/ttyUSB0 (chest)" has its port in the middle.
std::string serial_port_of(const std::string& source)
{
    for (const std::string_view kind : {"line:", "witmotion:"})
        if (const auto rest = after(source, kind); !rest.empty())
            return rest.substr(0, rest.find(" ("));
    return "";
}

} // namespace

Things serial_ports_of(const Sources& sources, const OutputOptions& output)
{
    std::set<std::string> ports;
    for (const auto& source : sources.sources)
        ports.insert(serial_port_of(source->name()));
    ports.insert(serial_port_of(output.touch));
    ports.erase("");
    Things things;
    for (const auto& port : ports)
        things.push_back(std::string(kSerialPort) + port);
    return things;
}

std::string port_in(const std::string& thing)
{
    return after(thing, kSerialPort);
}

Result<void> Claims::take(int mat, const Things& things)
{
    const std::lock_guard lock(mutex_);
    for (const auto& thing : things)
        if (const auto other = taken_.find(thing); other != taken_.end() && other->second != mat)
            return Error{fmt::format("Mat {} uses {} already; choose another for this one, or "
                                     "close that mat first.",
                                     other->second, thing)};
    for (const auto& thing : things)
        taken_.emplace(thing, mat);
    return {};
}

void Claims::give_back(int mat)
{
    const std::lock_guard lock(mutex_);
    std::erase_if(taken_, [mat](const auto& claim) { return claim.second == mat; });
}

std::vector<std::string> Claims::serial_ports() const
{
    const std::lock_guard lock(mutex_);
    std::vector<std::string> ports;
    for (const auto& [thing, mat] : taken_)
        if (auto port = port_in(thing); !port.empty())
            ports.push_back(std::move(port));
    return ports;
}

std::vector<std::string> claim_midi(Claims& claims, int mat, OutputOptions& output)
{
    std::vector<std::string> sentences;
    const auto claim = [&](const std::string& thing) {
        const auto taken = claims.take(mat, {thing});
        if (!taken)
            sentences.push_back(taken.error().message + " This session goes without it.");
        return taken.has_value();
    };
    const auto or_own = [](const std::string& port, const char* own) {
        return "the MIDI port " + (port.empty() ? own : port);
    };
    if (output.midi != kNone && !claim(or_own(output.midi, "Crura")))
        output.midi = kNone;
    if (output.midi_control && !claim(or_own(*output.midi_control, "Crura control")))
        output.midi_control.reset();
    return sentences;
}

} // namespace crura::app::studio
