#pragma once

#include "exchange/column.hpp"

#include <optional>
#include <string>
#include <vector>

namespace crura::app {

// Which of a file's signals are the bands, by what they are called; empty for none.
struct BeltLabels {
    std::string thoracic, abdominal;
};

// One of the chest ("Resp chest", "THO", "Thorax"), one of the belly ("Resp abdomen", "ABD"), or
// both; or, where neither is told, the one respiration there is ("RESPIRATION", "RIP"), which is
// taken for the chest. Nothing where it is not clear: two chests, two of neither. Airflow and rates
// are not bands.
std::optional<BeltLabels> find_belts(const std::vector<exchange::Offered>& signals);

} // namespace crura::app
