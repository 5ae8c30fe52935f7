// SPDX-License-Identifier: GPL-3.0-or-later
// Any rdata of any type written as text (BIND CVE-2015-8704 and NSD CVE-2026-12246 were there, not in
// reading). The first two octets are the type.
#include "model/dns/rdata_expander.h"
#include "model/dns/text.h"
#include "tests/fuzz/fuzz_check.h"

using namespace zonescope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 2 || size > 65537)
        return 0;
    dns::Record record;
    record.type = static_cast<dns::Type>(data[0] << 8 | data[1]);
    record.rdata = base::textOf({data + 2, size - 2});
    const std::string text = dns::recordText(record);
    const bool fits = !dns::rdataFault(record.type, record.recordClass, base::viewOf(record.rdata));
    const auto again = dns::recordsFromText(text, dns::Name());
    FUZZ_CHECK(fits == again.has_value());
    if (again) {
        FUZZ_CHECK(again->size() == 1);
        FUZZ_CHECK(again->front() == record);
    }
    return 0;
}
