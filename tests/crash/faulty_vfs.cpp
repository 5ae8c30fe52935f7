// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/crash/faulty_vfs.h"

#include <sqlite3.h>

#include <atomic>
#include <mutex>
#include <string>

namespace zonescope::kit {
struct FaultyVfs::State
{
    std::atomic<std::int64_t> syncDelay{0};
    std::atomic<bool> full{false};
    std::atomic<bool> syncFails{false};
    std::atomic<std::uint64_t> syncs{0};
    std::atomic<std::uint64_t> writes{0};

    std::recursive_mutex mutex; ///< guards all below; recursive: the cut's callback asks for media()
    bool recording = false;
    RecordedMedia media;
    std::uint64_t operations = 0;
    std::uint64_t cutAt = 0;
    std::function<void()> cut;

    void operation()
    {
        if (++operations == cutAt && cut)
            cut();
    }
};

/// SQLite's C interfaces: a file that holds the real file behind itself.
struct VfsHooks
{
    struct File
    {
        sqlite3_file base;
        sqlite3_file* real;
        bool recorded;
        std::string* path;
    };

    static FaultyVfs::State* state;
    static sqlite3_vfs* below;
    static sqlite3_vfs shim;
    static sqlite3_io_methods methods;

    static File* own(sqlite3_file* file) { return reinterpret_cast<File*>(file); } // NOLINT: SQLite's way
    static sqlite3_file* real(sqlite3_file* file) { return own(file)->real; }

    static int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* outFlags)
    {
        File* self = own(file);
        self->real = reinterpret_cast<sqlite3_file*>(self + 1); // NOLINT: szOsFile has room for both
        self->path = nullptr;
        const int result = below->xOpen(below, name, self->real, flags, outFlags);
        self->base.pMethods = self->real->pMethods != nullptr ? &methods : nullptr;
        if (result != SQLITE_OK)
            return result;
        self->recorded = name != nullptr &&
                         (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
        self->path = new std::string(name != nullptr ? name : ""); // NOLINT: SQLite owns the memory of File
        if (self->recorded)
            remember(*self);
        return result;
    }
    static void remember(File& file)
    {
        const std::lock_guard lock(state->mutex);
        if (!state->recording || state->media.has(*file.path))
            return;
        sqlite3_int64 size = 0;
        file.real->pMethods->xFileSize(file.real, &size);
        std::string content(static_cast<std::size_t>(size), '\0');
        if (size > 0)
            file.real->pMethods->xRead(file.real, content.data(), static_cast<int>(size), 0);
        state->media.add(*file.path, std::move(content));
    }
    static int close(sqlite3_file* file)
    {
        delete own(file)->path; // NOLINT
        own(file)->path = nullptr;
        return real(file)->pMethods->xClose(real(file));
    }
    static int read(sqlite3_file* file, void* into, int count, sqlite3_int64 offset)
    {
        return real(file)->pMethods->xRead(real(file), into, count, offset);
    }
    static bool records(const File& file) { return file.recorded && state->recording; }
    static int write(sqlite3_file* file, const void* from, int count, sqlite3_int64 offset)
    {
        ++state->writes;
        if (state->full)
            return SQLITE_FULL;
        const std::lock_guard lock(state->mutex);
        if (records(*own(file))) {
            state->media.write(*own(file)->path, static_cast<std::size_t>(offset),
                               {static_cast<const char*>(from), static_cast<std::size_t>(count)});
            state->operation();
        }
        return real(file)->pMethods->xWrite(real(file), from, count, offset);
    }
    static int truncate(sqlite3_file* file, sqlite3_int64 size)
    {
        const std::lock_guard lock(state->mutex);
        if (records(*own(file))) {
            state->media.truncate(*own(file)->path, static_cast<std::size_t>(size));
            state->operation();
        }
        return real(file)->pMethods->xTruncate(real(file), size);
    }
    static int sync(sqlite3_file* file, int flags)
    {
        ++state->syncs;
        if (const std::int64_t delay = state->syncDelay; delay > 0)
            below->xSleep(below, static_cast<int>(delay));
        if (state->syncFails)
            return SQLITE_IOERR_FSYNC;
        const std::lock_guard lock(state->mutex);
        if (records(*own(file))) {
            state->operation(); // a cut in the middle of a sync
            state->media.sync(*own(file)->path);
            return SQLITE_OK; // the machine that records has no power to lose
        }
        return real(file)->pMethods->xSync(real(file), flags);
    }
    static int remove(sqlite3_vfs*, const char* name, int syncFolder)
    {
        const std::lock_guard lock(state->mutex);
        state->media.remove(name);
        return below->xDelete(below, name, syncFolder);
    }

    static int fileSize(sqlite3_file* f, sqlite3_int64* size)
    {
        return real(f)->pMethods->xFileSize(real(f), size);
    }
    static int lock(sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); }
    static int unlock(sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); }
    static int checkLock(sqlite3_file* f, int* out)
    {
        return real(f)->pMethods->xCheckReservedLock(real(f), out);
    }
    static int control(sqlite3_file* f, int op, void* argument)
    {
        return real(f)->pMethods->xFileControl(real(f), op, argument);
    }
    static int sectorSize(sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); }
    static int traits(sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); }
    static int map(sqlite3_file* f, int page, int size, int extend, void volatile** into)
    {
        return real(f)->pMethods->xShmMap(real(f), page, size, extend, into);
    }
    static int shmLock(sqlite3_file* f, int offset, int count, int flags)
    {
        return real(f)->pMethods->xShmLock(real(f), offset, count, flags);
    }
    static void barrier(sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); }
    static int unmap(sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); }
};

