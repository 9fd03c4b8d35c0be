#include "history/postgres.hpp"
#include "history/repository.hpp"
#include "history/schema.hpp"
#include "history/sqlite.hpp"

namespace crura::history {
namespace {

using Opened = Result<std::unique_ptr<Repository>>;

Opened open_file(const std::string& place)
{
    auto file = Sqlite::open(place);
    if (!file)
        return file.error();
    if (const auto current = bring_up_to_date(**file); !current)
        return current.error();
    if (const auto ready = (*file)->use_wal(); !ready)
        return ready.error();
    return std::make_unique<Repository>(std::move(*file));
}

Opened open_server(const ServerAddress& address)
{
    auto server = std::make_unique<Postgres>(address);
    if (const auto current = bring_up_to_date(*server); !current)
        return current.error();
    return std::make_unique<Repository>(std::move(server));
}

} // namespace

Opened open_history(const std::string& place)
{
    if (!ServerAddress::is_one(place))
        return open_file(place);
    const auto address = ServerAddress::parse(place);
    return address ? open_server(*address) : Opened(address.error());
}

} // namespace crura::history
