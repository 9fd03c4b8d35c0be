#include "app/page/site.hpp"

#include "access/doorkeeper.hpp"
#include "app/opening.hpp"
#include "app/page/page_house.hpp"
#include "app/paths.hpp"
#include "app/terminal.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <cstdio>

namespace crura::app::page {
namespace {

using namespace std::chrono_literals;

// An address that lets this machine's own browser in, once, and shows the page.
Result<std::string> own_link(unsigned port, bool therapist)
{
    access::Doorkeeper doorkeeper(page_folder());
    access::Offer offer;
    offer.role = therapist ? access::Role::therapist : access::Role::client;
    offer.owner = true;
    const auto code = doorkeeper.offer(
        offer, std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
    if (!code)
        return code.error();
    return fmt::format("http://127.0.0.1:{}/#/pair/{}", port, *code);
}

Result<void> show(unsigned port, const PageOptions& options)
{
    const auto link = own_link(port, options.history.therapist);
    if (!link)
        return link.error();
    fmt::print("The page is at http://127.0.0.1:{}\n"
               "A browser that was never here gets in by (once, within ten minutes)\n  {}\n",
               port, *link);
    if (options.browser)
        if (const auto opened = open_in_browser(*link); !opened)
            fmt::print("{}\n", opened.error().message);
    std::fflush(stdout);
    return {};
}

Result<void> show_the_other(const PageOptions& options)
{
    const auto at = page_open_in(page_folder());
    if (!at)
        return Error{"Crura is open already, but does not say where its page is. End the other one "
                     "and try again."};
    fmt::print("Crura is open already.\n");
    if (options.lan && at->lan_port == 0)
        fmt::print(
            "Its page is not for tablets; end it (Ctrl-C there) to begin again with --lan.\n");
    return show(at->port, options);
}

void wait_for_the_end(Terminal& terminal, PageHouse& house)
{
    while (!house.forgotten()) {
        const auto request = terminal.wait(1s);
        if (request == Request::brake)
            house.command_all(Command::brake);
        if (request == Request::pause_or_resume)
            house.command_all(Command::pause);
        if (request == Request::end || request == Request::quit)
            return;
    }
    fmt::print("Everything was deleted. Start Crura again when you like.\n");
}

} // namespace

Result<void> keep_open(const PageOptions& options)
{
    const auto one = OnePage::take(page_folder());
    if (!one)
        return one.error();
    if (!*one)
        return show_the_other(options);
    Terminal terminal; // before any thread: it takes the signals
    PageHouse house(options);
    if (const auto opened = house.open(); !opened)
        return opened.error();
    const PageAt at{int(::getpid()), house.port(), house.lan_port()};
    if (const auto told = (*one)->tell(at); !told)
        return told.error();
    if (const auto shown = show(house.port(), options); !shown)
        return shown.error();
    if (!house.lan_url().empty())
        fmt::print("For tablets in the room: {}   (crura pair lets one in)\n", house.lan_url());
    fmt::print("{}\n",
               terminal.has_keys()
                   ? "Keys, for every mat: b brake (quiet at once), space pause; q ends."
                   : "Ctrl-C ends it.");
    std::fflush(stdout);
    wait_for_the_end(terminal, house);
    fmt::print("Ending.\n");
    return {};
}

} // namespace crura::app::page
