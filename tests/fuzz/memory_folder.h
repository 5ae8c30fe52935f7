// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "tests/fuzz/fuzz_check.h"

#include <fcntl.h>
#include <filesystem>
#include <string>
#include <unistd.h>

/// For what reads files only: in memory where the system has such a place, gone at the end of the program.
class MemoryFolder
{
public:
    explicit MemoryFolder(const std::string& name)
        : m_path(std::filesystem::path(::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp") /
                 (name + "." + std::to_string(::getpid())))
    {
        std::filesystem::create_directories(m_path);
    }
    ~MemoryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    MemoryFolder(const MemoryFolder&) = delete;
    MemoryFolder& operator=(const MemoryFolder&) = delete;

    const std::filesystem::path& path() const { return m_path; }
    /// The whole file is these octets. Written over the old ones: new pages cost more than the copy.
    void put(const char* file, std::string_view octets) const
    {
        const int fd = ::open((m_path / file).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        FUZZ_CHECK(::write(fd, octets.data(), octets.size()) == static_cast<ssize_t>(octets.size()));
        FUZZ_CHECK(::ftruncate(fd, static_cast<off_t>(octets.size())) == 0);
        ::close(fd);
    }

private:
    std::filesystem::path m_path;
};
