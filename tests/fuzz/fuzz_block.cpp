// SPDX-License-Identifier: GPL-3.0-or-later
// A stored block of entries: a length (1), the first key, the block. Refused, or its entries are the same
// after being packed and read again, and never many times larger than what came.
#include "model/base/bytes.h"
#include "model/store/lmdb/entry_block.h"
#include "tests/fuzz/fuzz_check.h"

#include <utility>
#include <vector>

using namespace zonescope;

namespace {

using Entries = std::vector<std::pair<std::string, std::string>>;

bool ascending(const Entries& entries)
{
    for (std::size_t i = 1; i < entries.size(); ++i)
        if (entries[i].first <= entries[i - 1].first)
            return false;
    return true;
}

void checkRoundTrip(const Entries& entries)
{
    Entries again;
    store::BlockPacker packer;
    const auto read = [&] {
        FUZZ_CHECK(store::readBlock(packer.firstKey(), packer.block(), [&](auto key, auto value) {
                       again.emplace_back(key, value);
                       return true;
                   }).has_value());
        packer.clear();
    };
    for (const auto& [key, value] : entries)
        if (!packer.add(key, value)) {
            read();
            FUZZ_CHECK(packer.add(key, value));
        }
    if (!packer.empty())
        read();
    FUZZ_CHECK(again == entries);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view input = base::textOf(base::ByteView(data + 1, size - 1));
    const std::string_view firstKey = input.substr(0, data[0]);
    const std::string_view block = input.substr(firstKey.size());
    Entries entries;
    std::size_t octets = 0;
    const auto done = store::readBlock(firstKey, block, [&](std::string_view key, std::string_view value) {
        octets += value.size();
        entries.emplace_back(key, value);
        return true;
    });
    FUZZ_CHECK(octets <= 100 * size);
    FUZZ_CHECK(done || done.error().code == base::ErrorCode::StoreCorrupt);
    if (done && ascending(entries))
        checkRoundTrip(entries);
    return 0;
}
