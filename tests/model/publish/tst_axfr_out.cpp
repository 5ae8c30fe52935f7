// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/text.h"
#include "model/publish/axfr_out.h"
#include "tests/kit/result_macros.h"
#include "tests/model/publish/ask.h"
#include "tests/model/publish/odd_zone.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace zonescope;
using dns::Type;
using publish::AxfrOut;
using publish::TransferFrame;

namespace {

const base::Timestamp now = base::fromMicroseconds(1'790'000'000'000'000);

TransferFrame frameFor(const zone::ZoneVersionPtr& version, std::optional<dns::TsigKey> key = {},
                       base::Bytes mac = {})
{
    TransferFrame frame;
    frame.header.id = 0x1234;
    frame.header.response = true;
    frame.header.authoritative = true;
    frame.question = {version->apex(), Type::AXFR, dns::Class::IN};
    frame.key = std::move(key);
    frame.requestMac = std::move(mac);
    return frame;
}

/// Every record of the stream as text, in order.
std::vector<std::string> recordsOf(const std::vector<base::Bytes>& messages)
{
    std::vector<std::string> all;
    for (const base::Bytes& message : messages) {
        auto reader = dns::MessageReader::open(base::viewOf(message));
        for (auto record = reader->nextRecord(); record && *record; record = reader->nextRecord())
            if (reader->section() == dns::Section::Answer)
                all.push_back(dns::recordText((*record)->toRecord()));
    }
    return all;
}

std::vector<base::Bytes> run(AxfrOut& out)
{
    std::vector<base::Bytes> messages;
    while (auto message = out.next(now))
        messages.push_back(std::move(*message));
    return messages;
}

std::multiset<std::string> contentOf(const zone::ZoneVersion& version)
{
    std::multiset<std::string> all;
    version.forEach([&](const zone::OwnerView& owner) {
        owner.forEachRrset([&](const zone::RrsetView& set) {
            for (std::size_t i = 0; i < set.size(); ++i)
                all.insert(dns::recordText({owner.name(version.apex()), set.type(), dns::Class::IN,
                                            set.ttl(i), base::Bytes(base::textOf(set.rdata(i)))}));
            return true;
        });
        return true;
    });
    return all;
}

/// A zone that needs many messages: many owners, one RRset of 3,000 records, one record of 60,000 octets.
std::string largeZone()
{
    std::string text = "$TTL 60\n@ SOA ns h 5 1 1 1 1\n@ NS ns\n";
    for (int i = 0; i < 3000; ++i)
        text += "many TXT \"record " + std::to_string(i) + "\"\n";
    for (int i = 0; i < 5000; ++i)
        text += "Host-" + std::to_string(i) + ".sub A 192.0.2." + std::to_string(i % 256) + "\n";
    text += "huge TYPE65281 \\# 60000 ";
    text.append(120000, 'a');
    text += "\nzz A 192.0.2.1\n";
    return text;
}

} // namespace

class tst_AxfrOut : public QObject
{
    Q_OBJECT

private slots:
    void givesTheWholeZone_data();
    void givesTheWholeZone();
    void smallZoneIsOneMessage();
    void signsTheStream();
    void optInTheFirstMessageOnly();
    void recordThatFitsNoMessage();
    void keepsTheVersionItBeganWith();
};

void tst_AxfrOut::givesTheWholeZone_data()
{
    QTest::addColumn<QByteArray>("apex");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("odd") << QByteArray(test::oddApex) << QByteArray::fromStdString(test::oddZone());
    QTest::newRow("large") << QByteArray("large.example") << QByteArray::fromStdString(largeZone());
    QTest::newRow("only a SOA") << QByteArray("a.example") << QByteArray("@ 1 SOA ns h 1 1 1 1 1\n");
}

void tst_AxfrOut::givesTheWholeZone()
{
    QFETCH(QByteArray, apex);
    QFETCH(QByteArray, text);
    const auto version = test::versionOf(apex.toStdString(), text.toStdString());
    AxfrOut out(version, frameFor(version));
    const auto messages = run(out);
    QVERIFY(!out.failed());
    auto records = recordsOf(messages);
    QCOMPARE(out.records(), records.size());
    QCOMPARE(out.messages(), messages.size());
    const std::string soa = dns::recordText(version->soaRecord());
    QCOMPARE(records.front(), soa);
    QCOMPARE(records.back(), soa);
    records.pop_back();
    QCOMPARE(std::count(records.begin(), records.end(), soa), 1);
    QVERIFY(std::multiset<std::string>(records.begin(), records.end()) == contentOf(*version));
    for (std::size_t i = 0; i < messages.size(); ++i) {
        const auto reader = dns::MessageReader::open(base::viewOf(messages[i]));
        QVERIFY_RESULT(reader);
        QCOMPARE(reader->header().id, std::uint16_t(0x1234));
        QCOMPARE(reader->header().questions, std::uint16_t(i == 0 ? 1 : 0)); // RFC 5936 section 2.2.1
        QVERIFY(reader->header().answers > 0);
        QVERIFY(messages[i].size() <= 65535);
    }
}

void tst_AxfrOut::smallZoneIsOneMessage()
{
    const auto version = test::versionOf(test::oddApex, test::oddZone());
    AxfrOut out(version, frameFor(version));
    QCOMPARE(run(out).size(), 1U);
    QVERIFY(!out.next(now)); // and stays at its end
}

void tst_AxfrOut::signsTheStream()
{
    const dns::TsigKey key{*dns::Name::fromText("k1"), dns::TsigAlgorithm::HmacSha512, base::Bytes(64, 'k')};
    const auto version = test::versionOf("large.example", largeZone());
    const auto request =
        dns::signRequest(test::write({.name = "large.example", .type = Type::AXFR}), key, now);
    AxfrOut out(version, frameFor(version, key, request.mac));
    dns::TsigStreamVerifier verifier(key, request.mac);
    const auto messages = run(out);
    QVERIFY(messages.size() > 5);
    for (const base::Bytes& message : messages) {
        QVERIFY(message.size() <= 65535);
        QVERIFY_RESULT(verifier.accept(base::viewOf(message), now));
    }
    QVERIFY_RESULT(verifier.finish());
}

void tst_AxfrOut::optInTheFirstMessageOnly()
{
    const auto version = test::versionOf("large.example", largeZone());
    TransferFrame frame = frameFor(version);
    frame.edns.emplace();
    AxfrOut out(version, std::move(frame));
    const auto messages = run(out);
    for (std::size_t i = 0; i < messages.size(); ++i)
        QCOMPARE(test::read(base::viewOf(messages[i]))->edns.has_value(), i == 0);
}

void tst_AxfrOut::recordThatFitsNoMessage()
{
    // 65,530 octets of rdata are legal in a zone and fit no message with a header and an owner.
    const auto apex = *dns::Name::fromText("huge.example");
    zone::ZoneLoader loader(apex);
    const dns::Soa soa{apex, apex, 1, 1, 1, 1, 1};
    QVERIFY_RESULT(loader.add(dns::Record{apex, Type::SOA, dns::Class::IN, 1, soa.toRdata()}));
    QVERIFY_RESULT(loader.add(dns::Record{*dns::Name::fromText("x.huge.example"), Type(65280), dns::Class::IN,
                                          1, base::Bytes(65530, 'x')}));
    const auto version = loader.finish();
    QVERIFY_RESULT(version);
    AxfrOut out(*version, frameFor(*version));
    run(out);
    QVERIFY2(out.failed(), "cut off, so that the client does not take half a zone for the whole");
}

void tst_AxfrOut::keepsTheVersionItBeganWith()
{
    auto version = test::versionOf("large.example", largeZone());
    const auto content = contentOf(*version);
    AxfrOut out(version, frameFor(version));
    std::vector<base::Bytes> messages{*out.next(now)};
    version.reset(); // replaced by a newer one and forgotten by everybody else
    for (base::Bytes& message : run(out))
        messages.push_back(std::move(message));
    QCOMPARE(recordsOf(messages).size(), content.size() + 1);
}

QTEST_GUILESS_MAIN(tst_AxfrOut)
#include "tst_axfr_out.moc"
