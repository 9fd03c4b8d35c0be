#include "feed/hub.hpp"

#include "feed/credit.hpp"
#include "feed/frames.hpp"
#include "feed/message.hpp"

#include <algorithm>
#include <utility>

namespace crura::feed {
namespace {

using namespace std::chrono_literals;

constexpr Duration kBeat = 500ms;
constexpr Duration kSilence = 10s;
constexpr std::uint16_t kSilent = 4408; // in the range that is anybody's; as HTTP's 408

json::Json closed_now(json::Json about)
{
    if (auto* members = std::get_if<json::Json::Object>(&about.value))
        for (auto& [name, member] : *members)
            if (name == "state")
                member = "closed";
    return about;
}

} // namespace

struct Hub::Page {
    Viewer viewer;
    std::string key;
    Time opened{};
    Time heard{};         // anything
    Time told = {};       // a frame or a beat
    std::uint64_t id = 0; // of its last command
    Credit credit{};
};

Hub::Hub(Mats& mats, Wire wire, std::string version)
    : mats_(mats), wire_(std::move(wire)), version_(std::move(version)), desk_(mats)
{
}

Hub::~Hub() = default;

void Hub::opened(ConnectionId connection, Viewer viewer, std::string key, Time now)
{
    catch_up(now);
    auto& page = pages_[connection];
    page = std::make_unique<Page>(Page{std::move(viewer), std::move(key), now, now});
    welcome(connection, *page, now);
    deliver();
}

void Hub::welcome(ConnectionId connection, const Page& page, Time now)
{
    std::vector<json::Json> abouts;
    for (const Known& known : known_)
        if (page.viewer.sees(known.mat))
            abouts.push_back(known.about);
    say(connection, tell_hello(page.viewer, page.key, version_, abouts, now));
    for (const Known& known : known_)
        if (page.viewer.sees(known.mat))
            for (const Said& said : mats_.said(known.mat))
                if (page.viewer.care || !said.care)
                    say(connection, tell_event(said));
}

void Hub::heard(ConnectionId connection, std::string_view message, Time now)
{
    const auto found = pages_.find(connection);
    if (found == pages_.end())
        return;
    Page& page = *found->second;
    page.heard = now;
    const auto understood = read_message(message);
    if (const auto* got = std::get_if<Got>(&understood))
        page.credit.got(got->seq);
    else if (const auto* ping = std::get_if<Ping>(&understood))
        say(connection, tell_pong(ping->n));
    else if (const auto* asked = std::get_if<Asked>(&understood))
        obey(connection, page, *asked, now);
    else if (const auto* unclear = std::get_if<Unclear>(&understood))
        refuse(connection, {unclear->id, 400, unclear->why, now});
    else if (const auto* breach = std::get_if<Breach>(&understood))
        close(connection, breach->code, breach->why);
    deliver();
}

void Hub::obey(ConnectionId connection, Page& page, const Asked& asked, Time now)
{
    if (asked.key != page.key || asked.id <= page.id)
        return refuse(connection, {asked.id, 409, "This was asked before.", now});
    page.id = asked.id;
    if (asked.seen > ticks_.newest())
        return refuse(connection, {asked.id, 400, "`seen` was not sent yet.", now});
    const auto seen = asked.seen == 0 ? page.opened : ticks_.of(asked.seen);
    if (const auto refusal = desk_.obey(connection, page.viewer, asked, seen, now))
        refuse(connection, *refusal);
}

void Hub::refuse(ConnectionId connection, const Ack& refusal)
{
    say(connection, tell_ack(refusal));
    if (wire_.refused)
        wire_.refused(connection, refusal.status, refusal.text);
}

void Hub::closed(ConnectionId connection)
{
    pages_.erase(connection);
    desk_.forget(connection);
}

void Hub::tick(Time now)
{
    ticks_.note(now);
    show(catch_up(now), now);
    leave_the_silent(now);
    deliver();
}

const Hub::Known* Hub::find(const std::vector<Known>& all, int mat)
{
    const auto found =
        std::find_if(all.begin(), all.end(), [=](const Known& each) { return each.mat == mat; });
    return found == all.end() ? nullptr : &*found;
}

// Tells what is new but for the frames.
std::vector<MatNow> Hub::catch_up(Time now)
{
    auto mats = mats_.look();
    const auto before = std::exchange(known_, {mats.begin(), mats.end()});
    for (const Known& is : known_)
        if (const Known* was = find(before, is.mat); !was || was->version != is.version)
            tell_to_all(is.mat, is.about);
    for (const Said& said : mats_.take_said())
        tell_said(said);
    for (const Known& was : before)
        if (!find(known_, was.mat))
            tell_to_all(was.mat, closed_now(was.about));
    for (const auto& [connection, ack] : desk_.answers(now))
        say(connection, tell_ack(ack));
    return mats;
}

void Hub::tell_to_all(int mat, const json::Json& about)
{
    for (const auto& [connection, page] : pages_)
        if (page->viewer.sees(mat))
            say(connection, tell_mat(seen_by(page->viewer, about)));
}

void Hub::tell_said(const Said& said)
{
    const Text text = tell_event(said);
    for (const auto& [connection, page] : pages_)
        if (page->viewer.sees(said.mat) && (page->viewer.care || !said.care))
            say(connection, text);
}

void Hub::show(const std::vector<MatNow>& mats, Time now)
{
    const std::uint64_t seq = ticks_.newest();
    const Text beat = tell_beat(seq, now);
    Frames frames(seq, now, mats);
    for (const auto& [connection, page] : pages_) {
        const Text frame = page->credit.open(now) ? frames.seen_by(page->viewer) : nullptr;
        if (!frame && now - page->told < kBeat)
            continue;
        say(connection, frame ? frame : beat);
        page->told = now;
        if (frame)
            page->credit.sent(seq, now);
    }
}

void Hub::leave_the_silent(Time now)
{
    std::vector<ConnectionId> silent;
    for (const auto& [connection, page] : pages_)
        if (now - page->heard > kSilence)
            silent.push_back(connection);
    for (const ConnectionId connection : silent)
        close(connection, kSilent, "nothing was heard for 10 s");
}

void Hub::close(ConnectionId connection, std::uint16_t code, std::string reason)
{
    closed(connection);
    out_.push_back({connection, nullptr, code, std::move(reason)});
}

void Hub::deliver()
{
    for (auto& [to, text, code, reason] : std::exchange(out_, {}))
        if (text)
            wire_.send(to, std::move(text));
        else
            wire_.close(to, code, std::move(reason));
}

} // namespace crura::feed
