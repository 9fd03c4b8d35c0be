#pragma once

#include "app/places.hpp"
#include "core/result.hpp"
#include "history/repository.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace crura::app {

// What is to be deleted: one of these.
struct ForgetOptions {
    std::optional<history::Id> session = {};
    std::filesystem::path recording = {}; // in no history, or found there by it
    std::optional<history::Id> person = {};
    bool everything = false;
    std::vector<std::filesystem::path> elsewhere =
        {};                  // with everything: recordings in other folders
    bool config_too = false; // with everything: also what the person wrote, and voice packs
    bool yes = false;        // nobody is asked
};

// Shows what will go and asks once; true: yes.
using Agree = std::function<bool(const std::string& list)>;

// [main] Prints the list and waits for "yes" on standard input.
bool agree_in_words(const std::string& list);

// [main] `crura forget`: deletes the recording, what stands beside it under its name, the rows and
// the cached sound; gives what is gone. Files go first and rows last, so that whatever interrupts
// it, the same command can be given again. A row stays when one of its files could not be deleted,
// which is then the error. `repository` may be null: there is no history.
Result<std::string> forget(const ForgetOptions& options, const Places& places,
                           history::Repository* repository, const Agree& agree = agree_in_words);

} // namespace crura::app
