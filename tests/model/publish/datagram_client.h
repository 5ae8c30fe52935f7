// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/net/socket.h"

#include <poll.h>

#include <array>
#include <vector>

namespace zonescope::test {

/// Many questions over one UDP socket, a few in flight at a time. The n-th answer belongs to the n-th
/// question; empty: none came, though it was asked ten times. Questions bear their place among all of them as
/// their id: an answer that comes late is not taken for one of the next few.
inline std::vector<base::Bytes> askAll(const net::Endpoint& server, std::vector<base::Bytes> questions)
{
    constexpr std::size_t inFlight = 32;
    std::vector<base::Bytes> answers(questions.size());
    const auto socket = net::connectUdp(server);
    if (!socket)
        return answers;
    net::setReceiveBuffer(socket->get(), 1 << 20);
    std::array<std::uint8_t, 65535> buffer{};
    for (std::size_t begin = 0; begin < questions.size(); begin += inFlight) {
        const std::size_t end = std::min(begin + inFlight, questions.size());
        for (int attempt = 0; attempt < 10; ++attempt) {
            std::size_t open = 0;
            for (std::size_t i = begin; i < end; ++i)
                if (answers[i].empty()) {
                    questions[i][0] = static_cast<char>(i >> 8);
                    questions[i][1] = static_cast<char>(i);
                    open += net::sendConnected(socket->get(), base::viewOf(questions[i])) ? 1 : 0;
                }
            pollfd ready{socket->get(), POLLIN, 0};
            while (open > 0 && poll(&ready, 1, 2000) > 0) {
                const auto datagram = net::receiveDatagram(socket->get(), buffer);
                if (!datagram || !*datagram || (*datagram)->size < 2)
                    continue;
                const std::size_t place =
                    begin + static_cast<std::uint16_t>(buffer[0] * 256U + buffer[1] - begin);
                if (place < end && answers[place].empty()) {
                    answers[place] = base::Bytes(base::textOf({buffer.data(), (*datagram)->size}));
                    --open;
                }
            }
            if (open == 0)
                break;
        }
    }
    return answers;
}

} // namespace zonescope::test
