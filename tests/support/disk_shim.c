/* Makes the disk misbehave below the folder $CRURA_DISK_FOLDER, as the first line of the file
 * $CRURA_DISK_CONTROL says at that moment:
 *
 *   fine         nothing is wrong (also when there is no such file)
 *   full         of what is written only the first half fits
 *   read-only    nothing can be written, made, renamed or taken away
 *   io-error     what is written does not arrive, and is said so
 *   sync-error   what is written never reaches the disk, and only a sync says so
 *   slow MS      every sync takes so many milliseconds, unless the disk becomes fine before
 *
 * Preloaded into the program under test (LD_PRELOAD). Everything outside the folder goes through,
 * to whoever comes next, so that a sanitizer sees it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum Mood { FINE, FULL, READ_ONLY, IO_ERROR, SYNC_ERROR, SLOW };
struct Disk {
    enum Mood mood;
    long slow_ms;
};

/* The function of this name that would have been called without us. */
#define NEXT(name) \
    static void* found; \
    __typeof__(&name) next = (__typeof__(&name))(uintptr_t)next_of(&found, #name)

static void* next_of(void** found, const char* name)
{
    void* function = __atomic_load_n(found, __ATOMIC_RELAXED);
    if (!function) {
        function = dlsym(RTLD_NEXT, name);
        __atomic_store_n(found, function, __ATOMIC_RELAXED);
    }
    return function;
}

static struct Disk disk_now(void)
{
    const char* control = getenv("CRURA_DISK_CONTROL");
    char text[64] = "";
    const int before = errno;
    const int file = control ? (int)syscall(SYS_openat, AT_FDCWD, control, O_RDONLY) : -1;
    if (file >= 0) {
        const long size = syscall(SYS_read, file, text, sizeof text - 1);
        text[size > 0 ? size : 0] = '\0';
        syscall(SYS_close, file);
    }
    errno = before;
    static const char* const words[] = {"fine", "full", "read-only", "io-error", "sync-error"};
    for (int mood = FULL; mood <= SYNC_ERROR; ++mood)
        if (strncmp(text, words[mood], strlen(words[mood])) == 0)
            return (struct Disk){(enum Mood)mood, 0};
    if (strncmp(text, "slow ", 5) == 0)
        return (struct Disk){SLOW, atol(text + 5)};
    return (struct Disk){FINE, 0};
}

static int is_below(const char* path)
{
    const char* folder = getenv("CRURA_DISK_FOLDER");
    if (!folder || !path)
        return 0;
    const size_t length = strlen(folder);
    return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

static int path_is_ours(int folder, const char* path)
{
    char whole[2 * PATH_MAX];
    if (!path || path[0] == '/')
        return is_below(path);
    char link[64];
    if (folder == AT_FDCWD)
        snprintf(link, sizeof link, "/proc/self/cwd");
    else
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    const long size = syscall(SYS_readlinkat, AT_FDCWD, link, whole, PATH_MAX);
    if (size <= 0)
        return 0;
    snprintf(whole + size, PATH_MAX, "/%s", path);
    return is_below(whole);
}

static int file_is_ours(int file)
{
    if (!getenv("CRURA_DISK_FOLDER"))
        return 0;
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    const int before = errno;
    const long size = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
    errno = before;
    path[size > 0 ? size : 0] = '\0';
    return is_below(path);
}

/* 0, or the error that the disk gives to whoever changes what is on it. */
static int change_error(void)
{
    switch (disk_now().mood) {
    case READ_ONLY:
        return EROFS;
    case IO_ERROR:
        return EIO;
    default:
        return 0;
    }
}

/* How much of `size` bytes can be written; -1, with errno, for none. */
static ssize_t room_for(size_t size)
{
    const enum Mood mood = disk_now().mood;
    if (mood == FULL && size > 1)
        return (ssize_t)(size / 2);
    if (mood == FULL)
        errno = ENOSPC;
    else if (mood == READ_ONLY || mood == IO_ERROR)
        errno = change_error();
    else
        return (ssize_t)size;
    return -1;
}

static int wait_for_disk(void)
{
    const struct timespec step = {0, 10 * 1000 * 1000};
    for (long waited_ms = 0;; waited_ms += 10) {
        const struct Disk disk = disk_now();
        if (disk.mood == IO_ERROR || disk.mood == SYNC_ERROR) {
            errno = EIO;
            return -1;
        }
        if (disk.mood != SLOW || waited_ms >= disk.slow_ms)
            return 0;
        syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &step, NULL);
    }
}

/* Opening to write. */
static int open_error(int flags)
{
    const int changes = (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC));
    return changes ? change_error() : 0;
}

