#pragma once

#include "core/time.hpp"
#include "sessions/session.hpp"
#include "sound/clip.hpp"
#include "speech/recording_desk.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>

namespace crura::app {

// What it takes to record a person: a keyboard, a microphone and a screen. A test hands in its own.
struct Studio {
    // Waits for a key; Terminal::kEndKey when the program is asked to end.
    std::function<std::optional<char>(Duration)> key;
    std::function<void()> begin_take;
    std::function<Result<sound::Clip>()> end_take;
    std::function<bool()> microphone_lost;
    std::function<float()> level; // 0 .. 1
    std::function<void(const std::string&)> print;
};

// Leads a person through the sentences that the desk's pack lacks: shows each, records it between
// two presses of the space bar, says whether it may be kept and why not. Each kept sentence is in
// the pack at once; one may leave at any time. False when the microphone or the disk failed; the
// reason was printed. [main]
bool record_sentences(speech::RecordingDesk& desk, std::span<const std::string> sentences,
                      Studio& studio);

// [main] `crura voice record`: what a pack, new or not, lacks of these programs, in its language;
// a new one has that of the first program. `microphone` is a part of its name; empty: the default
// one. The exit status: 0 done or left, 1 when it could not go on.
int record_pack(const std::filesystem::path& folder, std::span<const sessions::Session> programs,
                const std::string& microphone);

} // namespace crura::app
