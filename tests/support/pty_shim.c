/* Lets libserialport open a pseudo-terminal. It asks every port for its modem lines, which a
 * pseudo-terminal refuses; here they are kept in a table instead. Every other request goes through.
 * Linked into a test, or preloaded into the program under test (LD_PRELOAD). */
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MAX_FILES = 1024 };
static atomic_int modem_lines[MAX_FILES];

int ioctl(int file, unsigned long request, ...)
{
    va_list list;
    va_start(list, request);
    void* argument = va_arg(list, void*);
    va_end(list);

    const int before = errno;
    const int result = (int)syscall(SYS_ioctl, file, request, argument);
    const int refused = result < 0 && (errno == ENOTTY || errno == EINVAL);
    if (!refused || !isatty(file) || file >= MAX_FILES)
        return result;

    int* lines = argument;
    switch (request) {
    case TIOCMGET:
        *lines = modem_lines[file] | TIOCM_CTS | TIOCM_DSR | TIOCM_CAR;
        break;
    case TIOCMSET:
        modem_lines[file] = *lines;
        break;
    case TIOCMBIS:
        modem_lines[file] |= *lines;
        break;
    case TIOCMBIC:
        modem_lines[file] &= ~*lines;
        break;
    default:
        errno = ENOTTY;
        return result;
    }
    errno = before;
    return 0;
}
