#include "app/history_options.hpp"

#include "trend/measure.hpp"

#include <string>
#include <vector>

namespace crura::app {
namespace {

// A part of a command that is a job of its own; it takes the command's options as well.
template <class Options>
CLI::App* add_job(CLI::App& command, Options& options, typename Options::Job job,
                  const std::string& name, const std::string& does)
{
    auto* part = command.add_subcommand(name, does)->fallthrough();
    part->callback([&options, job] { options.job = job; });
    return part;
}

void add_place(CLI::App& command, HistoryChoice& choice)
{
    command.add_option("--history", choice.place,
                       "The history's file, postgresql://..., or none; otherwise $CRURA_HISTORY, "
                       "or a file in the data folder");
}

void add_therapist(CLI::App& command, HistoryChoice& choice)
{
    command.add_flag("--therapist", choice.therapist, "Of the clients of a therapist");
}

void add_session(CLI::App& command, HistoryOptions& options)
{
    command.add_option("SESSION", options.session, "Its number (see crura history list)")
        ->required()
        ->check(CLI::PositiveNumber);
}

void add_yes(CLI::App& command, bool& yes)
{
    command.add_flag("--yes", yes, "Do not ask");
}

std::vector<std::string> outcomes()
{
    std::vector<std::string> ids;
    for (const auto& measure : trend::measures())
        ids.push_back(measure.id);
    return ids;
}

} // namespace

void add_history_choice(CLI::App& command, HistoryChoice& choice)
{
    command.add_option("--person", choice.person, "Whose, by the pseudonym (see crura people)");
    add_place(command, choice);
}

CLI::App* add_history(CLI::App& crura, HistoryOptions& options)
{
    using Job = HistoryOptions::Job;
    auto* command =
        crura.add_subcommand("history", "Past sessions: list, show, trend, add, delete, backup");
    command->require_subcommand(0, 1);
    add_history_choice(*command, options.of);
    add_therapist(*command, options.of);
    const auto add = [&](Job job, const std::string& name, const std::string& does) {
        return add_job(*command, options, job, name, does);
    };
    auto* list = add(Job::list, "list", "A line a session");
    list->add_option("--last", options.latest, "So many at most, the latest");
    add_session(*add(Job::show, "show", "What one session came to"), options);
    auto* trend = add(Job::trend, "trend", "What changed over many sessions, and what did not");
    trend->add_option("--program", options.program, "Of sessions of this program");
    trend->add_flag("--csv", options.csv, "As a table");
    auto* kept = add(Job::add, "add", "Add a recording that is not in it");
    kept->add_option("FILE", options.file, "Crura recording")->required();
    auto* removed = add(Job::remove, "delete",
                        "Delete a session: its recording, its rows and what lies beside it");
    add_session(*removed, options);
    add_yes(*removed, options.yes);
    auto* backup = add(Job::backup, "backup", "Copy the whole history into a file");
    backup->add_option("FILE", options.file, "A new file")->required();
    add(Job::check, "check", "Whether everything in it is sound");
    return command;
}

CLI::App* add_people(CLI::App& crura, PeopleOptions& options)
{
    using Job = PeopleOptions::Job;
    auto* command =
        crura.add_subcommand("people", "Whose sessions are kept: list, add, rename, delete");
    command->require_subcommand(0, 1);
    add_place(*command, options.of);
    add_therapist(*command, options.of);
    const auto add = [&](Job job, const std::string& name, const std::string& does) {
        auto* part = add_job(*command, options, job, name, does);
        if (job != Job::list)
            part->add_option("NAME", options.of.person, "A pseudonym")->required();
        return part;
    };
    add(Job::list, "list", "The people there are, and how many sessions each has");
    add(Job::add, "add", "Add a person, by a pseudonym");
    add(Job::rename, "rename", "Give a person another pseudonym")
        ->add_option("NEW", options.renamed, "The other pseudonym")
        ->required();
    add_yes(*add(Job::remove, "delete", "Delete a person with all their sessions"), options.yes);
    return command;
}

CLI::App* add_compare(CLI::App& crura, CompareOptions& options)
{
    using Job = CompareOptions::Job;
    auto* command = crura.add_subcommand(
        "compare", "Compare two sounds, or guided and witness, within one person");
    command->require_subcommand(0, 1);
    add_history_choice(*command, options.of);
    add_therapist(*command, options.of);
    const auto add = [&](Job job, const std::string& name, const std::string& does) {
        return add_job(*command, options, job, name, does);
    };
    add(Job::show, "show", "How far the comparisons are, and what came of them");
    add(Job::end, "end", "End the comparison that is going on, before its planned end");
    auto* begin = add(Job::begin, "begin", "Begin one: its sessions are drawn by lot");
    begin->add_option("KIND", options.kind, "sound or guidance")
        ->required()
        ->check(CLI::IsMember({"sound", "guidance"}));
    begin->add_option("A", options.a, "The one soundscape; of guidance, nothing");
    begin->add_option("B", options.b, "The other soundscape");
    begin->add_option("--program", options.program, "Sessions of this program count")
        ->capture_default_str();
    begin->add_option("--outcome", options.outcome, "What is compared")
        ->check(CLI::IsMember(outcomes()))
        ->capture_default_str();
    begin->add_option("--sessions", options.sessions, "How many, of both together; even")
        ->capture_default_str();
    return command;
}

CLI::App* add_doctor(CLI::App& crura, DoctorOptions& options)
{
    auto* command = crura.add_subcommand(
        "doctor", "Look at what keeps recordings safe and private, and say what to do");
    command->add_flag("--mend", options.mend, "Close files to others, repair cut recordings");
    command->add_flag("--all", options.all, "Read every recording, not only the latest");
    return command;
}

CLI::App* add_forget(CLI::App& crura, ForgetEverythingOptions& options)
{
    auto* command = crura.add_subcommand(
        "forget", "Delete everything that Crura has kept of anybody on this computer");
    command->add_flag("--everything", options.everything, "That is meant")->required();
    command->add_flag("--config", options.config_too,
                      "What you wrote yourself as well: programs, soundscapes, voices, MIDI map");
    add_yes(*command, options.yes);
    return command;
}

} // namespace crura::app
