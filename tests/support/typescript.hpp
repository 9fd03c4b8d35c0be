#pragma once

#include <map>
#include <set>
#include <string>

namespace crura::test {

// What a TypeScript file declares, flattened: "Band.polarity", "BodyState.hold.on"; a type that is
// a choice of texts is "Role". Each with the texts that may stand there, as far as they are listed.
// A member that may be missing ends in "?". Understands what protocol.ts uses and no more.
struct Declared {
    std::map<std::string, std::set<std::string>> members;
    std::map<std::string, std::string> extends; // "MatMessage" : "Message, Mat"
};

Declared declared_in(const std::string& typescript);

} // namespace crura::test
