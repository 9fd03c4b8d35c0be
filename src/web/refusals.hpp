#pragma once

#include "core/time.hpp"
#include "web/bucket.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace crura::web {

// What is not done, and the sentence that says why, to whoever asked and to the log.
struct Refusal {
    unsigned status = 400;
    std::string why;
};

// Tells of refusals, a line each; when there are too many, how many were left out.
class Refusals {
public:
    explicit Refusals(std::function<void(const std::string&)> tell) : tell_(std::move(tell)) {}

    // `what`: "GET /api/me"; it may come from a stranger, and must not hold a secret.
    void tell(std::string_view peer, std::string_view what, const Refusal& refusal, Time now);

private:
    static constexpr std::size_t kLinesPerS = 10;
    std::function<void(const std::string&)> tell_;
    Bucket lines_{kLinesPerS, Time{}};
    std::size_t left_out_ = 0;
};

} // namespace crura::web
