#pragma once

#include "core/result.hpp"
#include "core/sample.hpp"
#include "osc/packet.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace crura::osc {

// Which number of which message is a measurement of what.
struct OscColumn {
    std::string address;      // "/muse/acc"; a * stands for one whole part, as in "/crura/*/resp"
    std::size_t argument = 0; // counted from 0
    Channel channel{};
    double scale = 1; // measurement = scale x number + offset
    double offset = 0;
};

using OscMap = std::vector<OscColumn>;

// What is understood without a map: docs/osc.md.
OscMap default_osc_map();

// A map that a person wrote. The error lists every mistake with its line.
Result<OscMap> parse_osc_map(std::string_view text, const std::string& file_name);
Result<OscMap> load_osc_map(const std::filesystem::path& file);

bool matches(std::string_view pattern, std::string_view address);

} // namespace crura::osc
