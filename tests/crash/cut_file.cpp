// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/crash/cut_file.h"

#include <array>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>
#include <utility>

namespace zonescope::kit::cutfile {
namespace {

struct State
{
    std::string path; ///< empty: nothing is recorded
    RecordedMedia media;
    std::uint64_t operations = 0;
    std::uint64_t cutAt = 0;
    std::function<void(const RecordedMedia&)> cut;
};

State& state()
{
    static State only;
    return only;
}

bool isRecorded(int file)
{
    if (state().path.empty())
        return false;
    std::array<char, 4096> name{};
    const std::string link = "/proc/self/fd/" + std::to_string(file);
    const ssize_t size = ::readlink(link.c_str(), name.data(), name.size());
    return size > 0 && std::string_view(name.data(), static_cast<std::size_t>(size)) == state().path;
}

void operation()
{
    State& s = state();
    if (++s.operations == s.cutAt && s.cut)
        s.cut(s.media);
}

/// LMDB writes its head through a descriptor of its own that syncs each write and nothing else.
void written(int file, off_t offset, std::string octets)
{
    State& s = state();
    s.media.write(s.path, static_cast<std::size_t>(offset), std::move(octets));
    operation();
    if ((::fcntl(file, F_GETFL) & O_DSYNC) != 0)
        s.media.syncLast(s.path);
}

void synced(int file)
{
    if (!isRecorded(file))
        return;
    operation(); // a cut in the middle of a sync
    state().media.sync(state().path);
}

template <class Function>
Function* next(const char* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name)); // NOLINT: dlsym's way
}

} // namespace

void record(const std::string& path)
{
    state() = {};
    state().path = path;
    state().media.add(path, {});
}

void stop()
{
    state() = {};
}

void atOperation(std::uint64_t number, std::function<void(const RecordedMedia&)> cut)
{
    state().cutAt = number;
    state().cut = std::move(cut);
}

std::uint64_t operations()
{
    return state().operations;
}

} // namespace zonescope::kit::cutfile

namespace cutfile = zonescope::kit::cutfile;

// The dynamic linker finds these before the C library's.
extern "C" ssize_t pwrite(int file, const void* octets, size_t count, off_t offset)
{
    static auto* const real = cutfile::next<ssize_t(int, const void*, size_t, off_t)>("pwrite");
    const ssize_t done = real(file, octets, count, offset);
    if (done > 0 && cutfile::isRecorded(file))
        cutfile::written(file, offset, {static_cast<const char*>(octets), static_cast<size_t>(done)});
    return done;
}

extern "C" ssize_t writev(int file, const iovec* parts, int count)
{
    static auto* const real = cutfile::next<ssize_t(int, const iovec*, int)>("writev");
    const off_t offset = cutfile::isRecorded(file) ? ::lseek(file, 0, SEEK_CUR) : -1;
    const ssize_t done = real(file, parts, count);
    if (done <= 0 || offset < 0)
        return done;
    std::string octets;
    for (int i = 0; i < count; ++i)
        octets.append(static_cast<const char*>(parts[i].iov_base), parts[i].iov_len);
    octets.resize(static_cast<size_t>(done));
    cutfile::written(file, offset, std::move(octets));
    return done;
}

extern "C" int fdatasync(int file)
{
    cutfile::synced(file);
    static auto* const real = cutfile::next<int(int)>("fdatasync");
    return real(file);
}

extern "C" int fsync(int file)
{
    cutfile::synced(file);
    static auto* const real = cutfile::next<int(int)>("fsync");
    return real(file);
}
