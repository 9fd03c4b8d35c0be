#pragma once

#include "core/time.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <unordered_map>

namespace crura::web {

// So many a second, and a burst of twice as many.
class Bucket {
public:
    Bucket(std::size_t per_s, Time now)
        : per_s_(static_cast<double>(per_s)), left_(2 * per_s_), filled_(now)
    {
    }

    bool take(Time now)
    {
        left_ = level(now);
        filled_ = now;
        if (left_ < 1)
            return false;
        left_ -= 1;
        return true;
    }

    bool full(Time now) const { return level(now) >= 2 * per_s_; }

private:
    double level(Time now) const
    {
        return std::min(2 * per_s_, left_ + per_s_ * to_seconds(now - filled_));
    }

    double per_s_, left_;
    Time filled_;
};

// A bucket for each address. Full ones are forgotten; when too many are in use, strangers share.
class Rates {
public:
    explicit Rates(std::size_t per_s) : per_s_(per_s) {}

    bool take(const std::string& address, Time now)
    {
        if (buckets_.size() >= kMost && !buckets_.contains(address))
            std::erase_if(buckets_, [now](const auto& each) { return each.second.full(now); });
        const bool room = buckets_.size() < kMost || buckets_.contains(address);
        return buckets_.try_emplace(room ? address : "", per_s_, now).first->second.take(now);
    }

private:
    static constexpr std::size_t kMost = 1024;
    std::size_t per_s_;
    std::unordered_map<std::string, Bucket> buckets_;
};

} // namespace crura::web
