// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/journal/append_journal.h"

#include "model/base/digest.h"

#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <random>
#include <vector>

namespace zonescope::store {
namespace {

using base::ErrorCode;

constexpr std::uint64_t magic = 0x316c6e724a53455aULL; // "ZESJrnl1" in the file of a little-endian machine
constexpr std::uint64_t headSize = 3 * sizeof(std::uint64_t);
constexpr std::uint64_t groupHeadSize = 2 * sizeof(std::uint64_t);
constexpr std::uint64_t largestGroup = std::uint64_t{1} << 30; // more is damage

void putNumber(base::Bytes& into, std::uint64_t value)
{
    into.append(reinterpret_cast<const char*>(&value), sizeof value); // NOLINT: the machine's order
}

std::uint64_t numberAt(std::string_view octets, std::size_t at)
{
    std::uint64_t value = 0;
    std::memcpy(&value, octets.data() + at, sizeof value);
    return value;
}

base::Bytes headOf(std::uint64_t salt)
{
    base::Bytes head;
    putNumber(head, magic);
    putNumber(head, salt);
    putNumber(head, base::octetDigest(magic, head));
    return head;
}

/// Where it lies is part of it: a group that belongs elsewhere is none.
std::uint64_t groupDigest(std::uint64_t salt, std::uint64_t offset, std::string_view group)
{
    return base::octetDigest(base::octetDigest(salt, {}) + offset, group);
}

ErrorCode codeOf(int result, int systemError)
{
    const bool full =
        result == SQLITE_FULL || systemError == ENOSPC || systemError == EDQUOT || systemError == EFBIG;
    if (full)
        return ErrorCode::StoreFull;
    const bool readOnly = (result & 0xff) == SQLITE_READONLY || systemError == EROFS ||
                          systemError == EACCES || systemError == EPERM;
    return readOnly ? ErrorCode::StoreReadOnly : ErrorCode::StoreFailed;
}

} // namespace

struct AppendJournal::File
{
    std::filesystem::path path;
    std::vector<char> memory; ///< a file of SQLite's is as large as its VFS says

    sqlite3_file* get() { return reinterpret_cast<sqlite3_file*>(memory.data()); } // NOLINT: SQLite's way
    ~File()
    {
        if (!memory.empty() && get()->pMethods != nullptr)
            get()->pMethods->xClose(get());
    }
    base::Error error(const char* doing, int result) const
    {
        const int number = errno;
        std::string detail = std::string(doing) + " " + path.filename().string() + ": " +
                             sqlite3_errstr(result) + " [" + std::to_string(result) + "]";
        if (number != 0)
            detail.append(" (").append(std::strerror(number)).append(")"); // NOLINT(concurrency-mt-unsafe)
        return {codeOf(result, number), std::move(detail)};
    }
};

AppendJournal::AppendJournal() = default;
AppendJournal::~AppendJournal() = default;
AppendJournal::AppendJournal(AppendJournal&& other) noexcept = default;
AppendJournal& AppendJournal::operator=(AppendJournal&& other) noexcept = default;

base::Result<AppendJournal> AppendJournal::open(const std::filesystem::path& file, bool sync,
                                                const Visit& visit)
{
    sqlite3_initialize();
    sqlite3_vfs* vfs = sqlite3_vfs_find(nullptr);
    AppendJournal journal;
    journal.m_sync = sync;
    journal.m_file = std::make_unique<File>();
    journal.m_file->path = file;
    journal.m_file->memory.resize(static_cast<std::size_t>(vfs->szOsFile));
    int given = 0;
    errno = 0;
    const int result =
        vfs->xOpen(vfs, journal.m_file->path.c_str(), journal.m_file->get(),
                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MAIN_JOURNAL, &given);
    if (result != SQLITE_OK) {
        base::Error error = journal.m_file->error("opening", result);
        if (error.code == ErrorCode::StoreFailed)
            error.code = ErrorCode::StoreOpen;
        return tl::unexpected(std::move(error));
    }
    if ((given & SQLITE_OPEN_READONLY) != 0)
        return base::fail(ErrorCode::StoreReadOnly, file.string() + " cannot be written");
    journal.read(visit);
    return journal;
}

/// Fewer octets where the file ends or cannot be read: then no group is whole any more.
base::Bytes AppendJournal::readAt(std::uint64_t offset, std::uint64_t count) const
{
    base::Bytes octets(static_cast<std::size_t>(count), '\0');
    const int result = m_file->get()->pMethods->xRead(m_file->get(), octets.data(), static_cast<int>(count),
                                                      static_cast<sqlite3_int64>(offset));
    return result == SQLITE_OK ? octets : base::Bytes();
}

void AppendJournal::read(const Visit& visit)
{
    sqlite3_int64 size = 0;
    if (m_file->get()->pMethods->xFileSize(m_file->get(), &size) != SQLITE_OK)
        return;
    const auto end = static_cast<std::uint64_t>(size);
    if (end < headSize)
        return;
    const base::Bytes head = readAt(0, headSize);
    const std::uint64_t salt = head.empty() ? 0 : numberAt(head, sizeof magic);
    if (head != headOf(salt))
        return;
    m_salt = salt;
    for (std::uint64_t at = headSize; end - at >= groupHeadSize;) {
        const base::Bytes groupHead = readAt(at, groupHeadSize);
        const std::uint64_t length = groupHead.empty() ? largestGroup : numberAt(groupHead, 0);
        if (length >= largestGroup || end - at - groupHeadSize < length)
            return;
        const base::Bytes group = readAt(at + groupHeadSize, length);
        if (group.size() != length || numberAt(groupHead, sizeof length) != groupDigest(salt, at, group))
            return;
        visit(salt, base::viewOf(group));
        at += groupHeadSize + length;
    }
}

void AppendJournal::startAnew(std::uint64_t salt)
{
    m_salt = salt;
    m_end = 0;
    m_good = true;
}

std::uint64_t AppendJournal::freshSalt()
{
    std::random_device random;
    // 63 bits: SQLite keeps it as a signed number.
    return (static_cast<std::uint64_t>(random()) << 31U ^ random()) & 0x7fffffffffffffffULL;
}

base::Status AppendJournal::append(base::ByteView group)
{
    if (!m_good)
        return base::fail(ErrorCode::StoreFailed, "the journal failed before");
    // Head and first group are one write: before its sync neither counts.
    const std::uint64_t at = headSize + m_end;
    base::Bytes octets = m_end == 0 ? headOf(m_salt) : base::Bytes();
    putNumber(octets, group.size());
    putNumber(octets, groupDigest(m_salt, at, base::textOf(group)));
    octets.append(base::textOf(group));
    sqlite3_file* file = m_file->get();
    errno = 0;
    m_good = false;
    if (const int result = file->pMethods->xWrite(file, octets.data(), static_cast<int>(octets.size()),
                                                  static_cast<sqlite3_int64>(m_end == 0 ? 0 : at));
        result != SQLITE_OK)
        return tl::unexpected(m_file->error("writing", result));
    if (m_sync)
        if (const int result = file->pMethods->xSync(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
            result != SQLITE_OK)
            return tl::unexpected(m_file->error("syncing", result));
    m_good = true;
    m_end += groupHeadSize + group.size();
    return {};
}

} // namespace zonescope::store
