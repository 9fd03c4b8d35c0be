#include "exchange/edf_live.hpp"

#include <algorithm>
#include <utility>

namespace crura::exchange {

namespace {

using Kind = EdfLiveSignal::Kind;
using std::chrono::milliseconds;

constexpr milliseconds kRecord{500};
constexpr milliseconds kWait{200};             // for samples that come late
constexpr std::size_t kCount = kEdfRateHz / 2; // samples in a record
constexpr std::size_t kAnnotationBytes = 160;
constexpr std::uint64_t kTryAgain = 20;    // records later
constexpr std::chrono::seconds kOldest{1}; // an older first sample has a stamp gone wrong

} // namespace

EdfLive::EdfLive(WritableFile file, EdfSession session)
    : file_(std::move(file)), session_(std::move(session)), gaps_{GapWatch("chest", kEdfRateHz),
                                                                  GapWatch("abdomen", kEdfRateHz)}
{
}

void EdfLive::begin(Time origin)
{
    layout_.start = edf_start(session_.started_at + (origin - session_.started));
    layout_.patient = edf_patient(session_.person);
    layout_.recording = edf_recording(layout_.start, session_.equipment);
    layout_.record = kRecord;
    layout_.annotation_bytes = kAnnotationBytes;
    running_.emplace(Running{origin, EdfTracks(origin, session_), EdfWords(origin, session_.steps),
                             EdfAnnotations(kAnnotationBytes, layout_.start.fraction)});
}

void EdfLive::take(const EdfTick& tick, std::span<const Sample> samples,
                   std::span<const EdfNews> news)
{
    if (!running_) {
        auto origin = tick.time;
        for (const auto& sample : samples)
            if (sample.time > tick.time - kOldest)
                origin = std::min(origin, sample.time);
        begin(origin);
    }
    now_ = tick.time;
    running_->tracks.take(tick, samples);
    for (std::size_t b = 0; b < kBands; ++b)
        if (const auto& band = tick.bands[b]; band.valid && band.polarity != 0)
            falls_[b] = band.polarity < 0;
    for (const auto& each : running_->words(tick.session, now_))
        running_->annotations.add(each);
    for (const auto& each : news)
        if (const auto annotation = running_->words(each, now_))
            running_->annotations.add(*annotation);
}

Time EdfLive::end_of_records(std::uint64_t records) const
{
    return running_->origin + kRecord * records;
}

Result<void> EdfLive::write_due()
{
    while (running_ && now_ >= end_of_records(file_.records() + 1) + kWait)
        if (const auto written = write_record(); !written)
            return written;
    return {};
}

Result<void> EdfLive::finish()
{
    if (!running_) {
        file_.remove();
        return {};
    }
    while (end_of_records(file_.records() + 1) <= now_)
        if (const auto written = write_record(); !written)
            return written;
    settle(wanted()); // the last one ends later than what it holds
    watch(std::size_t(to_seconds(now_ - end_of_records(file_.records())) * kEdfRateHz));
    say("Recording ends");
    ended_ = true;
    do
        if (const auto written = write_record(); !written)
            return written;
    while (running_->annotations.waiting() > 0);
    return {};
}

Result<void> EdfLive::write_record()
{
    settle(wanted());
    if (!ended_)
        watch(kCount);
    const auto packed = running_->annotations.pack(kRecord * file_.records());
    if (const auto appended = file_.append(samples() + packed.bytes); !appended)
        return appended;
    running_->annotations.drop(packed.count);
    running_->tracks.drop(kCount);
    return {};
}

// The signals that there are now, in ranges that hold what comes next.
EdfLive::Signals EdfLive::wanted() const
{
    Signals wanted{running_->tracks.signals(), {}, falls_};
    for (const auto& signal : wanted.signals) {
        const auto values = running_->tracks.next(signal, kCount).values;
        const auto same = std::find(written_.signals.begin(), written_.signals.end(), signal);
        auto range = same == written_.signals.end()
            ? full_scale(signal, session_, values)
            : written_.ranges[std::size_t(same - written_.signals.begin())];
        if (signal.kind != Kind::quality)
            for (const double value : values)
                range.widen(value);
        wanted.ranges.push_back(range);
    }
    return wanted;
}

// Where there is no room to write the file anew it goes on as it is, and tries again later.
void EdfLive::settle(const Signals& wanted)
{
    if (file_.records() == 0) {
        file_.begin(layout_of(wanted));
        written_ = wanted;
    }
    const bool same = wanted.signals == written_.signals && wanted.ranges == written_.ranges;
    if (!same && file_.records() >= change_from_) {
        const auto layout = layout_of(wanted);
        const auto changed = file_.change(
            layout, [&](std::string_view record) { return converted(record, wanted, layout); });
        if (changed)
            written_ = wanted;
        else
            change_from_ = file_.records() + kTryAgain;
    }
    turn_over(wanted);
}

void EdfLive::turn_over(const Signals& wanted)
{
    for (std::size_t i = 0; i < written_.signals.size(); ++i) {
        const auto& signal = written_.signals[i];
        const auto band = std::size_t(band_of(signal));
        if (signal.kind != Kind::breath || wanted.turned[band] == written_.turned[band]
            || !file_.turn(i))
            continue;
        written_.turned[band] = wanted.turned[band];
        say(file_.layout().channels[i].label + " turned over: inspiration is up");
    }
}

void EdfLive::say(std::string text)
{
    running_->annotations.add(running_->words.at(now_, std::move(text)));
}

EdfLayout EdfLive::layout_of(const Signals& signals) const
{
    auto layout = layout_;
    for (std::size_t i = 0; i < signals.signals.size(); ++i)
        layout.channels.push_back(channel_of(signals.signals[i], session_, signals.ranges[i],
                                             sign_of(signals.signals[i], signals) < 0, kCount));
    return layout;
}

double EdfLive::sign_of(const EdfLiveSignal& signal, const Signals& in) const
{
    return signal.kind == Kind::breath && in.turned[std::size_t(band_of(signal))] ? -1 : 1;
}

// Which of the file's signals becomes this one: a band's breath does so whatever it is measured by.
std::optional<std::size_t> EdfLive::kept(const EdfLiveSignal& signal) const
{
    for (std::size_t i = 0; i < written_.signals.size(); ++i) {
        const auto& old = written_.signals[i];
        if (old.kind == signal.kind
            && (old.channel == signal.channel
                || (old.kind != Kind::raw && band_of(old) == band_of(signal))))
            return i;
    }
    return std::nullopt;
}

std::string EdfLive::converted(std::string_view record, const Signals& to,
                               const EdfLayout& layout) const
{
    std::string bytes;
    for (std::size_t i = 0; i < to.signals.size(); ++i) {
        const auto from = kept(to.signals[i]);
        for (std::size_t k = 0; k < kCount; ++k) {
            double value = 0;
            if (from)
                value = sign_of(written_.signals[*from], written_)
                    * file_.layout().channels[*from].physical(
                        edf_number_at(record, 2 * (*from * kCount + k)));
            append_edf(bytes, layout.channels[i].digital(sign_of(to.signals[i], to) * value));
        }
    }
    return bytes + std::string(record.substr(record.size() - kAnnotationBytes));
}

// What the file cannot show of the next record, up to so many samples of it.
void EdfLive::watch(std::size_t count)
{
    for (std::size_t i = 0; i < written_.signals.size(); ++i) {
        const auto& signal = written_.signals[i];
        const auto next = running_->tracks.next(signal, count);
        if (signal.kind == Kind::breath)
            for (const auto& gap :
                 gaps_[std::size_t(band_of(signal))](kCount * file_.records(), next.measured))
                running_->annotations.add(gap);
        const auto& channel = file_.layout().channels[i];
        const bool cut = signal.kind != Kind::quality
            && !std::all_of(next.values.begin(), next.values.end(), [&](double value) {
                             return channel.holds(sign_of(signal, written_) * value);
                         });
        if (cut && !cut_[i])
            say(channel.label + " is larger than the file can hold: cut off");
        cut_[i] = cut;
    }
    if (const auto late = running_->tracks.late(); late > late_told_) {
        say(std::to_string(late - late_told_) + " samples came too late for this file");
        late_told_ = late;
    }
}

std::string EdfLive::samples() const
{
    std::string bytes;
    for (std::size_t i = 0; i < written_.signals.size(); ++i) {
        const auto& signal = written_.signals[i];
        const auto& channel = file_.layout().channels[i];
        const auto [values, measured] = running_->tracks.next(signal, kCount);
        for (std::size_t k = 0; k < kCount; ++k)
            append_edf(bytes,
                       channel.digital(signal.kind == Kind::quality
                                           ? double(measured[k])
                                           : sign_of(signal, written_) * values[k]));
    }
    return bytes;
}

} // namespace crura::exchange
