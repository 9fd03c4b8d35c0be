#pragma once

#include "core/result.hpp"
#include "sound/clip.hpp"

#include <string>

namespace crura::speech {

// How every sentence is kept and heard, whoever spoke it: one channel, 48 kHz, equally loud, no
// click at its edges.
inline constexpr double kRateHz = 48000;
inline constexpr double kLoudnessLufs = -23;
inline constexpr double kLoudnessToleranceLu = 1;
inline constexpr double kHighestPeakDb = -3; // true peak; full scale is 0
inline constexpr double kLongestSentenceS = 30;

// Brings a spoken sentence there: trims the silence around it but for a breath's edge that fades,
// takes out any offset, resamples, mixes to one channel, levels. A voice whose peaks reach too high
// above its loudness stays softer than kLoudnessLufs. Rounded to 16 bits: the noise of any room is
// above that, and the files are half as large. An error when there is nothing to hear in it, or
// more than kLongestSentenceS. [main]
Result<sound::Clip> to_standard(const sound::Clip& spoken);

// Only the loudness, and the peaks. [main]
sound::Clip levelled(sound::Clip clip);

// Loudness of a sentence [LUFS]; one shorter than the measure's 0.4 s is heard as if it went on.
// Minus infinity for silence. [main]
double sentence_loudness_lufs(const sound::Clip& clip);

} // namespace crura::speech
