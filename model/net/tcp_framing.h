// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace zonescope::net {

/// DNS over TCP, receiving: a two-octet length before every message (RFC 1035 section 4.2.2). Accepts any
/// split and several messages in one read. Never holds more than one message and one read. One thread.
class FrameDecoder
{
public:
    static constexpr std::size_t largestMessage = 65535;

    /// Room to read into; then tell how much came with received(). Invalidates what next() gave.
    std::span<std::uint8_t> space(std::size_t atLeast = 16384);
    void received(std::size_t octets) { m_end += octets; }
    /// Copies octets in; for callers that do not read from a socket.
    void feed(base::ByteView octets);

    /// The next whole message without its prefix, or nothing yet. A view into the buffer: valid until
    /// space(), feed() or reset(). May be empty (length 0), which no DNS message is.
    std::optional<base::ByteView> next();

    /// Octets of a message that has begun and is not whole: the stream ended badly when not 0.
    std::size_t pending() const { return m_end - m_begin; }
    void reset() { m_begin = m_end = 0; }

private:
    std::vector<std::uint8_t> m_buffer;
    std::size_t m_begin = 0; ///< first octet not handed out
    std::size_t m_end = 0;   ///< behind the last octet received
};

/// DNS over TCP, sending: frames messages one after the other and remembers what the socket has not taken
/// yet.
class FrameEncoder
{
public:
    /// False, and nothing happens, when longer than 65535 octets.
    bool push(base::ByteView message);
    base::ByteView pending() const;
    void sent(std::size_t octets);
    bool empty() const { return m_sent == m_buffer.size(); }

private:
    base::Bytes m_buffer;
    std::size_t m_sent = 0;
};

} // namespace zonescope::net
