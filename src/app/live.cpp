#include "app/live.hpp"

#include "app/status.hpp"
#include "app/summary.hpp"
#include "app/terminal.hpp"
#include "app/watcher.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <utility>

namespace crura::app {
namespace {

const char* keys_for(bool has_program, Viewer viewer)
{
    if (!has_program)
        return "Keys: space pause, b brake (quiet at once), m mark, g guided calibration, "
               "c calibrate again, q end.";
    return viewer == Viewer::therapist
        ? "Keys: space pause, b brake (quiet at once), n next step, h they are here, d dizzy, "
          "m mark, w write a note, g guided calibration, c calibrate again, q end."
        : "Keys: space pause, b brake (quiet at once), n next step, h I am here, d dizzy, m mark, "
          "g guided calibration, c calibrate again, q end.";
}

} // namespace

Result<bool> run_live(Live live)
{
    Terminal terminal;
    const Viewer viewer = live.viewer;
    const bool has_program = live.session != nullptr;
    std::unique_ptr<LiveSession> session;
    Summary summary;
    Status status(live.session, viewer, terminal.is_live(),
                  {[&session](std::size_t source) { return session->source_problem(source); },
                   [&session] { return session->records_problem(); }});
    bool line_lives = false;
    const Tell tell = [&line_lives](const Remark& remark) {
        if (line_lives)
            fmt::print("\n");
        print_remark(remark);
    };

    auto opened = LiveSession::open(std::move(live), {{&summary, &status}, {}}, tell);
    if (!opened)
        return opened.error();
    session = std::move(*opened);
    if (terminal.has_keys())
        fmt::print("{}\n", keys_for(has_program, viewer));
    line_lives = true;
    Watcher watcher(*session, status, terminal, viewer, has_program);
    watcher.watch();

    session->stop();
    line_lives = false;
    status.end();
    session->close();
    fmt::print("{}\n", summary.text());
    return watcher.ended();
}

} // namespace crura::app
