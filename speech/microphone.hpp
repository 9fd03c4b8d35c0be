#pragma once

#include "core/result.hpp"
#include "sound/clip.hpp"

#include <memory>
#include <string>
#include <vector>

namespace crura::speech {

// A microphone that is listened to a sentence at a time. A sound system that has died makes nobody
// wait: after some seconds the microphone is called lost and left behind. [main]
class Microphone {
public:
    static constexpr double kLongestTakeS = 30;

    // The input that is called so, or has this in its name; without a name the default one. The
    // error names those there are.
    static Result<std::unique_ptr<Microphone>> open(const std::string& name = "");

    ~Microphone();
    Microphone(const Microphone&) = delete;
    Microphone& operator=(const Microphone&) = delete;

    // What was heard before is forgotten.
    void begin_take();

    // What was heard since. An error when the microphone has gone or did not keep up, or the take
    // was longer than kLongestTakeS.
    Result<sound::Clip> end_take();

    // The highest level of the last moments, 0 .. 1 and full scale.
    float level() const;

    bool lost() const; // it has said nothing for some time

    const std::string& name() const;

private:
    struct Stream;
    static std::vector<std::shared_ptr<Stream>>& left_behind();
    explicit Microphone(std::shared_ptr<Stream> stream) : stream_(std::move(stream)) {}

    std::shared_ptr<Stream> stream_;
};

} // namespace crura::speech
