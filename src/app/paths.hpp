#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace crura::app {

// [main] From now on every file and folder that is made is for its owner only.
void keep_files_private();

// [main] Where program files are looked for: the person's own first, then those that came with
// Crura.
std::vector<std::filesystem::path> program_folders();

// [main] Where plans are looked for: likewise.
std::vector<std::filesystem::path> plan_folders();

// [main] Where soundscapes are looked for: likewise.
std::vector<std::filesystem::path> soundscape_folders();

// [main] The person's own MIDI map: used where it exists, and written by `crura midi learn`.
std::filesystem::path own_midi_map();

// [main] Where voice packs are looked for: likewise.
std::vector<std::filesystem::path> voice_folders();

// [main] Where sentences are kept that a synthesizer has spoken; it may be deleted at any time.
std::filesystem::path speech_cache();

// [main] What Crura remembers from one session to the next, beside recordings.
std::filesystem::path state_folder();

// [main] What the page keeps: who was paired, certificates, settings, where it is open.
std::filesystem::path page_folder();

// [main] What a recording that starts now is called, by local time, in the person's data folder.
// The clock may have been set back, so the name may be taken, and the folder may not be there: open
// it with record::Recorder::open_free().
std::filesystem::path new_recording(const std::string& program_id);

} // namespace crura::app
