#pragma once

#include "core/sample.hpp"
#include "core/target.hpp"
#include "devices/body_imu.hpp"
#include "devices/body_model.hpp"
#include "devices/event_script.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace crura::devices {

// A way to breathe, and the sensors that see it.
struct BodyKind {
    enum class Sensors : std::uint8_t { belts, imus };

    std::string name;
    std::string description; // for a person, without a full stop
    BodyModel::Params body;
    Sensors sensors = Sensors::belts;
    std::array<BodyImu::Params, kBands> imu{};           // by Band, for Sensors::imus
    EventScript (*script)(std::uint64_t seed) = nullptr; // what else it does
};

// Such a body and what its two sensors say, belts or IMUs, sample by sample. Pure: the same seed
// and the same guide heard give the same samples. Any thread; a plain value.
class MeasuredBody {
public:
    MeasuredBody(const BodyKind& kind, std::uint64_t seed);

    double sample_rate_hz() const { return rate_hz_; }

    // The guide as it is at the time of the next sample; one without a level is none.
    void hear(const Target& guide) { body_.hear(guide); }

    // What is measured at the next instant, stamped with `stamp`; it stays until the next call.
    std::span<const Sample> next(Time stamp);

    // Adds all that is measured until then, stamped from time 0 on.
    void measure_until(Time until, std::vector<Sample>& out);

private:
    BodyKind::Sensors sensors_;
    double rate_hz_;
    BodyModel body_;
    std::array<BodyImu, kBands> imu_;
    std::uint64_t measured_ = 0; // instants
    std::vector<Sample> samples_;
};

} // namespace crura::devices
