#pragma once

#include "core/assessment.hpp"
#include "core/breath_state.hpp"
#include "core/check_in.hpp"
#include "core/time.hpp"
#include "sessions/session.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>

namespace crura::sessions {

// Which of the fixed rates of a program suits this person best: by the swing of the heart where one
// is heard in every rate that counts, else by comfort. It works on steps of GuideStyle::fixed; a
// question of comfort is about the last of them that is over (a check-in comes at the beginning of
// the next step). A step that was interrupted goes on where it was. After Lehrer, and Shaffer and
// Meehan, "A practical guide to resonance frequency assessment" (Front. Neurosci. 14, 2020), as far
// as the sensors carry it: docs/rate-assessment.md. [engine]; a plain value that reads no clock.
class RateAssessment {
public:
    struct Params {
        double settle_s = 20;   // once the guide shows the rate, or goes on; 10 .. 60
        double shown_bpm = 0.1; // the guide shows it when it is as near; 0.05 .. 0.2
        // A step counts when the pace was kept, and the sensors saw enough of it.
        double most_off_bpm = 0.25;    // measured from asked; 0.1 .. 0.5
        double most_gaps = 0.05;       // share of its time; 0.01 .. 0.2
        int least_breaths = 6;         // 4 .. 12
        double good_confidence = 0.5;  // of a moment that is no gap; 0.3 .. 0.9
        double most_ventilation = 1.1; // of the usual, for comfort; 1.05 .. 1.25
        // One point of comfort: so much ...
        double point_of_irregularity = 0.05;    // ... less breath-to-breath variation; 0.02 .. 0.1
        double point_of_abdominal_share = 0.05; // ... more belly; 0.02 .. 0.1
        double point_of_answer = 1;             // ... better an answer; 0.5 .. 2
        double coherence_apart = 0.1; // rates alike in swing differ by this or not; 0.05 .. 0.3
    };

    explicit RateAssessment(Params params) noexcept : params_(params) {}

    // Once a tick. `step` is the step under way, null while none is (before, paused, after); it
    // stays where it is as long as the session lives. `guide_bpm` is the rate that the guide shows:
    // it leads to the asked one in small steps, and only what follows counts.
    const Assessment& operator()(Time now, const Step* step, double guide_bpm,
                                 const BreathState& breath, const CheckInState& check_in) noexcept;

private:
    // Mean and spread of values as they come.
    class Running {
    public:
        void operator()(double value) noexcept;
        int count() const noexcept { return count_; }
        double mean() const noexcept { return mean_; }
        double deviation() const noexcept;
        Estimate estimate() const noexcept; // of the mean

    private:
        int count_ = 0;
        double mean_ = 0, power_ = 0;
    };
    struct Tried {
        const Step* step = nullptr;
        double heard_s = 0, gaps_s = 0;
        Running breath_time_s, abdominal_share, ventilation, heart_swing_bpm, coherence;
    };
    struct Candidate {
        double rate_bpm = 0, score = 0, doubt = 0, coherence = 0;
    };
    using Candidates = Few<Candidate, 8>; // by rate, ascending
    static bool alike(const Candidate& best, const Candidate& other) noexcept;
    static void insert(const Candidate& candidate, Candidates& candidates) noexcept;

    void change_step(const Step* step) noexcept;
    void wait_for(Time now, double guide_bpm) noexcept;
    void heed(Time now, double seconds, const BreathState& breath) noexcept;
    void heed_breath(const Breath& breath, const BreathState& state) noexcept;
    void heed_answers(const CheckInState& check_in) noexcept;
    void say(std::size_t at, bool over) noexcept;
    void conclude() noexcept;
    void refine(const Candidate& slower, const Candidate& best, const Candidate& faster) noexcept;
    Candidates by_heart() const noexcept;
    Candidates by_comfort() const noexcept;
    std::size_t best_of(const Candidates& candidates) const noexcept;

    Params params_;
    Assessment assessment_;
    std::array<Tried, 8> tried_;                       // as Assessment::rates
    const Step* step_ = nullptr;                       // under way, of any style
    std::optional<std::size_t> under_way_, last_over_; // of tried_
    bool begun_ = false;
    Time last_{};
    std::optional<Time> counts_from_; // once the guide shows the rate
};

// The result for a person, in plain sentences; nothing while no rate was tried. Any thread.
std::string in_words(const Assessment& assessment);

} // namespace crura::sessions
