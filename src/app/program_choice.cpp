#include "app/program_choice.hpp"

#include "app/paths.hpp"
#include "core/nearest.hpp"
#include "sessions/loader.hpp"

#include <fmt/format.h>

namespace crura::app {

Result<sessions::Session> choose_program(const std::string& program)
{
    if (program.ends_with(".toml"))
        return sessions::load_session(program);
    std::vector<std::string> ids;
    for (const auto& found : sessions::find_programs(program_folders())) {
        if (found.id == program)
            return sessions::load_session(found.file);
        ids.push_back(found.id);
    }
    return Error{fmt::format("There is no program '{}'{}", program, did_you_mean(program, ids))};
}

Result<std::vector<sessions::Session>> choose_programs(const std::string& program)
{
    std::vector<sessions::Session> programs;
    if (!program.empty()) {
        auto loaded = choose_program(program);
        if (!loaded)
            return loaded.error();
        programs.push_back(std::move(*loaded));
        return programs;
    }
    for (const auto& found : sessions::find_programs(program_folders())) {
        auto loaded = sessions::load_session(found.file);
        if (!loaded)
            return loaded.error();
        programs.push_back(std::move(*loaded));
    }
    return programs;
}

Result<sessions::Plan> choose_plan(const std::string& plan)
{
    if (plan.ends_with(".toml"))
        return sessions::load_plan(plan);
    std::vector<std::string> ids;
    for (const auto& found : sessions::find_programs(plan_folders())) {
        if (found.id == plan)
            return sessions::load_plan(found.file);
        ids.push_back(found.id);
    }
    return Error{fmt::format("There is no plan '{}'{}", plan, did_you_mean(plan, ids))};
}

} // namespace crura::app
