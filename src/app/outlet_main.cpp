// crura-outlet: sound and MIDI, in a process that may hang or die without the session
// (docs/outlet.md). Started by crura only.
#include "audio/host/sound_host.hpp"
#include "midi/host/midi_host.hpp"
#include "outlet/lifeline_linux.hpp"

#include <cstdio>
#include <string>
#include <vector>

namespace {

struct Role {
    const char* name;
    int (*run)(const std::vector<std::string>& words); // its exit status
};

constexpr Role kRoles[] = {
    {"sound", &crura::audio::host_sound},
    {"sound-list", &crura::audio::list_sound},
    {"midi", &crura::midi::host_midi},
    {"midi-list", &crura::midi::list_midi},
};

} // namespace

int main(int count, char** arguments)
{
    crura::outlet::begin_outlet();
    const std::vector<std::string> words(arguments + 1, arguments + count);
    for (const auto& role : kRoles)
        if (!words.empty() && words[0] == role.name)
            return role.run({words.begin() + 1, words.end()});
    std::fputs("crura-outlet is a part of Crura; please start crura.\n", stderr);
    return 2;
}
