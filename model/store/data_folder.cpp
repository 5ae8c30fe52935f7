// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/data_folder.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace zonescope::store {
namespace {

using base::ErrorCode;

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

} // namespace zonescope::store
