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
    for (std::size_t labels = 0; labels <= name.labelCount(); ++labels) {
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

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const base::ByteView octets(data, size);
    if (const auto name = Name::fromText(base::textOf(octets)))
        checkName(*name);
    const Name fromKey = Name::fromCanonicalKey(base::textOf(octets), Name());
    checkName(fromKey);
    for (std::size_t split = 0; split <= size && split <= 255; ++split) {
        const auto first = Name::fromWire(octets.first(split));
        if (!first)
            continue;
        checkName(*first);
        checkOrder(*first, fromKey);
        if (const auto second = Name::fromWire(octets.subspan(split)))
            checkOrder(*first, *second);
    }
    return 0;
}
