// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/byte_writer.h"
#include "model/dns/message_reader.h"
#include "model/dns/name.h"
#include "model/dns/record.h"

#include <string>
#include <string_view>
#include <vector>

namespace zonescope::dns::test {

/// A name that the test knows to be right.
inline Name name(std::string_view text)
{
    return Name::fromText(text).value();
}

/// Octets written as hexadecimal digits; blanks are allowed.
inline base::Bytes hex(std::string_view digits)
{
    base::Bytes octets;
    int half = -1;
    for (const char c : digits) {
        if (c == ' ')
            continue;
        const int value = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
        if (half < 0) {
            half = value;
        } else {
            octets += static_cast<char>(half << 4 | value);
            half = -1;
        }
    }
    return octets;
}

/// Puts messages together octet by octet, right or wrong.
class RawMessage
{
public:
    explicit RawMessage(std::uint16_t questions = 0, std::uint16_t answers = 0, std::uint16_t authorities = 0,
                        std::uint16_t additionals = 0, std::uint16_t flags = 0x8400)
    {
        for (const std::uint16_t field :
             {std::uint16_t(0x1234), flags, questions, answers, authorities, additionals})
            m_writer.u16(field);
    }
    RawMessage& bytes(std::string_view octets)
    {
        m_writer.bytes(octets);
        return *this;
    }
    RawMessage& name(std::string_view text) { return bytes(test::name(text).wire()); }
    RawMessage& pointer(std::uint16_t target)
    {
        m_writer.u16(0xc000 | target);
        return *this;
    }
    /// Everything behind the owner.
    RawMessage& rest(Type type, std::string_view rdata, Class recordClass = Class::IN,
                     std::uint32_t ttl = 300)
    {
        m_writer.u16(static_cast<std::uint16_t>(type));
        m_writer.u16(static_cast<std::uint16_t>(recordClass));
        m_writer.u32(ttl);
        m_writer.u16(static_cast<std::uint16_t>(rdata.size()));
        return bytes(rdata);
    }
    std::size_t size() const { return m_writer.size(); }
    base::ByteView view() const { return m_writer.view(); }

private:
    base::ByteWriter m_writer;
};

/// All records, or the first error.
inline base::Result<std::vector<Record>> readAll(base::ByteView message)
{
    auto reader = MessageReader::open(message);
    if (!reader)
        return tl::unexpected(reader.error());
    std::vector<Record> records;
    for (;;) {
        auto record = reader->nextRecord();
        if (!record)
            return tl::unexpected(record.error());
        if (!*record)
            return records;
        records.push_back((*record)->toRecord());
    }
}

} // namespace zonescope::dns::test
