#pragma once

#include "core/result.hpp"
#include "exchange/study.hpp"
#include "record/recording.hpp"
#include "sessions/session.hpp"

#include <string>
#include <vector>

namespace crura::app {

struct StudyOptions {
    std::string person = "";                    // a pseudonym; empty: none is named
    bool for_therapist = false;                 // with decisions of guide and guards, and notes
    const sessions::Session* program = nullptr; // that was run: names its steps and its words
};

// What a person should know about a study that was made.
struct MadeStudy {
    exchange::Study study;
    std::vector<std::string> remarks; // sentences
};

// A recorded session as other tools take it, out of the raw samples: each in a slot of an even grid
// with the value it has (see even_grid.hpp), slots without one NaN. Belts are turned over where the
// engine last found that they fall on inspiration, and nothing else is done to them. Bands that
// have only a motion sensor get a Resp signal of the engine's as well, at 100 Hz.
//
// Second 0 is the start of the recording, or the first sample where that is earlier. An error when
// there are no samples or they span more than 24 hours. Runs the engine over recordings of motion
// sensors: seconds for an hour. Any thread.
Result<MadeStudy> study_of(const record::Recording& recording, const StudyOptions& options = {});

} // namespace crura::app
