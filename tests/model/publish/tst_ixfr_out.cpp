// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/ixfr_out.h"

#include "model/publish/answer_policy.h"
#include "tests/kit/result_macros.h"
#include "tests/model/publish/ask.h"

#include <QTest>

using namespace zonescope;
using dns::Type;
using publish::DifferencePtr;
using publish::KeptDifference;
using publish::PublishedZones;

namespace {

const base::Timestamp now = base::fromMicroseconds(1'790'000'000'000'000);
const dns::Name apex = *dns::Name::fromText("ixfr.example");

zone::ZoneVersionPtr version(std::uint32_t serial, int hosts, const std::string& extra = {})
{
    std::string text = "$ORIGIN ixfr.example.\n$TTL 300\n@ SOA ns h " + std::to_string(serial) + " 3600 " +
                       std::to_string(600 + serial) + " 86400 60\n@ NS ns\nns A 192.0.2.1\n";
    for (int i = 0; i < hosts; ++i)
        text += "h" + std::to_string(i) + " A 10.0." + std::to_string(i / 256) + "." +
                std::to_string(i % 256) + "\n";
    return test::versionOf("ixfr.example", text + extra);
}

DifferencePtr differenceOf(const zone::ZoneVersionPtr& from, const zone::ZoneVersionPtr& to)
{
    zone::Difference found = zone::compare(*from, *to);
    auto kept = std::make_shared<KeptDifference>();
    kept->fromSoa = from->soaRecord();
    kept->change = {from->serial(), to->serial(), std::move(found.removed), std::move(found.added),
                    to->soaRecord()};
    return kept;
}

/// All records of the messages in order.
std::vector<dns::Record> recordsOf(const std::vector<base::Bytes>& messages)
{
    std::vector<dns::Record> all;
    for (const base::Bytes& message : messages) {
        auto reader = dns::MessageReader::open(base::viewOf(message));
        for (auto record = reader->nextRecord(); record && *record; record = reader->nextRecord())
            if ((*record)->type != Type::OPT && (*record)->type != Type::TSIG)
                all.push_back((*record)->toRecord());
    }
    return all;
}

/// What a secondary that follows RFC 1995 section 4 to the letter ends up with.
base::Result<zone::ZoneVersionPtr> follow(zone::ZoneVersionPtr held, const std::vector<dns::Record>& records)
{
    if (records.size() < 4 || !(records.front() == records.back()))
        return base::fail(base::ErrorCode::Internal, "not between two equal SOAs");
    for (std::size_t i = 1; i + 1 < records.size();) {
        zone::Changeset change;
        if (!(records[i] == held->soaRecord())) // the whole record must be the one that is held
            return base::fail(base::ErrorCode::Internal, "an old SOA that is not ours");
        change.fromSerial = held->serial();
        for (++i; records[i].type != Type::SOA; ++i)
            change.removed.push_back(records[i]);
        change.soa = records[i];
        change.toSerial = dns::Soa::fromRdata(base::viewOf(records[i].rdata))->serial;
        for (++i; records[i].type != Type::SOA; ++i)
            change.added.push_back(records[i]);
        auto next = zone::apply(held, change);
        if (!next)
            return next;
        held = *next;
    }
    return held;
}

} // namespace

class tst_IxfrOut : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void leadsFromEachVersionToTheNewest();
    void isSignedAcrossMessages();
    void overUdpWhenItFits();
    void fallsBackToTheWholeZone();
    void aBreakEndsTheChain();
    void keepsNoMoreThanTheZone();

private:
    publish::Reply ask(std::uint32_t serial, bool tcp, std::uint16_t udpSize = 0) const
    {
        test::Query query{.name = "ixfr.example", .type = Type::IXFR, .ixfrSerial = serial};
        if (udpSize > 0)
            query.edns.emplace().udpSize = udpSize;
        const base::Bytes octets = test::write(query);
        return publish::answer({base::viewOf(octets), tcp, *net::IpAddress::fromText("127.0.0.1"), now},
                               *m_zones, {});
    }
    static std::vector<base::Bytes> all(publish::TransferOut& out)
    {
        std::vector<base::Bytes> messages;
        while (auto message = out.next(now))
            messages.push_back(*message);
        return messages;
    }

    std::vector<zone::ZoneVersionPtr> m_versions;
    std::unique_ptr<PublishedZones> m_zones;
};

void tst_IxfrOut::init()
{
    m_versions = {version(1, 2000), version(2, 2000, "a A 192.0.2.2\n"),
                  version(3, 2000, "a A 192.0.2.2\na A 192.0.2.3\n"), version(4, 1999, "a A 192.0.2.3\n")};
    m_zones = std::make_unique<PublishedZones>();
    for (std::size_t i = 0; i < m_versions.size(); ++i) {
        m_zones->publish({base::ZoneId{1}, apex, m_versions[i], false, {}});
        if (i > 0)
            m_zones->addDifference(apex, differenceOf(m_versions[i - 1], m_versions[i]));
    }
}

