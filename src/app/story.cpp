#include "app/story.hpp"

#include "app/care_words.hpp"
#include "app/event_log.hpp"
#include "app/story_figures.hpp"
#include "app/story_sentences.hpp"
#include "app/story_words.hpp"
#include "report/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace crura::app {
namespace {

using record::Recording;

constexpr double kLongestStepS = 0.5;     // between glances: what is longer was not observed
constexpr double kFollowed = 0.5;         // confidence from which the breath counts as followed
constexpr std::chrono::seconds kSoon{60}; // the first tick after the start of a recording

Time origin_of(const Recording& recording)
{
    const auto started = recording.header.started;
    if (recording.said.empty())
        return started;
    const auto first = recording.said.front().time;
    return first >= started && first - started < kSoon ? started : first;
}

// Goes through what was said, once.
class Teller {
public:
    Teller(const Recording& recording, const StoryOptions& options)
        : recording_(recording), options_(options), origin_(origin_of(recording))
    {
        for (const auto& said : recording.said)
            std::visit([this, &said](const auto& what) { take(said.time, what); }, said.what);
        close_steps();
        add_events();
        add_marks();
    }

    report::Story story();

private:
    double at(Time time) const { return std::max(0., to_seconds(time - origin_)); }

    void take(Time time, const record::Glance& glance);
    void take(Time, const Breath& breath);
    void take(Time, const Event& event) { events_.add(event); }
    void take(Time time, const SessionState& session);
    void take(Time, const Decision& decision) { decisions_.push_back(decision); }
    void take(Time, const Answer& answer) { answers_.push_back(answer); }
    void take(Time, const record::Watch& watch) { guard_ = watch.guard; }
    void take(Time, const Assessment& assessment) { figures_.add(assessment); }
    void take(Time, const Onset&) {}
    void take(Time, const Health&) {}

    void close_pause(double at_s);
    void close_steps();
    void add_events();
    void add_marks();
    std::string name_of_step(int step) const;
    double length_s() const;
    // Nobody has begun it so far.
    bool held() const { return !ran_ && session_ && session_->held(); }
    bool pair() const { return course_.heard[0] && course_.heard[1]; }
    std::vector<std::string> in_short() const;
    std::string share_sentence() const;
    report::Care care() const;

