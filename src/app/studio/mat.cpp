#include "app/studio/mat.hpp"

#include "app/confirmation.hpp"
#include "app/session_plan.hpp"
#include "app/studio/said_words.hpp"
#include "sessions/limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace crura::app::studio {
namespace {

using namespace std::chrono_literals;
using Answer = feed::Mats::Answer;

constexpr Duration kLook = 50ms;   // after a session
constexpr Duration kPatience = 3s; // with a session that was asked to end: its sound fades
constexpr Duration kFewTicks = 500ms;
constexpr std::size_t kNotes = 64; // that wait to be kept

std::string joined(const std::vector<std::string>& sentences)
{
    std::string text;
    for (const auto& sentence : sentences)
        if (!sentence.empty())
            text += (text.empty() ? "" : " ") + sentence;
    return text;
}

template <class Condition>
void wait_until(Condition holds, Duration most)
{
    for (const Time late = host_now() + most; !holds() && host_now() < late;)
        std::this_thread::sleep_for(5ms);
}

} // namespace

Mat::Mat(int number, RunOptions options, Claims& claims)
    : number_(number), options_(std::move(options)), claims_(claims),
      about_(before_it_is_open(number_, options_, opened_))
{
}

Result<void> Mat::open()
{
    auto opened = try_to_open();
    std::unique_lock lock(mutex_);
    if (opened && to_end_)
        opened = Error{"The mat was closed while it was opening."};
    if (!opened) {
        lock.unlock();
        close_down();
        lock.lock();
    } else {
        news_.state = MatState::fitting;
        attendant_ = std::jthread([this] { attend(); });
    }
    was_opened_ = true;
    changed_.notify_all();
    return opened;
}

Result<void> Mat::try_to_open()
{
    auto live = plan();
    if (!live)
        return live.error();
    auto members = studio::about(number_, options_, opened_, *live);
    auto program = live->session;
    const Tell tell_page = [this](const Remark& remark) { tell(remark); };
    auto session = LiveSession::open(
        std::move(*live),
        {{&feed_}, {[this](Command& command) { return feed_.next_command(command); }}}, tell_page);
    if (!session)
        return session.error();
    session_ = std::move(*session);
    const std::lock_guard lock(mutex_);
    about_ = std::move(members);
    program_ = std::move(program);
    return {};
}

Result<Live> Mat::plan()
{
    const bool therapist = options_.history.therapist;
    const auto& slowest = options_.limits.slowest_bpm;
    if (slowest && *slowest < sessions::kSlowestEverBpm && !therapist)
        return Error{fmt::format("Only a therapist may permit a guide slower than {:g} breaths a "
                                 "minute.",
                                 sessions::kSlowestEverBpm)};
    const auto session = choose_limited(options_);
    if (!session)
        return session.error();
    if (const auto confirmed = confirm(*session); !confirmed)
        return confirmed.error();
    auto sources = sensors();
    if (!sources)
        return sources.error();
    if (const auto taken = claims_.take(number_, serial_ports_of(*sources, options_.output));
        !taken)
        return taken.error();
    for (const auto& sentence : claim_midi(claims_, number_, options_.output))
        tell({Remark::About::outputs, sentence, true});

    auto planned = options_;
    if (therapist && planned.history.person.empty()) {
        planned.history.place = kNone;
        tell({Remark::About::records,
              "This session will be in no history, for nobody said whose it is."});
    }
    auto live =
        plan_session(std::move(planned), std::move(*sources), [this](const Remark& r) { tell(r); });
    if (live)
        live->keep.held = true;
    return live;
}

Result<Sources> Mat::sensors() const
{
    return options_.sources.empty() ? find_sources(claims_.serial_ports())
                                    : make_sources(options_.sources);
}

Result<void> Mat::confirm(const sessions::Session& session)
{
    if (!needs_confirmation(session))
        return {};
    if (!options_.confirmed)
        return Error{"Before the first time, please read whom this program is not for, and confirm "
                     "that it is right for you."};
    if (const auto remembered = remember_confirmation(session); !remembered)
        tell({Remark::About::session, remembered.error().message, true});
    return {};
}

// What concerns the records lasts; an output may come back, and every frame says how it is.
void Mat::tell(const Remark& remark)
{
    const std::lock_guard lock(mutex_);
    remarks_.emplace_back(host_now(), remark);
    if (remark.warning && remark.about == Remark::About::records)
        lasting_.push_back(remark.text);
    if (remark.warning)
        news_.problem = joined(lasting_);
}

void Mat::let_end()
{
    const std::lock_guard lock(mutex_);
    to_end_ = true;
    changed_.notify_all();
}

