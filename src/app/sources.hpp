#pragma once

#include "core/result.hpp"
#include "core/sink.hpp"
#include "core/source.hpp"
#include "record/recording.hpp"

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace crura::app {

// The sensors of a session.
struct Sources {
    std::vector<std::shared_ptr<Source>> sources;
    std::vector<std::shared_ptr<Sink>> listeners; // of these, those that also hear the session
    std::array<record::BandSensor, kBands> bands; // for the recording
    std::string chosen; // for a person: what was found, when nothing was asked for, or what is
                        // wrong with a recording that is played
};

// [main] The one list of source names: simulator[:KIND], line:PORT,
// witmotion:CHEST_PORT,BELLY_PORT, osc:[HOST:]PORT[,MAP] and play:FILE. Nothing is opened but
// files.
Result<Sources> make_sources(const std::vector<std::string>& names);

// [main] What is plugged in, else the simulated body. Listens to every USB serial port for up to
// 3 s, to all at once, but not to those `in_use`.
Result<Sources> find_sources(const std::vector<std::string>& in_use = {});

// [main] Samples of a Crura recording, or of a CSV file with a column time_s and chest or belly.
Result<std::vector<Sample>> read_samples(const std::string& file);

} // namespace crura::app
