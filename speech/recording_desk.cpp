#include "speech/recording_desk.hpp"

#include "forms/form.hpp"
#include "sound/sound_file.hpp"
#include "speech/checksum.hpp"
#include "speech/likeness.hpp"
#include "speech/pack_sound.hpp"

#include <algorithm>
#include <fstream>
#include <system_error>

namespace fs = std::filesystem;

namespace crura::speech {

namespace {

using forms::text_of;

Error cannot_write(const fs::path& file)
{
    return {text_of(file.string(), " cannot be written; is there room, and may you write there?")};
}

// The first words of a sentence, for the names of files: "let-the-floor-hold-you".
std::string id_of(const std::string& text)
{
    constexpr std::size_t kLongest = 48;
    std::string id;
    for (const char each : spoken_words(text))
        if (('a' <= each && each <= 'z') || ('0' <= each && each <= '9'))
            id += each;
        else if (each == ' ' && !id.empty() && id.size() < kLongest)
            id += '-';
        else if (each == ' ')
            break;
    return id.empty() ? "sentence" : id;
}

std::string free_id(const Pack& pack, const std::string& wished)
{
    const auto taken = [&pack](const std::string& id) {
        return std::any_of(pack.sentences.begin(), pack.sentences.end(),
                           [&id](const PackSentence& each) { return each.id == id; });
    };
    std::string id = wished;
    for (int number = 2; taken(id); ++number)
        id = text_of(wished, '-', number);
    return id;
}

// The sentence that says the same, or a new one.
PackSentence& entry_for(Pack& pack, const std::string& text, const std::string& language)
{
    if (const auto* known = pack.find(text, language))
        return pack.sentences[std::size_t(known - pack.sentences.data())];
    const auto id = free_id(pack, id_of(text));
    return pack.sentences.emplace_back(PackSentence{id, text, language, "", ""});
}

Result<void> write_toml(const Pack& pack)
{
    const auto file = pack.folder / kPackFile;
    const auto part = fs::path(file.string() + ".part");
    std::ofstream out(part, std::ios::binary | std::ios::trunc);
    out << pack_toml(pack);
    out.close();
    std::error_code error;
    if (out)
        fs::rename(part, file, error);
    if (!out || error)
        return cannot_write(file);
    return {};
}

} // namespace

Result<RecordingDesk> RecordingDesk::open(const fs::path& folder, Pack fresh)
{
    std::error_code absent;
    if (!fs::exists(folder / kPackFile, absent)) {
        fresh.folder = folder;
        return RecordingDesk(std::move(fresh));
    }
    auto pack = load_pack(folder);
    return pack ? Result<RecordingDesk>(RecordingDesk(std::move(*pack))) : pack.error();
}

std::vector<std::string> RecordingDesk::missing(std::span<const std::string> texts,
                                                const std::string& language) const
{
    std::vector<std::string> lacking;
    for (const std::string& text : texts) {
        const auto same = [words = spoken_words(text)](const std::string& other) {
            return spoken_words(other) == words;
        };
        if (std::any_of(lacking.begin(), lacking.end(), same))
            continue;
        const auto* sentence = pack_.find(text, language);
        if (!sentence || !read_sentence(pack_, *sentence))
            lacking.push_back(text);
    }
    return lacking;
}

Result<void> RecordingDesk::keep(const std::string& text, const std::string& language,
                                 const sound::Clip& clip)
{
    std::error_code error;
    fs::create_directories(pack_.folder, error);
    if (error)
        return cannot_write(pack_.folder);

    // The file's name holds its checksum, so that the old pack stays whole until the new one is.
    const auto fresh = pack_.folder / "new.flac";
    const auto written = sound::write_clip(fresh, clip);
    if (!written)
        return written.error();
    const auto bytes = forms::read_file(fresh, "it was just written.");
    if (!bytes)
        return bytes.error();

    Pack next = pack_;
    PackSentence& entry = entry_for(next, text, language);
    const auto before = entry.file;
    entry.sha256 = sha256_of(*bytes);
    entry.file = text_of(entry.id, '-', entry.sha256.substr(0, 8), ".flac");
    fs::rename(fresh, next.file_of(entry), error);
    if (error)
        return cannot_write(next.file_of(entry));
    const bool same_file = entry.file == before;
    const auto saved = write_toml(next);
    if (!saved)
        return saved;
    pack_ = std::move(next);
    if (!before.empty() && !same_file)
        fs::remove(pack_.folder / before, error);
    return {};
}

} // namespace crura::speech
