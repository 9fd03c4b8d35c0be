#include "speech/synthesizer.hpp"

#include "sound/loudness.hpp"
#include "sound/sound_file.hpp"
#include "speech/standard.hpp"
#include "speech/tool.hpp"
#include "support/temp_folder.hpp"
#include "support/voice.hpp"
#include "support/within.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace crura;
using namespace crura::speech;
using namespace std::chrono_literals;
using test::contains;
using test::OnlyPath;
using test::TempFolder;
namespace fs = std::filesystem;

namespace {

constexpr Duration kLong = 20s;

std::size_t files_in(const fs::path& folder)
{
    std::error_code absent;
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& each : fs::directory_iterator(folder, absent))
        ++count;
    return count;
}

double length_s(const fs::path& file)
{
    const auto clip = sound::read_clip(file);
    REQUIRE(clip);
    return clip->length_s();
}

// One that has ended may wait as a zombie until somebody asks for it.
bool is_running(int process)
{
    const auto state = test::text_in("/proc/" + std::to_string(process) + "/stat");
    return !state.empty() && !contains(state, ") Z");
}

// Stands for espeak-ng: notes that it was called, then passes on to the real one.
void write_counting_wrapper(const fs::path& folder)
{
    test::write_script(folder / "espeak-ng",
                       "echo called >> '" + (folder / "calls").string()
                           + "'\nexec /usr/bin/espeak-ng \"$@\"");
}

} // namespace

TEST_CASE("espeak-ng speaks a sentence as every sentence is kept")
{
    const TempFolder cache;
    Synthesizer speak{Cache(cache / "new/folder")};
    const auto file = speak("Let the floor hold you.", "en");
    INFO((file ? "" : file.error().message));
    REQUIRE(file);
    CHECK(file->extension() == ".flac");
    const auto clip = sound::read_clip(*file);
    REQUIRE(clip);
    CHECK(clip->sample_rate_hz == 48000);
    CHECK(clip->channels == 1);
    CHECK(sound::integrated_loudness_lufs(*clip) == Approx(-23).margin(0.1));
    CHECK(sound::true_peak_db(*clip) <= -3);
    CHECK(clip->length_s() > 1.5);
    CHECK(clip->length_s() < 5);
}

TEST_CASE("What was spoken once is not spoken again, by whoever asks")
{
    const TempFolder bin;
    const TempFolder cache;
    write_counting_wrapper(bin.path());
    const OnlyPath path(bin.path());
    const auto calls = [&] {
        const auto text = test::text_in(bin / "calls");
        return std::count(text.begin(), text.end(), '\n');
    };

    Synthesizer one{Cache(cache.path())};
    const auto first = one("Notice.", "en");
    REQUIRE(first);
    CHECK(calls() == 1);
    CHECK(*one("Notice.", "en") == *first);
    Synthesizer other{Cache(cache.path())};
    CHECK(*other("Notice.", "en") == *first);
    CHECK(calls() == 1);

    CHECK(*other("Notice.", "de") != *first);
    CHECK(*other("Notice!", "en") != *first);
    CHECK(calls() == 3);
    SECTION("a damaged file of the cache is made anew")
    {
        test::write_text(*first, "fLaC and nothing more");
        CHECK(*other("Notice.", "en") == *first);
        CHECK(calls() == 4);
        CHECK(length_s(*first) > 0.3);
    }
}

TEST_CASE("A text is spoken, never obeyed")
{
    const TempFolder cache;
    Synthesizer speak{Cache(cache / "cache")};
    const auto harm = (cache / "harm").string();
    for (const std::string& text :
         {std::string("--help"), std::string("-f /etc/passwd"),
          std::string("It's \"quoted\" `id`."), "$(touch '" + harm + "'); touch '" + harm + "'",
          std::string("\\n\\t %s %n"), std::string("Weich und m\u00fcde, \u00fcberall.")}) {
        const auto file = speak(text, "en");
        INFO(text << (file ? "" : file.error().message));
        REQUIRE(file);
        CHECK(length_s(*file) > 0.4);
        CHECK(length_s(*file) < 20);
        CHECK_FALSE(fs::exists(harm));
    }
}

TEST_CASE("A sentence with nothing to say, or in no language, is an error for this sentence")
{
    const TempFolder cache;
    Synthesizer speak{Cache(cache.path())};
    const auto dots = speak(" ... ", "en");
    REQUIRE_FALSE(dots);
    CHECK(contains(dots.error().message, "espeak-ng cannot speak \" ... \""));
    CHECK_FALSE(speak("Notice.", "-f/etc/passwd"));
    CHECK_FALSE(speak.has_given_up());
    CHECK(speak("Notice.", "en"));
    const auto unknown = speak("Notice.", "xx");
    REQUIRE_FALSE(unknown);
    CHECK(contains(unknown.error().message, "cannot speak the language \"xx\""));
    CHECK(files_in(cache.path()) == 1); // and nothing half-written
}

