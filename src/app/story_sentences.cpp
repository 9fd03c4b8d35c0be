#include "app/story_sentences.hpp"

#include "app/story_words.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <utility>

namespace crura::app {

using record::Recording;

std::vector<std::string> sensors_of(const Recording& recording,
                                    const std::array<bool, kBands>& heard)
{
    std::vector<std::string> words;
    for (std::size_t band = 0; band < kBands; ++band)
        if (heard[band])
            words.push_back((band == 0 ? "Chest: " : "Belly: ")
                            + plain_sensor(recording.header.bands[band]));
    return words;
}

std::vector<report::CheckInRow> check_ins_of(const std::vector<Answer>& answers)
{
    std::vector<report::CheckInRow> rows;
    for (const auto question :
         {Question::ease, Question::tension, Question::ready, Question::difference}) {
        report::CheckInRow row{plain_question(question), "--", "--"};
        bool asked = false;
        for (const auto& answer : answers) {
            if (answer.question != question)
                continue;
            asked = true;
            (answer.when == CheckInTime::before ? row.before : row.after) = plain_answer(answer);
        }
        if (asked)
            rows.push_back(std::move(row));
    }
    std::size_t pace = 0;
    for (const auto& answer : answers)
        if (answer.question == Question::comfort)
            rows.push_back({fmt::format("{} {}", plain_question(answer.question), ++pace), "--",
                            plain_answer(answer)});
    return rows;
}

std::vector<std::string> what_it_rests_on(const Recording& recording,
                                          const std::vector<std::string>& sensors)
{
    std::string heard;
    for (const auto& sensor : sensors)
        heard += sensor + ". ";
    if (heard.empty())
        heard = "No sensor was heard. ";
    std::vector<std::string> words{
        heard
        + "Every number is what Crura said while the session ran; nothing was computed "
          "afterwards but the middle values. The lines of chest and belly come a little "
          "later than the breath, as they did then."};
    if (!recording.losses.empty()) {
        std::uint64_t ticks = 0;
        for (const auto& loss : recording.losses)
            ticks += loss.ticks;
        words.push_back(fmt::format("Moments that could not be kept: {}. There the curves have "
                                    "gaps.",
                                    ticks));
    }
    if (!recording.damage.empty())
        words.push_back("A part of the recording could not be read, and is not in here.");
    if (!recording.closed)
        words.push_back("The recording was broken off; what came last may be missing.");
    return words;
}

std::vector<std::string> what_it_cannot_say(Partition share_rests_on)
{
    std::string text = "The sensors see how chest and belly move. How much air that was, and what "
                       "it was like from within, they cannot know.";
    if (share_rests_on == Partition::uncalibrated)
        text += " Not calibrated, the belly's share may be compared with itself in this session "
                "only.";
    return {text
            + " Crura is not a medical device: nothing here says anything about health, and "
              "no number is better than another."};
}

} // namespace crura::app
