// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/publish/ask.h"

#include "model/dns/message_writer.h"
#include "model/dns/text.h"
#include "model/net/socket.h"
#include "model/net/tcp_framing.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>

namespace zonescope::test {
namespace {

constexpr int patienceMs = 30'000;

bool waitFor(int fd, short events)
{
    pollfd ready{fd, events, 0};
    return poll(&ready, 1, patienceMs) > 0;
}

} // namespace

zone::ZoneVersionPtr versionOf(std::string_view apex, std::string_view text)
{
    const auto name = dns::Name::fromText(apex);
    zone::ZoneLoader loader(*name);
    const auto parsed = dns::parseZoneText(
        text, *name, 300, [&](const dns::Record& record) { std::ignore = loader.add(record); });
    auto version = loader.finish();
    if (!parsed || !version) {
        std::cerr << "bad zone text: " << base::toString(parsed ? version.error() : parsed.error()) << '\n';
        std::abort();
    }
    return *version;
}

base::Bytes write(const Query& query, std::uint16_t id)
{
    dns::Header header;
    header.id = id;
    header.recursionDesired = query.recursionDesired;
    dns::MessageWriter writer(header);
    writer.question({*dns::Name::fromText(query.name), query.type, query.questionClass});
    if (query.ixfrSerial) {
        const auto apex = *dns::Name::fromText(query.name);
        const dns::Soa soa{apex, apex, *query.ixfrSerial, 0, 0, 0, 0};
        writer.record(dns::Section::Authority, {apex, dns::Type::SOA, dns::Class::IN, 0, soa.toRdata()});
    }
    if (query.edns)
        query.edns->write(writer);
    return writer.finish();
}

base::Result<Answer> read(base::ByteView message)
{
    auto reader = dns::MessageReader::open(message);
    if (!reader)
        return tl::unexpected(reader.error());
    Answer answer;
    answer.header = reader->header();
    answer.size = message.size();
    if (answer.header.questions > 0) {
        auto question = reader->nextQuestion();
        if (!question)
            return tl::unexpected(question.error());
        answer.question = **question;
    }
    for (;;) {
        const auto record = reader->nextRecord();
        if (!record)
            return tl::unexpected(record.error());
        if (!*record)
            break;
        if ((*record)->type == dns::Type::OPT) {
            auto edns = dns::Edns::fromRecord(**record);
            if (!edns)
                return tl::unexpected(edns.error());
            answer.edns = *edns;
            continue;
        }
        if ((*record)->type == dns::Type::TSIG) {
            answer.signedAnswer = true;
            continue;
        }
        dns::Record copy = (*record)->toRecord();
        copy.owner = copy.owner.lowered();
        auto& section = reader->section() == dns::Section::Answer      ? answer.answers
                        : reader->section() == dns::Section::Authority ? answer.authorities
                                                                       : answer.additionals;
        section.push_back(dns::recordText(copy));
    }
    for (auto* section : {&answer.answers, &answer.authorities, &answer.additionals})
        std::sort(section->begin(), section->end());
    answer.rcode = dns::fullRcode(answer.header, answer.edns);
    return answer;
}

std::string Answer::text() const
{
    std::string all =
        dns::rcodeText(rcode) + (header.authoritative ? " aa" : "") + (header.truncated ? " tc" : "");
    for (const auto& record : answers)
        all += "\n  answer     " + record;
    for (const auto& record : authorities)
        all += "\n  authority  " + record;
    for (const auto& record : additionals)
        all += "\n  additional " + record;
    return all;
}

base::Result<base::Bytes> exchange(const net::Endpoint& server, const base::Bytes& query, bool tcp)
{
    std::array<std::uint8_t, 65535> buffer{};
    if (!tcp) {
        const auto socket = net::connectUdp(server);
        if (!socket)
            return tl::unexpected(socket.error());
        if (auto sent = net::sendConnected(socket->get(), base::viewOf(query)); !sent)
            return tl::unexpected(sent.error());
        if (!waitFor(socket->get(), POLLIN))
            return base::fail(base::ErrorCode::TimedOut);
        const auto datagram = net::receiveDatagram(socket->get(), buffer);
        if (!datagram)
            return tl::unexpected(datagram.error());
        return base::Bytes(base::textOf({buffer.data(), (*datagram)->size}));
    }
    const auto socket = net::startConnect(server);
    if (!socket)
        return tl::unexpected(socket.error());
    waitFor(socket->get(), POLLOUT);
    net::FrameEncoder out;
    out.push(base::viewOf(query));
    if (auto sent = net::writeSome(socket->get(), out.pending()); !sent)
        return tl::unexpected(sent.error());
    net::FrameDecoder in;
    while (waitFor(socket->get(), POLLIN)) {
        const auto got = net::readSome(socket->get(), in.space());
        if (!got)
            return tl::unexpected(got.error());
        if (*got && **got == 0)
            return base::fail(base::ErrorCode::ConnectionClosed);
        in.received(got->value_or(0));
        if (const auto message = in.next())
            return base::Bytes(base::textOf(*message));
    }
    return base::fail(base::ErrorCode::TimedOut);
}

} // namespace zonescope::test
