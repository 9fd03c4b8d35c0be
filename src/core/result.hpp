#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <utility>

namespace crura {

// Why something could not start or could not be read: one sentence for a person, which names the
// file, line or port and says what to do.
struct Error {
    std::string message;
};

// A value or an Error; the member names are those of std::expected.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : value_(std::move(value)) {}
    Result(Error error) : error_(std::move(error)) {}

    bool has_value() const { return value_.has_value(); }
    explicit operator bool() const { return has_value(); }

    T& value() { return assert(has_value()), *value_; }
    const T& value() const { return assert(has_value()), *value_; }
    T& operator*() { return value(); }
    const T& operator*() const { return value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    const Error& error() const { return assert(!has_value()), error_; }

private:
    std::optional<T> value_;
    Error error_;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : error_(std::move(error)) {}

    bool has_value() const { return !error_.has_value(); }
    explicit operator bool() const { return has_value(); }

    const Error& error() const { return assert(!has_value()), *error_; }

private:
    std::optional<Error> error_;
};

} // namespace crura
