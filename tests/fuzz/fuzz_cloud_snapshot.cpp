// SPDX-License-Identifier: GPL-3.0-or-later
// The lines inside a snapshot file, as a colleague may send it: wrapped in zstd here, so that the fuzzer
// reaches them.
#include "model/cloud/snapshot_file.h"
#include "tests/fuzz/fuzz_check.h"

#include <memory>
#include <zstd.h>

using namespace zonescope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view plain(reinterpret_cast<const char*>(data), size); // NOLINT: octets either way
    // As it is: hardly ever zstd. A small bound, or a frame of zeros would fill the memory.
    (void)cloud::unpackSnapshot(plain, std::size_t{1} << 20);
    static const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(),
                                                                              &ZSTD_freeCCtx);
    std::string packed(ZSTD_compressBound(size), '\0');
    packed.resize(ZSTD_compressCCtx(context.get(), packed.data(), packed.size(), data, size, 1));
    const auto unpacked = cloud::unpackSnapshot(packed, size);
    FUZZ_CHECK(unpacked && *unpacked == plain);
    if (const auto snapshot = cloud::readSnapshotBytes(packed))
        for (const cloud::Resource& resource : (*snapshot)->resources())
            FUZZ_CHECK(!resource.id.empty());
    return 0;
}
