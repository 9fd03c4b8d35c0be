#pragma once

#include "app/live_session.hpp"
#include "app/options.hpp"
#include "app/remark.hpp"
#include "app/studio/claims.hpp"
#include "core/result.hpp"

namespace crura::app::studio {

// What is to happen on a mat: a session that is held, and its sensors, which were looked for where
// nobody named one. What only one mat can use is this one's from here on, also when the error says
// why it cannot be. Takes seconds; `tell` hears what it goes without. [worker]
Result<Live> plan_mat(int mat, RunOptions options, Claims& claims, const Tell& tell);

} // namespace crura::app::studio
