#include "app/commands.hpp"
#include "app/options.hpp"
#include "app/paths.hpp"

#include <fmt/format.h>

#include <cstdio>

using namespace crura;

int main(int argc, char** argv)
{
    app::keep_files_private();
    const auto options = app::read_options(argc, argv);
    if (const auto* none = std::get_if<app::NoJob>(&options)) {
        fmt::print(none->status == 0 ? stdout : stderr, "{}", none->text);
        return none->status;
    }
    return std::visit([](const auto& job) { return app::perform(job); },
                      std::get<app::Options>(options));
}
