#include "app/voice_record.hpp"

#include "app/terminal.hpp"
#include "app/voices.hpp"
#include "speech/microphone.hpp"
#include "speech/take.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <utility>

namespace fs = std::filesystem;

namespace crura::app {

using namespace std::chrono_literals;

namespace {

constexpr Duration kPatience = 1h; // for a key; then it is asked for again
constexpr Duration kLook = 100ms;  // between two looks at the level
constexpr Duration kLongestTake = from_seconds(speech::Microphone::kLongestTakeS) - 1s;

enum class Wish { go_on, again, skip, leave };

Wish wish_of(std::optional<char> key)
{
    switch (key.value_or('?')) {
    case ' ':
    case '\r':
    case '\n':
        return Wish::go_on;
    case 's':
        return Wish::skip;
    case 'q':
    case Terminal::kEndKey:
        return Wish::leave;
    default:
        return Wish::again;
    }
}

// Ten steps of 6 dB up to full scale.
std::string meter(float level)
{
    const double steps = level > 0 ? 10 + 20 * std::log10(level) / 6 : 0;
    const auto full = std::size_t(std::clamp(steps, 0., 10.));
    return '[' + std::string(full, '#') + std::string(10 - full, '.') + ']';
}

class Recording {
public:
    Recording(speech::RecordingDesk& desk, Studio& studio) : desk_(desk), studio_(studio) {}

    // False: it was the last one, because of the person or of a failure.
    bool record(const std::string& sentence, const std::string& place)
    {
        for (;;) {
            show(sentence, place);
            Wish wish = ask("space: record    s: skip    q: leave");
            if (wish == Wish::go_on)
                wish = listen_and_keep(sentence);
            if (wish == Wish::leave)
                return false;
            if (wish != Wish::again)
                return true;
        }
    }

    bool failed() const { return failed_; }

private:
    void say(const std::string& line) { studio_.print(line + '\n'); }

    void show(const std::string& sentence, const std::string& place)
    {
        constexpr const char* kBold = "\x1b[1m";
        constexpr const char* kPlain = "\x1b[0m";
        say(fmt::format("\n{}\n\n\n        {}{}{}\n\n", place, kBold, sentence, kPlain));
    }

    Wish ask(const std::string& keys)
    {
        say(keys);
        for (;;)
            if (const auto key = studio_.key(kPatience))
                if (const auto wish = wish_of(key); wish != Wish::again || key == 'a')
                    return wish;
    }

    Wish failure(const std::string& why)
    {
        say(why);
        failed_ = true;
        return Wish::leave;
    }

    Wish listen_and_keep(const std::string& sentence)
    {
        const auto after = listen();
        const auto heard = studio_.end_take();
        if (after == Wish::leave || after == Wish::skip)
            return after;
        if (!heard && studio_.microphone_lost())
            return failure(heard.error().message);
        const auto take = heard ? speech::take_of(*heard) : Result<speech::Take>(heard.error());
        if (!take) {
            say(take.error().message);
            return Wish::again;
        }
        const auto wish =
            ask(fmt::format("{:.1f} s, {:.0f} dB above the room.\n"
                            "space: keep    a: again    s: skip    q: leave without it",
                            take->clip.length_s(), take->above_room_db));
        if (wish != Wish::go_on)
            return wish;
        const auto kept = desk_.keep(sentence, desk_.pack().language, take->clip);
        return kept ? Wish::go_on : failure(kept.error().message);
    }

    // Until the person, or the time, says that the sentence is spoken.
    Wish listen()
    {
        studio_.begin_take();
        say("Wait a breath, speak, wait a breath; then press space.");
        auto left = kLongestTake;
        Wish wish = Wish::again;
        while (wish == Wish::again && left > 0s && !studio_.microphone_lost()) {
            wish = wish_of(studio_.key(kLook));
            left -= kLook;
            studio_.print(fmt::format("\r{}", meter(studio_.level())));
        }
        say("");
        return wish;
    }

    speech::RecordingDesk& desk_;
    Studio& studio_;
    bool failed_ = false;
};

speech::Pack new_pack(const fs::path& folder, const std::string& language)
{
    const auto named = fs::absolute(folder).lexically_normal();
    speech::Pack pack;
    pack.name = (named.has_filename() ? named : named.parent_path()).filename().string();
    pack.language = language;
    pack.licence = "Not stated: ask the speaker before you pass it on.";
    pack.speaker = "Not stated.";
    pack.about = "Recorded with crura voice record.";
    return pack;
}

} // namespace

bool record_sentences(speech::RecordingDesk& desk, std::span<const std::string> sentences,
                      Studio& studio)
{
    const auto language = desk.pack().language;
    const auto missing = desk.missing(sentences, language);
    Recording recording(desk, studio);
    for (std::size_t i = 0; i < missing.size(); ++i)
        if (!recording.record(missing[i],
                              fmt::format("{} of {} that are missing", i + 1, missing.size())))
            break;
    const auto left = desk.missing(sentences, language).size();
    studio.print(left == 0
                     ? fmt::format("\nThe pack {} has every sentence.\n", desk.pack().name)
                     : fmt::format("\n{} sentences are missing; start again to go on.\n", left));
    return !recording.failed();
}

int record_pack(const fs::path& folder, std::span<const sessions::Session> programs,
                const std::string& microphone_name)
{
    const auto failed = [](const Error& error) {
        fmt::print(stderr, "{}\n", error.message);
        return 1;
    };
    const auto language = programs.empty() ? std::string("en") : programs[0].language;
    auto desk = speech::RecordingDesk::open(folder, new_pack(folder, language));
    if (!desk)
        return failed(desk.error());
    const auto sentences = sentences_in(programs, desk->pack().language);
    Terminal terminal;
    if (!terminal.has_keys())
        return failed({"crura voice record is led by keys; start it in a terminal."});
    auto microphone = speech::Microphone::open(microphone_name);
    if (!microphone)
        return failed(microphone.error());
    auto& ears = **microphone;
    fmt::print("Listening to {}. Once a sentence is kept, write into {} who speaks and under which "
               "licence.\n",
               ears.name(), (folder / speech::kPackFile).string());
    Studio studio{[&](Duration patience) { return terminal.wait_for_key(patience); },
                  [&] { ears.begin_take(); },
                  [&] { return ears.end_take(); },
                  [&] { return ears.lost(); },
                  [&] { return ears.level(); },
                  [](const std::string& text) {
                      std::fputs(text.c_str(), stdout);
                      std::fflush(stdout);
                  }};
    return record_sentences(*desk, sentences, studio) ? 0 : 1;
}

} // namespace crura::app