TEST_CASE("Without espeak-ng one sentence says so, and it is looked for once")
{
    const TempFolder bin;
    const TempFolder cache;
    const OnlyPath path(bin.path());
    Synthesizer speak{Cache(cache.path())};
    const auto missing = speak("Notice.", "en");
    REQUIRE_FALSE(missing);
    CHECK(contains(missing.error().message, "is not installed (package espeak-ng)"));
    CHECK(speak.has_given_up());
    write_counting_wrapper(bin.path());
    CHECK_FALSE(speak("Allow.", "en"));
    CHECK(files_in(bin.path()) == 1); // no call was noted
}

TEST_CASE(
    "An espeak-ng that hangs is ended with its children after the patience, and not asked again")
{
    const TempFolder bin;
    const TempFolder cache;
    const auto note = "echo $! >> '" + (bin / "calls").string() + "'";
    test::write_script(bin / "espeak-ng", "/bin/sleep 1000 &\n" + note + "\nwait");
    const OnlyPath path(bin.path());
    Synthesizer speak(Cache(cache.path()), 300ms);
    const auto begun = host_now();
    const auto first = speak("Notice.", "en");
    REQUIRE_FALSE(first);
    CHECK(contains(first.error().message, "did not finish"));
    CHECK_FALSE(speak("Allow.", "en"));
    CHECK(host_now() - begun < 10s);
    const auto calls = test::text_in(bin / "calls");
    CHECK(std::count(calls.begin(), calls.end(), '\n') == 1);
    CHECK(test::within(5s, [child = std::stoi(calls)] { return !is_running(child); }));
    CHECK(files_in(cache.path()) == 0);
}

TEST_CASE("What espeak-ng writes is believed only if it is sound")
{
    const TempFolder bin;
    const TempFolder cache;
    const OnlyPath path(bin.path());
    Synthesizer speak{Cache(cache.path())};
    SECTION("nothing")
    {
        test::write_script(bin / "espeak-ng", "exit 0");
        CHECK_FALSE(speak("Notice.", "en"));
    }
    SECTION("words")
    {
        test::write_script(bin / "espeak-ng",
                           "echo RIFF, says the frog, and WAVEfmt, and data data");
        CHECK_FALSE(speak("Notice.", "en"));
    }
    SECTION("without an end")
    {
        test::write_script(bin / "espeak-ng",
                           "while :; do echo 0123456789012345678901234567890123456789; done");
        const auto flood = speak("Notice.", "en");
        REQUIRE_FALSE(flood);
        CHECK(contains(flood.error().message, "did not finish"));
    }
    CHECK(files_in(cache.path()) == 0);
}

TEST_CASE("A cache that cannot be written is an error, not a crash")
{
    const TempFolder folder;
    test::write_text(folder / "file", "");
    Synthesizer speak{Cache(folder / "file/cache")};
    const auto file = speak("Notice.", "en");
    REQUIRE_FALSE(file);
    CHECK(contains(file.error().message, "cannot be made"));
}

TEST_CASE("A WAV header that promises 2 GB is read to the end of the bytes, any other is refused")
{
    std::string wav("RIFF\x24\xf0\xff\x7fWAVEfmt "
                    "\x10\0\0\0\1\0\1\0\x22\x56\0\0\x44\xac\0\0\2\0\x10\0data\0\xf0\xff\x7f"
                    "\x00\x40\x00\xc0\xff",
                    49);
    const auto clip = clip_of_wav(wav);
    REQUIRE(clip);
    CHECK(clip->sample_rate_hz == 22050);
    CHECK(clip->interleaved == std::vector<float>{0.5f, -0.5f});
    for (const std::size_t at : {0u, 12u, 20u, 22u, 26u, 34u, 36u}) {
        auto broken = wav;
        broken[at] = '\x07';
        INFO(at);
        CHECK_FALSE(clip_of_wav(broken));
    }
    CHECK_FALSE(clip_of_wav(wav.substr(0, 44)));
    CHECK_FALSE(clip_of_wav(""));
}

TEST_CASE("A tool is told from one that is absent, fails, is killed or takes too long")
{
    const TempFolder bin;
    test::write_script(bin / "fails", "echo partly; exit 3");
    test::write_script(bin / "is-killed", "kill -9 $$");
    test::write_script(bin / "sleeps", "exec /bin/sleep 1000");
    test::write_script(bin / "forks", "/bin/sleep 1000 & exit 0");
    test::write_text(bin / "no-program", "");
    const auto end_of = [&](const std::string& name, Duration patience = kLong) {
        return run_tool({(bin / name).string()}, "", patience, 1000).end;
    };
    CHECK(end_of("fails") == ToolEnd::badly);
    CHECK(end_of("is-killed") == ToolEnd::badly);
    CHECK(end_of("absent") == ToolEnd::absent);
    CHECK(end_of("no-program") == ToolEnd::absent);
    CHECK(end_of("sleeps", 100ms) == ToolEnd::too_long);
    CHECK(end_of("forks") == ToolEnd::well); // and what it left behind does not keep us
    const auto copied = run_tool({"cat"}, std::string("a\0b", 3), kLong, 1000);
    CHECK(copied.end == ToolEnd::well);
    CHECK(copied.output == std::string("a\0b", 3));
    CHECK(run_tool({"cat"}, std::string(1001, 'x'), kLong, 1000).end == ToolEnd::too_long);
    CHECK(run_tool({"printf", "%s|%s", "$HOME", "a b;c"}, "", kLong, 1000).output == "$HOME|a b;c");
}
