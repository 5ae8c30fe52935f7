// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/publish/answer_policy.h"
#include "model/publish/rate_limit.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cstdint>
#include <memory>

namespace zonescope::publish {

/// Answers what waits at a UDP socket in batches: one call of the kernel receives many queries, one sends
/// many answers, each from the address that was asked. Nothing is allocated. One thread.
class DatagramService
{
public:
    static constexpr std::size_t batch = 64;

    DatagramService();

    /// One batch. True when more may wait. `sent` counts the answers that went out. `anyAddress`: the socket
    /// is bound to no one address, so each answer must be told where to leave from.
    bool serve(int fd, bool anyAddress, const PublishedZones& zones, const Access& access, RateLimit& limit,
               const base::Clock& clock, std::uint64_t& sent);

private:
    static constexpr std::size_t querySize = 2048; ///< queries are small; larger ones are not for us
    static constexpr std::size_t answerSize = 1536;
    static constexpr std::size_t controlSize = 64;

    struct Place
    {
        sockaddr_storage peer;
        alignas(cmsghdr) std::array<std::uint8_t, controlSize> control;
        std::array<std::uint8_t, querySize> query;
        std::array<std::uint8_t, answerSize> answer;
        iovec part;
    };

    void prepare(std::size_t place, bool anyAddress);
    /// Makes the answer of one query. False: silence.
    bool answerOne(Place& place, const mmsghdr& received, const PublishedZones& zones, const Access& access,
                   RateLimit& limit, base::Timestamp wall, base::Instant steady);

    Answerer m_answerer;
    bool m_anyAddress = true;
    std::unique_ptr<std::array<Place, batch>> m_places;
    std::array<mmsghdr, batch> m_received{};
    std::array<mmsghdr, batch> m_sending{};
};

} // namespace zonescope::publish
