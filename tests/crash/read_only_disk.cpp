// SPDX-License-Identifier: GPL-3.0-or-later
// Preloaded into a program: while the file READ_ONLY_WHILE exists, everything under the folder
// READ_ONLY_FOLDER behaves as on a filesystem that the kernel has turned read-only because of an error
// (errors=remount-ro): files that are open can still be read, whatever would change something gives EROFS. A
// test cannot bring that about with a real filesystem: the kernel refuses to make one read-only that has
// files open for writing.
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdlib>
#include <cstring>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

bool isReadOnly()
{
    static const char* const whileThere = std::getenv("READ_ONLY_WHILE");
    return whileThere != nullptr && ::access(whileThere, F_OK) == 0;
}

bool isOurs(const char* path)
{
    static const char* const folder = std::getenv("READ_ONLY_FOLDER");
    return folder != nullptr && std::strncmp(path, folder, std::strlen(folder)) == 0;
}

bool refused(int descriptor)
{
    if (!isReadOnly())
        return false;
    char link[64] = "/proc/self/fd/";
    int at = static_cast<int>(std::strlen(link));
    char digits[12];
    int count = 0;
    for (int rest = descriptor; rest > 0 || count == 0; rest /= 10)
        digits[count++] = static_cast<char>('0' + rest % 10);
    while (count > 0)
        link[at++] = digits[--count];
    link[at] = '\0';
    char path[PATH_MAX];
    const ssize_t size = ::readlink(link, path, sizeof path - 1);
    if (size <= 0)
        return false;
    path[size] = '\0';
    return isOurs(path);
}

bool refused(const char* path)
{
    return isOurs(path) && isReadOnly();
}

template <class Function>
Function* next(const char* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

template <class Result>
Result readOnly()
{
    errno = EROFS;
    return static_cast<Result>(-1);
}

bool writes(int flags)
{
    return (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) != 0;
}

mode_t modeOf(int flags, va_list list)
{
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(list, mode_t) : 0;
}

} // namespace

// clang-format off
extern "C" {

ssize_t write(int file, const void* data, size_t size)
{
    static auto* const real = next<decltype(write)>("write");
    return refused(file) ? readOnly<ssize_t>() : real(file, data, size);
}
ssize_t pwrite(int file, const void* data, size_t size, off_t at)
{
    static auto* const real = next<decltype(pwrite)>("pwrite");
    return refused(file) ? readOnly<ssize_t>() : real(file, data, size, at);
}
ssize_t pwrite64(int file, const void* data, size_t size, off64_t at)
{
    static auto* const real = next<decltype(pwrite64)>("pwrite64");
    return refused(file) ? readOnly<ssize_t>() : real(file, data, size, at);
}
ssize_t writev(int file, const iovec* parts, int count)
{
    static auto* const real = next<decltype(writev)>("writev");
    return refused(file) ? readOnly<ssize_t>() : real(file, parts, count);
}
ssize_t pwritev(int file, const iovec* parts, int count, off_t at)
{
    static auto* const real = next<decltype(pwritev)>("pwritev");
    return refused(file) ? readOnly<ssize_t>() : real(file, parts, count, at);
}
int fsync(int file)
{
    static auto* const real = next<decltype(fsync)>("fsync");
    return refused(file) ? readOnly<int>() : real(file);
}
int fdatasync(int file)
{
    static auto* const real = next<decltype(fdatasync)>("fdatasync");
    return refused(file) ? readOnly<int>() : real(file);
}
int ftruncate(int file, off_t size) noexcept
{
    static auto* const real = next<decltype(ftruncate)>("ftruncate");
    return refused(file) ? readOnly<int>() : real(file, size);
}
int ftruncate64(int file, off64_t size) noexcept
{
    static auto* const real = next<decltype(ftruncate64)>("ftruncate64");
    return refused(file) ? readOnly<int>() : real(file, size);
}
int fallocate(int file, int mode, off_t at, off_t size)
{
    static auto* const real = next<decltype(fallocate)>("fallocate");
    return refused(file) ? readOnly<int>() : real(file, mode, at, size);
}
int posix_fallocate(int file, off_t at, off_t size)
{
    static auto* const real = next<decltype(posix_fallocate)>("posix_fallocate");
    return refused(file) ? EROFS : real(file, at, size);
}
int unlink(const char* path) noexcept
{
    static auto* const real = next<decltype(unlink)>("unlink");
    return refused(path) ? readOnly<int>() : real(path);
}
int rename(const char* from, const char* to) noexcept
{
    static auto* const real = next<decltype(rename)>("rename");
    return refused(to) ? readOnly<int>() : real(from, to);
}
int open(const char* path, int flags, ...)
{
    static auto* const real = next<int(const char*, int, ...)>("open");
    va_list list;
    va_start(list, flags);
    const mode_t mode = modeOf(flags, list);
    va_end(list);
    return writes(flags) && refused(path) ? readOnly<int>() : real(path, flags, mode);
}
int open64(const char* path, int flags, ...)
{
    static auto* const real = next<int(const char*, int, ...)>("open64");
    va_list list;
    va_start(list, flags);
    const mode_t mode = modeOf(flags, list);
    va_end(list);
    return writes(flags) && refused(path) ? readOnly<int>() : real(path, flags, mode);
}
}
// clang-format on
