#pragma once

#include "audio/block.hpp"
#include "audio/music/track.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

namespace crura::audio {

// Music without an end: the files of a path one after the other, each faded over into the next at
// equal power, and from the first again. A file that cannot be played is told and left out; each
// time round the path is looked through again.
//
// Any thread but the audio thread, one at a time.
class Medley {
public:
    struct Params {
        std::filesystem::path from;
        double cross_fade_s = 2; // at most a third of a file
        Track::Target target;
    };
    using Tell = std::function<void(const Error&)>;

    Medley(Params params, Tell tell);

    // The next block. False: there is nothing to be played at present, or `stop` was requested.
    bool read(Block& block, const std::stop_token& stop);

    // To be called while there is time: gets the next file ready, a little at a time, so that it
    // need not be waited for later. False: there is nothing left to do.
    bool prepare_some();

private:
    void open_next();
    void skip(const Error& why);
    bool finish_next(const std::stop_token& stop);
    void advance();
    void look_ahead(const std::stop_token& stop);
    Track::Frame frame(const std::stop_token& stop);

    Params params_;
    Tell tell_;
    std::vector<std::filesystem::path> files_;
    std::size_t at_ = 0;      // in files_, of the next one to be opened
    std::size_t skipped_ = 0; // in a row
    std::optional<Track> current_;
    std::optional<Track> next_;
    bool next_ready_ = false;
    bool ending_ = false;         // the current track's end is near
    std::size_t fade_frames_ = 0; // from it to the next
    std::size_t faded_ = 0;       // of them
};

} // namespace crura::audio
