// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/servers/primary_notifier.h"

#include "model/dns/message_reader.h"
#include "model/dns/message_writer.h"

#include <random>
#include <utility>

namespace zonescope::servers {
namespace {

constexpr int tries = 5;
constexpr base::Duration betweenTries = std::chrono::seconds(1);
constexpr base::Duration tcpPatience = std::chrono::seconds(5);

base::SystemClock systemClock;

} // namespace

NotifyExchange::NotifyExchange(net::EventLoop& loop, Order order, std::function<void(bool answered)> done)
    : m_loop(loop)
    , m_order(std::move(order))
    , m_done(std::move(done))
    , m_wire(loop, *this, [] {})
    , m_id(static_cast<std::uint16_t>(std::random_device()()))
{
}

NotifyExchange::~NotifyExchange()
{
    m_loop.cancel(m_timer);
}

void NotifyExchange::start()
{
    if (!m_order.tcp)
        return tryOnce();
    m_wire.connectTcp(m_order.to, m_order.from);
    m_timer = m_loop.after(tcpPatience, [this] { finish(false); });
}

void NotifyExchange::tryOnce()
{
    if (m_tries++ == tries)
        return finish(false);
    const base::Bytes message = makeMessage();
    m_wire.sendUdp(m_order.to, m_order.from, base::viewOf(message));
    m_timer = m_loop.after(betweenTries, [this] { tryOnce(); });
}

void NotifyExchange::connected()
{
    const base::Bytes message = makeMessage();
    m_wire.sendTcp(base::viewOf(message));
}

base::Bytes NotifyExchange::makeMessage() const
{
    dns::Header header;
    header.id = m_id;
    header.opcode = dns::Opcode::Notify;
    header.authoritative = true;
    dns::MessageWriter writer(header);
    writer.question({m_order.apex, dns::Type::SOA, dns::Class::IN});
    if (m_order.soa)
        writer.record(dns::Section::Answer, *m_order.soa);
    base::Bytes message = writer.finish();
    return m_order.key ? dns::signRequest(std::move(message), *m_order.key, systemClock.wall()).message
                       : message;
}

void NotifyExchange::answered(base::ByteView message)
{
    const auto reader = dns::MessageReader::open(message);
    if (reader && reader->header().id == m_id && reader->header().response)
        finish(true);
}

void NotifyExchange::finish(bool answered)
{
    if (std::exchange(m_finished, true))
        return;
    m_loop.cancel(m_timer);
    m_timer = m_loop.after(base::Duration(0), [done = m_done, answered] { done(answered); });
}

} // namespace zonescope::servers
