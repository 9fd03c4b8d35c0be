#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

struct Room {
    std::string folder;
    std::set<std::string> may_include;
};

// The table of docs/design.md. src/app may include anything.
const std::map<std::string, Room> kRooms = {
    {"core", {"src/core", {}}},
    {"dsp", {"src/dsp", {"core"}}},
    {"breath", {"src/breath", {"core", "dsp"}}},
    {"sensors", {"src/breath/sensors", {"core", "dsp", "breath"}}},
    {"turns", {"src/breath/turns", {"core", "dsp", "breath"}}},
    {"separation", {"src/breath/separation", {"core", "dsp", "breath"}}},
    {"events", {"src/breath/events", {"core", "dsp", "breath"}}},
    {"forms", {"src/forms", {"core"}}},
    {"sound", {"src/sound", {"core"}}},
    {"outlet", {"src/outlet", {"core"}}},
    {"sessions", {"sessions", {"core", "dsp", "forms"}}},
    {"guide", {"sessions/guide", {"core", "dsp", "sessions"}}},
    {"guard", {"sessions/guard", {"core", "dsp", "sessions"}}},
    {"check_in", {"sessions/check_in", {"core", "sessions"}}},
    {"engine", {"src/engine", {"core", "dsp", "breath", "sessions"}}},
    {"files", {"src/files", {"core"}}},
    {"record", {"src/record", {"core", "files"}}},
    {"json", {"src/json", {"core"}}},
    {"exchange", {"src/exchange", {"core", "files", "json", "sound"}}},
    {"history", {"src/history", {"core", "files"}}},
    {"trend", {"src/trend", {"core", "history"}}},
    {"report", {"src/report", {"core", "files"}}},
    {"web", {"src/web", {"core"}}},
    {"access", {"src/access", {"core", "files", "json"}}},
    {"feed", {"src/feed", {"core", "json"}}},
    {"devices", {"devices", {"core", "dsp"}}},
    {"touch", {"devices/touch", {"core", "dsp", "devices"}}},
    {"audio", {"audio", {"core", "dsp", "forms", "sound", "outlet"}}},
    {"host", {"audio/host", {"core", "audio", "sound", "outlet"}}},
    {"music", {"audio/music", {"core", "dsp", "audio", "sound"}}},
    {"voices", {"audio/voices", {"core", "dsp", "audio"}}},
    {"midi", {"midi", {"core", "forms", "outlet"}}},
    {"midi_host", {"midi/host", {"core", "midi", "sound", "outlet"}}},
    {"osc", {"osc", {"core", "forms"}}},
    {"speech", {"speech", {"core", "dsp", "forms", "sound"}}},
};

// A third-party library is seen by one file (its header or its source) and by no other; one that
// is for two things has a line for each.
struct Library {
    std::string name;
    std::regex header;
    std::string file; // without extension; or a folder, where all of it sees the library

    bool is_for(const std::string& stem) const
    {
        return file.ends_with('/') ? stem.starts_with(file) : stem == file;
    }
};

const std::vector<Library> kLibraries = {
    {"Kiss FFT", std::regex("kissfft/.*|kiss_fft.*"), "src/dsp/spectrum"},
    {"Eigen", std::regex("Eigen/.*"), "src/breath/separation/calibration"},
    {"toml++", std::regex("toml\\+\\+/.*"), "src/forms/form"},
    {"libserialport", std::regex("libserialport\\.h"), "devices/serial_port"},
    {"PortAudio", std::regex("(portaudio|pa_.*)\\.h"), "audio/host/sound_card"},
    {"RtMidi", std::regex("(rtmidi/)?RtMidi\\.h"), "midi/host/midi_port"},
    {"libsndfile", std::regex("sndfile\\.hh?"), "src/sound/sound_file"},
    {"liblo", std::regex("lo/.*"), "osc/packet"},
    {"libsamplerate", std::regex("samplerate\\.h"), "src/sound/resampler"},
    {"libebur128", std::regex("ebur128\\.h"), "src/sound/loudness"},
    {"zlib", std::regex("zlib\\.h"), "src/record/block"},
    {"nlohmann/json", std::regex("nlohmann/.*"), "src/json/json"},
    {"PortAudio, to listen", std::regex("(portaudio|pa_.*)\\.h"), "speech/microphone"},
    {"libsodium", std::regex("sodium.*"), "speech/checksum"},
    {"libsodium, to seal", std::regex("sodium.*"), "src/exchange/sealed_file"},
    {"zlib, to pack", std::regex("zlib\\.h"), "src/exchange/gzip"},
    {"SQLite", std::regex("sqlite3.*"), "src/history/sqlite"},
    {"libpqxx", std::regex("pqxx/.*"), "src/history/postgres"},
    {"Boost.Math", std::regex("boost/.*"), "src/trend/quantiles"},
    {"Boost.Asio and Beast", std::regex("boost/.*"), "src/web/"},
    {"OpenSSL", std::regex("openssl/.*"), "src/access/certificate"},
    {"OpenSSL, for digests", std::regex("openssl/.*"), "src/access/secret"},
    {"OpenSSL, for TLS", std::regex("openssl/.*"), "src/web/tls"},
    {"libqrencode", std::regex("qrencode\\.h"), "src/access/qr_code"},
    {"cairo", std::regex("cairo.*"), "src/report/canvas"},
    {"pango", std::regex("pango/.*"), "src/report/canvas"},
    {"CLI11", std::regex("CLI/.*"), "src/app/options"},
    {"CLI11", std::regex("CLI/.*"), "src/app/output_options"},
    {"CLI11", std::regex("CLI/.*"), "src/app/session_options"},
    {"CLI11", std::regex("CLI/.*"), "src/app/page_options"},
    {"CLI11", std::regex("CLI/.*"), "src/app/file_options"},
    {"CLI11", std::regex("CLI/.*"), "src/app/history_options"},
};

