// Ten years of daily sessions in the history: how large it is, how long its questions take, and how
// long until a batch of a running session is on the disk.
//
//     history [PLACE]     a new SQLite file by default, or postgresql://... (an empty database)

#include "core/time.hpp"
#include "history/repository.hpp"
#include "support/history_rows.hpp"
#include "support/temp_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <vector>

using namespace crura;
using namespace crura::history;

namespace {

constexpr int kSessions = 3650;
constexpr int kBreaths = 548; // in each: two million in all

template <class T>
T must(Result<T> result)
{
    if (result)
        return std::move(*result);
    fmt::print(stderr, "{}\n", result.error().message);
    std::exit(1);
}
void must(const Result<void>& result)
{
    if (result)
        return;
    fmt::print(stderr, "{}\n", result.error().message);
    std::exit(1);
}

double ms_of(const std::function<void()>& work)
{
    const auto from = host_now();
    work();
    return to_seconds(host_now() - from) * 1000;
}

void print_times(const char* what, int times, const std::function<void()>& work)
{
    std::vector<double> ms;
    for (int i = 0; i < times; ++i)
        ms.push_back(ms_of(work));
    std::sort(ms.begin(), ms.end());
    const auto at = [&ms](double share) { return ms[std::size_t(share * double(ms.size() - 1))]; };
    fmt::print("{:<52} p50 {:8.2f} ms   p99 {:8.2f} ms   ({} times)\n", what, at(0.5), at(0.99),
               times);
}

// As measured: every number takes all its digits.
Batch breaths_of_a_session(std::mt19937& random)
{
    std::uniform_real_distribution<double> any(0, 1);
    Batch batch;
    double at_s = 0;
    for (int i = 0; i < kBreaths; ++i) {
        const double rate = 5 + 6 * any(random);
        batch.breaths.push_back({at_s,
                                 rate,
                                 24 / rate,
                                 36 / rate,
                                 {any(random), 0.1 * any(random), true},
                                 {90 * any(random) - 45, 20 * any(random), any(random) < 0.9},
                                 Partition::calibrated,
                                 any(random)});
        at_s += 60 / rate;
    }
    for (int i = 0; i < 3; ++i)
        batch.answers.push_back({i * 7., Question::ease, CheckInTime::after, AnsweredBy::hand, 3});
    for (int i = 0; i < 12; ++i)
        batch.markers.push_back({i * 9., "sigh", "1.87"});
    return batch;
}

void fill(Repository& history, Id person)
{
    std::mt19937 random(11);
    const double ms = ms_of([&] {
        for (int day = 0; day < kSessions; ++day) {
            auto row = test::session_of(person, day);
            row.program_name = "Constructive rest";
            row.ended = row.began + std::chrono::minutes(20);
            must(history.add_session(row, breaths_of_a_session(random)));
        }
    });
    fmt::print("{} sessions, {} breaths, added one by one: {:.1f} s, {:.2f} ms each\n", kSessions,
               kSessions * kBreaths, ms / 1000, ms / kSessions);
}

void ask(Repository& history, Id person)
{
    print_times("all sessions of a person (list, trend)", 200, [&] {
        must(history.sessions({person, {}, {}, {}, 0}));
    });
    print_times("the latest 20", 200, [&] { must(history.sessions({person, {}, {}, {}, 20})); });
    const auto year = test::wall(3285LL * 86'400'000);
    print_times("the last year", 200, [&] { must(history.sessions({person, year, {}, {}, 0})); });
    int session = 0;
    print_times("one session with its breaths", 200, [&] { must(history.detail(session += 17)); });
}

void write(Repository& history, Id person)
{
    const Id session = must(history.begin_session(test::session_of(person, 5000)));
    Batch batch;
    print_times("a second of a running session, on the disk", 500, [&] {
        ++batch.number;
        batch.breaths = {test::breath_of(int(batch.number))};
        must(history.append(session, batch, test::figures_of(int(batch.number))));
    });
    Id next = 1;
    print_times("delete a session, gone from the file", 20,
                [&] { must(history.delete_session(next++)); });
}

} // namespace

int main(int count, char** words)
{
    const test::TempFolder folder(count > 1 ? "/tmp" : std::filesystem::current_path());
    const std::string file = folder / "history.db";
    const auto history = must(open_history(count > 1 ? words[1] : file));
    const Id person = must(history->add_person("Birch", test::wall(0)));
    fill(*history, person);
    if (count == 1)
        fmt::print(
            "file {:.1f} MB, with its log {:.1f} MB\n",
            double(std::filesystem::file_size(file)) / 1e6,
            double(std::filesystem::file_size(file) + std::filesystem::file_size(file + "-wal"))
                / 1e6);
    ask(*history, person);
    write(*history, person);
    fmt::print("check {:.2f} s\n", ms_of([&] { must(history->check()); }) / 1000);
    fmt::print("backup {:.2f} s\n",
               ms_of([&] { must(history->backup(folder / "backup")); }) / 1000);
    fmt::print("delete the person with all sessions {:.2f} s\n",
               ms_of([&] { must(history->delete_person(person)); }) / 1000);
}