#define OPENED(name, folder, ...) \
    va_list list; \
    va_start(list, flags); \
    const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0; \
    va_end(list); \
    NEXT(name); \
    const int error = path_is_ours(folder, path) ? open_error(flags) : 0; \
    if (error) { \
        errno = error; \
        return -1; \
    } \
    return next(__VA_ARGS__, flags, mode)

int open(const char* path, int flags, ...)
{
    OPENED(open, AT_FDCWD, path);
}
int open64(const char* path, int flags, ...)
{
    OPENED(open64, AT_FDCWD, path);
}
int openat(int folder, const char* path, int flags, ...)
{
    OPENED(openat, folder, folder, path);
}
int openat64(int folder, const char* path, int flags, ...)
{
    OPENED(openat64, folder, folder, path);
}

#define IF_ALLOWED(name, ours, failure, ...) \
    NEXT(name); \
    const int error = (ours) ? change_error() : 0; \
    if (error) { \
        errno = error; \
        return failure; \
    } \
    return next(__VA_ARGS__)

int creat(const char* path, mode_t mode)
{
    IF_ALLOWED(creat, path_is_ours(AT_FDCWD, path), -1, path, mode);
}
int creat64(const char* path, mode_t mode)
{
    IF_ALLOWED(creat64, path_is_ours(AT_FDCWD, path), -1, path, mode);
}
FILE* fopen(const char* path, const char* how)
{
    IF_ALLOWED(fopen, strpbrk(how, "wa+") && path_is_ours(AT_FDCWD, path), NULL, path, how);
}
FILE* fopen64(const char* path, const char* how)
{
    IF_ALLOWED(fopen64, strpbrk(how, "wa+") && path_is_ours(AT_FDCWD, path), NULL, path, how);
}
int mkdir(const char* path, mode_t mode)
{
    if (path_is_ours(AT_FDCWD, path) && disk_now().mood == FULL) {
        errno = ENOSPC;
        return -1;
    }
    IF_ALLOWED(mkdir, path_is_ours(AT_FDCWD, path), -1, path, mode);
}
int rename(const char* from, const char* to)
{
    IF_ALLOWED(rename, path_is_ours(AT_FDCWD, from) || path_is_ours(AT_FDCWD, to), -1, from, to);
}
int unlink(const char* path)
{
    IF_ALLOWED(unlink, path_is_ours(AT_FDCWD, path), -1, path);
}
int truncate(const char* path, off_t size)
{
    IF_ALLOWED(truncate, path_is_ours(AT_FDCWD, path), -1, path, size);
}
int truncate64(const char* path, off64_t size)
{
    IF_ALLOWED(truncate64, path_is_ours(AT_FDCWD, path), -1, path, size);
}
int ftruncate(int file, off_t size)
{
    IF_ALLOWED(ftruncate, file_is_ours(file), -1, file, size);
}
int ftruncate64(int file, off64_t size)
{
    IF_ALLOWED(ftruncate64, file_is_ours(file), -1, file, size);
}

#define WRITTEN(name, size, ...) \
    NEXT(name); \
    const ssize_t room = file_is_ours(file) ? room_for(size) : (ssize_t)(size); \
    if (room < 0) \
        return -1; \
    return next(__VA_ARGS__)

ssize_t write(int file, const void* bytes, size_t size)
{
    WRITTEN(write, size, file, bytes, (size_t)room);
}
ssize_t pwrite(int file, const void* bytes, size_t size, off_t at)
{
    WRITTEN(pwrite, size, file, bytes, (size_t)room, at);
}
ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t at)
{
    WRITTEN(pwrite64, size, file, bytes, (size_t)room, at);
}
/* Of several pieces the first is tried. */
ssize_t writev(int file, const struct iovec* pieces, int count)
{
    NEXT(writev);
    if (count < 1 || !file_is_ours(file) || disk_now().mood == FINE)
        return next(file, pieces, count);
    return write(file, pieces[0].iov_base, pieces[0].iov_len);
}

int fsync(int file)
{
    NEXT(fsync);
    return file_is_ours(file) && wait_for_disk() != 0 ? -1 : next(file);
}
int fdatasync(int file)
{
    NEXT(fdatasync);
    return file_is_ours(file) && wait_for_disk() != 0 ? -1 : next(file);
}
