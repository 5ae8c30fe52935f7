// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/name.h"

#include "model/dns/ascii.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <optional>

namespace zonescope::dns {
namespace {

using base::ErrorCode;
using base::fail;

constexpr std::size_t longestName = 255;
constexpr std::size_t longestLabel = 63;
constexpr std::size_t mostLabels = 127; ///< 127 labels of one octet and the root label make 255 octets

constexpr char keySeparator = '\0';
constexpr char keyEscape = '\x01';

std::uint8_t octet(char c)
{
    return static_cast<std::uint8_t>(c);
}

/// Where each label begins, the root label left out.
struct LabelOffsets
{
    explicit LabelOffsets(std::string_view wire)
    {
        for (std::size_t at = 0; wire[at] != '\0'; at += octet(wire[at]) + 1U)
            offsets.at(count++) = static_cast<std::uint8_t>(at);
    }

    std::array<std::uint8_t, mostLabels> offsets{};
    std::size_t count = 0;
};

std::string_view labelAt(std::string_view wire, std::size_t offset)
{
    return wire.substr(offset + 1, octet(wire[offset]));
}

std::weak_ordering compareLabels(std::string_view a, std::string_view b)
{
    const std::size_t shared = std::min(a.size(), b.size());
    for (std::size_t i = 0; i < shared; ++i) {
        const std::uint8_t left = octet(lowerAscii(a[i]));
        const std::uint8_t right = octet(lowerAscii(b[i]));
        if (left != right)
            return left <=> right;
    }
    return a.size() <=> b.size();
}

tl::unexpected<base::Error> invalidName(std::string_view what, std::size_t position)
{
    return fail(ErrorCode::InvalidName, std::string(what) + " at position " + std::to_string(position + 1));
}

/// Reads one octet of a label, escapes resolved. Leaves `at` behind it.
base::Result<char> readOctet(std::string_view text, std::size_t& at)
{
    const std::size_t start = at;
    const char c = text[at++];
    if (c != '\\') {
        if (octet(c) <= ' ' || octet(c) == 0x7f)
            return invalidName("blank or control character", start);
        if (octet(c) > 0x7f)
            return invalidName("character outside ASCII (write the xn-- form or \\DDD)", start);
        return c;
    }
    if (at == text.size())
        return invalidName("backslash at the end", start);
    if (!isDigit(text[at])) {
        if (octet(text[at]) < ' ' || octet(text[at]) > 0x7e)
            return invalidName("backslash before a character outside printable ASCII", start);
        return text[at++];
    }
    if (text.size() - at < 3 || !isDigit(text[at + 1]) || !isDigit(text[at + 2]))
        return invalidName("\\DDD needs three digits", start);
    const int value = (text[at] - '0') * 100 + (text[at + 1] - '0') * 10 + (text[at + 2] - '0');
    if (value > 255)
        return invalidName("\\DDD is larger than 255", start);
    at += 3;
    return static_cast<char>(value);
}

/// As libknot writes names, so that those in rdata look the same, and so that libzscanner reads all of them.
void appendEscaped(std::string& text, char c)
{
    constexpr std::string_view harmless = "-_*/";
    if (octet(c) <= ' ' || octet(c) > 0x7e) {
        text += '\\';
        for (const int unit : {100, 10, 1})
            text += static_cast<char>('0' + octet(c) / unit % 10);
        return;
    }
    if (!isDigit(c) && !isLetter(c) && harmless.find(c) == std::string_view::npos)
        text += '\\';
    text += c;
}

bool isWholeWireName(std::string_view wire)
{
    if (wire.empty() || wire.size() > longestName)
        return false;
    std::size_t at = 0;
    while (wire[at] != '\0') {
        if (octet(wire[at]) > longestLabel)
            return false;
        at += octet(wire[at]) + 1U;
        if (at >= wire.size())
            return false;
    }
    return at + 1 == wire.size();
}

} // namespace

base::Result<Name> Name::fromText(std::string_view text)
{
    if (text.empty())
        return fail(ErrorCode::InvalidName, "the name is empty");
    if (text == ".")
        return Name();
    std::string wire(1, '\0');
    std::size_t labelStart = 0; // where the current label's length octet is
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t start = at;
        const std::size_t length = wire.size() - labelStart - 1;
        if (text[at] == '.') {
            if (length == 0)
                return invalidName("empty label", at);
            wire[labelStart] = static_cast<char>(length);
            labelStart = wire.size();
            wire += '\0';
            ++at;
            continue;
        }
        const auto c = readOctet(text, at);
        if (!c)
            return tl::unexpected(c.error());
        if (length == longestLabel)
            return invalidName("label longer than 63 octets", start);
        wire += *c;
        if (wire.size() >= longestName)
            return invalidName("name longer than 255 octets", start);
    }
    if (const std::size_t length = wire.size() - labelStart - 1; length != 0) {
        wire[labelStart] = static_cast<char>(length);
        wire += '\0';
    }
    return fromTrustedWire(wire);
}

