// SPDX-License-Identifier: GPL-3.0-or-later
// Any octets as a message. What is read must survive being written and read again.
#include "model/dns/edns.h"
#include "model/dns/message_reader.h"
#include "model/dns/message_writer.h"
#include "model/dns/rdata_expander.h"
#include "tests/fuzz/fuzz_check.h"

#include <vector>

using namespace zonescope;

namespace {

struct Item
{
    dns::Section section;
    dns::Record record;
};

bool readAll(base::ByteView octets, std::vector<Item>& items)
{
    auto reader = dns::MessageReader::open(octets);
    if (!reader)
        return false;
    for (;;) {
        const auto question = reader->nextQuestion();
        if (!question)
            return false;
        if (!*question)
            break;
    }
    std::size_t last = 0;
    for (;;) {
        const auto record = reader->nextRecord();
        if (!record)
            return false;
        if (!*record)
            return true;
        FUZZ_CHECK((*record)->messageOffset > last);
        last = (*record)->messageOffset;
        FUZZ_CHECK((*record)->rdata.size() <= 65535);
        items.push_back({reader->section(), (*record)->toRecord()});
        const dns::Record& kept = items.back().record;
        FUZZ_CHECK(dns::Name::fromWire(base::viewOf(kept.owner.wire())).has_value());
        const bool deletion = kept.rdata.empty() && kept.recordClass != dns::Class::IN;
        FUZZ_CHECK(deletion || !dns::rdataFault(kept.type, kept.recordClass, base::viewOf(kept.rdata)));
        if (kept.type == dns::Type::SOA && !deletion)
            FUZZ_CHECK(dns::Soa::fromRdata(base::viewOf(kept.rdata)).has_value());
        if (kept.type == dns::Type::OPT)
            (void)dns::Edns::fromRecord(**record);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::vector<Item> items;
    if (!readAll({data, size}, items))
        return 0;
    dns::MessageWriter writer(dns::Header{});
    std::vector<Item> written;
    for (const Item& item : items)
        if (writer.record(item.section, item.record))
            written.push_back(item);
    const base::Bytes octets = writer.finish();
    FUZZ_CHECK(octets.size() <= 65535);
    std::vector<Item> again;
    FUZZ_CHECK(readAll(base::viewOf(octets), again));
    FUZZ_CHECK(again.size() == written.size());
    for (std::size_t i = 0; i < again.size(); ++i) {
        FUZZ_CHECK(again[i].section == written[i].section && again[i].record == written[i].record);
        FUZZ_CHECK(again[i].record.owner.wire() == written[i].record.owner.wire());
    }
    return 0;
}
