#pragma once

#include "app/page/call.hpp"
#include "app/page/reply.hpp"
#include "core/result.hpp"
#include "history/repository.hpp"

#include <memory>
#include <string>
#include <vector>

namespace crura::app::page {

// The history as whoever asks may see it: a therapist's device sees everybody in it, any other one
// the person whose history it is. It is one request's, with a connection of its own.
class HistoryView {
public:
    static Result<HistoryView> of(const Call& call);

    // Null: nothing was ever kept.
    history::Repository* repository() const { return repository_.get(); }

    const std::vector<history::Person>& persons() const { return persons_; }

    // Whose it is, or who is named; null: not there.
    const history::Person* find(const std::string& pseudonym) const;

    // A pseudonym; empty: not there any more.
    std::string name_of(history::Id person) const;

    // Of one of them; in a therapist's history of everybody where nobody is named. By begin.
    Result<std::vector<history::SessionRow>> sessions(const std::string& pseudonym,
                                                      std::size_t latest = 0) const;

    // One session, where it is there and may be seen. Null: it is not, or may not.
    Result<std::unique_ptr<history::SessionDetail>> detail(history::Id session) const;

private:
    std::unique_ptr<history::Repository> repository_;
    std::vector<history::Person> persons_;
    std::string own_;        // whose history it is; empty: a therapist's clients'
    bool everybody_ = false; // may be seen
};

// Calls `then` with the view and the session that is asked for; refuses where it is not there.
template <class Then>
web::Response with_session(const Call& call, Then then)
{
    const auto view = HistoryView::of(call);
    if (!view)
        return failed(view.error());
    const auto detail = view->detail(call.number);
    if (!detail)
        return failed(detail.error());
    return *detail ? then(*view, **detail)
                   : refused(404, "There is no such session; look at the list again.");
}

} // namespace crura::app::page
