// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transfer/test_change.h"

#include "model/dns/message_writer.h"

#include <utility>

namespace zonescope::transfer {

base::Result<dns::Name> testChangeOwner(const dns::Name& apex)
{
    return dns::Name::fromText("_zonescope-test." + apex.toText());
}

Query makeTestUpdate(const dns::Name& apex, const dns::Name& owner, std::string_view text,
                     const dns::TsigKey& key, base::Timestamp now)
{
    Query query;
    query.id = unpredictableId();
    query.question = {apex, dns::Type::SOA, dns::Class::IN};
    query.key = key;
    dns::Header header;
    header.id = query.id;
    header.opcode = dns::Opcode::Update;
    dns::MessageWriter writer(header);
    writer.question(query.question);
    // The update section stands where queries have the authority (RFC 2136 section 2). "Delete the RRset"
    // (2.5.2), then "add to it" (2.5.1).
    writer.record(dns::Section::Authority, owner.wire(), dns::Type::TXT, dns::Class::ANY, 0, {});
    base::Bytes rdata(1, static_cast<char>(text.size()));
    rdata += text;
    writer.record(dns::Section::Authority, owner.wire(), dns::Type::TXT, dns::Class::IN, 0,
                  base::viewOf(rdata));
    dns::SignedMessage complete = dns::signRequest(writer.finish(), key, now);
    query.message = std::move(complete.message);
    query.mac = std::move(complete.mac);
    return query;
}

base::Status readUpdateAnswer(base::ByteView message, const Query& query, base::Timestamp now)
{
    const auto reader = dns::MessageReader::open(message);
    if (!reader)
        return tl::unexpected(reader.error());
    const dns::Header& header = reader->header();
    if (header.id != query.id)
        return base::fail(base::ErrorCode::WrongId);
    if (!header.response)
        return base::fail(base::ErrorCode::NotAResponse);
    if (header.opcode != dns::Opcode::Update)
        return base::fail(base::ErrorCode::WrongOpcode);
    const base::Status verified = verifyAnswer(message, query, now);
    if (header.rcode == 0)
        return verified;
    base::Error refusal = refusalOf(static_cast<dns::Rcode>(header.rcode), {}, verified);
    // Knot says BADKEY when the key is good for transfers and not for updates.
    if (refusal.code == base::ErrorCode::RcodeRefused || refusal.code == base::ErrorCode::RcodeNotAuth ||
        refusal.code == base::ErrorCode::RcodeNotImp || refusal.code == base::ErrorCode::TsigBadKey)
        refusal.code = base::ErrorCode::UpdateRefused; // the same for transfers would be mended elsewhere
    return tl::unexpected(refusal);
}

TestChangeSession::TestChangeSession(Order order, const base::Clock& clock, Wire& wire)
    : m_order(std::move(order))
    , m_clock(clock)
    , m_wire(wire)
{
}

void TestChangeSession::start()
{
    connect();
}

void TestChangeSession::connect()
{
    const Target& target = m_order.targets[m_target];
    m_server = target.addresses[m_address];
    m_asked = false;
    m_deadline = m_clock.steady() + m_order.patience;
    m_wire.useProxy(target.proxy);
    if (target.tls.mode == zone::TlsMode::Off || m_plainInstead)
        return m_wire.connectTcp(m_server, target.source);
    m_server.port = target.tls.port;
    m_wire.connectTls(m_server, target.source, target.tls);
}

void TestChangeSession::connected()
{
    m_query = makeTestUpdate(m_order.apex, m_order.owner, m_order.text, *m_order.targets[m_target].key,
                             m_clock.wall());
    m_asked = true;
    m_deadline = m_clock.steady() + m_order.patience;
    m_wire.sendTcp(base::viewOf(m_query.message));
}

void TestChangeSession::connectFailed(const base::Error& error)
{
    // As transfers do: opportunistic takes what it gets, strict never.
    if (m_order.targets[m_target].tls.mode == zone::TlsMode::Opportunistic && !m_plainInstead) {
        m_plainInstead = true;
        return connect();
    }
    failed(error, false);
}

void TestChangeSession::message(base::ByteView message)
{
    const base::Status taken = readUpdateAnswer(message, m_query, m_clock.wall());
    m_wire.closeTcp();
    if (!taken)
        return failed(taken.error(), true);
    m_error.reset();
    finish();
}

void TestChangeSession::closed(const std::optional<base::Error>& error, std::size_t)
{
    failed(error ? *error : base::Error{base::ErrorCode::ConnectionClosed, "closed instead of an answer"},
           false);
}

void TestChangeSession::timePassed()
{
    if (!m_deadline || m_clock.steady() < *m_deadline)
        return;
    base::Error error = m_asked ? base::Error{base::ErrorCode::TimedOut, "no answer to the UPDATE"}
                                : m_wire.connectTimedOut();
    m_wire.closeTcp();
    if (m_asked)
        failed(std::move(error), false);
    else
        connectFailed(error);
}

/// A server that is a secondary itself may say NOTIMP or NOTAUTH: another one of the zone's may be the
/// primary (RFC 2136 section 4). Setting it twice does no harm.
void TestChangeSession::failed(base::Error error, bool answered)
{
    if (!m_error || (answered && !m_answered)) {
        error.detail = m_server.toText() + ": " + error.detail;
        m_error = std::move(error);
        m_answered = answered;
    }
    m_plainInstead = false;
    if (++m_address == m_order.targets[m_target].addresses.size()) {
        m_address = 0;
        if (++m_target == m_order.targets.size()) {
            m_target = 0;
            return finish();
        }
    }
    connect();
}

void TestChangeSession::finish()
{
    m_deadline.reset();
    m_done = true;
}

} // namespace zonescope::transfer
