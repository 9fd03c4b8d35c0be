#pragma once

#include "app/analyze.hpp"
#include "app/doctor.hpp"
#include "app/export.hpp"
#include "app/import.hpp"
#include "app/listen.hpp"
#include "app/pair.hpp"
#include "app/replay.hpp"
#include "app/report.hpp"
#include "app/seal.hpp"
#include "history/rows.hpp"
#include "sessions/limits.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace crura::app {

inline constexpr const char* kNone = "none"; // turns an output off

struct OutputOptions {
    std::string audio;         // part of a device's name; empty: the default; "none"
    double audio_rate_hz = 0;  // 0: what the device prefers
    unsigned audio_frames = 0; // per callback; 0: what the device prefers
    std::string channel_map;   // "left,right,none,touch"; empty: the usual one
    double volume_db = 0;
    double ceiling_db = 0;
    std::string soundscape; // an id or a file; empty: the program's
    std::string music;      // a file or folder; empty: the soundscape's
    std::string voice;      // a pack; empty: the one that knows most; "none"

    std::string midi;                        // part of a port's name; empty: our own; "none"
    std::string midi_map;                    // a file; empty: the person's own, or the usual one
    std::optional<std::string> midi_control; // part of a port's name; empty: our own

    std::string osc; // PORT or HOST:PORT; empty: none
    std::string osc_prefix = "/crura";
    std::string osc_control; // PORT or HOST:PORT; empty: none

    std::string touch = kNone;                  // see crura::devices::open_touch; or audio:NAME
    double touch_strength = 0.6;                // of what the motor can
    double touch_start = 0.2;                   // below this the motor does not turn
    std::string touch_channels = "touch,touch"; // of the device audio:NAME
    bool touch_probe = false;                   // for measuring latency
};

// Whose history, and where it is kept.
struct HistoryChoice {
    std::string place = {};  // a file or postgresql://...; empty: the usual one; "none"
    bool therapist = false;  // the one of a therapist's clients, apart from one's own
    std::string person = {}; // a pseudonym; empty: oneself, or of a therapist's clients everybody
};

struct RunOptions {
    std::string program = "constructive-rest"; // an id, or a file
    std::vector<std::string> sources;          // empty: what is plugged in, else the simulator
    std::optional<double> minutes;             // scales the program
    std::string record;                        // a file; empty: one is named for us; "none"
    std::string edf;                           // a file to keep it in as well; empty: none
    HistoryChoice history;                     // of a therapist: who looks at the screen leads
    sessions::Limits limits;
    std::optional<double> every_minutes; // begins again so long after it began
    bool confirmed = false;              // the cautions were read elsewhere
    OutputOptions output;
};

// Plays a program through with a simulated body, and writes down what it says and does.
struct RehearseOptions {
    std::string program;
    std::optional<double> minutes;
    std::string body = "calm"; // a kind of the simulated body
    std::uint64_t seed = 1;
    double speed = 20;   // times as fast as live; 0: as fast as possible
    bool silent = false; // the person answers nothing
    sessions::Limits limits;
};

struct PlayOptions {
    std::filesystem::path file;
    bool fast = false; // as fast as possible, in silence
    OutputOptions output;
};

struct VoiceOptions {
    enum class Job { list, check, record, generate } job = Job::list;
    std::filesystem::path pack; // a folder
    std::string program;        // an id or a file; empty: all
    std::string microphone;     // part of its name; empty: the default
};

struct MidiLearnOptions {
    std::string wish;
    std::string port;          // part of its name; empty: our own
    std::filesystem::path map; // empty: the person's own
};

struct LatencyOptions {
    std::vector<std::string> sources; // empty: what is plugged in, else the simulator
    double seconds = 20;
    OutputOptions output;
};

struct TryOptions {
    OutputOptions output;
};

struct ExportJob {
    ExportOptions what;
    bool sealed = false; // into one file that only a passphrase opens
};

struct HistoryOptions {
    enum class Job { list, show, trend, add, remove, backup, check } job = Job::list;
    HistoryChoice of;
    history::Id session = 0;
    std::filesystem::path file; // to add, or to back up into
    std::size_t latest = 0;     // so many sessions, the latest; 0: all
    std::string program;        // of this one only; empty: the usual one
    bool csv = false;
    bool yes = false; // nobody is asked before something is deleted
};

struct PeopleOptions {
    enum class Job { list, add, rename, remove } job = Job::list;
    HistoryChoice of; // the person is the one that is meant
    std::string renamed;
    bool yes = false;
};

struct CompareOptions {
    enum class Job { show, begin, end } job = Job::show;
    HistoryChoice of;
    std::string kind, a, b; // as history::ComparisonRow has them
    std::string program = "constructive-rest";
    std::string outcome = "abdominal_share";
    std::uint32_t sessions = 20;
};

struct ForgetEverythingOptions {
    bool everything = false; // said, so that nobody does it by a slip
    bool config_too = false;
    bool yes = false;
};

// The page, in a browser.
struct PageOptions {
    bool lan = false;          // for tablets in the room as well, over TLS
    bool browser = true;       // opens it
    std::uint16_t port = 8442; // of this machine's own; 0: any that is free
    std::uint16_t lan_port = kLanPort;
    HistoryChoice history;
};

struct DevicesOptions {};
struct ProgramsOptions {
    enum class Job { list, check, show } job = Job::list;
    std::string program; // a file to check; an id or a file to show
    std::optional<double> minutes;
    std::string level; // an id; empty: the first
};
struct PlansOptions {
    std::string plan; // to show; empty: all there are
};
struct SoundscapesOptions {};

using Options =
    std::variant<PageOptions, PairOptions, RunOptions, PlayOptions, AnalyzeOptions, ListenOptions,
                 VoiceOptions, MidiLearnOptions, LatencyOptions, TryOptions, DevicesOptions,
                 ProgramsOptions, PlansOptions, RehearseOptions, SoundscapesOptions, ReplayOptions,
                 ExportJob, ImportOptions, ReportOptions, SealOptions, UnsealOptions,
                 HistoryOptions, PeopleOptions, CompareOptions, DoctorOptions,
                 ForgetEverythingOptions>;

// The command line was not a job: help or the version was asked for (status 0), or it cannot be
// understood (status 2).
struct NoJob {
    int status = 0;
    std::string text;
};

// [main] Reads the command line.
std::variant<Options, NoJob> read_options(int argc, const char* const* argv);

} // namespace crura::app
