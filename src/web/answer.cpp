#include "web/answer.hpp"

#include "web/cookie.hpp"

#include <boost/beast/http/status.hpp>

#include <utility>

namespace crura::web {
namespace {

std::string reason_of(unsigned status)
{
    namespace http = boost::beast::http;
    return std::string(http::obsolete_reason(http::int_to_status(status)));
}

// What a name in a header may hold.
std::string plain_name(std::string name)
{
    for (char& c : name)
        if (c < 0x20 || c > 0x7e || c == '"' || c == '\\' || c == '/')
            c = '_';
    return name;
}

} // namespace

std::string_view security_headers()
{
    return "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
           "img-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
           "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
           "require-trusted-types-for 'script'; trusted-types crura\r\n"
           "X-Content-Type-Options: nosniff\r\n"
           "X-Frame-Options: DENY\r\n"
           "Referrer-Policy: no-referrer\r\n"
           "Cross-Origin-Opener-Policy: same-origin\r\n"
           "Cross-Origin-Resource-Policy: same-origin\r\n"
           "Permissions-Policy: screen-wake-lock=(self)\r\n";
}

Answer answer_of(Response response, bool secure)
{
    Answer answer{response.status, std::move(response.type), std::move(response.body)};
    if (!response.file_name.empty())
        answer.more += "Content-Disposition: attachment; filename=\""
            + plain_name(std::move(response.file_name)) + "\"\r\n";
    if (response.token)
        answer.more += "Set-Cookie: " + cookie_of(*response.token, secure) + "\r\n";
    return answer;
}

Answer answer_of(const Refusal& refusal, bool for_script)
{
    Answer answer{refusal.status};
    if (for_script) {
        answer.type = "application/json";
        answer.text = "{\"error\":\"" + refusal.why + "\"}";
    } else {
        answer.text = refusal.why + "\n";
    }
    if (refusal.status == 405)
        answer.more = "Allow: GET, HEAD, POST, PUT, DELETE\r\n";
    if (refusal.status == 429 || refusal.status == 503)
        answer.more = "Retry-After: 1\r\n";
    return answer;
}

std::string head_of(const Answer& answer, bool stays)
{
    std::string head =
        "HTTP/1.1 " + std::to_string(answer.status) + " " + reason_of(answer.status) + "\r\n";
    head += security_headers();
    head += answer.may_be_kept ? "Cache-Control: no-cache\r\n" : "Cache-Control: no-store\r\n";
    head += answer.more;
    if (answer.status != 304) {
        head += "Content-Type: " + answer.type + "\r\n";
        head += "Content-Length: " + std::to_string(answer.body().size()) + "\r\n";
    }
    if (!stays)
        head += "Connection: close\r\n";
    return head + "\r\n";
}

} // namespace crura::web
