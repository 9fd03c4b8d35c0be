#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

namespace crura::outlet {

// Memory that two processes see. Its pages go with the last process that has it.
class SharedMemory {
public:
    // [any] All bytes are zero.
    static Result<SharedMemory> create(std::size_t bytes);

    // [any] That another process created and left us under this descriptor, which is ours from now
    // on. An error when it is of another size: then the two are not of the same build.
    static Result<SharedMemory> adopt(int descriptor, std::size_t bytes);

    SharedMemory(SharedMemory&& other) noexcept;
    SharedMemory& operator=(SharedMemory&&) = delete;
    ~SharedMemory();

    void* data() const noexcept { return data_; }
    int descriptor() const noexcept { return descriptor_; }

private:
    SharedMemory(int descriptor, std::size_t bytes) : descriptor_(descriptor), bytes_(bytes) {}
    static Result<SharedMemory> mapped(SharedMemory memory);

    int descriptor_ = -1;
    std::size_t bytes_ = 0;
    void* data_ = nullptr;
};

// A value that two processes see. It holds no pointer; what both of them touch is atomic or handed
// over by what is (Latest, FixedRing, LatencyMeter). Nothing is destroyed at the end.
template <class T>
class SharedBlock {
    static_assert(std::is_trivially_destructible_v<T>);

public:
    // [any] A new one, as T{} makes it.
    static Result<SharedBlock> create()
    {
        auto memory = SharedMemory::create(sizeof(T));
        if (!memory)
            return memory.error();
        new (memory->data()) T{};
        return SharedBlock(std::move(*memory));
    }

    // [any] The one that another process created; see SharedMemory.
    static Result<SharedBlock> adopt(int descriptor)
    {
        auto memory = SharedMemory::adopt(descriptor, sizeof(T));
        if (!memory)
            return memory.error();
        return SharedBlock(std::move(*memory));
    }

    T& operator*() const noexcept { return *std::launder(static_cast<T*>(memory_.data())); }
    T* operator->() const noexcept { return &**this; }
    int descriptor() const noexcept { return memory_.descriptor(); }

private:
    explicit SharedBlock(SharedMemory memory) : memory_(std::move(memory)) {}

    SharedMemory memory_;
};

} // namespace crura::outlet
