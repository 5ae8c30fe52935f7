// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/build/publication.h"
#include "model/net/event_loop.h"
#include "model/observe/probe_channel.h"

#include <functional>
#include <memory>
#include <vector>

namespace zonescope::engine {

/// Asks resolvers, one after the other, for the addresses of one name, until one gives a verdict. c-ares on
/// the engine's loop; gone means silent. Engine thread.
class AddressLookup
{
public:
    /// Errors: TimedOut, RcodeOther and the like of the last resolver; FlattenFailed when the name does not
    /// exist or has no address. The lookup may be destroyed from here.
    using Done = std::function<void(base::Result<build::FlattenedApex>)>;

    AddressLookup(net::EventLoop& loop, const base::Clock& clock, dns::Name target,
                  std::vector<net::Endpoint> resolvers, Done done);
    ~AddressLookup();
    AddressLookup(const AddressLookup&) = delete;

private:
    void ask();
    void answered(const observe::ProbeChannel::Outcome& outcome, dns::Type type);
    void settle();
    void nextResolver(base::Error why);
    void finish(base::Result<build::FlattenedApex> result);

    net::EventLoop& m_loop;
    const base::Clock& m_clock;
    dns::Name m_target;
    std::vector<net::Endpoint> m_resolvers;
    Done m_done;
    std::size_t m_next = 0;
    std::unique_ptr<observe::ProbeChannel> m_channel;
    net::EventLoop::TimerId m_timer = 0;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true); ///< what was posted asks it
    build::FlattenedApex m_found;
    std::optional<base::Error> m_failure;
    int m_waiting = 0;
};

} // namespace zonescope::engine
