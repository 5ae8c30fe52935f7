// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a zone file: what is read, written and read again must be the same record.
#include "model/dns/rdata_expander.h"
#include "model/dns/text.h"
#include "tests/fuzz/fuzz_check.h"

using namespace zonescope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const dns::Name origin = dns::Name::fromTrustedWire(std::string_view("\7example\0", 9));
    int records = 0;
    const auto status =
        dns::parseZoneText(base::textOf({data, size}), origin, 300, [&](const dns::Record& record) {
            FUZZ_CHECK(dns::Name::fromWire(base::viewOf(record.owner.wire())).has_value());
            FUZZ_CHECK(!dns::rdataFault(record.type, record.recordClass, base::viewOf(record.rdata)));
            if (++records > 20)
                return; // each costs a scanner of its own
            const std::string text = dns::recordText(record);
            const auto again = dns::recordsFromText(text, dns::Name());
            FUZZ_CHECK(again && again->size() == 1);
            FUZZ_CHECK(again->front() == record);
        });
    FUZZ_CHECK(status || !status.error().detail.empty());
    return 0;
}
