#pragma once

#include "core/result.hpp"
#include "sound/clip.hpp"
#include "speech/pack.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace crura::speech {

// Where a voice pack is made, one sentence after the other. After each the pack is whole on the
// disk, so that one may stop, or be stopped, at any time and go on later. [main]
class RecordingDesk {
public:
    // The pack in this folder or, when there is none, a new one that is described by `fresh`. A
    // pack.toml with mistakes is an error: it is not overwritten.
    static Result<RecordingDesk> open(const std::filesystem::path& folder, Pack fresh);

    const Pack& pack() const { return pack_; }

    // Those of the texts that the pack lacks in this language, or whose file is broken, in their
    // order and each once.
    std::vector<std::string> missing(std::span<const std::string> texts,
                                     const std::string& language) const;

    // Takes a sentence, as to_standard() makes it, into the pack; in place of the one that says the
    // same, if there is one.
    Result<void> keep(const std::string& text, const std::string& language,
                      const sound::Clip& clip);

private:
    explicit RecordingDesk(Pack pack) : pack_(std::move(pack)) {}

    Pack pack_;
};

} // namespace crura::speech
