// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/net/socket.h"
#include "model/net/tcp_framing.h"
#include "model/notify/notify_listener.h"
#include "tests/kit/fake_clock.h"
#include "tests/kit/result_macros.h"
#include "tests/model/notify/notify_messages.h"

#include <functional>
#include <sys/socket.h>

namespace zonescope::notifytest {

/// A listener on loopback, and what it was told.
struct NotifyListenerFixture
{
    void begin(); ///< before each test
    void end();

    struct Accepted
    {
        notify::AcceptedNotify notify;
        net::Endpoint from;
        notify::NotifyListener::Token token;
    };

    kit::FakeClock clock;
    World world;
    std::unique_ptr<net::EventLoop> loop;
    std::unique_ptr<notify::NotifyListener> listener;
    std::vector<Accepted> accepted;
    int refused = 0;
    std::optional<net::Endpoint> balancer; ///< of the last accepted
    std::optional<base::Error> refusal;    ///< the last

    using Sender = notify::NotifyListener::Sender;
    void start(notify::NotifyListener::Limits limits = {}, const char* listen = "127.0.0.1:0");
    /// Runs the loop until the condition holds, half a minute at most unless told otherwise.
    bool until(const std::function<bool()>& condition, int milliseconds = 30'000);
    net::UniqueFd openTcp();
    base::Bytes readReply(int socket, net::FrameDecoder& decoder);
    static base::Bytes framed(const base::Bytes& message)
    {
        net::FrameEncoder encoder;
        encoder.push(base::viewOf(message));
        return base::Bytes(base::textOf(encoder.pending()));
    }
    static void sendAll(int socket, const base::Bytes& bytes)
    {
        QCOMPARE(*net::writeSome(socket, base::viewOf(bytes)), bytes.size());
    }
    static base::Bytes org(std::uint16_t id) { return make({.id = id, .zone = "loop.example."}); }
    static std::uint16_t idOf(const base::Bytes& reply)
    {
        return dns::MessageReader::open(base::viewOf(reply))->header().id;
    }
    net::UniqueFd udpClient() { return std::move(*net::connectUdp(listener->boundTo().front())); }
    /// Nothing for a tenth of a second of loop rounds.
    bool silent(int socket)
    {
        for (int i = 0; i < 20; ++i)
            loop->runOnce(base::Duration(5000));
        std::array<std::uint8_t, 512> buffer{};
        const auto got = net::receiveDatagram(socket, buffer);
        return got && !*got;
    }
};

inline void NotifyListenerFixture::begin()
{
    world = World();
    zone::Primary loopback;
    loopback.name = "loopback";
    loopback.addresses = {at("127.0.0.1"), at("[::1]:53")};
    zone::Zone zone;
    zone.apex = name("loop.example.");
    zone.primaries = {*world.configuration.put(loopback)};
    QVERIFY_RESULT(world.configuration.put(zone));
    loop = std::move(*net::EventLoop::create(clock));
    accepted.clear();
    refused = 0;
}

inline void NotifyListenerFixture::end()
{
    listener.reset();
    loop.reset();
}

inline void NotifyListenerFixture::start(notify::NotifyListener::Limits limits, const char* listen)
{
    notify::NotifyListener::Callbacks callbacks;
    callbacks.decide = [this](base::ByteView message, const net::Endpoint& from) {
        return notify::decide(message, from, {world.configuration, world.keys, clock.wall()});
    };
    callbacks.accepted = [this](const notify::AcceptedNotify& notify, const Sender& from, base::Timestamp,
                                auto token) {
        accepted.push_back({notify, from.client, token});
        balancer = from.balancer;
    };
    callbacks.refused = [this](const notify::NotifyDecision& decision, const Sender&) {
        ++refused;
        refusal = decision.refusal;
    };
    auto started =
        notify::NotifyListener::start(*loop, {at(listen)}, std::move(callbacks), std::move(limits));
    QVERIFY_RESULT(started);
    listener = std::move(*started);
}

inline bool NotifyListenerFixture::until(const std::function<bool()>& condition, int milliseconds)
{
    QDeadlineTimer deadline(milliseconds);
    while (!deadline.hasExpired()) {
        if (condition()) // asked once for each true: it may take a message off a socket
            return true;
        loop->runOnce(base::Duration(1000));
    }
    return false;
}

inline net::UniqueFd NotifyListenerFixture::openTcp()
{
    const std::size_t before = listener->openConnections();
    auto socket = net::startConnect(listener->boundTo().front());
    until([&] { return listener->openConnections() > before; });
    return std::move(*socket);
}

inline base::Bytes NotifyListenerFixture::readReply(int socket, net::FrameDecoder& decoder)
{
    base::Bytes reply;
    until([&] {
        if (const auto message = decoder.next()) {
            reply = base::Bytes(base::textOf(*message));
            return true;
        }
        const auto got = net::readSome(socket, decoder.space());
        if (got && *got)
            decoder.received(**got);
        return false;
    });
    return reply;
}

} // namespace zonescope::notifytest