const std::regex kInclude(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");

// The library of this header, if it is not for the file with this stem.
const Library* forbidden_library(const std::string& header, const std::string& stem)
{
    const Library* forbidden = nullptr;
    for (const auto& library : kLibraries) {
        if (!std::regex_match(header, library.header))
            continue;
        if (library.is_for(stem))
            return nullptr;
        forbidden = &library;
    }
    return forbidden;
}

std::vector<std::string> wrong_arrows(const std::string& file, const Room* room, std::istream& text)
{
    std::vector<std::string> wrong;
    const fs::path here(file);
    const auto stem = (here.parent_path() / here.stem()).generic_string();
    for (std::string line; std::getline(text, line);) {
        std::smatch match;
        if (!std::regex_search(line, match, kInclude))
            continue;
        const std::string header = match[2];
        const auto target = kRooms.find(header.substr(0, header.find('/')));
        if (room && match[1] == "\"") {
            const bool known = target != kRooms.end();
            const bool own = known && fs::path(room->folder).filename() == target->first;
            if (!known || (!own && !room->may_include.count(target->first)))
                wrong.push_back(file + " includes " + header);
        }
        if (const auto* library = forbidden_library(header, stem))
            wrong.push_back(file + " sees " + library->name);
    }
    return wrong;
}

} // namespace

TEST_CASE("No file includes what its room may not")
{
    std::vector<std::string> wrong;
    std::size_t files = 0;
    for (const char* top : {"src", "sessions", "devices", "audio", "midi", "osc", "speech"})
        for (const auto& entry : fs::recursive_directory_iterator(fs::path(CRURA_ROOT) / top)) {
            const auto extension = entry.path().extension();
            if (extension != ".hpp" && extension != ".cpp")
                continue;
            const auto file = fs::relative(entry.path(), CRURA_ROOT).generic_string();
            const auto folder = fs::path(file).parent_path().generic_string();
            const auto room =
                std::find_if(kRooms.begin(), kRooms.end(),
                             [&folder](const auto& each) { return each.second.folder == folder; });
            INFO(file);
            CHECK((room != kRooms.end() || folder.starts_with("src/app")));
            std::ifstream text(entry.path());
            const auto found =
                wrong_arrows(file, room == kRooms.end() ? nullptr : &room->second, text);
            wrong.insert(wrong.end(), found.begin(), found.end());
            ++files;
        }
    CHECK(files > 10);
    CHECK(wrong == std::vector<std::string>{});
}

TEST_CASE("The include rule sees a wrong arrow, a forbidden library and a stranger")
{
    const auto wrong_in = [](const std::string& file, const std::string& room, std::string line) {
        std::istringstream text(line);
        return wrong_arrows(file, &kRooms.at(room), text).size();
    };
    CHECK(wrong_in("src/dsp/ramp.hpp", "dsp", "#include \"core/time.hpp\"") == 0);
    CHECK(wrong_in("src/dsp/ramp.hpp", "dsp", "#include \"breath/tracker.hpp\"") == 1);
    CHECK(wrong_in("src/core/time.hpp", "core", "#include \"dsp/ramp.hpp\"") == 1);
    CHECK(wrong_in("audio/mixer.cpp", "audio", "#include <portaudio.h>") == 1);
    CHECK(wrong_in("audio/host/sound_card.cpp", "host", "#include <portaudio.h>") == 0);
    CHECK(wrong_in("src/web/server.cpp", "web", "#include <boost/beast.hpp>") == 0);
    CHECK(wrong_in("src/feed/hub.cpp", "feed", "#include <boost/beast.hpp>") == 1);
    CHECK(wrong_in("speech/microphone.cpp", "speech", "#include <portaudio.h>") == 0);
    CHECK(wrong_in("speech/pack.cpp", "speech", "#include <portaudio.h>") == 1);
}
