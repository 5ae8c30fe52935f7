// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/transfer/transfer_session.h"
#include "tests/kit/fake_clock.h"
#include "tests/model/transfer/stream_kit.h"

#include <QtGlobal>

namespace zonescope::transfer {

class FakeHost final : public SessionHost
{
public:
    bool askPlace(PlaceKind kind, const Target&) override
    {
        Q_ASSERT(!holds); // who asks holds nothing
        asked.push_back(kind);
        holds = free;
        return free;
    }
    void releasePlace() override { holds = false; }
    bool ednsWorks(const net::Endpoint&) const override { return true; }
    void ednsFails(const net::Endpoint& server) override { withoutEdns.push_back(server); }
    bool tlsWorks(const net::Endpoint& server) const override
    {
        return std::count(withoutTls.begin(), withoutTls.end(), server) == 0;
    }
    void tlsFails(const net::Endpoint& server) override { withoutTls.push_back(server); }
    base::Bytes cookieFor(const net::Endpoint&) override { return cookie; }
    void learnCookie(const net::Endpoint&, const base::Bytes& learned) override { cookie = learned; }
    void progress(const pipeline::TransferProgress& p) override { reports.push_back(p); }
    void event(pipeline::Event e) override { events.push_back(std::move(e)); }

    bool free = true;
    bool holds = false;
    std::vector<PlaceKind> asked;
    std::vector<net::Endpoint> withoutEdns;
    std::vector<net::Endpoint> withoutTls;
    base::Bytes cookie{"client8!"};
    std::vector<pipeline::TransferProgress> reports;
    std::vector<pipeline::Event> events;
};

inline const net::Endpoint firstAddress = net::Endpoint::fromText("192.0.2.1").value();
inline const net::Endpoint secondAddress = net::Endpoint::fromText("192.0.2.2").value();

/// One session over a wire without sockets, under a clock that stands still.
struct Bench
{
    kit::FakeClock clock;
    FakeWire wire;
    FakeHost host;
    std::optional<TransferSession> session;

    static TransferJob job(zone::ZoneVersionPtr held, std::vector<net::Endpoint> primaries = {firstAddress})
    {
        TransferJob job;
        job.id = 1;
        job.zone = {7};
        job.apex = name("z.");
        job.held = std::move(held);
        std::uint32_t id = 1;
        for (const net::Endpoint& address : primaries) {
            Target target;
            target.primary = {id++};
            target.addresses = {address};
            job.targets.push_back(target);
        }
        return job;
    }
    void start(TransferJob job)
    {
        session.emplace(std::move(job), clock, wire, host, Timings{});
        session->start();
    }
    servers::Draft answer(const Records& records, dns::Rcode rcode = dns::Rcode::NoError) const
    {
        servers::Draft draft = servers::Draft::answerTo(requestOf(wire.lastMessage), rcode);
        draft.answers = records;
        draft.edns = dns::Edns{};
        return draft;
    }
    void soaAnswer(std::uint32_t serial)
    {
        const base::Bytes octets = answer({soa(serial)}).write();
        session->datagram(base::viewOf(octets));
    }
    void message(const servers::Draft& draft)
    {
        const base::Bytes octets = draft.write();
        session->octets(octets.size() + 2);
        session->message(base::viewOf(octets));
    }
    void waitUntilDeadline()
    {
        clock.advance(std::chrono::duration_cast<base::Duration>(*session->deadline() - clock.steady()));
        session->timePassed();
    }
    dns::Type lastType() const { return requestOf(wire.lastMessage).question.type; }
};

} // namespace zonescope::transfer
