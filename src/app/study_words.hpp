#pragma once

#include "core/breath_state.hpp"
#include "core/sample.hpp"
#include "exchange/study.hpp"
#include "record/recording.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace crura::app {

// What is said of the signals of a study and of the recording it was made of. [any]

// Belts, then motion sensors: the order of a study's signals.
std::vector<Channel> channels_in_order();

// "Resp chest", "Acc x abdomen"; at most 16 letters.
std::string label_of(Channel channel);

// One number that follows the breath, whose sign tells inspiration.
bool breathes(Channel channel);

// A signal with all but its rate and values.
exchange::Signal described(Channel channel, const record::RecordingHeader& header);
exchange::Signal described_derived(Band band);

// Versions, settings and how whole it is; no names of files.
std::vector<std::pair<std::string, std::string>> facts_of(const record::Recording& recording,
                                                          Partition partition);

// Sentences for whoever exports: what is missing in it, and what the numbers of so
// many breathing bands cannot tell.
std::vector<std::string> remarks_on(const record::Recording& recording, std::size_t bands,
                                    Partition partition);

} // namespace crura::app
