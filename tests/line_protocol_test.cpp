#include "devices/line_protocol.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <fstream>
#include <random>
#include <string>

using namespace crura;
using namespace crura::devices;

namespace {

const std::string kHeader = "$H,1,belt-01,50,chest:adc10:1023,belly:adc10:1023*041A\n";

std::vector<LineMessage> messages(LineParser& parse, std::string_view text)
{
    std::vector<LineMessage> found;
    for (const char letter : text)
        if (auto message = parse(std::uint8_t(letter)))
            found.push_back(*message);
    return found;
}

std::vector<LineMessage> messages(std::string_view text)
{
    LineParser parse;
    return messages(parse, text);
}

std::vector<LineData> data_in(LineParser& parse, std::string_view text)
{
    std::vector<LineData> found;
    for (const auto& message : messages(parse, text))
        if (const auto data = std::get_if<LineData>(&message))
            found.push_back(*data);
    return found;
}

bool rejects(const std::string& line)
{
    LineParser parse;
    messages(parse, kHeader);
    const auto found = messages(parse, line);
    return found.size() == 1 && std::holds_alternative<LineRejected>(found[0]);
}

std::string data_line(unsigned sequence, unsigned micros)
{
    return framed("D," + std::to_string(sequence) + "," + std::to_string(micros) + ",512,498");
}

} // namespace

TEST_CASE("The check sum is CRC-16/CCITT-FALSE")
{
    CHECK(crc16("123456789") == 0x29B1);
    CHECK(crc16("") == 0xFFFF);
    CHECK(framed("D,0,123456,512,498") == "$D,0,123456,512,498*5142\n");
}

TEST_CASE("The documented lines are read as documented")
{
    const auto found = messages(kHeader + "$D,0,123456,512,498*5142\r\n$D,1,143456,515,497*E036\n");

    REQUIRE(found.size() == 3);
    const auto& header = std::get<LineHeader>(found[0]);
    CHECK(header.version == 1);
    CHECK(header.device == "belt-01");
    CHECK(header.rate_hz == 50);
    REQUIRE(header.columns.size() == 2);
    CHECK(header.columns[1].name == "belly");
    CHECK(header.columns[1].unit == "adc10");
    CHECK(header.columns[1].full_scale == 1023);
    const auto& data = std::get<LineData>(found[2]);
    CHECK(data.sequence == 1);
    CHECK(data.micros == 143456);
    CHECK(data.values[0] == 515);
    CHECK(data.values[1] == 497);
    CHECK(data.lost_before == 0);
}

TEST_CASE("Troubles, answers and signs of life are told apart")
{
    const auto found =
        messages(framed("E,sensor belly lost, check it") + framed("K") + framed("A,+"));
    REQUIRE(found.size() == 3);
    CHECK(std::get<LineTrouble>(found[0]).text == "sensor belly lost, check it");
    CHECK(std::holds_alternative<LineIdle>(found[1]));
    CHECK(std::get<LineAnswer>(found[2]).echo == "+");
}

TEST_CASE("A line that is not exactly right is rejected")
{
    CHECK(rejects("$D,0,123456,512,498*5143\n")); // check sum
    CHECK(rejects("$D,0,123456,513,498*5142\n")); // a digit
    CHECK(rejects("$D,0,123456,512,498*514\n"));  // a digit of the check sum is missing
    CHECK(rejects("$D,0,123456,512,498\n"));      // no check sum
    CHECK(rejects(framed("D,0,123456,512")));     // a column is missing
    CHECK(rejects(framed("D,0,123456,1,2,3")));   // one too many
    CHECK(rejects(framed("D,65536,1,512,498")));  // sequence beyond 16 bit
    CHECK(rejects(framed("D,-1,1,512,498")));
    CHECK(rejects(framed("D,0,4294967296,1,2"))); // clock beyond 32 bit
    CHECK(rejects(framed("D,0,1,512,")));
    CHECK(rejects(framed("D,0,1,512,49x")));
    CHECK(rejects(framed("D,0,1, 512,498")));
    CHECK(rejects(framed("D")));
    CHECK(rejects(framed("")));
    CHECK(rejects(framed("X,1")));
    CHECK(rejects(framed("H,1,belt,50")));                 // no column
    CHECK(rejects(framed("H,1,belt,0,chest:adc10:1023"))); // no rate
    CHECK(rejects(framed("H,1,belt,nan,chest:adc10:1023")));
    CHECK(rejects(framed("H,1,belt,50,chest:adc10")));
    CHECK(rejects(framed("H,one,belt,50,chest:adc10:1023")));
    CHECK(rejects("$\n"));
    CHECK(rejects("$*\n"));
    CHECK(rejects("$" + std::string(1000, 'x') + "\n")); // once, however long
    std::string row = "D,0,1";
    for (std::size_t i = 0; i <= kMaxColumns; ++i)
        row += ",1";
    CHECK(rejects(framed(row)));
}

TEST_CASE("A line may have 160 bytes and no more")
{
    const std::string text(kMaxLine - 8, 'x'); // $E, and *1234
    CHECK(std::holds_alternative<LineTrouble>(messages(framed("E," + text)).at(0)));
    CHECK(std::holds_alternative<LineRejected>(messages(framed("E," + text + "x")).at(0)));
}

TEST_CASE("A value that the board could not read is NaN, and its line is good")
{
    LineParser parse;
    messages(parse, kHeader);
    const auto found = data_in(parse, framed("D,0,1,nan,-498.25"));
    REQUIRE(found.size() == 1);
    CHECK(std::isnan(found[0].values[0]));
    CHECK(found[0].values[1] == -498.25);
}

