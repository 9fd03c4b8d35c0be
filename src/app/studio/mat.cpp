#include "app/studio/mat.hpp"

#include "app/studio/mat_plan.hpp"
#include "app/studio/said_words.hpp"

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
      about_(studio::about(number_, options_, opened_, nullptr))
{
}

Result<void> Mat::open()
{
    auto opened = try_to_open();
    if (opened && !stays(0s))
        opened = Error{"The mat was closed while it was opening."};
    if (!opened) {
        close_down();
        return opened;
    }
    const std::lock_guard lock(mutex_);
    state_ = MatState::fitting;
    takes_ = true;
    attendant_ = std::jthread([this] { attend(); });
    changed_.notify_all();
    return opened;
}

Result<void> Mat::try_to_open()
{
    const Tell tell_page = [this](const Remark& remark) { tell(remark); };
    auto live = plan_mat(number_, options_, claims_, tell_page);
    if (!live)
        return live.error();
    auto members = studio::about(number_, options_, opened_, &*live);
    auto program = live->session;
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

// What concerns the records lasts; an output may come back, and every frame says how it is.
void Mat::tell(const Remark& remark)
{
    const std::lock_guard lock(mutex_);
    said_.push_back(said_of(remark, host_now()));
    if (remark.warning && remark.about == Remark::About::records)
        lasting_problems_.push_back(remark.text);
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
        changed_.wait(lock, [this] { return state_ != MatState::opening; });
    }
    if (attendant_.joinable())
        attendant_.join();
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

// False once it is to end.
bool Mat::stays(Duration most)
{
    std::unique_lock lock(mutex_);
    return !changed_.wait_for(lock, most, [this] { return to_end_; });
}

void Mat::look_after()
{
    if (feed_.begun() && !std::exchange(kept_, true))
        session_->begin();
    session_->keep_notes();
    hand_notes();
    see_how_it_is();
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

void Mat::see_how_it_is()
{
    std::vector<std::string> of_sources;
    for (std::size_t source = 0; source < session_->sources(); ++source)
        of_sources.push_back(session_->source_problem(source));
    const auto of_records = session_->records_problem();
    const auto kept_as = session_->kept_as();

    const std::lock_guard lock(mutex_);
    if (of_records != records_problem_)
        said_.push_back(said_of(
            {Remark::About::records, of_records.empty() ? "Recording again." : of_records, true},
            host_now()));
    source_problems_ = std::move(of_sources);
    records_problem_ = of_records;
    kept_as_ = kept_as;
}

// Devices are free for others afterwards.
void Mat::close_down()
{
    {
        const std::lock_guard lock(mutex_);
        takes_ = false;
    }
    if (session_) {
        wait_until([this] { return !feed_.waits(); }, kFewTicks); // what was asked is taken
        hand_notes();
        kept_ ? session_->close() : session_->abandon();
    }
    session_.reset();
    claims_.give_back(number_);
    const std::lock_guard lock(mutex_);
    state_ = MatState::ended;
    changed_.notify_all();
}

// What is wrong now; once it has ended, what was not kept. Its caller has the lock.
std::string Mat::problem() const
{
    std::vector<std::string> now;
    if (state_ != MatState::ended) {
        now = source_problems_;
        now.push_back(records_problem_);
    }
    now.insert(now.end(), lasting_problems_.begin(), lasting_problems_.end());
    return joined(now);
}

MatNews Mat::news()
{
    const std::lock_guard lock(mutex_);
    const bool runs = state_ == MatState::fitting && feed_.begun();
    return {runs ? MatState::running : state_, problem(), kept_as_};
}

json::Json Mat::about()
{
    const auto now = news();
    const std::lock_guard lock(mutex_);
    return about_now(about_, now);
}

std::vector<feed::Said> Mat::take_said()
{
    std::vector<feed::Said> said;
    std::vector<std::string> problems;
    std::shared_ptr<const sessions::Session> program;
    {
        const std::lock_guard lock(mutex_);
        said.swap(said_);
        problems = source_problems_;
        program = program_;
    }
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
    const bool leads_on = command == Command::next && !feed_.begun(); // from nowhere
    if (!takes_ || leads_on)
        return Answer::no_mat;
    return feed_.ask(command, ticket) ? Answer::handed_on : Answer::busy;
}

Answer Mat::note(const std::string& text, Time about)
{
    const std::lock_guard lock(mutex_);
    if (!takes_)
        return Answer::no_mat;
    if (notes_.size() == kNotes)
        return Answer::busy;
    notes_.emplace_back(about, text);
    said_.push_back(said_of_note(text, about));
    return Answer::handed_on;
}

} // namespace crura::app::studio
