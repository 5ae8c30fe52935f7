// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/crash/recorded_media.h"

#include <fstream>
#include <utility>

namespace zonescope::kit {

void RecordedMedia::apply(std::string& content, std::size_t offset, std::string_view octets)
{
    if (octets.empty()) {
        content.resize(offset);
        return;
    }
    if (content.size() < offset + octets.size())
        content.resize(offset + octets.size());
    content.replace(offset, octets.size(), octets);
}

void RecordedMedia::add(const std::string& path, std::string synced)
{
    m_files[path].synced = std::move(synced);
}

void RecordedMedia::write(const std::string& path, std::size_t offset, std::string octets)
{
    m_files[path].unsynced.push_back({offset, std::move(octets)});
}

void RecordedMedia::truncate(const std::string& path, std::size_t size)
{
    m_files[path].unsynced.push_back({size, {}});
}

void RecordedMedia::sync(const std::string& path)
{
    File& file = m_files[path];
    for (const Unsynced& write : file.unsynced)
        apply(file.synced, write.offset, write.octets);
    file.unsynced.clear();
}

void RecordedMedia::syncLast(const std::string& path)
{
    File& file = m_files[path];
    apply(file.synced, file.unsynced.back().offset, file.unsynced.back().octets);
    file.unsynced.pop_back();
}

void RecordedMedia::restore(const std::filesystem::path& folder, std::mt19937& random, CutSector kind) const
{
    constexpr std::size_t sector = 512;
    const unsigned outcomes = kind == CutSector::MayBeGarbage ? 3 : 2;
    for (const auto& [path, file] : m_files) {
        std::string content = file.synced;
        for (const Unsynced& write : file.unsynced) {
            if (write.octets.empty() && random() % 2 == 0)
                apply(content, write.offset, {});
            for (std::size_t at = 0; at < write.octets.size(); at += sector) {
                std::string part = write.octets.substr(at, sector);
                const auto outcome = random() % outcomes;
                if (outcome == 0) // never reached the media
                    continue;
                if (outcome == 2)
                    for (char& octet : part)
                        octet = static_cast<char>(random());
                apply(content, write.offset + at, part);
            }
        }
        const std::filesystem::path to = folder / std::filesystem::path(path).filename();
        std::ofstream(to, std::ios::binary)
            .write(content.data(), static_cast<std::streamsize>(content.size()));
    }
}

} // namespace zonescope::kit
