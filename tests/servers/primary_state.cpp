// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/servers/primary_state.h"

#include "model/net/socket.h"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <utility>

namespace zonescope::servers {

base::Status ScriptedPrimaryState::open(const net::Endpoint& listen)
{
    auto created = net::EventLoop::create(clock);
    if (!created)
        return tl::unexpected(created.error());
    loop = std::move(*created);
    // The kernel chooses a port for TCP that UDP may not have free: then another one.
    base::Error last;
    for (int i = 0; i < 20; ++i) {
        auto tcp = net::listenTcp(listen);
        if (!tcp)
            return tl::unexpected(tcp.error());
        const auto local = net::localEndpoint(tcp->get());
        if (!local)
            return tl::unexpected(local.error());
        auto datagrams = net::bindUdp(*local);
        if (datagrams) {
            listener = std::move(*tcp);
            udp = std::move(*datagrams);
            endpoint = *local;
            if (auto added = loop->add(listener.get(), EPOLLIN, [this](std::uint32_t) { accept(); }); !added)
                return added;
            return loop->add(udp.get(), EPOLLIN, [this](std::uint32_t) { udpReady(); });
        }
        last = datagrams.error();
        if (listen.port != 0)
            break;
    }
    return tl::unexpected(last);
}

void ScriptedPrimaryState::stop()
{
    loop->stop();
    if (thread.joinable())
        thread.join();
    notifies.clear();
    connections.clear();
}

void ScriptedPrimaryState::udpReady()
{
    std::array<std::uint8_t, 65535>
        buffer; // NOLINT(cppcoreguidelines-pro-type-member-init): filled by the kernel
    for (;;) {
        const auto datagram = net::receiveDatagram(udp.get(), buffer);
        if (!datagram || !*datagram)
            return;
        const net::Datagram& d = **datagram;
        auto steps = std::make_shared<ServedConnection::Answer>(
            answer(base::ByteView(buffer.data(), d.size), d.from, 0));
        runDatagramSteps(std::move(steps), 0, d.from, d.to);
    }
}

void ScriptedPrimaryState::runDatagramSteps(std::shared_ptr<ServedConnection::Answer> answer, std::size_t at,
                                            net::Endpoint to, std::optional<net::IpAddress> from)
{
    for (; at < answer->steps.size(); ++at) {
        const Step& step = answer->steps[at];
        if (step.kind == Step::Kind::Wait) {
            loop->after(step.pause,
                        [this, answer, at, to, from] { runDatagramSteps(answer, at + 1, to, from); });
            return;
        }
        if (step.kind != Step::Kind::Send && step.kind != Step::Kind::SendRaw)
            return;
        const bool sign = step.kind == Step::Kind::Send && step.sign && answer->signer;
        const base::Bytes whole = sign ? answer->signer->sign(step.bytes, clock.wall()) : step.bytes;
        static_cast<void>(
            net::sendDatagram(udp.get(), to, base::viewOf(whole), from)); // lost like any datagram
    }
}

void ScriptedPrimaryState::accept()
{
    for (;;) {
        auto accepted = net::acceptTcp(listener.get());
        if (!accepted || !*accepted)
            return;
        const std::lock_guard lock(mutex);
        ++counters.connectionsTotal;
        const auto open = static_cast<std::uint32_t>(
            std::count_if(connections.begin(), connections.end(),
                          [](const auto& entry) { return !entry.second->peerGone(); }));
        if (manners.maxConnections != 0 && open >= manners.maxConnections)
            continue; // closed by the end of `accepted`
        const std::uint64_t id = nextConnection++;
        const net::Endpoint peer = (**accepted).peer;
        counters.connectionsOpen = open + 1;
        counters.connectionsMax = std::max(counters.connectionsMax, counters.connectionsOpen);
        connections.emplace(
            id, std::make_unique<ServedConnection>(
                    *loop, std::move((**accepted).socket),
                    [this, peer, id](base::ByteView message) { return answer(message, peer, id); },
                    [this, id] { dropConnection(id); }));
    }
}

void ScriptedPrimaryState::dropConnection(std::uint64_t id)
{
    connections.erase(id);
    const std::lock_guard lock(mutex);
    counters.connectionsOpen = static_cast<std::uint32_t>(connections.size());
}

const HostedZone* ScriptedPrimaryState::enclosingZone(dns::Name name) const
{
    for (;; name = name.parent()) {
        if (const auto found = zones.find(name); found != zones.end())
            return &found->second;
        if (name.isRoot())
            return nullptr;
    }
}

ServedConnection::Answer ScriptedPrimaryState::answer(base::ByteView message, const net::Endpoint& from,
                                                      std::uint64_t connection)
{
    const std::lock_guard lock(mutex);
    ServedConnection::Answer answer;
    dns::RequestVerdict verdict;
    auto request = readRequest(message, keys, verdict);
    if (!request) {
        answer.steps.push_back(Step::close());
        return answer;
    }
    if (manners.silent) {
        answer.steps.push_back(Step::stall());
        return answer;
    }
    request->tcp = connection != 0;
    request->from = from;
    request->connection = connection;
    if (request->keyName)
        answer.signer.emplace(*keys.find(*request->keyName), request->mac);
    const HostedZone* hosted = enclosingZone(request->question.name);
    std::vector<Step> proper = properAnswer(*request, verdict, hosted, manners, keys, counters);
    auto scripted = hosted && hosted->script ? hosted->script(*request) : std::nullopt;
    answer.steps = scripted ? std::move(*scripted) : std::move(proper);
    if (manners.answerDelay.count() > 0)
        answer.steps.insert(answer.steps.begin(), Step::wait(manners.answerDelay));
    return answer;
}

void ScriptedPrimaryState::notifySecondaries(const HostedZone& zone)
{
    for (const ScriptedPrimary::Secondary& secondary : zone.secondaries) {
        ScriptedPrimary::NotifyForm form;
        form.key = secondary.key;
        form.transport = secondary.transport;
        notify(zone, secondary.endpoint, form);
    }
}

void ScriptedPrimaryState::notify(const HostedZone& zone, const net::Endpoint& to,
                                  const ScriptedPrimary::NotifyForm& form)
{
    if (manners.notifiesToDrop > 0) {
        --manners.notifiesToDrop;
        ++counters.notifiesDropped;
        return;
    }
    ++counters.notifiesSent;
    NotifyExchange::Order order;
    order.to = to;
    order.from = endpoint.address;
    order.apex = zone.content.apex();
    order.tcp = form.transport == ScriptedPrimary::Transport::Tcp;
    if (const dns::TsigKey* key = form.key ? keys.find(*form.key) : nullptr)
        order.key = *key;
    if (form.withSoa) {
        order.soa = zone.content.soaRecord();
        if (auto soa = dns::Soa::fromRdata(base::viewOf(order.soa->rdata)); soa && form.serial) {
            soa->serial = *form.serial;
            order.soa->rdata = soa->toRdata();
        }
    }
    loop->post([this, order = std::move(order), delay = manners.notifyDelay] {
        if (delay.count() == 0)
            startNotify(order);
        else
            loop->after(delay, [this, order] { startNotify(order); });
    });
}

void ScriptedPrimaryState::startNotify(NotifyExchange::Order order)
{
    const std::uint64_t id = nextNotify++;
    auto exchange = std::make_unique<NotifyExchange>(*loop, std::move(order), [this, id](bool answered) {
        if (answered) {
            const std::lock_guard lock(mutex);
            ++counters.notifiesAnswered;
        }
        notifies.erase(id);
    });
    NotifyExchange& started = *exchange;
    notifies.emplace(id, std::move(exchange));
    started.start();
}

} // namespace zonescope::servers
