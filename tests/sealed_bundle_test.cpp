#include "exchange/sealed_bundle.hpp"
#include "support/sealing.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <sys/resource.h>
#include <sys/stat.h>

using namespace crura;
using Catch::Matchers::Contains;
using exchange::NamedFile;
using exchange::seal_files;
using exchange::Secret;
using exchange::unseal_files;
using test::kCheap;
using test::mode_of;
using test::names_in;
using test::text_of;
using test::write_text;

namespace {

const char* const kPassphrase = "four pine cones";

Result<void> seal_cheaply(const std::vector<NamedFile>& files, const std::filesystem::path& out)
{
    return seal_files(files, out, Secret(kPassphrase), kCheap);
}

Result<std::vector<std::filesystem::path>> unseal(const std::filesystem::path& sealed,
                                                  const std::filesystem::path& folder)
{
    return unseal_files(sealed, folder, Secret(kPassphrase));
}

std::string number(std::uint64_t value, std::size_t bytes)
{
    std::string text;
    for (std::size_t i = 0; i < bytes; ++i)
        text += char(value >> (8 * i));
    return text;
}

std::string entry(const std::string& name, std::uint64_t bytes)
{
    return number(name.size(), 2) + name + number(bytes, 8);
}

// The most memory that this process has used so far [bytes].
std::size_t peak_memory()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return std::size_t(usage.ru_maxrss) * 1024;
}

} // namespace

