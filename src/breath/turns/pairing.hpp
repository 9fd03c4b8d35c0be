#pragma once

#include "dsp/asynchrony.hpp"

namespace crura::breath {

// Which way up the bands of a pair are, when one of them says that it is the other way up than was
// thought. By itself a band in paradox looks like one that is worn the wrong way round: it rests
// and rises at the wrong times. So one band alone is turned over only where that makes both move
// together, and not once they have been heard to move together as they are: then it is the body
// that opposes them. Otherwise the evidence of both is added up, and both are turned over or
// neither. Any thread; a plain value.
class Pairing {
public:
    enum class Verdict { turn_this, turn_both, leave };
    struct Params {
        double opposed = -0.3; // correlation of the signed speeds, at most, of bands that oppose
        double together = 0.5; // and at least, of bands that move together
        double proof_s = 15;   // for so long, added up
    };

    explicit Pairing(Params params) : params_(params) {}

    // Every `step_s` in which both bands are measured.
    void operator()(const dsp::Asynchrony& asynchrony, double step_s)
    {
        if (!asynchrony.known())
            return;
        if (asynchrony.correlation() > params_.together)
            together_s_ += step_s;
        else if (asynchrony.correlation() < -params_.together)
            apart_s_ += step_s;
    }

    // A band was away, or turned out to be the other way up.
    void forget() { together_s_ = apart_s_ = 0; }

    // They were mostly heard to move apart. Of bands taken to be of opposite ways up that is more
    // than a body does, for belts of a pair are mostly worn alike.
    bool mistaken() const { return apart_s_ >= params_.proof_s && apart_s_ > 2 * together_s_; }

    // One band wants to be turned over. The evidence is for how they are now, by PolarityVote.
    Verdict operator()(const dsp::Asynchrony& asynchrony, double its_evidence,
                       double other_evidence) const
    {
        const bool proved = together_s_ >= params_.proof_s;
        if (!proved && asynchrony.correlation() < params_.opposed && other_evidence > 0)
            return Verdict::turn_this;
        return its_evidence + other_evidence <= 0 ? Verdict::turn_both : Verdict::leave;
    }

private:
    Params params_;
    double together_s_ = 0, apart_s_ = 0;
};

} // namespace crura::breath
