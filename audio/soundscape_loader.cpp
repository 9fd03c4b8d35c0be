#include "audio/soundscape_loader.hpp"

#include "audio/music/playlist.hpp"
#include "forms/form.hpp"

#include <algorithm>
#include <functional>
#include <system_error>

namespace fs = std::filesystem;

namespace crura::audio {

namespace {

using forms::Range;
using forms::Table;
using forms::text_of;
using forms::Value;
using forms::Words;

constexpr int kFormat = 1;

constexpr Range kLevelDb{-60, 12};
constexpr Range kRootHz{55, 440};
constexpr Range kBrightnessHz{600, 6000};
constexpr Range kShare{0, 1};
constexpr Range kPitchHz{110, 880};
constexpr Range kDecaySeconds{0.5, 20};
constexpr Range kMusicRangeDb{3, 6};
constexpr Range kMusicHz{400, 8000};
constexpr Range kFullScale{1e-6, 1e9};
constexpr std::size_t kLongestName = 60; // characters
constexpr std::size_t kLongestSummary = 160;
constexpr std::size_t kLongestPath = 500;

const Words kFollows = {"own", "guide"};            // in the order of Follows
const Words kChords = {"fifths", "major", "minor"}; // in the order of Pad::Chord
const Words kStrikes = {"inspiration", "expiration"};
const Words kVoices = {"format", "soundscape", "pad", "sea", "bowl", "room_bed", "music", "probe"};

double level_db(const Table& table)
{
    return table.number_or(0, "level_db", kLevelDb);
}

Follows follows(const Table& table)
{
    return Follows(table.word_or(std::size_t(Follows::guide), "follows", kFollows));
}

Soundscape::Pad read_pad(const Table& table)
{
    Soundscape::Pad pad;
    auto& settings = pad.settings;
    pad.level_db = level_db(table);
    settings.root_hz = table.number_or(settings.root_hz, "root_hz", kRootHz);
    settings.chord = Pad::Chord(table.word_or(std::size_t(settings.chord), "chord", kChords));
    return pad;
}

Soundscape::Sea read_sea(const Table& table)
{
    Soundscape::Sea sea;
    auto& settings = sea.settings;
    sea.level_db = level_db(table);
    sea.follows = follows(table);
    settings.brightness_hz =
        table.number_or(settings.brightness_hz, "brightness_hz", kBrightnessHz);
    settings.depth = table.number_or(settings.depth, "depth", kShare);
    return sea;
}

void read_strikes(const Table& table, Soundscape::Bowl& bowl)
{
    const auto list = table.find("strikes");
    if (!list)
        return;
    bowl.inspiration = bowl.expiration = false;
    bool empty = true;
    table.each("strikes", kStrikes.size(), [&](const Value& value) {
        empty = false;
        if (const auto word = value.word("a moment of strikes", kStrikes))
            (*word == 0 ? bowl.inspiration : bowl.expiration) = true;
    });
    if (empty)
        list->mistake("strikes names no moment; permitted are \"inspiration\" and \"expiration\"");
}

Soundscape::Bowl read_bowl(const Table& table)
{
    Soundscape::Bowl bowl;
    auto& settings = bowl.settings;
    bowl.level_db = level_db(table);
    bowl.follows = follows(table);
    read_strikes(table, bowl);
    settings.pitch_hz = table.number_or(settings.pitch_hz, "pitch_hz", kPitchHz);
    settings.decay_s = table.number_or(settings.decay_s, "decay_seconds", kDecaySeconds);
    return bowl;
}

Soundscape::RoomBed read_room_bed(const Table& table)
{
    Soundscape::RoomBed bed;
    bed.level_db = level_db(table);
    bed.settings.root_hz = table.number_or(bed.settings.root_hz, "root_hz", kRootHz);
    return bed;
}

fs::path read_path(const Table& table, const fs::path& folder)
{
    const auto path = folder / table.text("from", kLongestPath);
    if (const auto value = table.find("from"))
        if (const auto music = music_at(path); !music)
            value->mistake(music.error().message);
    return path;
}

Soundscape::Music read_music(const Table& table, const fs::path& folder)
{
    Soundscape::Music music;
    auto& settings = music.settings;
    music.level_db = level_db(table);
    settings.from = read_path(table, folder);
    settings.range_db = table.number_or(settings.range_db, "range_db", kMusicRangeDb);
    settings.dark_hz = table.number_or(settings.dark_hz, "dark_hz", kMusicHz);
    settings.bright_hz = table.number_or(settings.bright_hz, "bright_hz", kMusicHz);
    settings.noise = table.number_or(settings.noise, "noise", kShare);
    if (settings.dark_hz > settings.bright_hz)
        table.find(table.find("dark_hz") ? "dark_hz" : "bright_hz")
            ->mistake(text_of("dark_hz is ", settings.dark_hz, " and bright_hz is ",
                              settings.bright_hz, "; dark_hz may not be above bright_hz"));
    return music;
}

Soundscape::Probe read_probe(const Table& table)
{
    return {.full_scale = table.number_or(1, "full_scale", kFullScale)};
}

// [name], or where a kind may be there more than once, [[name]].
void read_voices(const Table& file, std::string_view name, std::size_t most, Words keys,
                 const std::function<void(const Table&)>& read)
{
    const auto voice = file.find(name);
    if (!voice)
        return;
    const auto read_one = [&](const Value& value) {
        const auto table = value.table(text_of('[', name, ']'), keys);
        if (!table)
            return value.mistake(text_of("write [", name, "] on a line of its own"));
        read(*table);
    };
    if (voice->is_table() || most == 1)
        return read_one(*voice);
    file.each(name, most, read_one);
}

void read_all_voices(const Table& file, const fs::path& folder, Soundscape& soundscape)
{
    constexpr auto kMost = Soundscape::kMostOfAKind;
    read_voices(file, "pad", 1, {"level_db", "root_hz", "chord"},
                [&](const Table& table) { soundscape.pad = read_pad(table); });
    read_voices(file, "sea", kMost, {"level_db", "follows", "brightness_hz", "depth"},
                [&](const Table& table) { soundscape.seas.push_back(read_sea(table)); });
    read_voices(file, "bowl", kMost,
                {"level_db", "follows", "strikes", "pitch_hz", "decay_seconds"},
                [&](const Table& table) { soundscape.bowls.push_back(read_bowl(table)); });
    read_voices(file, "room_bed", 1, {"level_db", "root_hz"},
                [&](const Table& table) { soundscape.room_bed = read_room_bed(table); });
    read_voices(file, "music", 1, {"level_db", "from", "range_db", "dark_hz", "bright_hz", "noise"},
                [&](const Table& table) { soundscape.music = read_music(table, folder); });
    read_voices(file, "probe", 1, {"full_scale"},
                [&](const Table& table) { soundscape.probe = read_probe(table); });
}

void check_voices(const Table& file, const Soundscape& soundscape)
{
    const bool sounds = soundscape.pad || !soundscape.seas.empty() || !soundscape.bowls.empty()
        || soundscape.room_bed || soundscape.music;
    if (soundscape.probe && sounds)
        file.find("probe")->mistake("[probe] is for measuring and stands alone; take it or the "
                                    "other voices out");
    if (file.report().empty() && !soundscape.probe && !sounds)
        file.report().add(file.where(),
                          "no voice sounds; add [pad], [sea], [bowl], [room_bed] or "
                          "[music], each on a line of its own");
}

void read_about(const Table& file, Soundscape& soundscape)
{
    const auto value = file.need("soundscape", "[soundscape], and below it what it is");
    if (!value)
        return;
    const auto table = value->table("[soundscape]", {"name", "summary"});
    if (!table)
        return value->mistake("write [soundscape] on a line of its own");
    soundscape.name = table->text("name", kLongestName);
    soundscape.summary = table->text("summary", kLongestSummary);
}

} // namespace

Result<Soundscape> parse_soundscape(std::string_view text, const std::string& file_name)
{
    Soundscape soundscape;
    soundscape.id = fs::path(file_name).stem().string();
    const auto folder = fs::path(file_name).parent_path();
    const auto read = forms::read_form(text, file_name, kVoices, [&](const Table& file) {
        forms::check_format(file, kFormat);
        read_about(file, soundscape);
        read_all_voices(file, folder, soundscape);
        check_voices(file, soundscape);
    });
    return read ? Result<Soundscape>(std::move(soundscape)) : read.error();
}

Result<Soundscape> load_soundscape(const fs::path& file)
{
    const auto text = forms::read_file(file, "`crura soundscapes` lists those there are.");
    return text ? parse_soundscape(*text, file.string()) : text.error();
}

std::vector<SoundscapeFile> find_soundscapes(std::span<const fs::path> folders)
{
    std::vector<SoundscapeFile> all;
    for (const fs::path& folder : folders) {
        std::error_code absent;
        for (const auto& entry : fs::directory_iterator(folder, absent))
            if (entry.path().extension() == ".toml" && entry.is_regular_file(absent))
                all.push_back({entry.path().stem().string(), entry.path()});
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const auto& a, const auto& b) { return a.id < b.id; });
    const auto same = [](const auto& a, const auto& b) { return a.id == b.id; };
    all.erase(std::unique(all.begin(), all.end(), same), all.end());
    return all;
}

} // namespace crura::audio
