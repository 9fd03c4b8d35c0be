#include "app/page/history_view.hpp"

#include "app/history_place.hpp"

#include <algorithm>
#include <utility>

namespace crura::app::page {

using history::Person;
using history::SessionRow;

Result<HistoryView> HistoryView::of(const Call& call)
{
    const auto& choice = call.house.history;
    HistoryView view;
    view.own_ = choice.person.empty() && !choice.therapist ? kOneself : choice.person;
    view.everybody_ = call.for_therapist() || call.device.owner;
    if (choice.place == kNone)
        return view;
    auto repository = find_history_of(choice);
    if (!repository)
        return repository.error();
    view.repository_ = std::move(*repository);
    if (!view.repository_)
        return view;
    auto persons = view.repository_->persons();
    if (!persons)
        return persons.error();
    view.persons_ = std::move(*persons);
    return view;
}

const Person* HistoryView::find(const std::string& pseudonym) const
{
    const auto& wanted = pseudonym.empty() ? own_ : pseudonym;
    const auto found = std::find_if(persons_.begin(), persons_.end(),
                                    [&](const Person& each) { return each.pseudonym == wanted; });
    return found == persons_.end() ? nullptr : &*found;
}

std::string HistoryView::name_of(history::Id person) const
{
    const auto found = std::find_if(persons_.begin(), persons_.end(),
                                    [&](const Person& each) { return each.id == person; });
    return found == persons_.end() ? "" : found->pseudonym;
}

Result<std::vector<SessionRow>> HistoryView::sessions(const std::string& pseudonym,
                                                      std::size_t latest) const
{
    const bool of_all = pseudonym.empty() && own_.empty();
    const auto* person = of_all ? nullptr : find(pseudonym);
    if (!repository_ || (!of_all && !person))
        return std::vector<SessionRow>{};
    history::SessionQuery query;
    query.latest = latest;
    if (person)
        query.person = person->id;
    return repository_->sessions(query);
}

Result<std::unique_ptr<history::SessionDetail>> HistoryView::detail(history::Id session) const
{
    std::unique_ptr<history::SessionDetail> none;
    if (!repository_)
        return none;
    const auto rows = everybody_ ? repository_->sessions({}) : sessions("");
    if (!rows)
        return rows.error();
    const auto is = [session](const SessionRow& row) { return row.id == session; };
    if (std::none_of(rows->begin(), rows->end(), is))
        return none;
    auto detail = repository_->detail(session);
    if (!detail)
        return detail.error();
    return std::make_unique<history::SessionDetail>(std::move(*detail));
}

} // namespace crura::app::page
