#pragma once

#include "exchange/study.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <string>

namespace crura::exchange {

// The annotations that wait for room in the records of an EDF+ file, in the order in which they
// came. A record holds its own time first, then as many annotations as fit; the rest waits for the
// next one.
class EdfAnnotations {
public:
    // `bytes` of each record are for annotations; `fraction` is when the first record begins,
    // since the whole second of the header.
    EdfAnnotations(std::size_t bytes, std::chrono::microseconds fraction);

    // Onsets count from the start of the first record. Control characters become spaces, what is
    // no UTF-8 becomes question marks, a text that is too long is cut behind a whole character,
    // and one without words is left out.
    void add(const Annotation& annotation);

    struct Packed {
        std::string bytes;
        std::size_t count = 0; // of the annotations in them
    };

    // For the record that begins at `time` since the first one. What is in it still waits until it
    // is dropped: the record may not reach the disk.
    Packed pack(std::chrono::microseconds time) const;
    void drop(std::size_t count);

    std::size_t waiting() const { return lists_.size(); }

private:
    std::size_t bytes_;
    std::chrono::microseconds fraction_;
    std::deque<std::string> lists_; // time-stamped annotation lists (TAL) of one annotation each
};

// So many bytes at most has a text; so many more may its onset and length, and the time of the
// record before it, take.
inline constexpr std::size_t kLongestEdfText = 240;
inline constexpr std::size_t kEdfTimesBytes = 64;

} // namespace crura::exchange
