// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/net/event_loop.h"
#include "tests/servers/primary_answers.h"
#include "tests/servers/primary_notifier.h"
#include "tests/servers/step_runner.h"

#include <map>
#include <memory>
#include <mutex>
#include <thread>

namespace zonescope::servers {

/// Inside of ScriptedPrimary: what its thread and its callers share under one mutex, and the sockets, which
/// only the thread touches.
struct ScriptedPrimaryState
{
    mutable std::mutex mutex; // guards the next block
    std::map<dns::Name, HostedZone> zones;
    dns::KeyRing keys;
    Manners manners;
    ScriptedPrimary::Counters counters;

    base::SystemClock clock;
    net::Endpoint endpoint;
    std::unique_ptr<net::EventLoop> loop;
    net::UniqueFd udp;
    net::UniqueFd listener;
    std::map<std::uint64_t, std::unique_ptr<ServedConnection>> connections;
    std::map<std::uint64_t, std::unique_ptr<NotifyExchange>> notifies;
    std::uint64_t nextConnection = 1;
    std::uint64_t nextNotify = 1;
    std::thread thread;

    base::Status open(const net::Endpoint& listen);
    void stop();

    // The thread's side.
    void udpReady();
    void accept();
    void dropConnection(std::uint64_t id);
    ServedConnection::Answer answer(base::ByteView message, const net::Endpoint& from,
                                    std::uint64_t connection);
    void runDatagramSteps(std::shared_ptr<ServedConnection::Answer> answer, std::size_t at, net::Endpoint to,
                          std::optional<net::IpAddress> from);
    void startNotify(NotifyExchange::Order order);

    // Either side, with the mutex held.
    const HostedZone* enclosingZone(dns::Name name) const;
    void notifySecondaries(const HostedZone& zone);
    void notify(const HostedZone& zone, const net::Endpoint& to, const ScriptedPrimary::NotifyForm& form);
};

} // namespace zonescope::servers
