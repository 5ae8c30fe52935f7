// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a zone file: what is read, written and read again must be the same record.
#include "model/dns/rdata_expander.h"
#include "model/dns/text.h"
#include "tests/fuzz/fuzz_check.h"

using namespace zonescope;

namespace {

constexpr std::size_t mostRecords = 20;

/// All at once: a scanner has 200 KB that are to be set up.
void readAgain(const std::vector<dns::Record>& records)
{
    std::string text;
    for (const dns::Record& record : records)
        text += dns::recordText(record) + '\n';
    const auto again = dns::recordsFromText(text, dns::Name());
    FUZZ_CHECK(again && *again == records);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const dns::Name origin = dns::Name::fromTrustedWire(std::string_view("\7example\0", 9));
    std::vector<dns::Record> records;
    const auto status =
        dns::parseZoneText(base::textOf({data, size}), origin, 300, [&](const dns::Record& record) {
            FUZZ_CHECK(dns::Name::fromWire(base::viewOf(record.owner.wire())).has_value());
            FUZZ_CHECK(!dns::rdataFault(record.type, record.recordClass, base::viewOf(record.rdata)));
            if (records.size() < mostRecords)
                records.push_back(record);
        });
    FUZZ_CHECK(status || !status.error().detail.empty());
    if (!records.empty())
        readAgain(records);
    return 0;
}