base::Result<Name> Name::fromWire(base::ByteView wire)
{
    const std::string_view text = base::textOf(wire);
    if (!isWholeWireName(text))
        return fail(ErrorCode::MalformedName, "not one whole uncompressed name of at most 255 octets");
    return fromTrustedWire(text);
}

Name Name::fromTrustedWire(std::string_view wire)
{
    assert(isWholeWireName(wire));
    Name name;
    name.m_wire = wire;
    return name;
}

std::string Name::toText() const
{
    if (isRoot())
        return ".";
    std::string text;
    text.reserve(m_wire.size() + 4);
    for (std::size_t at = 0; m_wire[at] != '\0'; at += octet(m_wire[at]) + 1U) {
        for (const char c : labelAt(m_wire, at))
            appendEscaped(text, c);
        text += '.';
    }
    return text;
}

std::string Name::toDisplay() const
{
    std::string text = toText();
    if (!isRoot())
        text.pop_back(); // the dot that ends toText() is never an escaped one
    return text;
}

std::size_t Name::labelCount() const
{
    return LabelOffsets(m_wire).count;
}

bool Name::isAtOrBelow(const Name& ancestor) const
{
    const std::size_t wanted = ancestor.m_wire.size();
    std::size_t at = 0;
    while (m_wire.size() - at > wanted)
        at += octet(m_wire[at]) + 1U;
    return m_wire.size() - at == wanted && equalIgnoringCase(wire().substr(at), ancestor.m_wire);
}

Name Name::parent(std::size_t labels) const
{
    std::size_t at = 0;
    for (; labels > 0 && m_wire[at] != '\0'; --labels)
        at += octet(m_wire[at]) + 1U;
    return fromTrustedWire(wire().substr(at));
}

bool Name::isWildcard() const
{
    return wire().starts_with("\x01*");
}

base::Result<Name> Name::wildcardBelow() const
{
    if (m_wire.size() + 2 > longestName)
        return fail(ErrorCode::InvalidName, "no room for a wildcard label in front");
    return fromTrustedWire("\x01*" + m_wire);
}

Name Name::lowered() const
{
    Name name = *this;
    // Length octets are at most 63, below 'A': the whole wire form can be lowered without looking for labels.
    std::transform(name.m_wire.begin(), name.m_wire.end(), name.m_wire.begin(), lowerAscii);
    return name;
}

std::string Name::canonicalKey(const Name& apex) const
{
    assert(isAtOrBelow(apex));
    const LabelOffsets labels(m_wire);
    const std::size_t end = m_wire.size() - apex.m_wire.size(); // where the apex begins
    std::string key;
    key.reserve(end);
    for (std::size_t i = labels.count; i-- > 0;) {
        if (labels.offsets.at(i) >= end)
            continue;
        if (!key.empty())
            key += keySeparator;
        for (const char c : labelAt(m_wire, labels.offsets.at(i))) {
            if (c == keySeparator || c == keyEscape) {
                key += keyEscape;
                key += static_cast<char>(c + 1);
            } else {
                key += lowerAscii(c);
            }
        }
    }
    return key;
}

Name Name::fromCanonicalKey(std::string_view key, const Name& apex)
{
    std::string wire = apex.m_wire;
    while (!key.empty()) {
        const std::size_t end = std::min(key.find(keySeparator), key.size());
        std::string label(1, '\0');
        for (std::size_t i = 0; i < end; ++i) {
            if (key[i] == keyEscape && i + 1 < end)
                label += static_cast<char>(key[++i] - 1);
            else
                label += key[i];
        }
        label[0] = static_cast<char>(std::min(label.size() - 1, longestLabel + 1));
        wire.insert(0, label);
        key.remove_prefix(std::min(end + 1, key.size()));
    }
    // A key from a damaged store must not become an invalid name: fall back to the apex.
    return isWholeWireName(wire) ? fromTrustedWire(wire) : apex;
}

bool operator==(const Name& a, const Name& b)
{
    return equalIgnoringCase(a.m_wire, b.m_wire);
}

std::weak_ordering operator<=>(const Name& a, const Name& b)
{
    const LabelOffsets left(a.m_wire);
    const LabelOffsets right(b.m_wire);
    const std::size_t shared = std::min(left.count, right.count);
    for (std::size_t i = 1; i <= shared; ++i) {
        const auto order = compareLabels(labelAt(a.m_wire, left.offsets.at(left.count - i)),
                                         labelAt(b.m_wire, right.offsets.at(right.count - i)));
        if (order != 0)
            return order;
    }
    return left.count <=> right.count;
}

std::size_t Name::hash() const
{
    std::uint64_t h = 14695981039346656037ULL;
    for (const char c : m_wire)
        h = (h ^ octet(lowerAscii(c))) * 1099511628211ULL;
    return h;
}

} // namespace zonescope::dns
