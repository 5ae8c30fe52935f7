// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/dns/tsig.h"
#include "model/net/event_loop.h"
#include "model/net/tcp_framing.h"
#include "tests/servers/script.h"

#include <deque>
#include <functional>
#include <optional>
#include <vector>

namespace zonescope::servers {

/// One accepted TCP connection: takes requests one after the other and runs the steps of their answers, no
/// further ahead than the peer reads. Lives on the loop's thread.
class ServedConnection
{
public:
    /// Steps for a request, and a signer when the answer shall be signed.
    struct Answer
    {
        std::vector<Step> steps;
        std::optional<dns::TsigStreamSigner> signer;
    };
    using Answerer = std::function<Answer(base::ByteView request)>;

    /// `gone` is called once when the connection is over, never from inside another call; it may destroy the
    /// object.
    ServedConnection(net::EventLoop& loop, net::UniqueFd socket, Answerer answerer,
                     std::function<void()> gone);
    ~ServedConnection();
    ServedConnection(const ServedConnection&) = delete;

    /// The peer has closed, although the loop may not have come to it yet: for a count that is true at every
    /// moment.
    bool peerGone() const;

private:
    void ready(std::uint32_t events);
    bool read();
    void work();
    bool runStep();
    bool flush();
    void queue(const base::Bytes& message, bool sign);
    void pause(base::Duration duration);
    void leave();

    net::EventLoop& m_loop;
    net::UniqueFd m_socket;
    Answerer m_answerer;
    std::function<void()> m_gone;
    net::FrameDecoder m_decoder;
    std::deque<Step> m_steps;
    std::optional<dns::TsigStreamSigner> m_signer;
    std::uint64_t m_generated = 0; ///< messages given by the Generate step in front
    std::size_t m_dripped = 0;     ///< octets given by the Drip step in front
    base::Bytes m_out;             ///< framed octets the socket has not taken yet
    std::size_t m_sent = 0;
    net::EventLoop::TimerId m_timer = 0;
    bool m_stalled = false;
    bool m_left = false;
};

} // namespace zonescope::servers