    const Recording& recording_;
    const StoryOptions& options_;
    Time origin_;
    report::Course course_;
    StoryFigures figures_;
    EventLog events_;
    std::vector<Decision> decisions_;
    std::vector<Answer> answers_;
    GuardState guard_;
    std::optional<Time> last_glance_;
    Duration elapsed_{}; // of the session, without pauses
    std::optional<SessionState> session_;
    bool ran_ = false;
    std::optional<double> paused_s_; // since
    Time begun_{};                   // of a session that was held before
};

void Teller::take(Time time, const record::Glance& glance)
{
    course_.add(at(time),
                {.bands = glance.bands,
                 .breath_rate_bpm = glance.breath_rate_bpm,
                 .abdominal_share = glance.abdominal_share,
                 .phase_angle_deg = glance.phase_angle_deg,
                 .partition = glance.partition});
    const double since_last_s = last_glance_ ? to_seconds(time - *last_glance_) : 0;
    last_glance_ = time;
    elapsed_ = std::max(elapsed_, glance.elapsed);
    if (held())
        return;
    figures_.add(glance.carry_over);
    figures_.add(std::clamp(since_last_s, 0., kLongestStepS), glance.breath_rate_bpm,
                 glance.breath_rate_bpm.known && glance.confidence >= kFollowed);
}

void Teller::take(Time, const Breath& breath)
{
    course_.add_breath({at(breath.inspiration_onset), at(breath.expiration_onset)},
                       breath.breath_rate_bpm);
    if (!held())
        figures_.add(breath);
}

void Teller::take(Time time, const SessionState& session)
{
    const bool waits = !session.running && !session.finished;
    if (waits && !paused_s_)
        paused_s_ = at(time);
    if (!waits && paused_s_)
        close_pause(at(time));
    const bool begins = held() && !session.held();
    if (begins)
        begun_ = time;
    const bool other_step = !session_ || begins || session_->step != session.step;
    if (other_step && session.step != SessionState::kNone && !session.held()) {
        if (!course_.steps.empty())
            course_.steps.back().when.to_s = at(time);
        course_.steps.push_back({{at(time), at(time)}, name_of_step(session.step)});
    }
    session_ = session;
    ran_ = ran_ || session.running;
}

void Teller::close_pause(double at_s)
{
    const bool braked = session_ && session_->braked;
    course_.pauses.push_back({{*paused_s_, at_s},
                              held()       ? "before it began"
                                  : braked ? "quiet, as was asked for"
                                           : "paused"});
    paused_s_.reset();
}

// What was not over when the recording ended.
void Teller::close_steps()
{
    if (!course_.steps.empty())
        course_.steps.back().when.to_s = course_.length_s;
    if (paused_s_)
        close_pause(course_.length_s);
}

std::string Teller::name_of_step(int step) const
{
    const auto* session = options_.session;
    if (session && step >= 0 && std::size_t(step) < session->steps.size()
        && !session->steps[std::size_t(step)].name.empty())
        return session->steps[std::size_t(step)].name;
    return fmt::format("step {}", step + 1);
}

// A suspicion is for the therapist's eyes.
void Teller::add_events()
{
    for (const Event& event : events_.events()) {
        if (!held() && event.start >= begun_)
            figures_.add(event);
        if (event.kind == EventKind::freeze && !options_.for_therapist)
            continue;
        course_.occurrences.push_back({event.kind,
                                       plain_name(event.kind),
                                       {at(event.start), at(std::max(event.start, event.end))},
                                       plain_evidence(event)});
    }
}

void Teller::add_marks()
{
    for (const auto& tick : recording_.ticks)
        for (const Command command : tick.commands)
            if (command == Command::mark)
                course_.marks_s.push_back(at(tick.time));
}

double Teller::length_s() const
{
    if (held())
        return 0;
    return elapsed_ > Duration(0) ? to_seconds(elapsed_) : course_.length_s;
}

std::string Teller::share_sentence() const
{
    const auto share = figures_.share();
    switch (figures_.share_rests_on()) {
    case Partition::calibrated:
        return fmt::format("Of the movement of a breath {:.0f} % (±{:.0f}) was the belly's, in the "
                           "middle one.",
                           100 * share.value, std::ceil(100 * share.plus_minus));
    case Partition::uncalibrated:
        return "Chest and belly were not calibrated to each other, so that the belly's share is a "
               "trend only.";
    default:
        return pair() || !(course_.heard[0] || course_.heard[1])
            ? ""
            : fmt::format("Only the {} was measured, which tells no share of the belly.",
                          course_.heard[0] ? "chest" : "belly");
    }
}

std::vector<std::string> Teller::in_short() const
{
    if (held())
        return {"The session never began: what is shown was measured while it waited."};
    const auto length = report::lasting(length_s());
    auto text = fmt::format("The session took {}. ", length);
    const auto rate = figures_.rate();
    if (figures_.breaths() == 0)
        text += "No breath was understood.";
    else if (!rate.known)
        text += fmt::format("{} breaths were followed, too few for a rate.", figures_.breaths());
    else
        text += fmt::format(
            "{} breaths were followed, the middle one at a rate of {:.1f} (±{:.1f}) "
            "a minute.",
            figures_.breaths(), rate.value, std::ceil(10 * rate.plus_minus - 1e-9) / 10);
    if (const auto share = share_sentence(); !share.empty())
        text += " " + share;
    return {text};
}

report::Care Teller::care() const
{
    report::Care care;
    if (guard_.on && guard_.tremor_limit > Duration(0))
        care.limits.push_back(fmt::format("Tremor: {}, with {} agreed on.",
                                          minutes(guard_.tremor_time),
                                          minutes(guard_.tremor_limit)));
    if (guard_.on && guard_.hold_limit_s > 0)
        care.limits.push_back(fmt::format(
            "Their own limit for a held breath, at the end: {:.0f} s.", guard_.hold_limit_s));
    for (const auto& decision : decisions_)
        care.decisions.push_back({at(decision.time), words_of(decision)});
    for (const auto& note : recording_.notes)
        care.notes.push_back({at(note.time), note.text});
    return care;
}

report::Story Teller::story()
{
    const auto& header = recording_.header;
    report::Story story;
    story.title = !header.program_name.empty() ? header.program_name
        : !header.program_id.empty()           ? header.program_id
                                               : "A breathing session";
    story.date = local_date(header.started_at);
    story.began = std::chrono::floor<std::chrono::seconds>(header.started_at);
    story.person = options_.person;
    story.length = report::lasting(length_s());
    story.version = header.crura_version.empty() ? CRURA_VERSION : header.crura_version;
    story.sensors = sensors_of(recording_, course_.heard);
    story.in_short = in_short();
    story.figures = figures_.figures(length_s(), course_.heard);
    story.check_ins = check_ins_of(answers_);
    if (options_.for_therapist)
        story.care = care();
    story.rests_on = what_it_rests_on(recording_, story.sensors);
    story.cannot = what_it_cannot_say(figures_.share_rests_on());
    story.course = std::move(course_);
    return story;
}

} // namespace

report::Story story_of(const Recording& recording, const StoryOptions& options)
{
    return Teller(recording, options).story();
}

} // namespace crura::app
