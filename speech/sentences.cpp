#include "speech/sentences.hpp"

#include "forms/report.hpp"
#include "sound/sound_file.hpp"
#include "speech/cache.hpp"
#include "speech/pack_sound.hpp"
#include "speech/standard.hpp"
#include "speech/synthesizer.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace fs = std::filesystem;

namespace crura::speech {

namespace {

using forms::text_of;

// Prepares the sentences of one session.
class Preparation {
public:
    Preparation(std::span<const Wanted> wanted, const Voices& voices)
        : wanted_(wanted), voices_(voices), cache_(voices.cache),
          synthesize_(cache_, voices.patience)
    {
    }

    Prepared operator()()
    {
        const auto pack = best_pack();
        if (pack)
            prepared_.voice = pack->name;
        std::size_t chimes = 0;
        for (const Wanted& each : wanted_) {
            fs::path file;
            if (pack)
                file = from_pack(*pack, each.text);
            if (file.empty() && (voices_.speak_missing || each.always))
                file = synthesized(each.text);
            chimes += file.empty();
            prepared_.sentences.push_back({each.step, each.prompt, std::move(file)});
        }
        if (chimes > 0)
            remark(text_of(chimes, " of ", wanted_.size(),
                           " sentences have no voice in the language \"", voices_.language,
                           "\"; a soft chime is heard in their place."));
        return std::move(prepared_);
    }

private:
    void remark(std::string what)
    {
        auto& said = prepared_.remarks;
        if (std::find(said.begin(), said.end(), what) == said.end())
            said.push_back(std::move(what));
    }

    std::optional<Pack> best_pack()
    {
        std::optional<Pack> best;
        std::ptrdiff_t most = 0;
        for (const fs::path& folder : voices_.packs) {
            auto pack = load_pack(folder);
            if (!pack) {
                remark(pack.error().message);
                continue;
            }
            const auto known =
                std::count_if(wanted_.begin(), wanted_.end(), [&](const Wanted& each) {
                    return pack->find(each.text, voices_.language);
                });
            if (known > most) {
                most = known;
                best = std::move(*pack);
            }
        }
        return best;
    }

    // Empty when the pack lacks it or its file is broken.
    fs::path from_pack(const Pack& pack, const std::string& text)
    {
        const auto* sentence = pack.find(text, voices_.language);
        if (!sentence)
            return {};
        const auto clip = read_sentence(pack, *sentence);
        if (!clip) {
            remark(clip.error().message);
            return {};
        }
        const auto uneven = loudness_remark(pack, *sentence, *clip);
        if (uneven.empty())
            return pack.file_of(*sentence);
        remark(uneven);
        return levelled_copy(*sentence, *clip);
    }

    fs::path levelled_copy(const PackSentence& sentence, const sound::Clip& clip)
    {
        const auto key = "levelled\n" + sentence.sha256;
        if (const auto kept = cache_.find(key))
            return *kept;
        return file_or_remark(cache_.keep(key, levelled(clip)));
    }

    fs::path synthesized(const std::string& text)
    {
        return file_or_remark(synthesize_(text, voices_.language));
    }

    fs::path file_or_remark(const Result<fs::path>& file)
    {
        if (file)
            return *file;
        remark(file.error().message);
        return {};
    }

    std::span<const Wanted> wanted_;
    const Voices& voices_;
    Cache cache_;
    Synthesizer synthesize_;
    Prepared prepared_;
};

} // namespace

Prepared prepare(std::span<const Wanted> wanted, const Voices& voices)
{
    return Preparation(wanted, voices)();
}

} // namespace crura::speech
