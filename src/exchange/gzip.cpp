#include "exchange/gzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>

namespace crura::exchange {

namespace {

constexpr int kLevel = 6;
constexpr int kGzip = 15 + 16; // the largest window, in a gzip file
constexpr int kMemory = 8;

} // namespace

std::string gzipped(std::string_view bytes)
{
    z_stream stream{};
    if (deflateInit2(&stream, kLevel, Z_DEFLATED, kGzip, kMemory, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::bad_alloc();
    std::string packed(64 + bytes.size() / 4, '\0');
    std::size_t taken = 0, given = 0;
    for (int state = Z_OK; state != Z_STREAM_END;) {
        constexpr std::size_t kMost = std::numeric_limits<uInt>::max();
        if (given == packed.size())
            packed.resize(2 * packed.size());
        const auto in = std::min(bytes.size() - taken, kMost);
        const auto room = std::min(packed.size() - given, kMost);
        // zlib reads only, but its type does not say so.
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data() + taken));
        stream.avail_in = uInt(in);
        stream.next_out = reinterpret_cast<Bytef*>(packed.data() + given);
        stream.avail_out = uInt(room);
        state = deflate(&stream, taken + in == bytes.size() ? Z_FINISH : Z_NO_FLUSH);
        taken += in - stream.avail_in;
        given += room - stream.avail_out;
    }
    deflateEnd(&stream);
    packed.resize(given);
    return packed;
}

} // namespace crura::exchange
