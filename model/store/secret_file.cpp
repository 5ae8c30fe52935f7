// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/secret_file.h"

#include "model/dns/tsig.h"
#include "model/net/unique_fd.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace zonescope::store {
namespace {

using base::ErrorCode;

constexpr std::string_view heading = "zonescope-secrets 1";
constexpr std::uintmax_t largestFile = 64U << 20;

auto systemError(const std::string& what)
{
    const int number = errno;
    const ErrorCode code = number == ENOSPC || number == EDQUOT || number == EFBIG ? ErrorCode::StoreFull
                           : number == EROFS                                       ? ErrorCode::StoreReadOnly
                           : number == EACCES || number == EPERM ? ErrorCode::PermissionDenied
                                                                 : ErrorCode::FileFailed;
    return base::fail(code, what + ": " + std::strerror(number)); // NOLINT(concurrency-mt-unsafe)
}

base::Status checkOwner(int fd, const std::filesystem::path& file)
{
    struct stat status = {};
    if (::fstat(fd, &status) != 0)
        return systemError(file.string());
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return base::fail(ErrorCode::PermissionDenied,
                          file.string() + " holds secrets and is open to others: chmod 600 " + file.string());
    if (status.st_uid != ::geteuid())
        return base::fail(ErrorCode::PermissionDenied,
                          file.string() + " holds secrets and belongs to another user");
    return {};
}

base::Result<std::string> readAll(int fd, const std::filesystem::path& file)
{
    std::string text;
    std::array<char, 65536> part{};
    for (;;) {
        const ssize_t count = ::read(fd, part.data(), part.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return systemError(file.string());
        if (count == 0)
            return text;
        text.append(part.data(), static_cast<std::size_t>(count));
        if (text.size() > largestFile)
            return base::fail(ErrorCode::StoreCorrupt, file.string() + " is too large to be ours");
    }
}

base::Status writeAll(int fd, std::string_view text, const std::filesystem::path& file)
{
    while (!text.empty()) {
        const ssize_t count = ::write(fd, text.data(), text.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return systemError(file.string());
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
}

/// "7 c2VjcmV0": the id of the key and its secret in base64.
bool parseLine(std::string_view line, Secrets& into)
{
    const std::size_t blank = line.find(' ');
    if (blank == std::string_view::npos)
        return false;
    std::uint32_t id = 0;
    const auto [end, wrong] = std::from_chars(line.data(), line.data() + blank, id);
    if (wrong != std::errc() || end != line.data() + blank || id == 0)
        return false;
    auto secret = dns::TsigKey::decodeSecret(line.substr(blank + 1));
    return secret && into.emplace(base::KeyId{id}, std::move(*secret)).second;
}

base::Result<Secrets> parse(std::string_view text, const std::filesystem::path& file)
{
    Secrets secrets;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        const bool good =
            end != std::string_view::npos && (number == 1 ? line == heading : parseLine(line, secrets));
        if (!good) // never the line itself
            return base::fail(ErrorCode::StoreCorrupt,
                              file.string() + ": line " + std::to_string(number) + " is damaged");
        text.remove_prefix(end + 1);
    }
    return secrets;
}

std::string format(const Secrets& secrets)
{
    std::string text(heading);
    text += '\n';
    for (const auto& [key, secret] : secrets)
        text += std::to_string(key.value) + ' ' + dns::TsigKey::encodeSecret(secret) + '\n';
    return text;
}

base::Status syncFolder(const std::filesystem::path& folder)
{
    const net::UniqueFd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.get() < 0 || ::fsync(fd.get()) != 0)
        return systemError(folder.string());
    return {};
}

} // namespace

base::Result<Secrets> SecretFile::read() const
{
    const net::UniqueFd fd(::open(m_file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (fd.get() < 0 && errno == ENOENT)
        return Secrets();
    if (fd.get() < 0)
        return systemError(m_file.string());
    if (const auto own = checkOwner(fd.get(), m_file); !own)
        return tl::unexpected<base::Error>(own.error());
    const auto text = readAll(fd.get(), m_file);
    if (!text)
        return tl::unexpected<base::Error>(text.error());
    return parse(*text, m_file);
}

base::Status SecretFile::write(const Secrets& secrets) const
{
    const std::filesystem::path temporary = m_file.string() + ".new";
    ::unlink(temporary.c_str()); // left by a crash
    const net::UniqueFd fd(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
    if (fd.get() < 0)
        return systemError(temporary.string());
    auto done = writeAll(fd.get(), format(secrets), temporary);
    if (done && ::fsync(fd.get()) != 0)
        done = systemError(temporary.string());
    if (done && ::rename(temporary.c_str(), m_file.c_str()) != 0)
        done = systemError(m_file.string());
    if (!done) {
        ::unlink(temporary.c_str());
        return done;
    }
    return syncFolder(m_file.parent_path());
}

} // namespace zonescope::store
