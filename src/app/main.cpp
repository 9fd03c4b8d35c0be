#include "app/analyze.hpp"
#include "app/commands.hpp"
#include "app/options.hpp"

#include <fmt/format.h>

#include <cstdio>

using namespace crura;

namespace {

int do_job(const app::RunOptions& options)
{
    return app::run(options);
}
int do_job(const app::PlayOptions& options)
{
    return app::play(options);
}
int do_job(const app::ListenOptions& options)
{
    return app::listen_to(options);
}
int do_job(const app::VoiceOptions& options)
{
    return app::voice(options);
}
int do_job(const app::MidiLearnOptions& options)
{
    return app::learn_midi(options);
}
int do_job(const app::LatencyOptions& options)
{
    return app::latency(options);
}
int do_job(const app::TryOptions& options)
{
    return app::try_out(options);
}
int do_job(const app::SoundscapesOptions&)
{
    return app::list_soundscapes();
}
int do_job(const app::DevicesOptions&)
{
    return app::list_devices();
}
int do_job(const app::ProgramsOptions& options)
{
    return app::programs(options);
}
int do_job(const app::PlansOptions& options)
{
    return app::plans(options);
}
int do_job(const app::RehearseOptions& options)
{
    return app::rehearse(options);
}

int do_job(const app::AnalyzeOptions& options)
{
    const auto said = app::analyze(options);
    fmt::print(said ? stdout : stderr, "{}\n", said ? *said : said.error().message);
    return said ? 0 : 1;
}

} // namespace

int main(int argc, char** argv)
{
    const auto options = app::read_options(argc, argv);
    if (const auto* none = std::get_if<app::NoJob>(&options)) {
        fmt::print(none->status == 0 ? stdout : stderr, "{}", none->text);
        return none->status;
    }
    return std::visit([](const auto& job) { return do_job(job); }, std::get<app::Options>(options));
}
