#include "support/line_emulator.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <utility>

namespace crura::test {

namespace {

using namespace std::chrono_literals;

constexpr Duration kIdleEvery = 1s;
constexpr Duration kMotorStops = 500ms;

std::string number(double value)
{
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

} // namespace

LineEmulator::LineEmulator(Params params, std::vector<Row> rows)
    : params_(std::move(params)), rows_(std::move(rows)),
      thread_([this](std::stop_token stop) { run(stop); })
{
}

void LineEmulator::run(std::stop_token stop)
{
    while (!stop.stop_requested()) {
        {
            std::lock_guard lock(mutex_);
            step(host_now());
        }
        std::this_thread::sleep_for(1ms);
    }
}

void LineEmulator::step(Time now)
{
    const bool was_open = std::exchange(opened_, pty_.opened());
    if (opened_ && !was_open) {
        heard_ = {};
        if (params_.restarts || !booted_)
            boot(now);
    }
    if (opened_) {
        const auto bytes = pty_.read(0ms);
        const std::string text(bytes.begin(), bytes.end());
        heard_.take(text, now);
        input_ += text;
    }
    if (!booted_ && opened_ && now >= booted_at_) {
        booted_ = true;
        input_.clear(); // what came during the start is lost
        transmit(params_.boot_text + header());
    }
    if (!opened_ || !booted_)
        measuring_ = false;
    for (auto end = input_.find('\n'); booted_ && end != input_.npos; end = input_.find('\n')) {
        obey(std::string_view(input_).substr(0, end));
        input_.erase(0, end + 1);
    }
    if (!felt_.empty() && felt_.back().level > 0 && now - told_at_ > kMotorStops)
        run_motor(0, now, true);
    play(now);
    if (booted_ && !measuring_ && now - last_words_at_ >= kIdleEvery) {
        transmit(own_line("K"));
        last_words_at_ = now;
    }
}

void LineEmulator::boot(Time now)
{
    booted_ = false;
    measuring_ = false;
    ++starts_;
    run_motor(0, now); // it has no power for a moment
    booted_at_ = now + from_seconds(params_.boot_s);
    last_words_at_ = booted_at_;
    sequence_ = params_.first_sequence;
    input_.clear();
    burst_.clear();
    burst_lines_ = 0;
}

void LineEmulator::obey(std::string_view command)
{
    commands_ += std::string(command) + "\n";
    if (command == "?")
        return transmit(header());
    if (params_.motor && (command.starts_with('V') || command.starts_with('P')))
        return obey_motor(command, host_now());
    if (command != "+" && command != "-")
        return transmit(own_line("E,unknown command"));
    transmit(own_line("A," + std::string(command)));
    measuring_ = command == "+" && params_.obeys_start;
    if (measuring_ && first_row_at_ == Time{})
        first_row_at_ = host_now();
}

void LineEmulator::obey_motor(std::string_view command, Time now)
{
    MotorReader reader;
    reader.take(std::string(command) + "\n", now);
    if (!reader.wrong().empty())
        return transmit(own_line("E,unknown command"));
    if (!reader.told().empty())
        run_motor(reader.told().back().level, now);
    told_at_ = now;
    transmit(own_line("A," + std::string(command)));
}

void LineEmulator::run_motor(int level, Time now, bool by_itself)
{
    felt_.push_back({now, level, by_itself});
}

void LineEmulator::play(Time now)
{
    if (first_row_at_ == Time{})
        return;
    for (; row_ < rows_.size(); ++row_) {
        const auto measured = first_row_at_ + from_seconds(double(row_) / params_.rate_hz);
        if (measured > now)
            return;
        if (!measuring_ || silent_)
            continue;
        const auto line = data_line(rows_[row_], measured);
        if (skip_ > 0) {
            --skip_;
            continue;
        }
        burst_ += line;
        if (!std::exchange(garble_, false))
            sent_.push_back({measured, row_});
        if (++burst_lines_ >= params_.lines_per_burst) {
            transmit(std::exchange(burst_, {}));
            burst_lines_ = 0;
            for (auto each = sent_.rbegin(); each != sent_.rend() && each->handed == Time{}; ++each)
                each->handed = host_now();
        }
    }
}

std::string LineEmulator::data_line(const Row& row, Time measured)
{
    const double elapsed_us = to_seconds(measured - booted_at_) * (1 + params_.clock_error) * 1e6;
    const auto micros =
        std::uint32_t(params_.first_micros + std::uint64_t(std::llround(elapsed_us)));
    auto body = "D," + std::to_string(sequence_++) + "," + std::to_string(micros);
    for (const double value : row)
        body += "," + number(value);
    auto line = own_line(body);
    if (garble_)
        line[3] ^= 1;
    return line;
}

std::string LineEmulator::header() const
{
    auto body = "H," + params_.version + "," + params_.device + "," + number(params_.rate_hz);
    for (const auto& column : params_.columns)
        body += "," + column;
    return own_line(body);
}

void LineEmulator::transmit(std::string_view text)
{
    if (silent_)
        return;
    const auto chunk = params_.bytes_per_write ? params_.bytes_per_write : text.size();
    for (; !text.empty(); text.remove_prefix(std::min(chunk, text.size())))
        pty_.write(text.substr(0, chunk));
}

void LineEmulator::unplug()
{
    std::lock_guard lock(mutex_);
    pty_.unplug();
}

void LineEmulator::unplug_in_mid_line()
{
    std::lock_guard lock(mutex_);
    const auto line = data_line(rows_.front(), host_now());
    transmit(std::string_view(line).substr(0, line.size() / 2));
    pty_.unplug();
}

void LineEmulator::plug()
{
    std::lock_guard lock(mutex_);
    pty_.plug();
}

void LineEmulator::restart()
{
    std::lock_guard lock(mutex_);
    const auto line = data_line(rows_.front(), host_now());
    transmit(std::string_view(line).substr(0, line.size() / 2));
    boot(host_now());
}

void LineEmulator::send_raw(std::string_view bytes)
{
    std::lock_guard lock(mutex_);
    transmit(bytes);
}

void LineEmulator::skip_lines(std::size_t count)
{
    std::lock_guard lock(mutex_);
    skip_ = count;
}

void LineEmulator::garble_next_line()
{
    std::lock_guard lock(mutex_);
    garble_ = true;
}

void LineEmulator::fall_silent()
{
    std::lock_guard lock(mutex_);
    silent_ = true;
}

bool LineEmulator::finished() const
{
    std::lock_guard lock(mutex_);
    return row_ == rows_.size();
}

std::vector<LineEmulator::Sent> LineEmulator::sent() const
{
    std::lock_guard lock(mutex_);
    return sent_;
}

std::string LineEmulator::commands() const
{
    std::lock_guard lock(mutex_);
    return commands_;
}

std::vector<LineEmulator::Felt> LineEmulator::felt() const
{
    std::lock_guard lock(mutex_);
    return felt_;
}

int LineEmulator::level() const
{
    std::lock_guard lock(mutex_);
    return felt_.empty() ? 0 : felt_.back().level;
}

MotorReader LineEmulator::heard() const
{
    std::lock_guard lock(mutex_);
    return heard_;
}

std::size_t LineEmulator::starts() const
{
    std::lock_guard lock(mutex_);
    return starts_;
}

} // namespace crura::test
