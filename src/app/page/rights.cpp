#include "app/page/rights.hpp"

#include <fmt/format.h>

namespace crura::app::page {

using access::Role;

std::string why_not(Who who, const access::Device& device, const House& house, std::int64_t mat)
{
    if (who == Who::anybody || who == Who::paired)
        return "";
    const bool on_own_mat = who == Who::on_mat && mat == device.mat;
    if (device.mat != 0 && !on_own_mat)
        return fmt::format("This device belongs to mat {} and reaches only that.", device.mat);
    if (who == Who::owner)
        return device.owner ? "" : "Only Crura's own browser, on its machine, may do that.";
    if (device.role == Role::viewer)
        return "This device may watch, and nothing else.";
    const bool of_clients = who == Who::records && house.history.therapist;
    if ((who == Who::therapist || of_clients) && device.role != Role::therapist)
        return of_clients ? "What is kept of clients is for a therapist's devices only."
                          : "Only a therapist's device may do that.";
    return "";
}

} // namespace crura::app::page
