#include "app/studio/said_words.hpp"

#include "app/care_words.hpp"
#include "core/names.hpp"
#include "feed/state.hpp"

#include <array>
#include <utility>

namespace crura::app::studio {
namespace {

using feed::Said;
using json::Json;
using Maybe = std::optional<Said>;

constexpr std::array kAlerts = {"none", "look", "act"};

Said plain(std::string kind, std::string text, Json::Object more = {})
{
    Said said;
    said.kind = std::move(kind);
    said.text = std::move(text);
    said.more = std::move(more);
    return said;
}

Said of_care(Said said)
{
    said.care = true;
    return said;
}

Json numbered(int number)
{
    return Json(double(number));
}

const char* kind_of(const SessionNews& news)
{
    using Kind = SessionNews::Kind;
    switch (news.kind) {
    case Kind::step:
        return "step";
    case Kind::prompt:
        return "prompt";
    case Kind::source:
    case Kind::heard:
        return "sensor";
    case Kind::audio:
    case Kind::midi:
    case Kind::osc:
    case Kind::touch:
        return "output";
    case Kind::calibrated:
        return "calibration";
    case Kind::paused:
        return news.good ? "resumed" : "paused";
    case Kind::braked:
        return "braked";
    case Kind::marked:
        return "mark";
    case Kind::finished:
        return "finished";
    }
    return "";
}

// Puts what was noticed into words.
struct Teller {
    const sessions::Session& session;
    const std::function<std::string(std::size_t)>& problem;

    Maybe operator()(const Begun&) const { return plain("resumed", "The session begins."); }

    Maybe operator()(const SessionNews& news) const
    {
        using Kind = SessionNews::Kind;
        auto said = plain(kind_of(news), words_of(news, &session, false));
        if (news.kind == Kind::step)
            said.more = {{"step", numbered(news.step)}};
        if (const auto why = why_quiet(news.ground); news.kind == Kind::braked && !why.empty())
            said.text = why;
        if (news.kind == Kind::source && !news.good)
            if (const auto why = problem(std::size_t(news.index)); !why.empty())
                said.text += " " + why;
        return said;
    }

    Maybe operator()(const News& news) const
    {
        using Kind = News::Kind;
        const bool sensor = news.kind == Kind::fault || news.kind == Kind::fine_again;
        return plain(sensor ? "sensor" : "calibration", words_of(news, false));
    }

    Maybe operator()(const CareNews& news) const
    {
        using Kind = CareNews::Kind;
        switch (news.kind) {
        case Kind::phrase:
            return phrase(news.phrase);
        case Kind::question:
            return question(news.question, news.when);
        case Kind::answer:
            return answer(news.answer);
        case Kind::decision:
            return decision(news.decision);
        case Kind::alert:
            return of_care(plain("alert", words_of(news.alert),
                                 {{"alert", kAlerts[std::size_t(news.alert)]}}));
        case Kind::waiting: // stands in every frame
            break;
        }
        return std::nullopt;
    }

    Maybe operator()(const Breath& breath) const
    {
        return plain("breath", "", feed::members_of(breath));
    }

    Maybe operator()(const Event& event) const
    {
        auto said = plain("body", "",
                          {{"name", name_of(event.kind)},
                           {"start_s", to_seconds(event.start)},
                           {"end_s", to_seconds(event.end)},
                           {"over", event.over},
                           {"evidence", event.evidence}});
        said.care = event.kind == EventKind::freeze; // the guard's
        return said;
    }

private:
    // A question and its choices are told as one.
    Maybe phrase(Phrase said) const
    {
        const auto text = words_of(CareNews{.kind = CareNews::Kind::phrase, .phrase = said},
                                   session, Viewer::client, false);
        if (text.empty())
            return std::nullopt;
        return plain("phrase", text, {{"phrase", name_of(said)}});
    }

    Maybe question(Question asked, CheckInTime when) const
    {
        Json::Array choices;
        for (auto& choice : choices_of(asked, session))
            choices.push_back(std::move(choice));
        return plain("question", session.phrases[std::size_t(phrase_of(asked))],
                     {{"question", name_of(asked)},
                      {"when", name_of(when)},
                      {"choices", std::move(choices)}});
    }

    Maybe answer(const Answer& answer) const
    {
        const bool given = answer.by != AnsweredBy::nobody;
        return plain("answer", words_of(answer, session),
                     {{"question", name_of(answer.question)},
                      {"choice", given ? numbered(answer.choice) : Json()}});
    }

    static Maybe decision(const Decision& decision)
    {
        return of_care(plain("decision", words_of(decision),
                             {{"name", name_of(decision.kind)},
                              {"ground", name_of(decision.ground)},
                              {"value", decision.value},
                              {"limit", decision.limit}}));
    }
};

} // namespace

std::optional<Said> said_of(const Noticed& noticed, const sessions::Session& session,
                            const std::function<std::string(std::size_t)>& problem)
{
    auto said = std::visit(Teller{session, problem}, noticed.what);
    if (said)
        said->time = noticed.time;
    return said;
}

Said said_of(const Remark& remark, Time time)
{
    auto said = plain(remark.about == Remark::About::outputs ? "output" : "records", remark.text);
    said.time = time;
    return said;
}

Said said_of_note(const std::string& text, Time about)
{
    auto said = of_care(plain("note", text));
    said.time = about;
    return said;
}

} // namespace crura::app::studio
