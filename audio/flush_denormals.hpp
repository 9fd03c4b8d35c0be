#pragma once

#if defined(__SSE__) || defined(_M_X64)
#include <xmmintrin.h>
#endif

#include <cstdint>

namespace crura::audio {

// While it lives, numbers too small for a normal float count as zero in this thread: a filter that
// rings out into them would make a block cost a hundred times more.
class FlushDenormals {
public:
#if defined(__SSE__) || defined(_M_X64)
    FlushDenormals() noexcept : before_(_mm_getcsr())
    {
        _mm_setcsr(before_ | kFlush);
    }
    ~FlushDenormals()
    {
        _mm_setcsr(unsigned(before_));
    }
#elif defined(__aarch64__)
    FlushDenormals() noexcept
    {
        asm volatile("mrs %0, fpcr" : "=r"(before_));
        asm volatile("msr fpcr, %0" : : "r"(before_ | kFlush));
    }
    ~FlushDenormals()
    {
        asm volatile("msr fpcr, %0" : : "r"(before_));
    }
#endif
    FlushDenormals(const FlushDenormals&) = delete;
    FlushDenormals& operator=(const FlushDenormals&) = delete;

private:
#if defined(__SSE__) || defined(_M_X64)
    static constexpr unsigned kFlush = 0x8040; // results (FTZ) and operands (DAZ)
    unsigned before_;
#elif defined(__aarch64__)
    static constexpr std::uint64_t kFlush = 1u << 24; // FZ
    std::uint64_t before_ = 0;
#endif
};

} // namespace crura::audio
