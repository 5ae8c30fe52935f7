// SPDX-License-Identifier: GPL-3.0-or-later
// Any stream as the answer to an AXFR or IXFR. The first octet chooses the query and the limits, then come
// framed messages as TCP brings them.
#include "model/net/tcp_framing.h"
#include "model/transfer/xfr_reader.h"
#include "tests/fuzz/fuzz_check.h"

using namespace zonescope;
using namespace zonescope::transfer;

namespace {

const base::Timestamp now = base::fromMicroseconds(1767225600'000000);

dns::Name name(std::string_view text)
{
    return dns::Name::fromText(text).value();
}

const zone::ZoneVersionPtr& held()
{
    static const zone::ZoneVersionPtr version = [] {
        const dns::Soa soa{name("ns1.z."), name("host.z."), 1, 3600, 600, 86400, 300};
        zone::ZoneLoader loader(name("z."));
        static_cast<void>(
            loader.add(dns::Record{name("z."), dns::Type::SOA, dns::Class::IN, 300, soa.toRdata()}));
        static_cast<void>(loader.add(
            dns::Record{name("z."), dns::Type::NS, dns::Class::IN, 300, base::Bytes(name("ns1.z.").wire())}));
        static_cast<void>(loader.add(
            dns::Record{name("ns1.z."), dns::Type::A, dns::Class::IN, 300, base::Bytes("\xc0\0\2\1", 4)}));
        static_cast<void>(loader.add(
            dns::Record{name("m.z."), dns::Type::TXT, dns::Class::IN, 300, base::Bytes("\2v1", 3)}));
        return loader.finish().value();
    }();
    return version;
}

XfrReader::Order orderFor(std::uint8_t flags)
{
    XfrReader::Order order;
    const bool ixfr = (flags & 1U) != 0;
    if (ixfr || (flags & 2U) != 0)
        order.held = held();
    order.query.id = 0x1234;
    order.query.question = {name("z."), ixfr ? dns::Type::IXFR : dns::Type::AXFR, dns::Class::IN};
    if ((flags & 4U) != 0)
        order.query.key = dns::TsigKey{name("k."), dns::TsigAlgorithm::HmacSha256, "secret"};
    order.acceptOlder = (flags & 8U) != 0;
    order.acceptEqual = (flags & 16U) != 0;
    order.maxRecords = (flags & 32U) != 0 ? 3 : 10'000;
    order.maxRrsetRecords = 100;
    return order;
}

std::uint64_t countRecords(const zone::ZoneVersion& version)
{
    std::uint64_t records = 0;
    version.forEach([&](zone::OwnerView owner) {
        FUZZ_CHECK(owner.name(version.apex()).isAtOrBelow(version.apex()));
        records += owner.recordCount();
        return true;
    });
    return records;
}

void check(XfrReader& reader, bool signedQuery)
{
    const auto product = reader.finish();
    FUZZ_CHECK(!(signedQuery && product)); // no fuzzer guesses a MAC
    if (!product || !product->version)
        return;
    FUZZ_CHECK(product->version->serial() == product->serial);
    FUZZ_CHECK(countRecords(*product->version) == product->version->recordCount());
    FUZZ_CHECK(product->version->find(std::string_view())->find(dns::Type::SOA)->size() == 1);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::uint64_t before = held()->recordCount();
    XfrReader reader(orderFor(data[0]));
    net::FrameDecoder decoder;
    decoder.feed(base::ByteView(data + 1, size - 1));
    while (const auto message = decoder.next())
        if (!reader.accept(*message, now))
            return 0;
    if (reader.ended())
        check(reader, (data[0] & 4U) != 0);
    else
        FUZZ_CHECK(!reader.cutOff("it ended").detail.empty());
    FUZZ_CHECK(held()->recordCount() == before);
    return 0;
}
