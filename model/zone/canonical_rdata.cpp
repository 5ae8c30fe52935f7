// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/canonical_rdata.h"

#include "model/dns/ascii.h"
#include "model/dns/rdata_layout.h"
#include "model/dns/wire_name.h"

#include <algorithm>
#include <cstring>

namespace zonescope::zone {
namespace {

/// Octets [begin, end) of an rdata that are names.
struct NameSpan
{
    std::size_t begin = 0;
    std::size_t end = 0;
};

NameSpan nameSpan(const dns::RdataLayout& layout, base::ByteView rdata)
{
    std::size_t at = layout.head;
    for (unsigned i = 0; i < layout.strings; ++i) {
        if (at >= rdata.size())
            return {};
        at += rdata[at] + 1U;
    }
    NameSpan span{at, at};
    for (unsigned i = 0; i < layout.names; ++i) {
        const std::size_t length =
            span.end < rdata.size() ? dns::plainNameLength(rdata.subspan(span.end)) : 0;
        if (length == 0)
            return {};
        span.end += length;
    }
    return span;
}

int compareOctets(base::ByteView a, base::ByteView b)
{
    const std::size_t shared = std::min(a.size(), b.size());
    if (const int order = shared == 0 ? 0 : std::memcmp(a.data(), b.data(), shared); order != 0)
        return order;
    return a.size() == b.size() ? 0 : a.size() < b.size() ? -1 : 1;
}

/// Length octets of labels are at most 63, below 'A': lowering the whole span leaves them alone.
int canonicalOctet(base::ByteView rdata, const NameSpan& names, std::size_t at)
{
    const std::uint8_t octet = rdata[at];
    if (at < names.begin || at >= names.end)
        return octet;
    return static_cast<std::uint8_t>(dns::lowerAscii(static_cast<char>(octet)));
}

/// Exactly the types whose names may come compressed are on the list of RFC 4034, and RRSIG.
bool hasCanonicalNames(dns::Type type, const dns::RdataLayout& layout)
{
    return layout.names != 0 && (layout.decompress || type == dns::Type::RRSIG);
}

} // namespace

void appendCanonical(dns::Type type, base::ByteView rdata, std::string& out)
{
    const dns::RdataLayout& layout = dns::rdataLayout(type, dns::Class::IN);
    const std::size_t start = out.size();
    out.append(base::textOf(rdata));
    if (!hasCanonicalNames(type, layout))
        return;
    const NameSpan names = nameSpan(layout, rdata);
    for (std::size_t i = names.begin; i < names.end; ++i)
        out[start + i] = dns::lowerAscii(out[start + i]);
}

int compareCanonical(dns::Type type, base::ByteView a, base::ByteView b)
{
    const dns::RdataLayout& layout = dns::rdataLayout(type, dns::Class::IN);
    if (!hasCanonicalNames(type, layout))
        return compareOctets(a, b);
    if (a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size()) == 0)
        return 0;
    const NameSpan namesOfA = nameSpan(layout, a);
    const NameSpan namesOfB = nameSpan(layout, b);
    const std::size_t shared = std::min(a.size(), b.size());
    for (std::size_t i = 0; i < shared; ++i)
        if (const int order = canonicalOctet(a, namesOfA, i) - canonicalOctet(b, namesOfB, i); order != 0)
            return order;
    return a.size() == b.size() ? 0 : a.size() < b.size() ? -1 : 1;
}

} // namespace zonescope::zone
