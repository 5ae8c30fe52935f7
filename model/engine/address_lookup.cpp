// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/address_lookup.h"

#include "model/dns/message_reader.h"
#include "model/dns/message_writer.h"

#include <random>

namespace zonescope::engine {
namespace {

using base::ErrorCode;

constexpr base::Duration resolverTimeout{2'000'000};
constexpr base::Duration checkEvery{2'050'000}; // a little later: c-ares compares whole milliseconds
constexpr std::uint32_t noTtl = 0xffffffffU;

base::Bytes question(const dns::Name& target, dns::Type type)
{
    static thread_local std::mt19937 random{std::random_device{}()};
    dns::Header header;
    header.id = static_cast<std::uint16_t>(random());
    header.recursionDesired = true;
    dns::MessageWriter writer(header, 512);
    writer.question({target, type, dns::Class::IN});
    return writer.finish();
}

/// Takes the addresses of this type out of the answer section, whatever aliases lead to them.
base::Status readAnswer(base::ByteView message, dns::Type type, build::FlattenedApex& into)
{
    auto reader = dns::MessageReader::open(message);
    if (!reader)
        return tl::unexpected(reader.error());
    const auto rcode = static_cast<dns::Rcode>(reader->header().rcode);
    if (rcode == dns::Rcode::NxDomain)
        return base::fail(ErrorCode::FlattenFailed, into.target.toText() + " does not exist");
    if (rcode != dns::Rcode::NoError)
        return base::fail(ErrorCode::RcodeOther, dns::rcodeText(rcode));
    while (true) {
        const auto record = reader->nextRecord();
        if (!record)
            return tl::unexpected(record.error());
        if (!*record || reader->section() != dns::Section::Answer)
            return {};
        const dns::RecordView& view = **record;
        if (view.type == dns::Type::CNAME || view.type == type)
            into.ttl = std::min(into.ttl, view.ttl);
        if (view.type == type)
            (type == dns::Type::A ? into.a : into.aaaa).emplace_back(base::textOf(view.rdata));
    }
}

} // namespace

AddressLookup::AddressLookup(net::EventLoop& loop, const base::Clock& clock, dns::Name target,
                             std::vector<net::Endpoint> resolvers, Done done)
    : m_loop(loop)
    , m_clock(clock)
    , m_target(std::move(target))
    , m_resolvers(std::move(resolvers))
    , m_done(std::move(done))
{
    m_loop.post([this, alive = m_alive] {
        if (*alive)
            ask();
    });
}

AddressLookup::~AddressLookup()
{
    *m_alive = false;
    m_loop.cancel(m_timer);
    m_waiting = -1; // c-ares reports the end of its questions now
}

void AddressLookup::ask()
{
    m_found = build::FlattenedApex{m_target, {}, noTtl, {}, {}};
    m_failure.reset();
    if (m_next == m_resolvers.size())
        return finish(base::fail(ErrorCode::FlattenFailed, "no resolver"));
    auto channel = observe::ProbeChannel::open(m_loop, m_resolvers[m_next], false, resolverTimeout);
    if (!channel)
        return nextResolver(channel.error());
    m_channel = std::move(*channel);
    m_waiting = 2;
    for (const dns::Type type : {dns::Type::A, dns::Type::AAAA})
        m_channel->send(base::viewOf(question(m_target, type)),
                        [this, type](const auto& outcome) { answered(outcome, type); });
    m_timer = m_loop.after(checkEvery, [this] {
        m_timer = 0;
        m_channel->processTimeouts();
    });
}

/// Inside c-ares: only notes, and posts what follows.
void AddressLookup::answered(const observe::ProbeChannel::Outcome& outcome, dns::Type type)
{
    if (m_waiting <= 0)
        return;
    if (outcome.message.empty())
        m_failure = observe::probeError(outcome.status);
    else if (const auto read = readAnswer(outcome.message, type, m_found); !read)
        m_failure = read.error();
    if (--m_waiting == 0)
        m_loop.post([this, alive = m_alive] {
            if (*alive)
                settle();
        });
}

void AddressLookup::settle()
{
    m_loop.cancel(std::exchange(m_timer, 0));
    m_channel.reset();
    if (m_failure && m_failure->code != ErrorCode::FlattenFailed)
        return nextResolver(*m_failure);
    if (m_failure)
        return finish(tl::unexpected(*m_failure));
    if (m_found.a.empty() && m_found.aaaa.empty())
        return finish(base::fail(ErrorCode::FlattenFailed, m_target.toText() + " has no address"));
    m_found.at = m_clock.wall();
    finish(std::move(m_found));
}

void AddressLookup::nextResolver(base::Error why)
{
    why.detail = m_resolvers[m_next].toText() + (why.detail.empty() ? "" : ": " + why.detail);
    if (++m_next == m_resolvers.size())
        return finish(tl::unexpected(std::move(why)));
    ask();
}

void AddressLookup::finish(base::Result<build::FlattenedApex> result)
{
    const Done done = std::move(m_done); // it may destroy us
    done(std::move(result));
}

} // namespace zonescope::engine
