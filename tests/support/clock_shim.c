/* Sets the wall clock off by the seconds that stand in the file $CRURA_CLOCK_CONTROL, at that
 * moment; "= SECONDS" stops it at so many since 1970. No other clock is touched. Preloaded into the
 * program under test (LD_PRELOAD). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static void set_off(struct timespec* now)
{
    const char* control = getenv("CRURA_CLOCK_CONTROL");
    char text[64] = "";
    const int before = errno;
    const int file = control ? (int)syscall(SYS_openat, AT_FDCWD, control, O_RDONLY) : -1;
    if (file >= 0) {
        const long size = syscall(SYS_read, file, text, sizeof text - 1);
        text[size > 0 ? size : 0] = '\0';
        syscall(SYS_close, file);
    }
    errno = before;
    if (text[0] == '=')
        *now = (struct timespec){atol(text + 1), 0};
    else
        now->tv_sec += atol(text);
}

int clock_gettime(clockid_t clock, struct timespec* now)
{
    static uintptr_t next;
    if (!__atomic_load_n(&next, __ATOMIC_RELAXED))
        __atomic_store_n(&next, (uintptr_t)dlsym(RTLD_NEXT, "clock_gettime"), __ATOMIC_RELAXED);
    const int failed = ((int (*)(clockid_t, struct timespec*))next)(clock, now);
    if (!failed && clock == CLOCK_REALTIME)
        set_off(now);
    return failed;
}

int gettimeofday(struct timeval* restrict now, void* restrict zone)
{
    (void)zone;
    struct timespec exact;
    const int failed = clock_gettime(CLOCK_REALTIME, &exact);
    *now = (struct timeval){exact.tv_sec, exact.tv_nsec / 1000};
    return failed;
}

time_t time(time_t* now)
{
    struct timespec exact;
    clock_gettime(CLOCK_REALTIME, &exact);
    if (now)
        *now = exact.tv_sec;
    return exact.tv_sec;
}
