#pragma once

#include "history/repository.hpp"
#include "support/postgres_server.hpp"
#include "support/temp_folder.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>

namespace crura::test {

enum class Kind { file, server };

// A new, empty history of that kind, for whoever opens it by its place. Where there is no server,
// `place` is empty.
class HistoryPlace {
public:
    explicit HistoryPlace(Kind kind)
    {
        auto* server = kind == Kind::server ? PostgresServer::get() : nullptr;
        if (kind == Kind::file)
            place = folder / "history.db";
        else if (server)
            place = server->new_database();
    }

    TempFolder folder;
    std::string place;
};

inline std::unique_ptr<history::Repository> opened(const std::string& place)
{
    auto repository = history::open_history(place);
    if (!repository)
        FAIL(repository.error().message);
    return std::move(*repository);
}

template <class T>
T must(Result<T> result)
{
    if (!result)
        FAIL(result.error().message);
    return std::move(*result);
}
inline void must(const Result<void>& result)
{
    if (!result)
        FAIL(result.error().message);
}
template <class T>
std::string refused(const Result<T>& result)
{
    return result ? "(not refused)" : result.error().message;
}

} // namespace crura::test
