// SPDX-License-Identifier: GPL-3.0-or-later
// Any octets as text, as wire form and as a key: text, keys and order must agree with each other.
#include "model/dns/name.h"
#include "tests/fuzz/fuzz_check.h"

using namespace zonescope;
using dns::Name;

namespace {

void checkName(const Name& name)
{
    const auto again = Name::fromText(name.toText());
    FUZZ_CHECK(again.has_value());
    FUZZ_CHECK(again->wire() == name.wire());
    FUZZ_CHECK(Name::fromCanonicalKey(name.canonicalKey(Name()), Name()).wire() == name.lowered().wire());
    FUZZ_CHECK(name == name.lowered() && name.hash() == name.lowered().hash());
    // Of a name of a hundred labels every twelfth: each costs a walk over all of them.
    const std::size_t count = name.labelCount();
    for (std::size_t labels = 0; labels <= count; labels += 1 + count / 8) {
        const Name above = name.parent(labels);
        FUZZ_CHECK(name.isAtOrBelow(above));
        FUZZ_CHECK(Name::fromCanonicalKey(name.canonicalKey(above), above).lowered().wire() ==
                   name.lowered().wire());
    }
}

void checkOrder(const Name& a, const Name& b)
{
    const auto byName = a <=> b;
    const int byKey = a.canonicalKey(Name()).compare(b.canonicalKey(Name()));
    FUZZ_CHECK((byName < 0) == (byKey < 0) && (byName > 0) == (byKey > 0));
    FUZZ_CHECK((byName == 0) == (a == b));
}

/// The end of the first label of no octets, 0 when there is none.
std::size_t endOfName(base::ByteView octets)
{
    std::size_t at = 0;
    while (at < octets.size() && octets[at] != 0)
        at += octets[at] + 1U;
    return at < octets.size() ? at + 1 : 0;
}

/// A name ends in one place only, and what is behind it may be another.
void checkWire(base::ByteView octets, const Name& fromKey)
{
    const std::size_t end = endOfName(octets);
    for (const std::size_t other : {octets.size(), end - 1, end + 1})
        if (other != end && other <= octets.size())
            FUZZ_CHECK(!Name::fromWire(octets.first(other)));
    const auto first = Name::fromWire(octets.first(end));
    if (!first)
        return;
    FUZZ_CHECK(first->wire() == base::textOf(octets.first(end)));
    checkName(*first);
    checkOrder(*first, fromKey);
    const base::ByteView rest = octets.subspan(end);
    if (const auto second = Name::fromWire(rest.first(endOfName(rest))))
        checkOrder(*first, *second);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const base::ByteView octets(data, size);
    if (const auto name = Name::fromText(base::textOf(octets)))
        checkName(*name);
    const Name fromKey = Name::fromCanonicalKey(base::textOf(octets), Name());
    checkName(fromKey);
    checkWire(octets, fromKey);
    return 0;
}
