// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::kit {

/// What a power cut may do to the sector that was being written.
enum class CutSector { WholeOrOld, MayBeGarbage };

/// Files as a disk has them: what was synced, and the writes that only the machine knows so far.
class RecordedMedia
{
public:
    bool has(const std::string& path) const { return m_files.contains(path); }
    void add(const std::string& path, std::string synced);
    void remove(const std::string& path) { m_files.erase(path); }
    void write(const std::string& path, std::size_t offset, std::string octets);
    void truncate(const std::string& path, std::size_t size);
    /// All that was written to it is on the media now.
    void sync(const std::string& path);
    /// The last write alone is (O_DSYNC); what was written before may still get lost.
    void syncLast(const std::string& path);

    /// One of the many outcomes of a power cut, as files in `folder`: every 512 octets of each unsynced write
    /// there, not there, or garbage.
    void restore(const std::filesystem::path& folder, std::mt19937& random,
                 CutSector sector = CutSector::MayBeGarbage) const;

private:
    /// With no octets a truncation to `offset`.
    struct Unsynced
    {
        std::size_t offset;
        std::string octets;
    };
    struct File
    {
        std::string synced;
        std::vector<Unsynced> unsynced;
    };
    static void apply(std::string& content, std::size_t offset, std::string_view octets);

    std::map<std::string, File> m_files; ///< by full path
};

} // namespace zonescope::kit
