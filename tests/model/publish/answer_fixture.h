// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/dns/message_writer.h"
#include "model/publish/answer_policy.h"
#include "tests/kit/result_macros.h"
#include "tests/model/publish/ask.h"
#include "tests/model/publish/odd_zone.h"

#include <QTest>

namespace zonescope::test {

using dns::Rcode;
using dns::Type;
using publish::Access;
using publish::Asked;
using publish::PublishedZones;
using publish::Reply;

inline const base::Timestamp now = base::fromMicroseconds(1'790'000'000'000'000);
inline const dns::Name apex = *dns::Name::fromText(oddApex);

inline dns::Edns ednsOf(std::uint16_t size)
{
    dns::Edns edns;
    edns.udpSize = size;
    return edns;
}

inline dns::TsigKey makeKey(const char* name, char fill)
{
    return {*dns::Name::fromText(name), dns::TsigAlgorithm::HmacSha256, base::Bytes(32, fill)};
}

/// The odd zone, published, and questions to it.
struct AnswerFixture
{
    void begin()
    {
        m_zones = std::make_unique<PublishedZones>();
        m_zones->publish({base::ZoneId{1}, apex, test::versionOf(test::oddApex, test::oddZone()), false, {}});
        m_access = {};
    }
    Reply replyTo(const base::Bytes& query, bool tcp = true, const char* from = "127.0.0.1") const
    {
        return publish::answer({base::viewOf(query), tcp, *net::IpAddress::fromText(from), now}, *m_zones,
                               m_access);
    }
    Answer ask(const Query& query, bool tcp = true, const char* from = "127.0.0.1") const
    {
        const Reply reply = replyTo(test::write(query), tcp, from);
        const auto answer = test::read(base::viewOf(reply.message));
        return answer ? *answer : Answer{};
    }

    std::unique_ptr<PublishedZones> m_zones;
    Access m_access;
};

} // namespace zonescope::test
