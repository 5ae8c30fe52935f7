// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/flattened_file.h"

#include "model/dns/text.h"

#include <fstream>
#include <sstream>
#include <string>

namespace zonescope::engine {
namespace {

constexpr const char* heading = "zonescope-flattened 1";
constexpr std::size_t mostAddresses = 1000; ///< no resolver's answer has more
constexpr std::size_t ipv4Octets = 4;
constexpr std::size_t ipv6Octets = 16;

void writeAddresses(std::ostream& out, const char* word, const std::vector<base::Bytes>& addresses)
{
    for (const base::Bytes& address : addresses) {
        out << word;
        for (const char octet : address)
            out << ' ' << static_cast<unsigned>(static_cast<std::uint8_t>(octet));
        out << '\n';
    }
}

bool readAddress(std::istream& fields, std::size_t octets, std::vector<base::Bytes>& into)
{
    base::Bytes address;
    for (unsigned octet = 0; fields >> octet && octet <= 255;)
        address += static_cast<char>(octet);
    into.push_back(address);
    return address.size() == octets && into.size() <= mostAddresses;
}

} // namespace

std::filesystem::path flattenedFile(const std::filesystem::path& dataFolder, base::ZoneId zone)
{
    return dataFolder / "flattened" / std::to_string(zone.value);
}

std::string flattenedText(const build::FlattenedApex& flattened)
{
    std::ostringstream out;
    out << heading << "\ntarget " << flattened.target.toText() << "\nat "
        << base::toMicroseconds(flattened.at) << "\nttl " << flattened.ttl << '\n';
    writeAddresses(out, "a", flattened.a);
    writeAddresses(out, "aaaa", flattened.aaaa);
    out << "end\n"; // a file cut short is damaged
    return out.str();
}

base::Status saveFlattened(const std::filesystem::path& file, const build::FlattenedApex& flattened)
{
    std::error_code failed;
    std::filesystem::create_directories(file.parent_path(), failed);
    const std::filesystem::path fresh = file.string() + ".new";
    {
        std::ofstream out(fresh, std::ios::trunc);
        out << flattenedText(flattened);
        out.flush();
        if (!out)
            return base::fail(base::ErrorCode::FileFailed, "cannot write " + fresh.string());
    }
    std::filesystem::rename(fresh, file, failed);
    if (failed)
        return base::fail(base::ErrorCode::FileFailed, file.string() + ": " + failed.message());
    return {};
}

std::optional<build::FlattenedApex> loadFlattened(const std::filesystem::path& file)
{
    std::ifstream in(file);
    return readFlattened(in);
}

std::optional<build::FlattenedApex> readFlattened(std::istream& in)
{
    std::string line;
    if (!std::getline(in, line) || line != heading)
        return std::nullopt;
    build::FlattenedApex found;
    bool ended = false;
    while (!ended && std::getline(in, line)) {
        std::istringstream fields(line);
        std::string word;
        fields >> word;
        bool good = true;
        if (word == "target") {
            std::string text;
            fields >> text;
            const auto name = dns::Name::fromText(text);
            good = name.has_value();
            if (name)
                found.target = *name;
        } else if (word == "at") {
            std::int64_t at = 0;
            good = static_cast<bool>(fields >> at);
            found.at = base::fromMicroseconds(at);
        } else if (word == "ttl") {
            good = static_cast<bool>(fields >> found.ttl);
        } else if (word == "a") {
            good = readAddress(fields, ipv4Octets, found.a);
        } else if (word == "aaaa") {
            good = readAddress(fields, ipv6Octets, found.aaaa);
        } else {
            good = word == "end";
            ended = good;
        }
        if (!good)
            return std::nullopt;
    }
    const bool whole = ended && !found.target.isRoot() && !(found.a.empty() && found.aaaa.empty());
    return whole ? std::optional(std::move(found)) : std::nullopt;
}

} // namespace zonescope::engine
