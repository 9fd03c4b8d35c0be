#include "exchange/wav.hpp"

#include "support/some_study.hpp"
#include "support/temp_folder.hpp"
#include "json/json.hpp"

#include <catch2/catch.hpp>
#include <sndfile.h>

#include <algorithm>
#include <vector>

using namespace crura;
using namespace crura::exchange;
using namespace crura::test;
namespace fs = std::filesystem;

namespace {

struct Wav {
    int rate_hz = 0;
    std::size_t channels = 0;
    std::vector<float> interleaved;
};

// As libsndfile reads it.
Wav read_back(const fs::path& file)
{
    SF_INFO info{};
    SNDFILE* sound = sf_open(file.c_str(), SFM_READ, &info);
    REQUIRE(sound);
    CHECK(info.format == (SF_FORMAT_WAV | SF_FORMAT_FLOAT));
    Wav wav{info.samplerate, std::size_t(info.channels), {}};
    wav.interleaved.resize(std::size_t(info.frames * info.channels));
    CHECK(sf_readf_float(sound, wav.interleaved.data(), info.frames) == info.frames);
    sf_close(sound);
    return wav;
}

json::Json json_in(const fs::path& file)
{
    const auto json = json::parse_json(bytes_in(file));
    REQUIRE(json);
    return *json;
}

} // namespace

TEST_CASE("WAV files of a study hold every value as a float, at rates far below sound")
{
    const TempFolder folder;
    const double rate_hz = GENERATE(10., 25., 49.97, 250.);
    auto study = some_study();
    study.signals[0].rate_hz = study.signals[1].rate_hz = rate_hz;
    REQUIRE(write_wav(folder / "out", study));
    CHECK(is_private(folder / "out"));

    const auto wav = read_back(folder / "out" / "respiration.wav");
    CHECK(wav.rate_hz == std::lround(rate_hz));
    REQUIRE(wav.channels == 2);
    REQUIRE(wav.interleaved.size() == 2 * study.signals[0].values.size());
    for (std::size_t i = 0; i < wav.interleaved.size(); ++i) {
        const double truth = study.signals[i % 2].values[i / 2];
        REQUIRE(wav.interleaved[i] == (std::isnan(truth) ? 0.f : float(truth)));
    }

    const auto about = json_in(folder / "out" / "respiration.json");
    CHECK(*about.find<double>("SamplingFrequency") == rate_hz);
    const auto& channels = *about.find<json::Json::Array>("Channels");
    REQUIRE(channels.size() == 2);
    CHECK(*channels[0].find<std::string>("Name") == "Resp chest");
    CHECK(*channels[0].find<std::string>("Units") == "mm");
    CHECK(*channels[0].find<json::Json::Array>("Missing")
          == json::Json::Array{json::Json::Array{0., 5.}});
    CHECK(*channels[1].find<json::Json::Array>("Missing")
          == json::Json::Array{json::Json::Array{1000., 100.}});
    CHECK(about.find<json::Json::Array>("Events")->size() == study.annotations.size());

    CHECK(read_back(folder / "out" / "motion.wav").channels == 1);
    CHECK(*json_in(folder / "out" / "motion.json")
               .find<json::Json::Array>("Channels")
               ->at(0)
               .find<json::Json::Array>("Missing")
          == json::Json::Array{json::Json::Array{5999., 1.}});
}

TEST_CASE("A folder of WAV files overwrites nothing and leaves nothing half made")
{
    const TempFolder folder;
    REQUIRE(write_wav(folder / "out", some_study()));
    const auto before = bytes_in(folder / "out" / "motion.wav");
    CHECK_FALSE(write_wav(folder / "out", some_study()));
    CHECK(bytes_in(folder / "out" / "motion.wav") == before);
    auto two_thousand = some_study(); // more channels than a WAV file can have
    two_thousand.signals.resize(2000, two_thousand.signals[0]);
    CHECK_FALSE(write_wav(folder / "many", two_thousand));
    CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
}
