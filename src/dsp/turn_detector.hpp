#pragma once

#include "dsp/history.hpp"

#include <cstddef>
#include <limits>
#include <optional>

namespace crura::dsp {

// Where a breath turns.
struct Turn {
    enum class Kind {
        inspiration_onset, // the signal has risen a tenth of a breath above its minimum
        expiration_onset,  // the signal has passed its maximum
        hesitation,        // the turn reported last was none: the breath goes on as before
    } kind;
    double time_s;         // of the onset
    double extreme_time_s; // of the minimum or maximum
    double level;          // at the minimum or maximum [signal units]

    // With an expiration onset: when its inspiration began and how low that was, now that the
    // height of the breath is known.
    double inspiration_time_s;
    double trough_time_s;
    double trough_level;
};

// Finds the turns of a smoothed breathing signal (inspiration rising), one sample at a time.
//
// A turn is certain only once the signal has come back from its extreme by a share of the usual
// amplitude. So a Turn is reported late and back-dated:
//
//                  max  .-.  ...... expiration_onset, reported `fall` lower
//                      /   \                                                            .
//        min  ____.___/     \____
//                    '............. inspiration_onset: the last time below min + 10 % of the rise
//
// Only differences count, so drift does not move the turns. A rise or fall that turns back before
// it reached `smallest` of the usual amplitude was a hesitation. The first extreme after a
// (re)start may be where listening began, and is not reported.
//
// The retreat rule and its figures: docs/breath/onsets.md. The 10 % definition of the inspiration
// onset is that of the reference labels. Any thread; a plain value.
class TurnDetector {
public:
    struct Params {
        double sample_rate_hz = 100;
        double rise = 0.10;        // share of the amplitude that makes an inspiration, 0 .. 1
        double fall = 0.15;        // share of the amplitude that makes an expiration, 0 .. 1
        double smallest = 0.30;    // a smaller share is a hesitation, 0 .. 1
        double min_phase_s = 0.35; // shortest believable inspiration or expiration
        double patience_s = 15;    // without a turn for so long, smaller breaths are believed,
        double shrink_s = 6;       // ever smaller ones with this time constant
        int hesitations = 2;       // so many without a breath do the same
        double doubt = 0.5;        // by this factor
        double heartbeat_s = 1.5;  // a small breath that takes less is not learnt from
        double listen_s = 1;       // nothing is reported earlier than this
    };

    // How far the signal must come back from its extreme: shares of the amplitude, 0 .. 1.
    struct Retreat {
        double rise; // for an inspiration
        double fall; // for an expiration
    };

    explicit TurnDetector(Params params) : params_(params) {}

    // `noise` is the size of what is certainly not breath [signal units].
    std::optional<Turn> operator()(double time_s, double level, double noise)
    {
        return (*this)(time_s, level, noise, {params_.rise, params_.fall});
    }

    // The same, with retreats that suit this moment.
    std::optional<Turn> operator()(double time_s, double level, double noise, Retreat retreat);

    // Begins anew after a gap: keeps the amplitude, forgets where in the breath we were.
    void restart() { levels_.clear(); }

    // Median height of the last breaths; in the beginning the range seen so far [signal units].
    double amplitude() const { return amplitude_; }

    // 0 .. 1: how well the turn reported last fits a breath of the usual height. Falls while there
    // is none for longer than patience goes.
    double trust() const { return trust_; }

    // 0 .. 1: the share of amplitude() that a breath is taken to have; less after a long wait.
    double belief() const { return belief_; }

    // How far the inspiration or expiration under way has gone, in usual breaths; 0 while unknown.
    double gone() const;

    // Has met two breaths: amplitude() is theirs.
    bool knows_breaths() const { return amplitudes_.size() >= 2; }

    bool inspiring() const { return state_ == State::inspiration; }
    bool seeking() const { return state_ == State::seeking; } // has not met a turn yet

private:
    static constexpr double kNever = -std::numeric_limits<double>::infinity();
    static constexpr std::size_t kLevels = 2000; // the longest inspiration, in samples
    static constexpr std::size_t kBreaths = 7;

    enum class State { seeking, inspiration, expiration };
    struct Point {
        double time_s = kNever;
        double level = 0;
    };

    void begin(Point here);
    void learn_range(double level);
    void learn_breath();
    void lose_patience(Point here);
    bool undone(double level) const;
    std::optional<Turn> undo(Point here);
    void hesitate(Point here);
    void begin_again(Point here);
    void forget_range();
    double believed() const { return belief_ * amplitude_; }
    std::optional<Turn> seek(Point here, double rise, double fall);
    std::optional<Turn> turn_up(Point here);
    std::optional<Turn> turn_down(Point here);
    std::optional<double> last_time_below(double level, Point here) const;

    Params params_;
    State state_ = State::seeking;
    double origin_ = 0;
    History<double, kBreaths> amplitudes_;
    double amplitude_ = 0;
    double belief_ = 1; // in amplitude_: less makes smaller breaths count
    double trust_ = 1;
    double begun_s_ = kNever;
    double last_turn_s_ = kNever;
    int hesitations_ = 0;            // since the last breath
    Point lowest_, highest_;         // since the beginning, while seeking
    Point extreme_;                  // furthest point since the last turn
    Point trough_, peak_;            // of the breath under way
    double onset_s_ = kNever;        // of its inspiration
    bool breath_known_ = false;      // trough_ and peak_ belong together and were not learnt yet
    History<float, kLevels> levels_; // above origin_
};

} // namespace crura::dsp
