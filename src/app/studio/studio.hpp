#pragma once

#include "app/options.hpp"
#include "core/result.hpp"
#include "feed/mats.hpp"

#include <memory>

namespace crura::app::studio {

// Up to four mats at once: opens, holds, runs and ends the sessions that a page asks for.
// [any] but where said otherwise.
class Studio : public feed::Mats {
public:
    Studio();
    ~Studio() override; // ends them all gently

    // Opens sensors and outputs, begins to keep, and holds the session at its very beginning until
    // somebody resumes it. Gives the mat's number. May take seconds. The error is one sentence;
    // what was begun is taken back.
    Result<int> open(const RunOptions& options);

    // Ends a session at once and takes its mat away; one that never began leaves no trace. May take
    // seconds. An error when there is no such mat.
    Result<void> close(int mat);

    // The numbers of those that are there, whatever their state.
    std::vector<int> mats() const;

    // [server]
    std::vector<feed::MatNow> look() override;
    std::vector<feed::Said> take_said() override;
    std::vector<feed::Said> said(int mat) override;
    std::vector<feed::Taken> take_taken() override;
    Answer command(int mat, Command command, std::uint64_t ticket) override;
    Answer note(int mat, const std::string& text, Time about) override;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace crura::app::studio
