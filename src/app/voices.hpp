#pragma once

#include "core/result.hpp"
#include "sessions/session.hpp"
#include "speech/sentences.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace crura::app {

// [main] What is heard for each sentence and phrase of a session, a phrase in kPhraseStep; one
// without words is a soft chime. `voice` is a pack, by its folder or its name; empty: the pack that
// has most of the session's sentences. It reads files and may start the synthesizer. An error only
// when there is no such pack.
Result<speech::Prepared> prepare_speech(const sessions::Session& session, const std::string& voice);

// [main] The sentences that these programs say in a language, then what may be said beside them,
// each once.
std::vector<std::string> sentences_in(std::span<const sessions::Session> programs,
                                      const std::string& language);

// [main] One function a command; each prints, and gives the exit status: 0 done, 1 not.
int list_voices();
int check_voice(const std::filesystem::path& folder);

// Has the synthesizer speak what a pack, new or not, lacks of these programs.
int generate_voice(const std::filesystem::path& folder,
                   std::span<const sessions::Session> programs);

} // namespace crura::app
