#include "support/rt_guard.hpp"

#if defined(__linux__) && defined(__x86_64__) && defined(__GLIBC__) && !defined(CRURA_SANITIZED)

#include <portaudio.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <linux/prctl.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/prctl.h>
#include <ucontext.h>

namespace {

// Per thread. The kernel reads `dispatch` at every system call of a thread that has asked for it.
struct Watch {
    int depth = 0;
    bool asked = false;
    volatile char dispatch = SYSCALL_DISPATCH_FILTER_ALLOW;
};
thread_local Watch watch __attribute__((tls_model("initial-exec")));

std::atomic<std::uint64_t> sections{0};
std::atomic<std::uint64_t> violations{0};
std::atomic<bool> system_calls_watched{true};
std::atomic<const char*> first_name{nullptr};
std::atomic<int> first_number{0};

void violated(const char* name, int number = 0)
{
    violations.fetch_add(1);
    const char* none = nullptr;
    if (first_name.compare_exchange_strong(none, name))
        first_number = number;
}

void check(const char* name)
{
    if (__builtin_expect(watch.depth > 0, 0))
        violated(name);
}

// A system call inside a section ends here instead of in the kernel. We let the thread make it
// again, this time allowed: its two-byte instruction lies before the place where it was stopped.
void on_system_call(int, siginfo_t* info, void* context)
{
    violated("system call", info->si_syscall);
    watch.dispatch = SYSCALL_DISPATCH_FILTER_ALLOW;
    static_cast<ucontext_t*>(context)->uc_mcontext.gregs[REG_RIP] -= 2;
}

void enter()
{
    if (!watch.asked) {
        watch.asked = true;
        if (prctl(PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_ON, 0, 0, &watch.dispatch) != 0)
            system_calls_watched = false;
    }
    if (watch.depth++ == 0) {
        sections.fetch_add(1, std::memory_order_relaxed);
        watch.dispatch = SYSCALL_DISPATCH_FILTER_BLOCK;
    }
}

void leave()
{
    if (--watch.depth == 0)
        watch.dispatch = SYSCALL_DISPATCH_FILTER_ALLOW;
}

std::string first_violation()
{
    const char* name = first_name;
    if (!name)
        return "";
    return first_number ? std::string(name) + " " + std::to_string(first_number) : name;
}

__attribute__((constructor)) void begin()
{
    struct sigaction action = {};
    action.sa_sigaction = &on_system_call;
    action.sa_flags = SA_SIGINFO | SA_NODEFER;
    sigaction(SIGSYS, &action, nullptr);
}

__attribute__((destructor)) void write_report()
{
    const char* path = std::getenv("CRURA_RT_GUARD_REPORT");
    const bool saw = sections > 0 && system_calls_watched;
    std::FILE* file = path && saw ? std::fopen(path, "w") : nullptr;
    if (!file)
        return;
    std::fprintf(file, "sections %llu\nviolations %llu\nfirst %s\n",
                 static_cast<unsigned long long>(sections.load()),
                 static_cast<unsigned long long>(violations.load()), first_violation().c_str());
    std::fclose(file);
}

// What a stream was opened with. Streams are few, so it is never given back.
struct Callback {
    PaStreamCallback* function;
    void* user;
};

int guarded(const void* input, void* output, unsigned long frames,
            const PaStreamCallbackTimeInfo* time, PaStreamCallbackFlags flags, void* user)
{
    const auto& callback = *static_cast<Callback*>(user);
    const crura::test::RtSection section;
    return callback.function(input, output, frames, time, flags, callback.user);
}

template <class Function>
Function next(const char* name, const char* version = nullptr)
{
    return reinterpret_cast<Function>(version ? dlvsym(RTLD_NEXT, name, version)
                                              : dlsym(RTLD_NEXT, name));
}

} // namespace

extern "C" {

void* __libc_malloc(std::size_t);
void __libc_free(void*);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);

void* malloc(std::size_t size)
{
    check("malloc");
    return __libc_malloc(size);
}

void free(void* memory)
{
    if (memory)
        check("free");
    __libc_free(memory);
}

void* calloc(std::size_t count, std::size_t size)
{
    check("calloc");
    return __libc_calloc(count, size);
}

void* realloc(void* memory, std::size_t size)
{
    check("realloc");
    return __libc_realloc(memory, size);
}

void* memalign(std::size_t alignment, std::size_t size)
{
    check("memalign");
    return __libc_memalign(alignment, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size)
{
    check("aligned_alloc");
    return __libc_memalign(alignment, size);
}

int posix_memalign(void** memory, std::size_t alignment, std::size_t size)
{
    check("posix_memalign");
    *memory = __libc_memalign(alignment, size);
    return *memory ? 0 : ENOMEM;
}

#define CRURA_WATCH(NAME, VERSION, PARAMETERS, ARGUMENTS)                                          \
    int NAME PARAMETERS                                                                            \
    {                                                                                              \
        static const auto real = next<int(*) PARAMETERS>(#NAME, VERSION);                          \
        check(#NAME);                                                                              \
        return real ARGUMENTS;                                                                     \
    }

CRURA_WATCH(pthread_mutex_lock, nullptr, (pthread_mutex_t * mutex), (mutex))
CRURA_WATCH(pthread_mutex_trylock, nullptr, (pthread_mutex_t * mutex), (mutex))
CRURA_WATCH(pthread_rwlock_rdlock, nullptr, (pthread_rwlock_t * lock), (lock))
CRURA_WATCH(pthread_rwlock_wrlock, nullptr, (pthread_rwlock_t * lock), (lock))
CRURA_WATCH(pthread_cond_signal, "GLIBC_2.3.2", (pthread_cond_t * condition), (condition))
CRURA_WATCH(pthread_cond_broadcast, "GLIBC_2.3.2", (pthread_cond_t * condition), (condition))
CRURA_WATCH(pthread_cond_wait, "GLIBC_2.3.2", (pthread_cond_t * condition, pthread_mutex_t* mutex),
            (condition, mutex))
CRURA_WATCH(sem_wait, nullptr, (sem_t * semaphore), (semaphore))
CRURA_WATCH(sem_post, nullptr, (sem_t * semaphore), (semaphore))

#undef CRURA_WATCH

PaError Pa_OpenStream(PaStream** stream, const PaStreamParameters* input,
                      const PaStreamParameters* output, double sample_rate, unsigned long frames,
                      PaStreamFlags flags, PaStreamCallback* callback, void* user)
{
    static const auto real = next<decltype(&Pa_OpenStream)>("Pa_OpenStream");
    return real(stream, input, output, sample_rate, frames, flags, callback ? &guarded : nullptr,
                callback ? new Callback{callback, user} : user);
}

} // extern "C"

namespace crura::test {

RtSection::RtSection() noexcept
{
    enter();
}
RtSection::~RtSection()
{
    leave();
}

bool rt_guard_works()
{
    const RtSection section;
    return system_calls_watched;
}

RtReport rt_report()
{
    return {sections, violations, first_violation()};
}

void rt_forget()
{
    sections = 0;
    violations = 0;
    first_name = nullptr;
    first_number = 0;
}

} // namespace crura::test

#else

namespace crura::test {

RtSection::RtSection() noexcept {}
RtSection::~RtSection() {}
bool rt_guard_works()
{
    return false;
}
RtReport rt_report()
{
    return {};
}
void rt_forget() {}

} // namespace crura::test

#endif
