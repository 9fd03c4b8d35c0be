#include "app/analyze.hpp"
#include "app/commands.hpp"
#include "app/passphrase.hpp"
#include "app/told.hpp"

#include <fmt/format.h>

namespace crura::app {
namespace {

Result<std::string> export_sealed(const ExportOptions& options)
{
    const auto passphrase = new_passphrase();
    if (!passphrase)
        return passphrase.error();
    auto out = options.out;
    if (out.empty())
        out = options.from.file.string() + '.' + options.to + ".sealed";
    const auto write = [&options](const std::filesystem::path& folder) {
        auto inside = options;
        inside.out = folder / options.from.file.filename().replace_extension(options.to);
        return export_recording(inside);
    };
    return seal_instead(write, out, *passphrase);
}

} // namespace

int perform(const AnalyzeOptions& options)
{
    return told(analyze(options));
}

int perform(const ReplayOptions& options)
{
    const auto replayed = replay(options);
    if (!replayed)
        return failed(replayed.error());
    fmt::print("{}\n", replayed->text);
    return replayed->identical ? kDone : kFailed;
}

int perform(const ReportOptions& options)
{
    return told(report(options));
}

int perform(const ExportJob& job)
{
    return told(job.sealed ? export_sealed(job.what) : export_recording(job.what));
}

int perform(const ImportOptions& options)
{
    return told(import_recording(options));
}

int perform(const SealOptions& options)
{
    return told(seal(options));
}

int perform(const UnsealOptions& options)
{
    return told(unseal(options));
}

} // namespace crura::app