TEST_CASE("Noise between lines is passed over, and a line that lost its end does not harm the next")
{
    const std::string boot = "ets Jan  8 2013,rst cause:2, boot mode:(3,6)\r\nload 0x4010\xFF\x80";
    LineParser parse;
    const auto found = messages(parse,
                                boot + kHeader + "$D,7,1\n" + data_line(0, 0) + "$D,1,2000"
                                    + data_line(2, 40000) + boot + data_line(3, 60000));
    std::size_t rejected = 0;
    std::size_t data = 0;
    for (const auto& message : found) {
        rejected += std::holds_alternative<LineRejected>(message);
        data += std::holds_alternative<LineData>(message);
    }
    CHECK(rejected == 2);
    CHECK(data == 3);
}

TEST_CASE("What was lost on the way is counted from the numbers and the board's clock")
{
    LineParser parse;
    messages(parse, kHeader);
    const auto lost = [&parse](unsigned sequence, unsigned micros) {
        const auto data = data_in(parse, data_line(sequence, micros)).at(0);
        return data.restarted ? -1 : data.lost_before;
    };
    CHECK(lost(65530, 1'000'000) == 0); // the first has no one before it
    CHECK(lost(65531, 1'020'000) == 0);
    CHECK(lost(65535, 1'100'000) == 3);
    CHECK(lost(0, 1'120'000) == 0); // the number wraps
    CHECK(lost(50, 2'120'000) == 49);
    CHECK(lost(50, 2'120'000) == 0); // the same line again
    CHECK(lost(30000, 5'000) == -1); // the board was restarted
    CHECK(lost(30001, 25'000) == 0);
    CHECK(lost(0, 3'000) == -1);                   // and again
    messages(parse, framed("D,1,4294957296,1,2")); // the clock is about to wrap
    CHECK(lost(4, 50'000) == 2);
}

TEST_CASE("Columns become channels by name, and unknown ones are passed over")
{
    const auto channels = [](std::string columns) {
        return channels_of(std::get<LineHeader>(messages(framed("H,1,x,50," + columns)).at(0)));
    };
    const auto belts = channels("belly:N:50,temperature:C:60,chest:adc12:4095");
    REQUIRE(belts);
    CHECK(belts->at(0) == Channel{Band::abdominal, Quantity::displacement});
    CHECK_FALSE(belts->at(1));
    CHECK(belts->at(2) == Channel{Band::thoracic, Quantity::displacement});

    const auto piezo = channels("chest_ac:adc16:65535,belly_ac:V:3.3");
    REQUIRE(piezo);
    CHECK(piezo->at(0) == Channel{Band::thoracic, Quantity::displacement_ac});
    CHECK(piezo->at(1) == Channel{Band::abdominal, Quantity::displacement_ac});

    const auto imus = channels("cax:g:2,cay:g:2,caz:g:2,bax:g:2,bay:g:2,baz:g:2");
    REQUIRE(imus);
    CHECK(imus->at(1) == Channel{Band::thoracic, Quantity::acceleration_y});
    CHECK(imus->at(5) == Channel{Band::abdominal, Quantity::acceleration_z});

    const auto three = channels("bax:g:2,bay:g:2,baz:g:2,sax:g:2,say:g:2,saz:g:2");
    REQUIRE(three);
    CHECK(three->at(3) == Channel{Band::sacral, Quantity::acceleration_x});
    CHECK(three->at(5) == Channel{Band::sacral, Quantity::acceleration_z});
    CHECK_FALSE(channels("sax:g:2,say:g:2,saz:g:2")); // nothing in it breathes
    CHECK_FALSE(channels("sax:m/s2:20,say:m/s2:20,saz:m/s2:20,chest:N:50"));
    CHECK_FALSE(channels("dax:g:2,aaa:g:2,caw:g:2"));

    const auto strangers = channels("foo:V:5,bar:V:5");
    REQUIRE_FALSE(strangers);
    CHECK(strangers.error().message.find("foo, bar") != std::string::npos);
    CHECK(strangers.error().message.find("chest, belly") != std::string::npos);

    const auto milli_g = channels("cax:mg:2000,cay:mg:2000,caz:mg:2000");
    REQUIRE_FALSE(milli_g);
    CHECK(milli_g.error().message.find("cax is in mg") != std::string::npos);
}

TEST_CASE("A header of another version is understood well enough to say so")
{
    const auto found = messages(framed("H,2,whatever;comes;then"));
    REQUIRE(found.size() == 1);
    const auto channels = channels_of(std::get<LineHeader>(found[0]));
    REQUIRE_FALSE(channels);
    CHECK(channels.error().message.find("version 2") != std::string::npos);
}

TEST_CASE("A million random bytes, most of them from lines, make no wrong line")
{
    std::mt19937 random(1);
    const std::string letters = "$$DHEKA,,*\n0123456789.:-nan";
    LineParser parse;
    messages(parse, kHeader);
    std::size_t accepted = 0;
    for (int i = 0; i < 1'000'000; ++i) {
        const char letter = random() % 20 ? letters[random() % letters.size()] : char(random());
        const auto message = parse(std::uint8_t(letter));
        accepted += message && !std::holds_alternative<LineRejected>(*message);
    }
    CHECK(accepted == 0);
}

TEST_CASE("Every example in the documentation is a valid line")
{
    std::ifstream page(CRURA_ROOT "/docs/line-protocol.md");
    REQUIRE(page);
    LineParser parse;
    std::size_t examples = 0;
    for (std::string line; std::getline(page, line);) {
        if (line.empty() || line[0] != '$')
            continue;
        const auto found = messages(parse, line + "\n");
        INFO(line);
        REQUIRE(found.size() == 1);
        CHECK_FALSE(std::holds_alternative<LineRejected>(found[0]));
        ++examples;
    }
    CHECK(examples == 5);
}
