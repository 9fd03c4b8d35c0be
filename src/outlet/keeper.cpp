#include "outlet/keeper.hpp"

#include <chrono>
#include <utility>

namespace crura::outlet {

using namespace std::chrono_literals;

namespace {

constexpr Duration kLook = 50ms; // how often we look after it
constexpr Duration kDeathPatience = 500ms;

const char kEnded[] = "An output ended by itself; it is started again.";
const char kHung[] = "An output hung; it is started again.";

bool ends_within(Process& process, Duration patience)
{
    const auto until = host_now() + patience;
    while (!process.ended()) {
        if (host_now() > until)
            return false;
        std::this_thread::sleep_for(5ms);
    }
    return true;
}

} // namespace

Result<std::unique_ptr<Keeper>> Keeper::open(Life& life, int block, Program program)
{
    std::unique_ptr<Keeper> keeper(new Keeper(life, block, std::move(program)));
    if (const auto started = keeper->start(); !started)
        return started.error();
    keeper->thread_ =
        std::jthread([&keeper = *keeper](const std::stop_token& stop) { keeper.run(stop); });
    std::unique_lock lock(keeper->mutex_);
    keeper->news_.wait_for(lock, kOpeningPatience, [&keeper = *keeper] { return keeper.told_; });
    return keeper;
}

Keeper::Keeper(Life& life, int block, Program program)
    : life_(life), block_(block), program_(std::move(program))
{
}

Result<void> Keeper::start()
{
    life_.renew();
    opened_ = false;
    started_at_ = host_now();
    auto process = Process::start(program_, block_);
    if (!process)
        return process.error();
    process_.emplace(std::move(*process));
    return {};
}

void Keeper::run(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        look();
        std::unique_lock lock(mutex_);
        news_.wait_for(lock, stop, kLook, [] { return false; });
    }
    say_farewell();
}

void Keeper::look()
{
    const auto now = host_now();
    if (!process_) {
        if (now - started_at_ >= kRetry)
            if (const auto started = start(); !started)
                tell(started.error().message);
        return;
    }
    const bool ended = process_->ended(); // before its last words are read
    const auto state = life_.state();
    if (state == Life::State::working && !opened_) {
        opened_ = true;
        tell("");
    }
    const bool hangs =
        state == Life::State::opening ? now - started_at_ > kOpeningPatience : !life_.well(now);
    if (!ended && !hangs)
        return;
    process_->kill();
    if (!ended && !ends_within(*process_, kDeathPatience))
        return;
    process_.reset();
    const auto problem = state == Life::State::failed ? life_.problem()
        : ended                                       ? std::string(kEnded)
                                                      : std::string(kHung);
    life_.failed(problem); // the outlet is dead and cannot say so itself
    tell(problem);
}

// An empty problem: it works.
void Keeper::tell(const std::string& problem)
{
    const std::lock_guard lock(mutex_);
    if (problem.empty())
        name_ = life_.name();
    problem_ = problem;
    told_ = true;
    news_.notify_all();
}

void Keeper::say_farewell()
{
    if (!process_)
        return;
    process_->let_go();
    if (life_.well(host_now()) && ends_within(*process_, kFarewellPatience))
        return;
    process_->kill();
    ends_within(*process_, kDeathPatience);
}

void Keeper::close()
{
    closed_ = true;
    thread_ = {};
}

Output Keeper::state() const noexcept
{
    if (closed_)
        return Output::off;
    return life_.well(host_now()) ? Output::working : Output::lost;
}

std::string Keeper::name() const
{
    const std::lock_guard lock(mutex_);
    return name_;
}

std::string Keeper::problem() const
{
    if (life_.well(host_now()))
        return "";
    const std::lock_guard lock(mutex_);
    return problem_;
}

} // namespace crura::outlet
