#include "history/keeper.hpp"

#include "files/utf8.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace crura::history {
namespace {

using namespace std::chrono_literals;

constexpr auto kTellEvery = 1s;
constexpr auto kLookEvery = 250ms;
constexpr std::size_t kItemsKept = 8'192;  // half an hour that the writer may be held up
constexpr std::size_t kRowsKept = 100'000; // a night and more that the database may be away

std::size_t size_of(const Batch& rows)
{
    return rows.breaths.size() + rows.answers.size() + rows.markers.size();
}

template <class Row>
void move_to_end(std::vector<Row>& from, std::vector<Row>& to)
{
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
    from.clear();
}

void move_to_end(Batch& from, Batch& to)
{
    move_to_end(from.breaths, to.breaths);
    move_to_end(from.answers, to.answers);
    move_to_end(from.markers, to.markers);
}

} // namespace

Result<std::unique_ptr<HistoryKeeper>> HistoryKeeper::open(std::unique_ptr<Repository> repository,
                                                           const SessionRow& row, Time began)
{
    const auto session = repository->begin_session(row);
    if (!session)
        return session.error();
    return std::unique_ptr<HistoryKeeper>(
        new HistoryKeeper(std::move(repository), *session, began));
}

HistoryKeeper::HistoryKeeper(std::unique_ptr<Repository> repository, Id session, Time began)
    : began_(began), find_(began), items_(kItemsKept), repository_(std::move(repository)),
      session_(session), thread_([this](const std::stop_token& stop) { run(stop); })
{
}

HistoryKeeper::~HistoryKeeper()
{
    if (thread_.joinable())
        static_cast<void>(write_rest()); // nobody is left to be told
}

void HistoryKeeper::accept(const Snapshot& snapshot, std::span<const Sample>) noexcept
{
    if (snapshot.session.held())
        return;
    tally_.accept(snapshot);
    for (const Fact& fact : find_(snapshot))
        if (!items_.push(fact))
            ++lost_;
    if (snapshot.time - told_ >= kTellEvery && items_.push(tally_.figures()))
        told_ = snapshot.time;
}

void HistoryKeeper::note(Time at, std::string text)
{
    const std::lock_guard lock(notes_mutex_);
    notes_.push_back({to_seconds(at - began_), "note", files::as_text(text)});
}

std::string HistoryKeeper::problem() const
{
    const std::lock_guard lock(mutex_);
    return problem_;
}

void HistoryKeeper::run(const std::stop_token& stop)
{
    std::mutex mine;
    std::unique_lock lock(mine);
    while (!stopping_.wait_for(lock, stop, kLookEvery, [&stop] { return stop.stop_requested(); }))
        flush();
}

void HistoryKeeper::flush()
{
    take_waiting();
    take_notes();
    if (const auto written = write(); written)
        tell(Output::working, "");
    else
        tell(Output::lost,
             written.error().message + " The session goes on, and its history is written later.");
}

void HistoryKeeper::take_waiting()
{
    const auto room = [this] {
        return size_of(uncounted_) + (ready_ ? size_of(ready_->rows) : 0) < kRowsKept;
    };
    for (Item item; room() && items_.pop(item);) {
        if (const auto* fact = std::get_if<Fact>(&item)) {
            add(*fact, began_, uncounted_);
            continue;
        }
        if (!ready_)
            ready_.emplace();
        move_to_end(uncounted_, ready_->rows);
        ready_->figures = std::get<SessionFigures>(item);
    }
}

// They go with the next figures.
void HistoryKeeper::take_notes()
{
    const std::lock_guard lock(notes_mutex_);
    move_to_end(notes_, uncounted_.markers);
}

// A batch that could not be written may be there all the same (a connection that broke at the very
// end): it is given again as it was, under its number.
Result<void> HistoryKeeper::write()
{
    while (tried_ || ready_) {
        if (!tried_) {
            tried_ = std::exchange(ready_, std::nullopt);
            tried_->rows.number = ++batches_;
        }
        if (auto kept = repository_->append(session_, tried_->rows, tried_->figures); !kept)
            return kept;
        tried_.reset();
    }
    return {};
}

Result<void> HistoryKeeper::write_rest()
{
    thread_.request_stop();
    thread_.join();
    take_waiting();
    take_notes();
    if (!ready_)
        ready_.emplace();
    move_to_end(uncounted_, ready_->rows);
    ready_->figures = tally_.figures();
    return write();
}

void HistoryKeeper::close(WallTime ended)
{
    if (!thread_.joinable())
        return;
    auto written = write_rest();
    if (written)
        written = repository_->end_session(session_, ended, tally_.finished(), tally_.figures());
    for (const auto& left : {tried_, ready_})
        lost_ += left ? size_of(left->rows) : 0;
    lost_ += items_.size();
    std::string problem;
    if (lost() > 0)
        problem = fmt::format("{} breaths, answers and markers of this session are not in the "
                              "history. ",
                              lost());
    else if (!written)
        problem = "The end of this session is not in the history. ";
    tell(Output::off, problem + (written ? "" : written.error().message));
}

std::string HistoryKeeper::abandon()
{
    if (thread_.joinable())
        static_cast<void>(write_rest());
    const auto gone = repository_->delete_session(session_);
    tell(Output::off, "");
    return gone ? "" : gone.error().message;
}

void HistoryKeeper::tell(Output state, std::string problem)
{
    const std::lock_guard lock(mutex_);
    state_ = state;
    problem_ = std::move(problem);
}

} // namespace crura::history