FaultyVfs::State* VfsHooks::state = nullptr;
sqlite3_vfs* VfsHooks::below = nullptr;
sqlite3_vfs VfsHooks::shim{};
// Version 2: no memory mapping of the database, so that every octet passes by here.
sqlite3_io_methods VfsHooks::methods{2,       close,   read,      write,   truncate,   sync,   fileSize,
                                     lock,    unlock,  checkLock, control, sectorSize, traits, map,
                                     shmLock, barrier, unmap,     nullptr, nullptr};

FaultyVfs::FaultyVfs()
    : m_state(std::make_shared<State>())
{
    VfsHooks::state = m_state.get();
    VfsHooks::below = sqlite3_vfs_find(nullptr);
    VfsHooks::shim = *VfsHooks::below;
    VfsHooks::shim.zName = "faulty";
    VfsHooks::shim.pNext = nullptr;
    VfsHooks::shim.szOsFile = static_cast<int>(sizeof(VfsHooks::File)) + VfsHooks::below->szOsFile;
    VfsHooks::shim.xOpen = &VfsHooks::open;
    VfsHooks::shim.xDelete = &VfsHooks::remove;
    sqlite3_vfs_register(&VfsHooks::shim, 1);
}

FaultyVfs::~FaultyVfs()
{
    sqlite3_vfs_unregister(&VfsHooks::shim);
    sqlite3_vfs_register(VfsHooks::below, 1);
    VfsHooks::state = nullptr;
}

void FaultyVfs::setSyncDelay(std::chrono::microseconds delay)
{
    m_state->syncDelay = delay.count();
}

void FaultyVfs::setFull(bool full)
{
    m_state->full = full;
}

void FaultyVfs::setSyncFails(bool fails)
{
    m_state->syncFails = fails;
}

std::uint64_t FaultyVfs::syncs() const
{
    return m_state->syncs;
}

std::uint64_t FaultyVfs::writes() const
{
    return m_state->writes;
}

void FaultyVfs::record(bool on)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->recording = on;
    m_state->operations = 0;
    m_state->media = {};
}

void FaultyVfs::atOperation(std::uint64_t number, std::function<void()> cut)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->cutAt = number;
    m_state->cut = std::move(cut);
}

std::uint64_t FaultyVfs::operations() const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->operations;
}

std::shared_ptr<const RecordedMedia> FaultyVfs::media() const
{
    const std::lock_guard lock(m_state->mutex);
    return std::make_shared<const RecordedMedia>(m_state->media);
}

} // namespace zonescope::kit