void Mat::close()
{
    const std::lock_guard one_at_a_time(closing_);
    let_end();
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return was_opened_; });
    }
    if (attendant_.joinable())
        attendant_.join();
}

// False once it is to end.
bool Mat::stays(Duration most)
{
    std::unique_lock lock(mutex_);
    return !changed_.wait_for(lock, most, [this] { return to_end_; });
}

void Mat::attend()
{
    while (stays(kLook) && !session_->finished())
        look_after();
    if (!session_->finished() && feed_.begun()) {
        feed_.end();
        wait_until([this] { return session_->finished(); }, kPatience);
    }
    look_after();
    close_down();
}

void Mat::look_after()
{
    if (feed_.begun() && !std::exchange(kept_, true))
        session_->begin();
    session_->keep_notes();
    hand_notes();
    look_for_problems();
}

void Mat::hand_notes()
{
    Notes notes;
    {
        const std::lock_guard lock(mutex_);
        notes.swap(notes_);
    }
    for (const auto& [about, text] : notes)
        session_->note(about, text);
}

void Mat::look_for_problems()
{
    std::vector<std::string> of_sources;
    for (std::size_t source = 0; source < session_->sources(); ++source)
        of_sources.push_back(session_->source_problem(source));
    const auto of_records = session_->records_problem();
    const auto kept_as = session_->kept_as();

    const std::lock_guard lock(mutex_);
    auto all = of_sources;
    all.push_back(of_records);
    all.insert(all.end(), lasting_.begin(), lasting_.end());
    if (of_records != records_problem_)
        remarks_.emplace_back(host_now(),
                              Remark{Remark::About::records,
                                     of_records.empty() ? "Recording again." : of_records, true});
    records_problem_ = of_records;
    source_problems_ = std::move(of_sources);
    news_.problem = joined(all);
    news_.session = kept_as;
    if (kept_)
        news_.state = MatState::running;
}

// Devices are free for others afterwards.
void Mat::close_down()
{
    {
        const std::lock_guard lock(mutex_);
        over_ = true;
    }
    if (session_) {
        wait_until([this] { return !feed_.waits(); }, kFewTicks); // what was asked is taken
        hand_notes();
        kept_ ? session_->close() : session_->abandon();
    }
    session_.reset();
    claims_.give_back(number_);
    const std::lock_guard lock(mutex_);
    news_.state = MatState::ended;
    news_.problem = joined(lasting_);
}

MatNews Mat::news()
{
    const std::lock_guard lock(mutex_);
    auto news = news_;
    if (news.state == MatState::fitting && feed_.begun())
        news.state = MatState::running;
    return news;
}

json::Json Mat::about()
{
    const auto now = news();
    const std::lock_guard lock(mutex_);
    return about_now(about_, now);
}

std::vector<feed::Said> Mat::take_said()
{
    std::vector<feed::Said> said = std::exchange(noted_, {});
    std::vector<std::pair<Time, Remark>> remarks;
    std::vector<std::string> problems;
    std::shared_ptr<const sessions::Session> program;
    {
        const std::lock_guard lock(mutex_);
        remarks.swap(remarks_);
        problems = source_problems_;
        program = program_;
    }
    for (const auto& [time, remark] : remarks)
        said.push_back(said_of(remark, time));
    const auto problem = [&problems](std::size_t source) {
        return source < problems.size() ? problems[source] : "";
    };
    for (Noticed noticed; program && feed_.next(noticed);)
        if (auto one = said_of(noticed, *program, problem))
            said.push_back(std::move(*one));
    std::stable_sort(said.begin(), said.end(),
                     [](const auto& a, const auto& b) { return a.time < b.time; });
    return said;
}

std::vector<feed::Taken> Mat::take_taken()
{
    std::vector<feed::Taken> taken;
    for (feed::Taken one; feed_.next(one);)
        taken.push_back(one);
    return taken;
}

Answer Mat::command(Command command, std::uint64_t ticket)
{
    const std::lock_guard lock(mutex_);
    const bool there = was_opened_ && !over_;
    const bool leads_on = command == Command::next && !feed_.begun(); // from nowhere
    if (!there || leads_on)
        return Answer::no_mat;
    return feed_.ask(command, ticket) ? Answer::handed_on : Answer::busy;
}

Answer Mat::note(const std::string& text, Time about)
{
    const std::lock_guard lock(mutex_);
    if (!was_opened_ || over_)
        return Answer::no_mat;
    if (notes_.size() == kNotes)
        return Answer::busy;
    notes_.emplace_back(about, text);
    noted_.push_back(said_of_note(text, about));
    return Answer::handed_on;
}

} // namespace crura::app::studio
