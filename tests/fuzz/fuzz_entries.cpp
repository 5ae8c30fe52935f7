// SPDX-License-Identifier: GPL-3.0-or-later
// The stored entries of a zone, each as length (2), key, length (2), value: refused in words, or a zone that
// survives being written and read again.
#include "model/base/byte_reader.h"
#include "model/build/rrset_packer.h"
#include "model/build/rrset_unpacker.h"
#include "tests/fuzz/fuzz_check.h"

using namespace zonescope;

namespace {

const base::ZoneId zoneId{1};

void checkRefusal(const base::Error& error)
{
    FUZZ_CHECK(error.code == base::ErrorCode::StoreCorrupt);
    FUZZ_CHECK(!error.detail.empty());
}

void checkRoundTrip(const zone::ZoneVersion& version)
{
    build::RrsetUnpacker unpacker(zoneId, version.apex());
    build::pack(zoneId, version, [&](std::string_view key, std::string_view value) {
        FUZZ_CHECK(key.size() <= 511);
        FUZZ_CHECK(unpacker.add(key, value).has_value());
    });
    const auto again = unpacker.finish();
    FUZZ_CHECK(again.has_value());
    FUZZ_CHECK((*again)->recordCount() == version.recordCount());
    zone::forEachDifference(version, **again, [](auto, auto) {
        FUZZ_CHECK(false);
        return false;
    });
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    build::RrsetUnpacker unpacker(zoneId, *dns::Name::fromText("example.org."));
    base::ByteReader reader(base::ByteView(data, size));
    bool refused = false;
    while (!reader.atEnd() && !refused) {
        const std::string_view key = base::textOf(reader.take(reader.u16()));
        const std::string_view value = base::textOf(reader.take(reader.u16()));
        if (const auto entry = build::unpackEntry(value); !entry)
            checkRefusal(entry.error());
        if (const auto meta = build::unpackMeta(value); !meta)
            checkRefusal(meta.error());
        if (const auto added = unpacker.add(key, value); !added) {
            checkRefusal(added.error());
            refused = true;
        }
    }
    if (refused)
        return 0;
    const auto version = unpacker.finish();
    if (version)
        checkRoundTrip(**version);
    else
        checkRefusal(version.error());
    return 0;
}
