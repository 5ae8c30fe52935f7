// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/data_folder.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace zonescope::store {
namespace {

using base::ErrorCode;

/// The shared memory of two databases is 64 KiB; the first commits of a start go into their logs.
constexpr off_t reserveSize = off_t{1} << 20;
constexpr const char* reserveName = "reserve";

auto systemError(const std::filesystem::path& path)
{
    const int number = errno;
    const bool readOnly = number == EACCES || number == EPERM || number == EROFS;
    const bool full = number == ENOSPC || number == EDQUOT;
    return base::fail(readOnly ? ErrorCode::StoreReadOnly
                      : full   ? ErrorCode::StoreFull
                               : ErrorCode::StoreOpen,
                      path.string() + ": " + std::strerror(number)); // NOLINT(concurrency-mt-unsafe)
}

} // namespace

base::Result<DataFolder> DataFolder::acquire(const std::filesystem::path& folder)
{
    std::error_code error;
    if (!folder.parent_path().empty())
        std::filesystem::create_directories(folder.parent_path(), error); // mkdir below says what is wrong
    if (::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST)
        return systemError(folder);
    const std::filesystem::path file = folder / "lock";
    net::UniqueFd lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
    if (!lock)
        return systemError(file);
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0)
        return base::fail(ErrorCode::StoreOpen, folder.string() + " is in use by another Zonescope");
    return DataFolder(folder, std::move(lock));
}

bool DataFolder::freeReserve() const
{
    return ::unlink((m_path / reserveName).c_str()) == 0;
}

void DataFolder::keepReserve() const
{
    const std::filesystem::path file = m_path / reserveName;
    struct stat there = {};
    if (::stat(file.c_str(), &there) == 0 && there.st_size == reserveSize)
        return;
    std::error_code unknown;
    if (std::filesystem::space(m_path, unknown).available < std::uintmax_t{4} * reserveSize)
        return; // what little there is, is needed now
    const net::UniqueFd made(
        ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
    if (!made || ::posix_fallocate(made.get(), 0, reserveSize) != 0)
        ::unlink(file.c_str()); // half of it would only be in the way
}

} // namespace zonescope::store
