#include "app/study_words.hpp"

#include "app/derived_breath.hpp"
#include "core/names.hpp"
#include "engine/engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace crura::app {
namespace {

constexpr std::array kSitesCalled = {"chest", "abdomen", "sacrum"};

constexpr std::array<const char*, kQuantities> kQuantitiesCalled = {
    "Resp",   "Flow",   "Acc x",  "Acc y",  "Acc z",  "Gyro x", "Gyro y",
    "Gyro z", "Quat w", "Quat x", "Quat y", "Quat z", "RespAC", "Togetherness"};

// Words that are no unit.
std::string unit_of_belt(const std::string& said)
{
    constexpr std::array kNone = {"as sent", "adc", "raw", "counts", "a.u."};
    return std::find(kNone.begin(), kNone.end(), said) == kNone.end() ? said : "";
}

std::string transducer_of_belt(const std::string& kind)
{
    constexpr std::array<std::pair<const char*, const char*>, 6> kKnown = {
        {{"simulated", "simulated body"},
         {"line", "belt, Crura line protocol"},
         {"osc", "sent by OSC"},
         {"recorded", "played recording"},
         {"flow", "flow sensor"},
         {"", "belt"}}};
    for (const auto& [name, words] : kKnown)
        if (kind == name)
            return words;
    return kind + " belt";
}

// A source's name may go on with a file or a port, a setting with a file's name: neither is meant
// for those who get an export.
std::string sources_in_words(const std::vector<std::string>& sources)
{
    std::string text;
    for (const auto& source : sources)
        text += (text.empty() ? "" : ", ") + source.substr(0, source.find(':'));
    return text;
}
bool is_private(const record::Setting& setting)
{
    return setting.name == "imported_from";
}

std::string how_whole(const record::Recording& recording)
{
    if (!recording.damage.empty())
        return fmt::format("{} damaged places were left out", recording.damage.size());
    if (!recording.losses.empty())
        return "parts were never recorded";
    return recording.closed ? "yes" : "yes, but for perhaps its last second";
}

std::string rests_on(Partition partition)
{
    switch (partition) {
    case Partition::calibrated:
        return "calibrated";
    case Partition::uncalibrated:
        return "not calibrated: a trend only";
    default:
        return "one sensor, or not known of any breath";
    }
}

} // namespace

std::vector<Channel> channels_in_order()
{
    std::vector<Channel> channels;
    for (const auto quantity : {Quantity::displacement, Quantity::displacement_ac, Quantity::flow})
        for (const auto band : {Band::thoracic, Band::abdominal, Band::sacral})
            channels.push_back({band, quantity});
    for (const auto band : {Band::thoracic, Band::abdominal, Band::sacral})
        for (auto quantity = Quantity::acceleration_x; quantity <= Quantity::quaternion_z;
             quantity = quantity + 1)
            channels.push_back({band, quantity});
    for (const auto band : {Band::thoracic, Band::abdominal, Band::sacral})
        channels.push_back({band, Quantity::togetherness});
    return channels;
}

std::string label_of(Channel channel)
{
    const char* site = kSitesCalled[std::size_t(channel.band)];
    if (channel.quantity == Quantity::togetherness)
        return channel.band == Band::thoracic ? "Togetherness" : fmt::format("Together {}", site);
    return fmt::format("{} {}", kQuantitiesCalled[std::size_t(channel.quantity)], site);
}

bool breathes(Channel channel)
{
    return std::size_t(channel.band) < kBands
        && (channel.quantity == Quantity::displacement
            || channel.quantity == Quantity::displacement_ac || channel.quantity == Quantity::flow);
}

exchange::Signal described(Channel channel, const record::RecordingHeader& header)
{
    exchange::Signal signal;
    signal.label = label_of(channel);
    signal.filter = "none";
    const auto quantity = channel.quantity;
    if (quantity == Quantity::togetherness) {
        signal.transducer = "a group's messages";
    } else if (quantity >= Quantity::acceleration_x && quantity <= Quantity::quaternion_z) {
        signal.transducer = "motion sensor, its own axes";
        signal.unit = quantity <= Quantity::acceleration_z ? "g"
            : quantity <= Quantity::angular_rate_z         ? "deg/s"
                                                           : "";
    } else {
        const bool known = std::size_t(channel.band) < kBands;
        const auto sensor = known ? header.bands[std::size_t(channel.band)] : record::BandSensor{};
        const bool imu = sensor.kind == "imu"; // the header's unit is not this signal's
        signal.unit = imu ? "" : unit_of_belt(sensor.unit);
        signal.transducer = transducer_of_belt(imu ? "" : sensor.kind);
        if (quantity == Quantity::displacement_ac)
            signal.filter = "HP: the sensor's own";
    }
    return signal;
}

exchange::Signal described_derived(Band band)
{
    exchange::Signal signal;
    signal.label = label_of({band, Quantity::displacement});
    signal.unit = "deg";
    signal.transducer = "derived by Crura: tilt of a motion sensor";
    signal.filter = "HP:0.01Hz LP:3Hz";
    signal.rate_hz = kDerivedHz;
    return signal;
}

std::vector<std::pair<std::string, std::string>> facts_of(const record::Recording& recording,
                                                          Partition partition)
{
    const auto& header = recording.header;
    std::vector<std::pair<std::string, std::string>> facts{
        {"recorded by", "Crura " + header.crura_version},
        {"exported by", "Crura " CRURA_VERSION},
        {"program", header.program_name},
        {"sources", sources_in_words(header.sources)},
        {"whole", how_whole(recording)},
        {"chest against belly", rests_on(partition)}};
    for (const auto& setting : header.settings)
        if (!is_private(setting))
            facts.emplace_back("setting " + setting.name, setting.value);
    return facts;
}

std::vector<std::string> remarks_on(const record::Recording& recording, std::size_t bands,
                                    Partition partition)
{
    std::vector<std::string> remarks;
    for (const auto& damage : recording.damage)
        remarks.push_back(damage.message);
    for (const auto& loss : recording.losses)
        remarks.push_back(fmt::format(
            "{:.1f} s with {} samples were never recorded, for the disk was full or too slow.",
            double(loss.ticks) * to_seconds(engine::kTick), loss.samples));
    if (!recording.closed)
        remarks.push_back("It was not ended in order: its last second may be missing.");
    if (recording.unknown_blocks > 0)
        remarks.push_back("A newer Crura recorded it; what this one does not know was left out.");
    if (bands == 1)
        remarks.push_back("One sensor: it tells no belly share.");
    if (bands > 1 && partition != Partition::calibrated)
        remarks.push_back("Chest and belly were not calibrated against each other: each can be "
                          "followed by itself, their sizes are no share (a trend only).");
    return remarks;
}

} // namespace crura::app
