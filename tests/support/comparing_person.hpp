#pragma once

#include "trend/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace crura::test {

// A simulated person who compares A with B. Sizes are in spreads from session to session.
struct Comparing {
    double b_higher = 0;          // than A
    double autocorrelation = 0.3; // of neighbouring sessions
    double stays = 0;             // of what a session did is in the next, 0 .. 1
    double broken_off = 0;        // of the sessions
    bool answers = false;         // the outcome is an answer of 0 .. 4; else a breath rate
};

class ComparingPerson {
public:
    ComparingPerson(Comparing how, std::uint32_t sessions, std::uint64_t seed)
        : how_(how), random_(seed)
    {
        row_.id = 1;
        row_.kind = "sound";
        row_.a = "sea";
        row_.b = "bowl";
        row_.outcome = how.answers ? "ease_after" : "breath_rate";
        row_.sessions = sessions;
        row_.seed = seed;
        noise_ = normal_(random_);
    }

    const history::ComparisonRow& row() const { return row_; }
    const std::vector<history::SessionRow>& sessions() const { return sessions_; }

    // One more session, with the side whose turn it is.
    void practise()
    {
        const char side = trend::compare(row_, sessions_).next;
        noise_ = how_.autocorrelation * noise_
            + std::sqrt(1 - how_.autocorrelation * how_.autocorrelation) * normal_(random_);
        history::SessionRow session;
        session.id = history::Id(sessions_.size()) + 1;
        session.began = history::WallTime(std::chrono::hours(24 * (20'000 + session.id)));
        session.arm = history::Arm{row_.id, side};
        const bool broken = std::uniform_real_distribution<>()(random_) < how_.broken_off;
        session.finished = !broken;
        if (!broken)
            session.ended = session.began + std::chrono::minutes(20);
        const double effect = side == 'b' ? how_.b_higher : 0;
        const double value = shown(effect + how_.stays * before_ + noise_);
        before_ = effect;
        if (how_.answers)
            session.figures.ease_after = std::uint8_t(value);
        else
            session.figures.breath_rate_bpm = {value, 0.4, true};
        sessions_.push_back(session);
    }

    void finish()
    {
        while (trend::compare(row_, sessions_).done < row_.sessions)
            practise();
    }

    // B less A, where nothing stays.
    double truth() const
    {
        double sum = 0, weights = 0;
        for (double z = -4; z <= 4; z += 0.05) {
            const double weight = std::exp(-z * z / 2);
            weights += weight;
            sum += weight * (shown(how_.b_higher + z) - shown(z));
        }
        return sum / weights;
    }

private:
    double shown(double off) const
    {
        return how_.answers ? std::clamp(std::round(2 + 0.9 * off), 0., 4.) : 11 + 1.2 * off;
    }

    Comparing how_;
    std::mt19937_64 random_;
    std::normal_distribution<> normal_;
    history::ComparisonRow row_;
    std::vector<history::SessionRow> sessions_;
    double noise_ = 0, before_ = 0;
};

} // namespace crura::test
