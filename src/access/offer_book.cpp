#include "access/offer_book.hpp"

#include "access/book_json.hpp"

#include <algorithm>
#include <utility>

namespace crura::access {
namespace {

using json::Json;
using State = Offered::State;

constexpr auto kRemembered = std::chrono::hours(1);

constexpr const char* name_of_state(State state)
{
    return state == State::open ? "open" : state == State::over ? "over" : "spoiled";
}

std::optional<State> state_in(const Json& row)
{
    const auto* name = row.find<std::string>("state");
    for (const auto state : {State::open, State::over, State::spoiled})
        if (name && *name == name_of_state(state))
            return state;
    return std::nullopt;
}

std::optional<Offered> offered_of(const Json& row)
{
    const auto code = digest_in(row, "code_sha256");
    const auto role = role_in(row);
    const auto* owner = row.find<bool>("owner");
    const auto mat = mat_in(row);
    const auto made = time_in(row, "made_ms");
    const auto state = state_in(row);
    if (!code || !role || !owner || !mat || !made || !state)
        return std::nullopt;
    return Offered{*code, {*role, *owner, *mat}, *made, *state};
}

Json row_of(const Offered& offered)
{
    return Json::Object{
        {"code_sha256", hex(offered.code)}, {"role", name_of(offered.offer.role)},
        {"owner", offered.offer.owner},     {"mat", double(offered.offer.mat)},
        {"made_ms", in_ms(offered.made)},   {"state", name_of_state(offered.state)}};
}

// Long ago, or in a future that the clock has left.
bool is_beyond(WallTime time, std::chrono::milliseconds span, WallTime now)
{
    return time > now || now - time >= span;
}

} // namespace

Result<OfferBook> OfferBook::read(std::string_view text)
{
    OfferBook book;
    if (text.empty())
        return book;
    const auto whole = json::parse_json(text);
    if (!whole)
        return whole.error();
    const auto* rows = whole->find<Json::Array>("offers");
    const auto* tries = whole->find<Json::Array>("wrong_tries");
    if (!rows || !tries)
        return Error{"it has no list of offers and of wrong tries"};
    for (const auto& row : *rows) {
        const auto offered = offered_of(row);
        if (!offered)
            return Error{"its offer " + std::to_string(book.offered_.size() + 1) + " is not whole"};
        book.offered_.push_back(*offered);
    }
    for (const auto& row : *tries) {
        const auto at = time_in(row, "at_ms");
        if (!at)
            return Error{"a wrong try has no time"};
        book.wrong_.push_back(*at);
    }
    book.paused_ = time_in(*whole, "paused_ms");
    return book;
}

std::string OfferBook::text() const
{
    Json::Array rows, tries;
    for (const auto& each : offered_)
        rows.push_back(row_of(each));
    for (const auto at : wrong_)
        tries.push_back(Json::Object{{"at_ms", in_ms(at)}});
    return json::to_text(Json::Object{{"offers", std::move(rows)},
                                      {"wrong_tries", std::move(tries)},
                                      {"paused_ms", paused_ ? in_ms(*paused_) : Json()}});
}

void OfferBook::add(const Digest& code, const Offer& offer, WallTime now)
{
    tidy(now);
    if (offered_.size() >= kMost)
        offered_.erase(offered_.begin());
    offered_.push_back({code, offer, now, State::open});
}

// What is over once stays over, wherever the clock goes.
void OfferBook::tidy(WallTime now)
{
    for (auto& each : offered_)
        if (each.state == State::open && is_beyond(each.made, kLife, now))
            each.state = State::over;
    std::erase_if(offered_, [now](const auto& each) {
        return each.state != State::open && is_beyond(each.made, kRemembered, now);
    });
    std::erase_if(wrong_, [now](const auto at) { return is_beyond(at, kLife, now); });
    if (!waits(now))
        paused_ = std::nullopt;
}

bool OfferBook::waits(WallTime now) const
{
    return paused_ && !is_beyond(*paused_, kPause, now);
}

Offered* OfferBook::find(const Digest& code)
{
    Offered* found = nullptr;
    for (auto& each : offered_)
        if (same(each.code, code))
            found = &each;
    return found;
}

OfferBook::Trial OfferBook::try_code(const std::optional<Digest>& code, WallTime now)
{
    tidy(now);
    auto* offered = code ? find(*code) : nullptr;
    const bool is_owners = offered && offered->offer.owner;
    if (waits(now) && !is_owners)
        return {Refusal::too_often};
    if (!code)
        return {Refusal::wrong};
    if (!offered)
        return {miss(now)};
    if (offered->state != State::open)
        return {offered->state == State::over ? Refusal::expired : Refusal::too_often};
    offered->state = State::over;
    if (!is_owners)
        wrong_.clear();
    return {Refusal::none, offered->offer};
}

// While nothing is offered there is nothing to guess: nobody can close a door beforehand.
Refusal OfferBook::miss(WallTime now)
{
    const auto can_be_guessed = [](const Offered& each) {
        return each.state == State::open && !each.offer.owner;
    };
    if (std::none_of(offered_.begin(), offered_.end(), can_be_guessed))
        return Refusal::expired;
    wrong_.push_back(now);
    if (wrong_.size() < kWrongTries)
        return Refusal::wrong;
    for (auto& each : offered_)
        if (can_be_guessed(each))
            each.state = State::spoiled;
    wrong_.clear();
    paused_ = now;
    return Refusal::too_often;
}

} // namespace crura::access
