#include "app/annotations.hpp"

#include "app/care_words.hpp"
#include "app/event_log.hpp"
#include "app/words.hpp"
#include "engine/engine.hpp"
#include "sessions/phrases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace crura::app {
namespace {

using exchange::Annotation;

// Those that stand for themselves; pauses and brakes are told by the session, with their length.
const char* words_of(Command command)
{
    switch (command) {
    case Command::mark:
        return "mark";
    case Command::here:
        return "here";
    case Command::dizzy:
        return "dizzy";
    case Command::recalibrate:
        return "calibration: from natural breathing, anew";
    case Command::calibrate_natural:
        return "calibration: natural";
    case Command::calibrate_belly:
        return "calibration: belly";
    case Command::calibrate_chest:
        return "calibration: chest";
    case Command::calibrate_isovolume:
        return "calibration: isovolume";
    case Command::calibrate_finish:
        return "calibration: finished";
    case Command::calibrate_leave:
        return "calibration: left";
    default:
        return nullptr;
    }
}

std::string spaced(std::string name)
{
    std::replace(name.begin(), name.end(), '_', ' ');
    return name;
}

// The words of a program that is not there any more: those that every program has.
sessions::Session without_program()
{
    sessions::Session session;
    session.phrases = sessions::english_phrases();
    return session;
}

class Annotations {
public:
    Annotations(Time origin, Time end, const sessions::Session* program)
        : origin_(origin), end_(end), program_(program ? *program : without_program())
    {
    }

    void moment(Time at, std::string text) { span(at, at, std::move(text)); }

    void span(Time from, Time to, std::string text)
    {
        from = std::max(from, origin_);
        const auto length = std::max(to - from, Duration(0));
        list_.push_back({to_seconds(from - origin_), to_seconds(length), std::move(text)});
    }

    void operator()(Time, const Event& event)
    {
        Snapshot heard;
        heard.breath.events.push_back(event);
        events_.add(heard);
    }

    void operator()(Time at, const SessionState& now)
    {
        if (now.finished || now.step != step_) {
            close_step(at);
            step_ = now.finished ? SessionState::kNone : now.step;
            step_from_ = at;
        }
        const char* rest = now.running || now.finished ? nullptr : now.braked ? "brake" : "pause";
        if (rest != rest_) {
            close_rest(at);
            rest_ = rest;
            rest_from_ = at;
        }
        if (now.prompt >= 0)
            moment(at, "say: " + sentence(now.step, now.prompt));
        if (now.phrase != Phrase::none && std::size_t(now.phrase) < kPhrases) {
            const auto& words = program_.phrases[std::size_t(now.phrase)];
            moment(at, words.empty() ? "sound: a soft bowl" : "say: " + words);
        }
    }

    void operator()(Time, const Decision& decision)
    {
        if (const auto words = app::words_of(decision); !words.empty())
            moment(decision.time, "decision: " + words);
    }

    void operator()(Time, const Answer& answer)
    {
        if (const auto words = app::words_of(answer, program_); !words.empty())
            moment(answer.time,
                   fmt::format("answer: {} ({})", words, spaced(name_of(answer.when))));
    }

    void operator()(Time, const auto&) {} // the rest is no event

    std::vector<Annotation> finish()
    {
        close_step(end_);
        close_rest(end_);
        for (const Event& event : events_.events()) {
            const auto evidence = evidence_of(event);
            span(event.start, event.end,
                 spaced(name_of(event.kind)) + (evidence.empty() ? "" : ": " + evidence));
        }
        std::stable_sort(list_.begin(), list_.end(), [](const Annotation& a, const Annotation& b) {
            return a.onset_s < b.onset_s;
        });
        return std::move(list_);
    }

private:
    const sessions::Step* step(std::int16_t index) const
    {
        return index >= 0 && std::size_t(index) < program_.steps.size()
            ? &program_.steps[std::size_t(index)]
            : nullptr;
    }

    std::string sentence(std::int16_t of_step, std::int16_t prompt) const
    {
        const auto* in = step(of_step);
        return in && std::size_t(prompt) < in->prompts.size()
            ? in->prompts[std::size_t(prompt)].say
            : fmt::format("sentence {} of step {}", prompt + 1, of_step + 1);
    }

    void close_step(Time at)
    {
        if (step_ == SessionState::kNone)
            return;
        const auto* known = step(step_);
        span(step_from_, at, "step: " + (known ? known->name : std::to_string(int(step_) + 1)));
        step_ = SessionState::kNone;
    }

    void close_rest(Time at)
    {
        if (rest_)
            span(rest_from_, at, rest_);
        rest_ = nullptr;
    }

    Time origin_, end_;
    sessions::Session program_;
    std::vector<Annotation> list_;
    EventLog events_;
    std::int16_t step_ = SessionState::kNone;
    Time step_from_{};
    const char* rest_ = nullptr; // why the session does not go on
    Time rest_from_{};
};

} // namespace

std::vector<exchange::Annotation> annotations_of(const record::Recording& recording, Time origin,
                                                 const StudyOptions& options)
{
    const Time end = recording.ticks.empty() ? origin : recording.ticks.back().time;
    Annotations annotations(origin, end, options.program);
    for (const auto& said : recording.said)
        if (options.for_therapist || !std::holds_alternative<Decision>(said.what))
            std::visit([&](const auto& what) { annotations(said.time, what); }, said.what);
    for (const auto& tick : recording.ticks)
        for (const Command command : tick.commands)
            if (const char* words = words_of(command))
                annotations.moment(tick.time, words);
    for (const auto& loss : recording.losses)
        annotations.span(
            loss.time - std::int64_t(loss.ticks) * engine::kTick, loss.time,
            fmt::format("not recorded: {} ticks, {} samples", loss.ticks, loss.samples));
    if (options.for_therapist)
        for (const auto& note : recording.notes)
            annotations.moment(note.time, "note: " + note.text);
    return annotations.finish();
}

} // namespace crura::app
