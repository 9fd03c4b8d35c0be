#include "app/session_options.hpp"

#include "app/history_options.hpp"
#include "app/output_options.hpp"

namespace crura::app {
namespace {

// What somebody sets before a session, for the person who will lie there.
void add_limits(CLI::App& command, sessions::Limits& limits)
{
    command.add_option("--level", limits.level,
                       "How used the person is to it (see crura programs show)");
    command
        .add_option("--tremor-minutes", limits.tremor_minutes,
                    "Minutes of tremor agreed on, in place of the level's")
        ->check(CLI::Range(0.5, 30.));
    command
        .add_option("--slowest", limits.slowest_bpm,
                    "The slowest a guide may lead, in breaths a minute; below 4.5 it takes "
                    "--therapist")
        ->check(CLI::Range(3., 12.));
    command
        .add_option("--ask-every", limits.response_every_minutes,
                    "Minutes between two questions whether the person is here; 0: only on "
                    "suspicion")
        ->check(CLI::Range(0., 30.));
}

} // namespace

CLI::App* add_run(CLI::App& crura, RunOptions& options)
{
    auto* command = crura.add_subcommand("run", "Run a session (see crura programs)");
    command->add_option("PROGRAM", options.program, "Program, by its name or its file")
        ->capture_default_str();
    add_sources(*command, options.sources);
    command->add_option("--minutes", options.minutes, "Length; the whole program is scaled to it")
        ->check(CLI::Range(0.5, 60.0));
    command->add_option(
        "--record", options.record,
        "File to record into; 'none' to keep nothing, unless --person, --history or --edf say "
        "where. Without it: a new file in the data folder");
    command->add_option("--edf", options.edf,
                        "File to keep the session in as EDF+ as well, while it runs");
    add_history_choice(*command, options.history);
    command->add_flag("--therapist", options.history.therapist,
                      "Show alerts, limits and the guard's log; take notes with w");
    command
        ->add_option("--every", options.every_minutes,
                     "Begin again so many minutes after it began, until it is ended")
        ->check(CLI::Range(10., 480.));
    command->add_flag("--confirmed", options.confirmed,
                      "The program's cautions were read and agreed to");
    add_limits(*command, options.limits);
    add_output(*command, options.output);
    return command;
}

CLI::App* add_rehearse(CLI::App& crura, RehearseOptions& options)
{
    auto* command = crura.add_subcommand(
        "rehearse", "Play a program through with a simulated body, and see what it says and does");
    command->add_option("PROGRAM", options.program, "Program, by its name or its file")->required();
    command->add_option("--minutes", options.minutes, "Length; the whole program is scaled to it")
        ->check(CLI::Range(0.5, 60.0));
    command->add_option("--body", options.body, "Kind of the simulated body")
        ->capture_default_str();
    command->add_option("--seed", options.seed, "Another seed breathes differently")
        ->capture_default_str();
    command->add_option("--speed", options.speed, "Times as fast as live; 0: as fast as possible")
        ->check(CLI::Range(0., 1000.))
        ->capture_default_str();
    command->add_flag("--silent", options.silent, "The person answers nothing");
    add_limits(*command, options.limits);
    return command;
}

CLI::App* add_programs(CLI::App& crura, ProgramsOptions& options)
{
    using Job = ProgramsOptions::Job;
    auto* command = crura.add_subcommand("programs", "List the programs; check or show one");
    auto* check = command->add_subcommand("check", "What is wrong with a program");
    check->add_option("FILE", options.program, "The program's file")->required();
    check->callback([&options] { options.job = Job::check; });
    auto* show = command->add_subcommand("show", "A program as a person reads it");
    show->add_option("PROGRAM", options.program, "By its name or its file")->required();
    show->add_option("--minutes", options.minutes, "At this length")->check(CLI::Range(0.5, 60.0));
    show->add_option("--level", options.level, "At this level of experience");
    show->callback([&options] { options.job = Job::show; });
    return command;
}

CLI::App* add_plans(CLI::App& crura, PlansOptions& options)
{
    auto* command = crura.add_subcommand("plan", "List the plans of some weeks, or show one");
    command->add_option("PLAN", options.plan, "By its name or its file");
    return command;
}

} // namespace crura::app
