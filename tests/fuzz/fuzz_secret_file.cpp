// SPDX-License-Identifier: GPL-3.0-or-later
// Any octets as the file with the secrets: damaged in words that repeat nothing of it, or secrets with an
// owner.
#include "model/store/secret_file.h"
#include "tests/fuzz/memory_folder.h"

using namespace zonescope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const MemoryFolder memory("fuzz_secret_file");
    memory.put("secrets", base::textOf({data, size}));
    const auto secrets = store::SecretFile(memory.path() / "secrets").read();
    if (!secrets) {
        FUZZ_CHECK(secrets.error().code == base::ErrorCode::StoreCorrupt);
        FUZZ_CHECK(secrets.error().detail.ends_with(" is damaged"));
        return 0;
    }
    for (const auto& [key, secret] : *secrets)
        FUZZ_CHECK(key.value != 0);
    return 0;
}
