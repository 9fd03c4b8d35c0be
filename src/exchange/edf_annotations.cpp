#include "exchange/edf_annotations.hpp"

#include "exchange/edf_layout.hpp"
#include "files/utf8.hpp"

#include <algorithm>
#include <cmath>

namespace crura::exchange {

namespace {

constexpr char kEnd = '\x14';      // of an onset and of a text
constexpr char kDuration = '\x15'; // before one

std::chrono::microseconds microseconds(double seconds)
{
    constexpr double kMost = 1e11; // 3,000 years
    return std::chrono::microseconds(
        std::llround(1e6 * std::clamp(std::isfinite(seconds) ? seconds : 0., -kMost, kMost)));
}

std::string signed_seconds(std::chrono::microseconds time)
{
    return (time.count() < 0 ? "" : "+") + edf_seconds(time);
}

} // namespace

EdfAnnotations::EdfAnnotations(std::size_t bytes, std::chrono::microseconds fraction)
    : bytes_(bytes), fraction_(fraction)
{
}

void EdfAnnotations::add(const Annotation& annotation)
{
    const auto most = std::min(kLongestEdfText, bytes_ - std::min(bytes_, kEdfTimesBytes));
    const auto text = files::as_line(annotation.text, most);
    if (text.find_first_not_of(' ') == text.npos)
        return;
    auto list = signed_seconds(fraction_ + microseconds(annotation.onset_s));
    if (const auto duration = microseconds(annotation.duration_s); duration.count() > 0)
        list += kDuration + edf_seconds(duration);
    lists_.push_back(list + kEnd + text + kEnd + '\0');
}

EdfAnnotations::Packed EdfAnnotations::pack(std::chrono::microseconds time) const
{
    Packed packed{signed_seconds(fraction_ + time) + kEnd + kEnd + '\0'};
    while (packed.count < lists_.size()
           && packed.bytes.size() + lists_[packed.count].size() <= bytes_)
        packed.bytes += lists_[packed.count++];
    packed.bytes.resize(bytes_, '\0');
    return packed;
}

void EdfAnnotations::drop(std::size_t count)
{
    lists_.erase(lists_.begin(), lists_.begin() + std::ptrdiff_t(count));
}

} // namespace crura::exchange
