#include "app/studio/mat_plan.hpp"

#include "app/confirmation.hpp"
#include "app/session_plan.hpp"
#include "sessions/limits.hpp"

#include <fmt/format.h>

#include <utility>

namespace crura::app::studio {
namespace {

Result<void> check_pace(const RunOptions& options)
{
    const auto& slowest = options.limits.slowest_bpm;
    if (!slowest || *slowest >= sessions::kSlowestEverBpm || options.history.therapist)
        return {};
    return Error{fmt::format("Only a therapist may permit a guide slower than {:g} breaths a "
                             "minute.",
                             sessions::kSlowestEverBpm)};
}

Result<void> confirm(const sessions::Session& session, bool confirmed, const Tell& tell)
{
    if (!needs_confirmation(session))
        return {};
    if (!confirmed)
        return Error{"Before the first time, please read whom this program is not for, and confirm "
                     "that it is right for you."};
    if (const auto remembered = remember_confirmation(session); !remembered)
        warn(tell, Remark::About::session, remembered.error().message);
    return {};
}

Result<Sources> sensors_for(int mat, const RunOptions& options, Claims& claims)
{
    auto sources = options.sources.empty() ? find_sources(claims.serial_ports())
                                           : make_sources(options.sources);
    if (!sources)
        return sources;
    if (const auto taken = claims.take(mat, serial_ports_of(*sources, options.output)); !taken)
        return taken.error();
    return sources;
}

void leave_out_of_history(RunOptions& options, const Tell& tell)
{
    options.history.place = kNone;
    tell({Remark::About::records,
          "This session will be in no history, for nobody said whose it is."});
}

} // namespace

Result<Live> plan_mat(int mat, RunOptions options, Claims& claims, const Tell& tell)
{
    if (const auto permitted = check_pace(options); !permitted)
        return permitted.error();
    const auto session = choose_limited(options);
    if (!session)
        return session.error();
    if (const auto fine = confirm(*session, options.confirmed, tell); !fine)
        return fine.error();
    auto sources = sensors_for(mat, options, claims);
    if (!sources)
        return sources.error();
    for (const auto& sentence : claim_midi(claims, mat, options.output))
        warn(tell, Remark::About::outputs, sentence);
    if (options.history.therapist && options.history.person.empty())
        leave_out_of_history(options, tell);
    auto live = plan_session(std::move(options), std::move(*sources), tell);
    if (live)
        live->keep.held = true;
    return live;
}

} // namespace crura::app::studio
