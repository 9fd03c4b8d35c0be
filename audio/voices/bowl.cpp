#include "audio/voices/bowl.hpp"

#include <algorithm>
#include <cmath>

namespace crura::audio {

namespace {

constexpr float kLevel = 0.14f;    // of the lowest partial after one full strike
constexpr double kMalletS = 0.008; // three times this, on average, until the push arrives
constexpr float kMostPush = 2;     // in full strikes, of those under way at a time
constexpr float kLoudest = 2;      // in full strikes: a partial that rings so takes no more
constexpr float kSilence = 1e-6f;  // from about here a partial ends
constexpr float kStill = 1e-9f;    // the mallet has left

// What a soft mallet makes of the partials, how far the two halves of each are apart, and where
// they are: cosine and sine of their angle, the second half the other way.
struct Shape {
    float weight;
    double split_hz;
    double decay; // of that of the lowest
    float near;
    float far;
};
constexpr std::array<Shape, 6> kShapes = {{
    {1.000f, 0.43, 1.00, 0.94f, 0.34f},
    {0.420f, 0.71, 0.62, 0.98f, 0.17f},
    {0.150f, 0.97, 0.38, 0.82f, 0.57f},
    {0.050f, 1.31, 0.24, 0.97f, 0.26f},
    {0.018f, 1.70, 0.16, 0.87f, 0.50f},
    {0.006f, 2.10, 0.11, 0.93f, 0.37f},
}};
constexpr float kSecondHalf = 0.5f; // of the first half's amplitude

constexpr double kHighest = 0.42; // share of the sample rate: a partial above it is left out

// Bending vibrations of a ring with n waves round its rim, n = 2, 3, ...: Rayleigh, The Theory of
// Sound, paragraph 233.
double ring_mode(double n)
{
    return n * (n * n - 1) / std::sqrt(n * n + 1);
}

} // namespace

Bowl::Bowl(double sample_rate_hz, Settings settings)
    : softness_(float(1 - std::exp(-1 / (kMalletS * sample_rate_hz))))
{
    static_assert(kShapes.size() == kPartials);
    const double block_s = double(kBlockFrames) / sample_rate_hz;
    for (std::size_t p = 0; p < kPartials; ++p) {
        const double blocks = kShapes[p].decay * settings.decay_s / block_s;
        partials_[p].kept = float(std::exp(-1 / blocks));
        partials_[p].done = float(kSilence / blocks);

        const double hz = settings.pitch_hz * ring_mode(double(p) + 2) / ring_mode(2);
        const double half_hz = kShapes[p].split_hz / 2;
        partials_[p].first = {hz - half_hz, sample_rate_hz, 0};
        partials_[p].second = {hz + half_hz, sample_rate_hz, 0};
        partials_[p].weight = hz < kHighest * sample_rate_hz ? kShapes[p].weight : 0;
    }
}

// At rest it sounds the same whenever it is struck.
void Bowl::begin_again() noexcept
{
    for (auto& partial : partials_) {
        partial.first.restart();
        partial.second.restart();
    }
}

bool Bowl::at_rest() const noexcept
{
    return mallet_ == std::array<float, 3>{}
    && std::all_of(partials_.begin(), partials_.end(),
                   [](const Partial& partial) { return partial.amplitude == 0; });
}

void Bowl::strike(float level, std::size_t frame_in_block) noexcept
{
    hit_[std::min(frame_in_block, kBlockFrames - 1)] += level;
}

// The strikes, rounded three times over; summed up within the block.
Bowl::Push Bowl::push() noexcept
{
    Push pushed;
    float sum = 0;
    for (std::size_t i = 0; i < kBlockFrames; ++i) {
        mallet_[0] = std::min(mallet_[0] + hit_[i], kMostPush);
        float moves = softness_ * mallet_[0];
        mallet_[0] -= moves;
        for (std::size_t stage = 1; stage < mallet_.size(); ++stage) {
            mallet_[stage] += moves;
            moves = softness_ * mallet_[stage];
            mallet_[stage] -= moves;
        }
        sum += moves;
        pushed[i] = sum;
    }
    hit_ = {};
    for (float& each : mallet_)
        if (each < kStill)
            each = 0;
    return pushed;
}

void Bowl::render(Block& mix) noexcept
{
    if (at_rest())
        begin_again();
    const auto pushed = push();
    for (std::size_t p = 0; p < kPartials; ++p) {
        auto& partial = partials_[p];
        const auto& shape = kShapes[p];
        const float from = partial.amplitude;
        const float left = std::max(0.0f, from * partial.kept - partial.done);
        const float step = (left - from) / float(kBlockFrames);
        const float taken = std::max(0.0f, partial.weight - from / kLoudest);
        for (std::size_t i = 0; i < kBlockFrames; ++i) {
            const float amplitude = kLevel * (from + float(i + 1) * step + taken * pushed[i]);
            const float first = amplitude * partial.first.sine();
            const float second = kSecondHalf * amplitude * partial.second.sine();
            mix.left[i] += shape.near * first + shape.far * second;
            mix.right[i] += shape.far * first + shape.near * second;
            ++partial.first;
            ++partial.second;
        }
        partial.first.tidy();
        partial.second.tidy();
        partial.amplitude = left + taken * pushed.back();
    }
}

} // namespace crura::audio
