#include "page/house.hpp"

#include "feed/state.hpp"

#include <ctime>
#include <stdexcept>
#include <utility>

namespace crura::bench {
namespace {

using json::Json;

constexpr std::size_t kRemembered = 200; // events

Json about()
{
    return Json::Object{
        {"mat", 1.},         {"state", "running"}, {"person", ""},  {"problem", ""},
        {"chosen", ""},      {"opened_s", 0.},     {"program", {}}, {"sensors", Json::Array{}},
        {"simulated", true}, {"limits", {}},       {"session", {}}};
}

// The processor's time for this thread.
double thread_us()
{
    timespec used{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return 1e6 * double(used.tv_sec) + 1e-3 * double(used.tv_nsec);
}

feed::Said told(const Breath& breath, std::uint64_t id)
{
    return {1, id, breath.end, false, "breath", "", feed::members_of(breath)};
}

} // namespace

LiveMat::LiveMat(engine::Engine engine)
    : engine_(std::move(engine)), body_(devices::SimulatedBody::find("imu").value())
{
    in_tick_.reserve(8192);
    (void)body_.start(samples_);
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

LiveMat::~LiveMat()
{
    thread_ = {};
    body_.stop();
}

void LiveMat::run(const std::stop_token& stop)
{
    for (Time due = host_now(); !stop.stop_requested(); due += engine::kTick) {
        std::this_thread::sleep_until(due);
        const double used_us = thread_us();
        const Time now = host_now();
        tick(now);
        const double took_us = 1e6 * to_seconds(host_now() - now);
        ticks_.push({took_us, thread_us() - used_us, 1e6 * to_seconds(now - due)});
    }
}

void LiveMat::tick(Time now)
{
    in_tick_.clear();
    for (Sample sample; in_tick_.size() < in_tick_.capacity() && samples_.pop(sample);)
        in_tick_.push_back(sample);
    Few<Command, 4> commands;
    for (Asked asked{}; !commands.full() && asked_.pop(asked);) {
        commands.push_back(asked.command);
        taken_.push({asked.ticket, now});
    }
    const Snapshot& snapshot = engine_.tick(now, in_tick_, {commands.begin(), commands.size()});
    body_.accept(snapshot, in_tick_);
    newest_.write(snapshot);
    for (const Breath& breath : snapshot.breath.breaths)
        breaths_.push(breath);
}

LiveMat::Ticks LiveMat::take_ticks()
{
    Ticks all;
    for (Tick tick{}; ticks_.pop(tick);) {
        all.took_us.push_back(tick.took_us);
        all.processor_us.push_back(tick.processor_us);
        all.late_us.push_back(tick.late_us);
    }
    return all;
}

std::vector<feed::MatNow> LiveMat::look()
{
    static const Json kAbout = about();
    const Snapshot& newest = newest_.read();
    return {{1, 1, kAbout, newest.tick > 0 ? &newest : nullptr}};
}

std::vector<feed::Said> LiveMat::take_said()
{
    std::vector<feed::Said> fresh;
    for (Breath breath; breaths_.pop(breath);)
        fresh.push_back(told(breath, ++ids_));
    said_.insert(said_.end(), fresh.begin(), fresh.end());
    if (said_.size() > kRemembered)
        said_.erase(said_.begin(), said_.end() - kRemembered);
    return fresh;
}

std::vector<feed::Taken> LiveMat::take_taken()
{
    std::vector<feed::Taken> all;
    for (feed::Taken taken; taken_.pop(taken);)
        all.push_back(taken);
    return all;
}

feed::Mats::Answer LiveMat::command(int mat, Command command, std::uint64_t ticket)
{
    if (mat != 1)
        return Answer::no_mat;
    return asked_.push({ticket, command}) ? Answer::handed_on : Answer::busy;
}

House::House(LiveMat& mat) : mat_(mat)
{
    web::Limits limits;
    limits.requests_per_s = 10'000; // all from one address, at once
    auto started = web::Server::start(site(), {web::Listener{}}, limits);
    if (!started)
        throw std::runtime_error(started.error().message);
    server_ = std::move(*started);
}

web::Site House::site()
{
    web::Site site;
    site.began = [this](web::Server& server) {
        hub_.emplace(mat_,
                     feed::Wire{[&server](auto to, auto text) { server.send(to, std::move(text)); },
                                [&server](auto which, auto code, auto reason) {
                                    server.close(which, code, std::move(reason));
                                }},
                     "bench");
    };
    site.admit = [](const web::Request&) { return 101u; };
    site.opened = [this](web::ConnectionId id, const web::Request& request) {
        const auto role = request.asked("role");
        hub_->opened(id, {Json::Object{{"role", role}}, role != "viewer", role == "therapist", 0},
                     std::to_string(id), host_now());
    };
    site.heard = [this](web::ConnectionId id, std::string_view text) {
        hub_->heard(id, text, host_now());
    };
    site.closed = [this](web::ConnectionId id) { hub_->closed(id); };
    site.ticked = [this] { hub_->tick(host_now()); };
    return site;
}

} // namespace crura::bench