TEST_CASE("Files come back under their names, in folders of their own, for their owner only")
{
    const test::TempFolder folder;
    const std::vector<std::pair<std::string, std::string>> inside = {
        {"session.crura", test::noise(100'000)},
        {"Atem \xC3\xBC\xC3\xA4 \xE5\x91\xBC\xE5\x90\xB8 \xF0\x9F\x8C\x99.csv", "a,b\n"},
        {"study/dataset_description.json", "{}"},
        {"study/sub-01/beh/sub-01_physio.tsv.gz", test::noise(70'000)},
        {"empty", ""},
        {std::string(255, 'n'), "long"},
        {"...", "three dots are a name"},
        {"10:30 (copy)", "x"},
    };
    std::vector<NamedFile> files;
    for (const auto& [name, text] : inside) {
        files.push_back({folder / ("in" + std::to_string(files.size())), name});
        write_text(files.back().file, text);
    }
    const auto before = ::umask(0);
    REQUIRE(seal_cheaply(files, folder / "x.sealed"));
    const auto paths = unseal(folder / "x.sealed", folder / "new" / "out");
    ::umask(before);
    REQUIRE(paths);
    REQUIRE(paths->size() == inside.size());
    for (std::size_t i = 0; i < inside.size(); ++i) {
        CHECK((*paths)[i] == folder / "new" / "out" / inside[i].first);
        CHECK((text_of((*paths)[i]) == inside[i].second));
    }
    for (const auto& name : names_in(folder / "new")) {
        INFO(name);
        const auto path = folder / "new" / name;
        CHECK(mode_of(path) == (std::filesystem::is_directory(path) ? 0700 : 0600));
    }
    CHECK(mode_of(folder / "new") == 0700);
    CHECK(names_in(folder / "new").size() == 1 + 8 + 3); // nothing else was left there
}

TEST_CASE("What is there already is left as it was, and then nothing is restored")
{
    const test::TempFolder folder;
    for (const char* name : {"a", "b", "c"})
        write_text(folder / name, std::string("sealed ") + name);
    REQUIRE(seal_cheaply({{folder / "a", "a"}, {folder / "b", "deep/b"}, {folder / "c", "c"}},
                         folder / "x.sealed"));
    const auto out = folder / "out";
    std::filesystem::create_directories(out);
    SECTION("a file of that name")
    {
        write_text(out / "c", "mine");
        CHECK_FALSE(unseal(folder / "x.sealed", out));
        CHECK(text_of(out / "c") == "mine");
        CHECK(names_in(out) == std::set<std::string>{"c"});
    }
    SECTION("a folder of that name")
    {
        std::filesystem::create_directories(out / "deep");
        CHECK_FALSE(unseal(folder / "x.sealed", out));
        CHECK(names_in(out) == std::set<std::string>{"deep"});
    }
    SECTION("a link that leads elsewhere")
    {
        std::filesystem::create_symlink(folder / "elsewhere", out / "a");
        CHECK_FALSE(unseal(folder / "x.sealed", out));
        CHECK_FALSE(std::filesystem::exists(folder / "elsewhere"));
        CHECK(names_in(out) == std::set<std::string>{"a"});
    }
    SECTION("the sealed file itself")
    {
        const auto sealed = text_of(folder / "x.sealed");
        CHECK_FALSE(seal_cheaply({{folder / "a", "a"}}, folder / "x.sealed"));
        CHECK((text_of(folder / "x.sealed") == sealed));
    }
}

TEST_CASE("Names that lead out of the folder are refused, and nothing is written")
{
    const test::TempFolder folder;
    std::filesystem::create_directories(folder / "out");
    const std::vector<std::string> hostile = {
        "",
        "/etc/x",
        "../x",
        "a/../../x",
        "..",
        ".",
        "a//b",
        "a/",
        "/",
        "./x",
        "a/./b",
        "..\\x",
        "C:\\x",
        std::string("a\0b", 3),
        "line\nend",
        "\x1b[2J",
        "\x7f",
        std::string(256, 'n'),
        std::string(600, 'n') + "/x",
    };
    for (const auto& name : hostile) {
        INFO(name);
        CHECK_FALSE(exchange::is_sound_name(name));
        std::filesystem::remove(folder / "x.sealed");
        test::seal_text(folder / "x.sealed", number(1, 4) + entry(name, 4) + "evil", kPassphrase);
        const auto back = unseal(folder / "x.sealed", folder / "out");
        REQUIRE_FALSE(back);
        CHECK_THAT(back.error().message, Contains("never writes"));
        CHECK(names_in(folder.path()) == std::set<std::string>{"out", "x.sealed"});
    }
}

TEST_CASE("A list that lies about what follows restores nothing")
{
    const test::TempFolder folder;
    const auto refused = [&](const std::string& plain) {
        std::filesystem::remove(folder / "x.sealed");
        test::seal_text(folder / "x.sealed", plain, kPassphrase);
        const bool refuses = !unseal(folder / "x.sealed", folder / "out");
        CHECK(names_in(folder.path()) == std::set<std::string>{"x.sealed"});
        return refuses;
    };
    const auto one = entry("a", 4);
    CHECK(refused(number(1, 4) + one + "abc"));                        // shorter
    CHECK(refused(number(1, 4) + one + "abcde"));                      // longer
    CHECK(refused(number(1, 4) + entry("a", ~0ull) + "abcd"));         // 16 million TB
    CHECK(refused(number(0, 4)));                                      // nothing
    CHECK(refused(number(0xffffffff, 4) + one + "abcd"));              // 4 billion files
    CHECK(refused(number(2, 4) + one + one + "abcdabcd"));             // twice the same
    CHECK(refused(number(2, 4) + one + entry("a/b", 4) + "abcdabcd")); // a file that is a folder
    CHECK(refused(number(1, 4) + number(0xffff, 2) + "a"));            // a name without end
    CHECK(refused(""));
    std::filesystem::remove(folder / "x.sealed");
    test::seal_text(folder / "x.sealed", number(1, 4) + one + "abcd", kPassphrase);
    CHECK(unseal(folder / "x.sealed", folder / "out")); // so that the above were refused for cause
}

TEST_CASE("A file that is damaged late leaves nothing of what was already read")
{
    const test::TempFolder folder;
    write_text(folder / "big", test::noise(300'000));
    REQUIRE(seal_cheaply({{folder / "big", "big"}}, folder / "x.sealed"));
    auto sealed = text_of(folder / "x.sealed");
    sealed[290'000] = char(sealed[290'000] ^ 1);
    write_text(folder / "x.sealed", sealed);
    const auto back = unseal(folder / "x.sealed", folder / "out");
    REQUIRE_FALSE(back);
    CHECK_THAT(back.error().message, Contains("the passphrase is right"));
    CHECK(names_in(folder.path()) == std::set<std::string>{"big", "x.sealed"});
}

TEST_CASE("What cannot be sealed is said, and no sealed file is left")
{
    const test::TempFolder folder;
    write_text(folder / "a", "a");
    const auto complaint = [&](const std::vector<NamedFile>& files) {
        const auto sealed = seal_cheaply(files, folder / "x.sealed");
        CHECK(names_in(folder.path()) == std::set<std::string>{"a"});
        return sealed ? "" : sealed.error().message;
    };
    CHECK_THAT(complaint({}), Contains("at least") || Contains("between 1 and"));
    CHECK_THAT(complaint({{folder / "none", "none"}}), Contains("is it there"));
    CHECK_THAT(complaint({{folder.path(), "folder"}}), Contains("no file"));
    CHECK_THAT(complaint({{folder / "a", "../a"}}), Contains("simpler"));
    CHECK_THAT(complaint({{folder / "a", "a"}, {folder / "a", "a"}}), Contains("rename"));
    CHECK_THAT(complaint({{"/proc/self/mem", "mem"}, {"/dev/zero", "zero"}}), Contains("no file"));
}

TEST_CASE("A hundred megabytes are sealed and opened in a few megabytes of memory")
{
    const test::TempFolder folder;
    constexpr std::uintmax_t kBytes = 100'000'000;
    write_text(folder / "big", "begin");
    std::filesystem::resize_file(folder / "big", kBytes);
    write_text(folder / "small", test::noise(200'000));
    REQUIRE(seal_cheaply({{folder / "small", "small"}}, folder / "warm.sealed"));
    REQUIRE(unseal(folder / "warm.sealed", folder / "warm"));

    const auto before = peak_memory();
    REQUIRE(
        seal_cheaply({{folder / "big", "big"}, {folder / "small", "small"}}, folder / "x.sealed"));
    REQUIRE(unseal(folder / "x.sealed", folder / "out"));
    CHECK(peak_memory() - before < 8'000'000);
    CHECK(std::filesystem::file_size(folder / "out" / "big") == kBytes);
    CHECK((text_of(folder / "out" / "small") == test::noise(200'000)));
}
