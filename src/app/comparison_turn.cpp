#include "app/comparison_turn.hpp"

#include "trend/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crura::app {
namespace {

constexpr const char* kSound = "sound";
constexpr const char* kWitness = "witness";

// False: the person asked for something else.
bool set(const history::ComparisonRow& comparison, const std::string& side, RunOptions& options)
{
    if (comparison.kind == kSound) {
        if (!options.output.soundscape.empty())
            return false;
        options.output.soundscape = side;
    } else if (side == kWitness) {
        options.limits.most = Intent::witness;
    }
    return true;
}

} // namespace

Result<std::optional<ComparisonTurn>> take_turn(history::Repository& repository, history::Id person,
                                                const std::string& program_id, RunOptions& options)
{
    const auto comparisons = repository.comparisons(person);
    if (!comparisons)
        return comparisons.error();
    const auto open =
        std::find_if(comparisons->begin(), comparisons->end(), [&program_id](const auto& each) {
            return !each.ended && each.program_id == program_id;
        });
    if (open == comparisons->end())
        return std::optional<ComparisonTurn>();
    const auto sessions = repository.sessions({.comparison = open->id});
    if (!sessions)
        return sessions.error();
    const auto stands = trend::compare(*open, *sessions);
    if (stands.done >= stands.planned)
        return std::optional<ComparisonTurn>();
    if (!set(*open, stands.next == 'a' ? open->a : open->b, options))
        return std::optional<ComparisonTurn>();
    return std::optional(ComparisonTurn{
        {open->id, stands.next},
        fmt::format("This is session {} of {} of your comparison; which side it is on was drawn by "
                    "lot.",
                    stands.done + 1, stands.planned)});
}

} // namespace crura::app
