// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/net/tcp_framing.h"

#include <algorithm>
#include <cstring>

namespace zonescope::net {
namespace {

constexpr std::size_t prefixSize = 2;

} // namespace

std::span<std::uint8_t> FrameDecoder::space(std::size_t atLeast)
{
    // What is left of a message that has begun moves to the front; usually nothing is left.
    if (m_begin > 0) {
        std::memmove(m_buffer.data(), m_buffer.data() + m_begin, pending());
        m_end -= m_begin;
        m_begin = 0;
    }
    if (m_buffer.size() - m_end < atLeast)
        m_buffer.resize(m_end + atLeast);
    return std::span(m_buffer).subspan(m_end);
}

void FrameDecoder::feed(base::ByteView octets)
{
    if (octets.empty())
        return;
    std::copy(octets.begin(), octets.end(), space(octets.size()).begin());
    received(octets.size());
}

std::optional<base::ByteView> FrameDecoder::next()
{
    if (pending() < prefixSize)
        return std::nullopt;
    const std::size_t length = static_cast<std::size_t>(m_buffer[m_begin]) << 8 | m_buffer[m_begin + 1];
    if (pending() - prefixSize < length)
        return std::nullopt;
    const base::ByteView message = base::ByteView(m_buffer).subspan(m_begin + prefixSize, length);
    m_begin += prefixSize + length;
    return message;
}

bool FrameEncoder::push(base::ByteView message)
{
    if (message.size() > FrameDecoder::largestMessage)
        return false;
    m_buffer += static_cast<char>(message.size() >> 8);
    m_buffer += static_cast<char>(message.size() & 0xff);
    m_buffer += base::textOf(message);
    return true;
}

base::ByteView FrameEncoder::pending() const
{
    return base::viewOf(m_buffer).subspan(m_sent);
}

void FrameEncoder::sent(std::size_t octets)
{
    m_sent += std::min(octets, m_buffer.size() - m_sent);
    if (empty()) {
        m_buffer.clear();
        m_sent = 0;
    }
}

} // namespace zonescope::net
