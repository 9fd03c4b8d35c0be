#pragma once

#include "core/snapshot.hpp"
#include "json/json.hpp"

namespace crura::feed {

// One mat's state as a `frame` of the live protocol tells it to everybody. What is not known, or is
// no finite number, is null.
json::Json state_of(int mat, const Snapshot& snapshot);

// What a therapist is told besides: the state's member `care`.
json::Json care_of(const Snapshot& snapshot);

// A whole breath: the members that an event of kind `breath` has besides.
json::Json::Object members_of(const Breath& breath);

} // namespace crura::feed
