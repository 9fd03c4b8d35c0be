#include "app/page/members.hpp"
#include "app/page/reply.hpp"
#include "app/page/requests.hpp"
#include "app/page/settings.hpp"
#include "app/try_out.hpp"

namespace crura::app::page {

using json::Json;
using web::Response;

namespace {

constexpr int kBreaths = 1;

// Of what is set, only what is asked for.
OutputOptions alone(OutputOptions output, const std::string& what)
{
    if (what != "sound")
        output.audio = kNone;
    if (what != "midi")
        output.midi = kNone;
    if (what != "touch")
        output.touch = kNone;
    output.osc.clear();
    return output;
}

// Of what was tried whole.
std::string sentence_of(const std::string& what, const std::string& lines)
{
    if (lines.find("working") != std::string::npos)
        return what == "midi" ? "One calm breath was sent."
            : what == "touch" ? "One calm breath: it swelled on the inhale, softly."
                              : "One calm breath: it rose and fell, softly.";
    return lines.empty() ? "It is switched off in the settings."
                         : "It is not there now. Look whether it is plugged in and chosen.";
}

} // namespace

Response settings(const Call&)
{
    const auto settings = read_settings();
    return settings ? good(json_of(*settings)) : failed(settings.error());
}

Response change_settings(const Call& call)
{
    auto members = members_of(call.request.body);
    if (!members)
        return refused(400, members.error().message);
    // A file that cannot be read is no reason not to write a new one.
    const auto before = read_settings();
    const auto after = changed(before ? *before : Settings{}, *members);
    if (!after)
        return refused(400, after.error().message);
    if (const auto written = write_settings(*after); !written)
        return failed(written.error());
    return good(json_of(*after));
}

Response try_out(const Call& call)
{
    auto members = members_of(call.request.body);
    if (!members)
        return refused(400, members.error().message);
    members->needs("what");
    const auto what = members->text("what");
    if (what && *what != "sound" && *what != "touch" && *what != "midi")
        members->wrong("\"what\" has to be sound, touch or midi.");
    if (const auto fine = members->fine(); !fine)
        return refused(400, fine.error().message);
    if (!call.house.studio.mats().empty())
        return refused(409,
                       "A mat is open, and whoever lies there should hear nothing else. Try "
                       "it when the session is over.");
    const auto settings = read_settings();
    if (!settings)
        return failed(settings.error());
    bool broken_off = false; // a mat to be opened should not have to wait
    const auto enough = [&] { return broken_off = call.house.hurries && call.house.hurries(); };
    const auto tried = breathe_softly(alone(output_of(*settings), *what), kBreaths, enough);
    if (!tried)
        return refused(409, tried.error().message);
    return good(Json::Object{{"text",
                              broken_off ? "It ended early, for something else was asked of Crura "
                                           "meanwhile. Try it again when you like."
                                         : sentence_of(*what, *tried)}});
}

} // namespace crura::app::page
