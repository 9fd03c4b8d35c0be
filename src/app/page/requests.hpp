#pragma once

#include "app/page/call.hpp"
#include "web/message.hpp"

namespace crura::app::page {

// What docs/page-api.md lists, one function a request; who may ask was looked at before. Called in
// two threads, as answer() is (api.hpp): each function by one of them only.

web::Response me(const Call& call);
web::Response pair(const Call& call);
web::Response leave(const Call& call);
web::Response paired(const Call& call);
web::Response offer(const Call& call);
web::Response revoke(const Call& call);
web::Response authority(const Call& call);

web::Response start(const Call& call);
web::Response sensors(const Call& call);
web::Response devices(const Call& call);

web::Response open_mat(const Call& call);
web::Response close_mat(const Call& call);

web::Response people(const Call& call);
web::Response add_person(const Call& call);
web::Response sessions(const Call& call);
web::Response session(const Call& call);
web::Response report_pdf(const Call& call);
web::Response report_html(const Call& call);
web::Response trends(const Call& call);
web::Response comparison(const Call& call);

web::Response settings(const Call& call);
web::Response change_settings(const Call& call);
web::Response try_out(const Call& call);

web::Response delete_session(const Call& call);
web::Response forget(const Call& call);

} // namespace crura::app::page