void tst_IxfrOut::leadsFromEachVersionToTheNewest()
{
    for (std::size_t i = 0; i < 3; ++i) {
        const auto reply = ask(m_versions[i]->serial(), true);
        QVERIFY(reply.transfer);
        const auto records = recordsOf(all(*reply.transfer));
        QVERIFY2(records.size() < 20, "the difference, not the zone");
        const auto result = follow(m_versions[i], records);
        QVERIFY_RESULT(result);
        const auto left = zone::compare(**result, *m_versions.back());
        QVERIFY(left.added.empty() && left.removed.empty());
        QCOMPARE((*result)->soaRecord(), m_versions.back()->soaRecord());
    }
    const auto current = ask(4, true);
    QVERIFY(!current.transfer);
    QCOMPARE(test::read(base::viewOf(current.message))->answers.size(), std::size_t(1));
}

void tst_IxfrOut::isSignedAcrossMessages()
{
    const dns::TsigKey key{*dns::Name::fromText("k1"), dns::TsigAlgorithm::HmacSha256, base::Bytes(32, 'k')};
    const auto before = version(10, 100);
    const auto after = version(11, 3000); // several messages
    publish::TransferFrame frame;
    frame.header.response = true;
    frame.question = {apex, Type::IXFR, dns::Class::IN};
    frame.key = key;
    frame.requestMac = base::Bytes(32, 'm');
    publish::IxfrOut out(after->soaRecord(), {differenceOf(before, after)}, frame);
    const auto messages = all(out);
    QVERIFY(messages.size() > 1);
    dns::TsigStreamVerifier verifier(key, frame.requestMac);
    for (const base::Bytes& message : messages)
        QVERIFY_RESULT(verifier.accept(base::viewOf(message), now));
    QVERIFY_RESULT(verifier.finish());
    const auto records = recordsOf(messages);
    QCOMPARE(records.size(), static_cast<std::size_t>(out.records()));
    const auto result = follow(before, records);
    QVERIFY_RESULT(result);
    QVERIFY(zone::compare(**result, *after).added.empty());
}

void tst_IxfrOut::overUdpWhenItFits()
{
    const auto fits = ask(3, false, 1232);
    QVERIFY(!fits.transfer);
    QVERIFY(fits.message.size() <= 1232);
    QVERIFY_RESULT(follow(m_versions[2], recordsOf({fits.message})));
    // More than a datagram holds: only the SOA, which says "over TCP" (RFC 1995 section 2).
    const auto bigger = version(5, 2200, "a A 192.0.2.3\n");
    m_zones->publish({base::ZoneId{1}, apex, bigger, false, {}});
    m_zones->addDifference(apex, differenceOf(m_versions[3], bigger));
    const auto single = ask(4, false, 1232);
    const auto answer = test::read(base::viewOf(single.message));
    QCOMPARE(answer->answers.size(), std::size_t(1));
    QVERIFY(!answer->header.truncated);
    QVERIFY(answer->answers[0].find(" SOA ") != std::string::npos);
    const auto whole = ask(4, true);
    QVERIFY(whole.transfer);
    QVERIFY_RESULT(follow(m_versions[3], recordsOf(all(*whole.transfer))));
}

void tst_IxfrOut::fallsBackToTheWholeZone()
{
    const auto reply = ask(0, true); // never kept
    QVERIFY(reply.transfer);
    QCOMPARE(recordsOf(all(*reply.transfer)).size(), std::size_t(m_versions.back()->recordCount() + 1));
    // Larger than the zone: AXFR is the shorter way.
    const auto other = version(5, 0);
    m_zones->publish({base::ZoneId{1}, apex, other, false, {}});
    m_zones->addDifference(apex, differenceOf(m_versions[3], other));
    const auto whole = ask(4, true);
    QCOMPARE(recordsOf(all(*whole.transfer)).size(), std::size_t(other->recordCount() + 1));
}

void tst_IxfrOut::aBreakEndsTheChain()
{
    // The same serial again with other content, as after a restore at the primary: nothing kept is true now.
    m_zones->publish({base::ZoneId{1}, apex, version(4, 5), false, {}});
    QVERIFY(m_zones->find(apex)->differences.empty());
    const auto reply = ask(3, true);
    QCOMPARE(recordsOf(all(*reply.transfer)).size(), std::size_t(5 + 3 + 1));
}

void tst_IxfrOut::keepsNoMoreThanTheZone()
{
    auto before = m_versions.back();
    for (std::uint32_t serial = 5; serial < 200; ++serial) {
        const auto next = version(serial, 1999, "a A 192.0.3." + std::to_string(serial) + "\n");
        m_zones->publish({base::ZoneId{1}, apex, next, false, {}});
        m_zones->addDifference(apex, differenceOf(before, next));
        before = next;
    }
    const auto zone = m_zones->find(apex);
    QCOMPARE(zone->differences.size(), PublishedZones::mostDifferences);
    QCOMPARE(zone->since(199 - 10).size(), std::size_t(10));
    QVERIFY(zone->since(5).empty());
}

QTEST_APPLESS_MAIN(tst_IxfrOut)
#include "tst_ixfr_out.moc"
