#include "outlet/shared_block_linux.hpp"

#include <cerrno>
#include <cstring>
#include <string>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace crura::outlet {

namespace {

Error no_memory()
{
    return {std::string("Memory for an output cannot be had (") + std::strerror(errno)
            + "); close other programs, and start again."};
}

} // namespace

Result<SharedMemory> SharedMemory::create(std::size_t bytes)
{
    SharedMemory memory(::memfd_create("crura", MFD_CLOEXEC), bytes);
    if (memory.descriptor_ < 0 || ::ftruncate(memory.descriptor_, off_t(bytes)) != 0)
        return no_memory();
    return mapped(std::move(memory));
}

Result<SharedMemory> SharedMemory::adopt(int descriptor, std::size_t bytes)
{
    SharedMemory memory(descriptor, bytes);
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0 || std::size_t(status.st_size) != bytes)
        return Error{"crura-outlet is started by crura, and must be of the same version; start "
                     "crura, and if that says the same, install Crura again."};
    return mapped(std::move(memory));
}

Result<SharedMemory> SharedMemory::mapped(SharedMemory memory)
{
    void* data = ::mmap(nullptr, memory.bytes_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE,
                        memory.descriptor_, 0);
    if (data == MAP_FAILED)
        return no_memory();
    memory.data_ = data;
    return memory;
}

SharedMemory::SharedMemory(SharedMemory&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), bytes_(other.bytes_),
      data_(std::exchange(other.data_, nullptr))
{
}

SharedMemory::~SharedMemory()
{
    if (data_)
        ::munmap(data_, bytes_);
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

} // namespace crura::outlet
