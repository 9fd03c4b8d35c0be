#pragma once

#include "audio/music/music.hpp"
#include "audio/voices/bowl.hpp"
#include "audio/voices/pad.hpp"
#include "audio/voices/room_bed.hpp"
#include "audio/voices/sea.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace crura::audio {

// Whose breath a voice follows.
enum class Follows : std::uint8_t { own, guide };

// Which voices sound, how loud each is beside the others, and what each follows. Plain data;
// docs/soundscapes.md says how it is written in a file. How loud the whole is does not matter here:
// levelling.hpp makes all soundscapes equal.
struct Soundscape {
    struct Pad { // follows one's own breath
        double level_db = 0;
        audio::Pad::Settings settings{};
    };
    struct Sea {
        double level_db = 0;
        Follows follows = Follows::guide;
        audio::Sea::Settings settings{};
    };
    struct Bowl {
        double level_db = 0;
        Follows follows = Follows::guide;
        bool inspiration = true; // which onsets strike it
        bool expiration = true;
        audio::Bowl::Settings settings{};
    };
    struct RoomBed { // follows the group
        double level_db = 0;
        audio::RoomBed::Settings settings{};
    };
    struct Music { // follows one's own breath
        double level_db = 0;
        audio::Music::Settings settings{};
    };
    struct Probe { // no sound: the newest sensor value as it came, for measuring latency
        double full_scale = 1; // the value that is full scale [sensor units]
    };

    static constexpr std::size_t kMostOfAKind = 2; // seas, bowls

    std::string id{}; // the file's name without its ending
    std::string name{};
    std::string summary{};
    std::optional<Pad> pad{};
    std::vector<Sea> seas{};
    std::vector<Bowl> bowls{};
    std::optional<RoomBed> room_bed{};
    std::optional<Music> music{};
    std::optional<Probe> probe{}; // then nothing else
};

} // namespace crura::audio
