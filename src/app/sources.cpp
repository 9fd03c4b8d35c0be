#include "app/sources.hpp"

#include "app/recording_words.hpp"
#include "core/nearest.hpp"
#include "devices/line_sensor.hpp"
#include "devices/recognise.hpp"
#include "devices/serial_port.hpp"
#include "devices/simulated_body.hpp"
#include "devices/witmotion.hpp"
#include "exchange/csv.hpp"
#include "osc/osc_map.hpp"
#include "osc/osc_source.hpp"
#include "record/playback.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <future>

namespace crura::app {
namespace {

Result<void> add_simulator(const std::string& kind, Sources& to)
{
    auto found = devices::SimulatedBody::find(kind.empty() ? "calm" : kind);
    if (!found)
        return found.error();
    const bool imus = found->sensors == devices::BodyKind::Sensors::imus;
    to.bands.fill(imus ? record::BandSensor{"imu", "g"} : record::BandSensor{"simulated", "mm"});
    const auto body = std::make_shared<devices::SimulatedBody>(*found);
    to.sources.push_back(body);
    to.listeners.push_back(body);
    return {};
}

Result<void> add_line(const std::string& port, Sources& to)
{
    if (port.empty())
        return Error{"The source 'line' needs a port, as in line:/dev/ttyUSB0."};
    to.bands.fill({"line", "as sent"});
    to.sources.push_back(std::make_shared<devices::LineSensor>(port));
    return {};
}

Result<void> add_witmotion(const std::string& ports, Sources& to)
{
    const auto comma = ports.find(',');
    const auto chest = ports.substr(0, comma);
    const auto belly = comma == std::string::npos ? "" : ports.substr(comma + 1);
    if ((chest.empty() && belly.empty()) || comma == std::string::npos)
        return Error{"The source 'witmotion' needs two ports, chest first, as in "
                     "witmotion:/dev/ttyUSB0,/dev/ttyUSB1; leave one empty if there is only the "
                     "other."};
    to.bands.fill({"imu", "g"});
    if (!chest.empty())
        to.sources.push_back(std::make_shared<devices::WitMotion>(Band::thoracic, chest));
    if (!belly.empty())
        to.sources.push_back(std::make_shared<devices::WitMotion>(Band::abdominal, belly));
    return {};
}

Result<void> add_osc(const std::string& argument, Sources& to)
{
    const auto comma = argument.find(',');
    const auto at = osc::read_endpoint(argument.substr(0, comma));
    if (!at)
        return at.error();
    Result<osc::OscMap> map = comma == std::string::npos
        ? osc::default_osc_map()
        : osc::load_osc_map(argument.substr(comma + 1));
    if (!map)
        return map.error();
    to.bands.fill({"osc", "as sent"});
    to.sources.push_back(std::make_shared<osc::OscSource>(*at, std::move(*map)));
    return {};
}

Result<void> add_playback(const std::string& file, Sources& to)
{
    auto samples = read_samples(file);
    if (!samples)
        return samples.error();
    to.bands.fill({"recorded", ""});
    to.chosen += condition_of(std::filesystem::path(file));
    to.sources.push_back(std::make_shared<record::Playback>("play:" + file, std::move(*samples),
                                                            record::Pace::own_speed));
    return {};
}

struct Entry {
    std::string name;
    Result<void> (*add)(const std::string& argument, Sources& to);
};
const std::vector<Entry> kEntries = {{"simulator", add_simulator},
                                     {"line", add_line},
                                     {"witmotion", add_witmotion},
                                     {"osc", add_osc},
                                     {"play", add_playback}};

Result<void> add_source(const std::string& spec, Sources& to)
{
    const auto colon = spec.find(':');
    const auto name = spec.substr(0, colon);
    const auto argument = colon == std::string::npos ? "" : spec.substr(colon + 1);
    std::vector<std::string> names;
    for (const auto& entry : kEntries) {
        if (entry.name == name)
            return entry.add(argument, to);
        names.push_back(entry.name);
    }
    return Error{fmt::format("There is no source '{}'{}", name, did_you_mean(name, names))};
}

struct Found {
    devices::SerialPortInfo port;
    devices::PortKind kind;
};

std::vector<Found> listen_to_usb_ports(const std::vector<std::string>& in_use)
{
    const auto free = [&in_use](const std::string& name) {
        return std::find(in_use.begin(), in_use.end(), name) == in_use.end();
    };
    std::vector<std::pair<devices::SerialPortInfo, std::future<Result<devices::PortKind>>>> asked;
    for (const auto& port : devices::list_serial_ports())
        if (port.usb_vendor_id != 0 && free(port.name))
            asked.emplace_back(port, std::async(std::launch::async, [name = port.name] {
                                   return devices::recognise(name);
                               }));
    std::vector<Found> found;
    for (auto& [port, answer] : asked)
        if (const auto kind = answer.get(); kind && *kind != devices::PortKind::unknown)
            found.push_back({port, *kind});
    return found;
}

std::string described(const devices::SerialPortInfo& port)
{
    return port.usb_serial.empty() ? port.name : fmt::format("{} ({})", port.name, port.usb_serial);
}

} // namespace

Result<Sources> make_sources(const std::vector<std::string>& names)
{
    Sources sources;
    for (const auto& name : names)
        if (const auto added = add_source(name, sources); !added)
            return added.error();
    if (sources.sources.size() > Health::kMaxSources)
        return Error{fmt::format("At most {} sensors can be used at once.", Health::kMaxSources)};
    return sources;
}

Result<Sources> find_sources(const std::vector<std::string>& in_use)
{
    const auto found = listen_to_usb_ports(in_use);
    const auto of_kind = [&](devices::PortKind kind) {
        std::vector<devices::SerialPortInfo> ports;
        for (const auto& each : found)
            if (each.kind == kind)
                ports.push_back(each.port);
        return ports;
    };
    const auto lines = of_kind(devices::PortKind::crura_line);
    const auto imus = of_kind(devices::PortKind::witmotion);

    const auto named = [](const std::string& name, std::string chosen) {
        auto sources = make_sources({name});
        if (sources)
            sources->chosen = std::move(chosen);
        return sources;
    };
    if (!lines.empty())
        return named("line:" + lines[0].name,
                     fmt::format("Found a sensor that speaks the Crura line protocol at {}.",
                                 described(lines[0])));
    if (imus.size() >= 2)
        return named(
            fmt::format("witmotion:{},{}", imus[0].name, imus[1].name),
            fmt::format("Found two WitMotion sensors; taken as chest: {}, belly: {}. If they are "
                        "worn the other way round, choose witmotion:{},{}",
                        described(imus[0]), described(imus[1]), imus[1].name, imus[0].name));
    if (imus.size() == 1)
        return named(
            fmt::format("witmotion:,{}", imus[0].name),
            fmt::format("Found one WitMotion sensor at {}; taken as the belly. One sensor alone "
                        "tells no belly share.",
                        described(imus[0])));
    return named(
        "simulator",
        "No sensor is plugged in: a simulated body breathes in its place. This is a demonstration, "
        "not you.");
}

Result<std::vector<Sample>> read_samples(const std::string& file)
{
    if (file.empty())
        return Error{"The source 'play' needs a file, as in play:session.crura."};
    if (!file.ends_with(".csv")) {
        const auto recording = record::read_recording(file);
        if (!recording)
            return recording.error();
        return record::samples_of(*recording);
    }
    // Chest alone, belly alone or both: whichever the header names.
    std::ifstream text(file);
    std::string header;
    std::getline(text, header);
    exchange::CsvLayout layout{.time_column = "time_s"};
    if (header.find("chest") != std::string::npos)
        layout.columns.push_back({"chest", {Band::thoracic, Quantity::displacement}});
    if (header.find("belly") != std::string::npos)
        layout.columns.push_back({"belly", {Band::abdominal, Quantity::displacement}});
    if (text && layout.columns.empty())
        return Error{fmt::format("{}:1: a file to play needs the columns time_s and chest or belly "
                                 "(crura analyze takes columns of any name).",
                                 file)};
    return exchange::read_csv(file, layout);
}

} // namespace crura::app
