#include "exchange/edf_file.hpp"

#include <cassert>
#include <utility>

namespace crura::exchange {

std::uint64_t EdfFile::bytes() const
{
    return records_ == 0 ? 0 : layout_.header_bytes() + records_ * layout_.record_bytes();
}

Result<void> EdfFile::append(std::string_view records)
{
    assert(records.size() % layout_.record_bytes() == 0);
    const auto count = records_ + records.size() / layout_.record_bytes();
    const auto written = write(records, count);
    if (written) {
        records_ = count;
        return {};
    }
    if (records_ > 0)
        (void)file_.write(edf_records(records_), kEdfRecordsAt);
    file_.cut(bytes());
    return written;
}

// The count comes last: a record that is counted is there.
Result<void> EdfFile::write(std::string_view records, std::uint64_t count)
{
    const auto at = records_ == 0 ? file_.write(layout_.header(count) + std::string(records), 0)
                                  : file_.write(records, bytes());
    if (!at)
        return at;
    if (records_ > 0)
        if (const auto counted = file_.write(edf_records(count), kEdfRecordsAt); !counted)
            return counted;
    return file_.sync();
}

// One page of memory holds the ranges, and so no kill and no power cut can leave a half of them.
Result<void> EdfFile::turn(std::size_t channel)
{
    assert(layout_.ranges_at() + layout_.ranges().size() <= 4096);
    layout_.channels[channel].turn();
    const auto written = file_.write(layout_.ranges(), layout_.ranges_at());
    if (!written)
        layout_.channels[channel].turn();
    return written;
}

Result<void> EdfFile::change(EdfLayout layout, const Convert& convert)
{
    auto made = WritableFile::create_beside(file_.path());
    if (!made)
        return made.error();
    const auto copy = [&]() -> Result<void> {
        auto to = made->write(layout.header(records_), 0);
        for (std::uint64_t i = 0; to && i < records_; ++i) {
            const auto from = file_.read(layout_.record_bytes(),
                                         layout_.header_bytes() + i * layout_.record_bytes());
            if (!from)
                return from.error();
            to = made->write(convert(*from), layout.header_bytes() + i * layout.record_bytes());
        }
        return to ? made->sync() : to;
    };
    auto copied = copy();
    if (copied)
        copied = made->replace(file_.path());
    if (!copied) {
        made->remove();
        return copied;
    }
    std::swap(file_, *made);
    layout_ = std::move(layout);
    return {};
}

} // namespace crura::exchange
