/* Shows libserialport other USB adapters than the machine has: while CRURA_USB_ROOT is set, what
 * lies below /sys/class/tty and /dev/ttyUSB... is looked up below that folder. Test only. */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char* redirect(const char* path, char* buffer)
{
    const char* root = getenv("CRURA_USB_ROOT");
    const int ours =
        path && (!strncmp(path, "/sys/class/tty", 14) || !strncmp(path, "/dev/ttyUSB", 11));
    if (!root || !ours)
        return path;
    snprintf(buffer, PATH_MAX, "%s%s", root, path);
    return buffer;
}

int open(const char* path, int flags, ...)
{
    va_list list;
    va_start(list, flags);
    const int mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(list, int) : 0;
    va_end(list);
    char buffer[PATH_MAX];
    return (int)syscall(SYS_openat, AT_FDCWD, redirect(path, buffer), flags, mode);
}

int __open_2(const char* path, int flags)
{
    return open(path, flags);
}

ssize_t readlink(const char* path, char* target, size_t size)
{
    char buffer[PATH_MAX];
    return syscall(SYS_readlinkat, AT_FDCWD, redirect(path, buffer), target, size);
}

/* What lstat() was called in the C library that libserialport was built with. */
int __lxstat(int version, const char* path, struct stat* about)
{
    (void)version;
    char buffer[PATH_MAX];
    return lstat(redirect(path, buffer), about);
}

FILE* fopen(const char* path, const char* mode)
{
    char buffer[PATH_MAX];
    return fopen64(redirect(path, buffer), mode);
}

DIR* opendir(const char* path)
{
    const int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return folder < 0 ? NULL : fdopendir(folder);
}
