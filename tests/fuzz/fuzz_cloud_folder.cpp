// SPDX-License-Identifier: GPL-3.0-or-later
// A folder of what command lines printed: the first line is the file's name, which says whose it is, the rest
// what stands in it. Beside it lies a good file: a bad one must not stop it.
#include "model/cloud/folder_reader.h"
#include "tests/fuzz/memory_folder.h"

#include <algorithm>
#include <fstream>
#include <string>

using namespace zonescope;

namespace {

constexpr std::size_t longestName = 200;

const std::filesystem::path& folder()
{
    static const MemoryFolder memory("fuzz_cloud_folder");
    static const bool good =
        (memory.put("good.json", R"({"Vpcs":[{"VpcId":"vpc-1","CidrBlock":"10.0.0.0/16"}]})"), true);
    FUZZ_CHECK(good);
    return memory.path();
}

/// One name below the folder, whatever is in it.
std::string fileName(std::string_view line)
{
    std::string name = "f" + std::string(line.substr(0, longestName));
    std::ranges::replace_if(
        name, [](char c) { return c == '/' || c == '\0'; }, '-');
    return name.ends_with(".xml") ? name : name + ".json";
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size); // NOLINT: octets either way
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::filesystem::path file = folder() / fileName(text.substr(0, end));
    std::ofstream(file, std::ios::binary) << text.substr(std::min(end + 1, text.size()));
    const auto read = cloud::readFolder(folder(), base::fromMicroseconds(1));
    std::filesystem::remove(file);
    FUZZ_CHECK(read && read->filesRead + read->filesNotRead == 2);
    FUZZ_CHECK(read->snapshot->scopes().size() == 2 && read->snapshot->find("vpc-1"));
    for (const cloud::Scope& scope : read->snapshot->scopes())
        FUZZ_CHECK(scope.state == cloud::ScopeState::Ok || !scope.detail.empty());
    return 0;
}
