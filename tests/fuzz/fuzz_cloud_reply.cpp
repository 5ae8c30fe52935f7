// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever a provider answers: no crash, and every resource has what the rest of the program relies on. The
// first octet chooses the provider that is assumed.
#include "model/cloud/aws_xml.h"
#include "model/cloud/reply_reader.h"
#include "model/cloud/snapshot_file.h"
#include "tests/fuzz/fuzz_check.h"

using namespace zonescope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const cloud::ReadContext context{static_cast<cloud::Provider>(data[0] & 3), "acc", "reg",
                                     (data[0] & 4) != 0 ? "parent" : ""};
    const std::string_view text(reinterpret_cast<const char*>(data) + 1,
                                size - 1); // NOLINT: octets either way
    if (const auto fault = cloud::awsFaultIn(text))
        FUZZ_CHECK(fault->code.size() <= text.size());
    const auto reply = cloud::readReply(text, context);
    if (!reply) {
        FUZZ_CHECK(!reply.error().detail.empty());
        return 0;
    }
    for (const cloud::Resource& resource : reply->resources) {
        FUZZ_CHECK(!resource.id.empty() && !resource.region.empty());
        FUZZ_CHECK(!resource.raw.empty() && resource.raw[0] == '{');
        FUZZ_CHECK(resource.hash == cloud::contentHash(resource.raw));
        std::vector<cloud::Resource> again;
        const bool restored =
            cloud::restoreResource(resource.raw, resource.collection,
                                   {resource.provider, resource.account, resource.region, resource.parent},
                                   resource.redacted, again);
        FUZZ_CHECK(restored && again.size() == 1);
        FUZZ_CHECK(again[0].raw == resource.raw && again[0].id == resource.id);
    }
    return 0;
}
