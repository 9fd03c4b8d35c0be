#include "speech/pack.hpp"

#include "core/language.hpp"
#include "core/nearest.hpp"
#include "forms/form.hpp"
#include "speech/likeness.hpp"

#include <algorithm>
#include <system_error>

namespace fs = std::filesystem;

namespace crura::speech {

namespace {

using forms::quoted;
using forms::Table;
using forms::text_of;
using forms::Value;

constexpr int kFormat = 1;
constexpr std::size_t kLongestName = 120; // characters
constexpr std::size_t kLongestText = 400;
constexpr std::size_t kChecksumDigits = 64;
constexpr std::size_t kMostSentences = 2000;

void check_language(const Table& table, const std::string& language)
{
    const auto value = table.find("language");
    if (value && !language.empty() && !is_language(language))
        value->mistake(
            text_of("language is ", quoted(language), "; write it as \"en\", \"de\" or \"pt-BR\""));
}

std::string read_file_name(const Table& table)
{
    auto name = table.text("file", kLongestName);
    if (!name.empty() && (name[0] == '.' || name.find_first_of("/\\") != std::string::npos))
        table.find("file")->mistake(
            text_of("file is ", quoted(name), "; name a file in the folder of the pack"));
    return name;
}

std::string read_checksum(const Table& table)
{
    auto digits = table.text("sha256", kLongestName);
    if (!digits.empty()
        && (digits.size() != kChecksumDigits
            || digits.find_first_not_of("0123456789abcdef") != std::string::npos))
        table.find("sha256")->mistake(
            "sha256 must have 64 digits 0 .. 9 and a .. f; the command sha256sum prints them");
    return digits;
}

void read_sentence(const Value& value, Pack& pack)
{
    const auto table = value.table("[[sentence]]", {"id", "text", "language", "file", "sha256"});
    if (!table)
        return value.mistake("a sentence begins with [[sentence]] on a line of its own");
    PackSentence sentence;
    sentence.id = table->text("id", kLongestName);
    sentence.text = table->text("text", kLongestText);
    sentence.language = table->text_or(pack.language, "language", kLongestName);
    check_language(*table, sentence.language);
    sentence.file = read_file_name(*table);
    sentence.sha256 = read_checksum(*table);
    const auto known = [&](auto member, const std::string& wanted) {
        return !wanted.empty()
            && std::any_of(pack.sentences.begin(), pack.sentences.end(),
                           [&](const PackSentence& each) { return each.*member == wanted; });
    };
    if (known(&PackSentence::id, sentence.id))
        table->find("id")->mistake(
            text_of("id ", quoted(sentence.id), " is taken by a sentence above; each has its own"));
    if (!sentence.text.empty() && pack.find(sentence.text, sentence.language))
        table->find("text")->mistake("a sentence above says the same");
    pack.sentences.push_back(std::move(sentence));
}

void read_about(const Table& file, Pack& pack)
{
    const auto value = file.need("pack", "[pack], and below it what it is");
    if (!value)
        return;
    const auto table = value->table("[pack]", {"name", "language", "licence", "speaker", "about"});
    if (!table)
        return value->mistake("write [pack] on a line of its own");
    pack.name = table->text("name", kLongestName);
    pack.language = table->text("language", kLongestName);
    check_language(*table, pack.language);
    pack.licence = table->text("licence", kLongestText);
    pack.speaker = table->text("speaker", kLongestName);
    pack.about = table->text("about", kLongestText);
}

std::string in_quotes(std::string_view text)
{
    std::string quoted_text = "\"";
    for (const char each : text) {
        if (each == '"' || each == '\\')
            quoted_text += '\\';
        quoted_text += each;
    }
    return quoted_text + '"';
}

} // namespace

const PackSentence* Pack::find(std::string_view text, std::string_view wanted_language) const
{
    const auto words = spoken_words(text);
    const auto found =
        std::find_if(sentences.begin(), sentences.end(), [&](const PackSentence& each) {
            return serves_language(each.language, wanted_language)
                && spoken_words(each.text) == words;
        });
    return found == sentences.end() ? nullptr : &*found;
}

Result<Pack> load_pack(const fs::path& folder)
{
    const auto file = folder / kPackFile;
    const auto text =
        forms::read_file(file, "a voice pack is a folder with pack.toml and FLAC files.");
    if (!text)
        return text.error();
    Pack pack;
    pack.folder = folder;
    const auto read = forms::read_form(
        *text, file.string(), {"format", "pack", "sentence"}, [&](const Table& table) {
            forms::check_format(table, kFormat);
            read_about(table, pack);
            table.each("sentence", kMostSentences,
                       [&](const Value& sentence) { read_sentence(sentence, pack); });
        });
    return read ? Result<Pack>(std::move(pack)) : read.error();
}

std::string pack_toml(const Pack& pack)
{
    std::string text = text_of("format = ", kFormat, "\n\n[pack]");
    const auto line = [&text](const char* key, const std::string& value) {
        text += text_of('\n', key, " = ", in_quotes(value));
    };
    line("name", pack.name);
    line("language", pack.language);
    line("licence", pack.licence);
    line("speaker", pack.speaker);
    line("about", pack.about);
    for (const PackSentence& each : pack.sentences) {
        text += "\n\n[[sentence]]";
        line("id", each.id);
        line("text", each.text);
        if (each.language != pack.language)
            line("language", each.language);
        line("file", each.file);
        line("sha256", each.sha256);
    }
    return text + '\n';
}

std::vector<fs::path> find_packs(std::span<const fs::path> folders)
{
    std::vector<fs::path> packs;
    for (const fs::path& folder : folders) {
        std::error_code absent;
        for (const auto& entry : fs::directory_iterator(folder, absent))
            if (fs::is_regular_file(entry.path() / kPackFile, absent))
                packs.push_back(entry.path());
    }
    std::stable_sort(packs.begin(), packs.end(), [](const fs::path& a, const fs::path& b) {
        return a.filename() < b.filename();
    });
    const auto same = [](const fs::path& a, const fs::path& b) {
        return a.filename() == b.filename();
    };
    packs.erase(std::unique(packs.begin(), packs.end(), same), packs.end());
    return packs;
}

Result<fs::path> find_pack(const std::string& wanted, std::span<const fs::path> folders)
{
    std::error_code absent;
    if (fs::is_regular_file(fs::path(wanted) / kPackFile, absent))
        return fs::path(wanted);
    std::vector<std::string> names;
    for (const fs::path& pack : find_packs(folders)) {
        names.push_back(pack.filename().string());
        if (names.back() == wanted)
            return pack;
    }
    return Error{text_of("There is no voice ", quoted(wanted), did_you_mean(wanted, names))};
}

} // namespace crura::speech
