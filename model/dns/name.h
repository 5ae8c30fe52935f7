// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/result.h"

#include <compare>
#include <string>
#include <string_view>

namespace zonescope::dns {

/// A domain name, absolute, uncompressed wire form with its case preserved (RFC 1035 section 3.1).
/// Comparison and hash ignore ASCII case (RFC 4343). Always valid: built only through the checked makers.
/// A plain value; any thread.
class Name
{
public:
    /// The root.
    Name()
        : m_wire(1, '\0')
    {
    }

    /// Presentation form, with \DDD and \. escapes; a missing final dot is added.
    /// Errors: InvalidName with the position and what is wrong.
    static base::Result<Name> fromText(std::string_view text);
    /// Exactly one uncompressed wire name. Errors: MalformedName.
    static base::Result<Name> fromWire(base::ByteView wire);
    /// From octets already checked by MessageReader. Precondition: valid uncompressed wire form.
    static Name fromTrustedWire(std::string_view wire);

    /// With the final dot and escapes: "www.example.org.".
    std::string toText() const;
    /// Without the final dot unless it is the root: what people read in tables.
    std::string toDisplay() const;
    std::string_view wire() const { return m_wire; }
    std::size_t labelCount() const; ///< without the root label
    bool isRoot() const { return m_wire.size() == 1; }

    /// True for the name itself as well.
    bool isAtOrBelow(const Name& ancestor) const;
    /// The name without its first `labels` labels. Precondition: labels <= labelCount().
    Name parent(std::size_t labels = 1) const;
    bool isWildcard() const;
    /// "*" label in front (RFC 4592). Fails when longer than 255 octets.
    base::Result<Name> wildcardBelow() const;

    /// All letters lower case.
    Name lowered() const;

    /// Key whose memcmp order is the canonical order of RFC 4034 section 6.1: labels from the root side,
    /// lower case, separated by 0x00, with 0x00 and 0x01 inside a label escaped as 01 01 and 01 02.
    /// The apex (labels == 0 below `apex`) is the empty key. Precondition: isAtOrBelow(apex).
    std::string canonicalKey(const Name& apex) const;
    /// The inverse of canonicalKey (case is lost).
    static Name fromCanonicalKey(std::string_view key, const Name& apex);

    friend bool operator==(const Name& a, const Name& b);
    /// Canonical order, RFC 4034 section 6.1.
    friend std::weak_ordering operator<=>(const Name& a, const Name& b);
    std::size_t hash() const;

private:
    std::string m_wire;
};

} // namespace zonescope::dns

template <>
struct std::hash<zonescope::dns::Name>
{
    std::size_t operator()(const zonescope::dns::Name& n) const noexcept { return n.hash(); }
};
