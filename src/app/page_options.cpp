#include "app/page_options.hpp"

#include "app/history_options.hpp"

#include <map>

namespace crura::app {
namespace {

const std::map<std::string, access::Role> kRoles = {{"viewer", access::Role::viewer},
                                                    {"client", access::Role::client},
                                                    {"therapist", access::Role::therapist}};

} // namespace

void add_page(CLI::App& crura, PageOptions& options)
{
    crura.add_flag("--lan", options.lan,
                   "The page is for tablets in the room as well, over TLS (see crura pair)");
    crura.add_flag("!--no-browser", options.browser, "Say where the page is, and open no browser");
    crura.add_option("--port", options.port, "Of the page on this computer; 0: any that is free")
        ->capture_default_str();
    crura.add_option("--lan-port", options.lan_port, "Of the page for tablets")
        ->capture_default_str();
    add_history_choice(crura, options.history);
    crura.add_flag("--therapist", options.history.therapist,
                   "Sessions from the page are those of a therapist's clients");
}

CLI::App* add_pair(CLI::App& crura, PairOptions& options)
{
    using Job = PairOptions::Job;
    auto* command = crura.add_subcommand(
        "pair", "Let a tablet or phone use the page: shows a code; list, revoke");
    command->require_subcommand(0, 1);
    command->add_option("--role", options.role, "What it may do: viewer, client or therapist")
        ->transform(CLI::CheckedTransformer(kRoles))
        ->option_text("ROLE [therapist]");
    command->add_option("--mat", options.mat, "It sees this mat only, 1 to 4; 0: all")
        ->check(CLI::Range(0, 4))
        ->capture_default_str();
    command->add_option("--lan-port", options.port, "Where crura --lan listens")
        ->capture_default_str();
    command->add_subcommand("list", "The devices that were let in")->callback([&options] {
        options.job = Job::list;
    });
    auto* revoke = command->add_subcommand("revoke", "Put a device out, at once");
    revoke->add_option("DEVICE", options.device, "Its id (see crura pair list)")->required();
    revoke->callback([&options] { options.job = Job::revoke; });
    return command;
}

} // namespace crura::app
