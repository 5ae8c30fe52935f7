// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kit/result_macros.h"
#include "tests/model/transfer/stream_cases.h"

#include <QTest>

#include <set>

using namespace zonescope;
using namespace zonescope::transfer;
using base::ErrorCode;

namespace {

using Case = StreamCase;
using Expect = StreamCase::Expect;

std::vector<Case> allCases()
{
    std::vector<Case> all = axfrCases();
    const std::vector<Case> more = ixfrCases();
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

XfrReader::Order orderFor(bool ixfr, std::uint32_t heldSerial = 1)
{
    XfrReader::Order order;
    order.held = versionOf(heldSerial, body("v1"));
    order.query = ixfr ? makeIxfrQuery(name("z."), order.held->soaRecord(), true, {}, testTime)
                       : makeAxfrQuery(name("z."), true, {}, testTime);
    return order;
}

} // namespace

class TestXfrReader : public QObject
{
    Q_OBJECT

private slots:
    void streams_data()
    {
        QTest::addColumn<int>("index");
        const std::vector<Case> cases = allCases();
        for (std::size_t i = 0; i < cases.size(); ++i)
            QTest::newRow(cases[i].title) << static_cast<int>(i);
    }

    void streams()
    {
        QFETCH(int, index);
        const std::vector<Case> cases = allCases();
        const Case& c = cases[static_cast<std::size_t>(index)];
        XfrReader::Order order = orderFor(c.ixfr);
        const zone::ZoneVersionPtr held = order.held;
        const std::vector<std::string> before = dump(*held);
        const Messages messages = c.stream(order.query);
        XfrReader reader(std::move(order));
        const Reading reading = readAll(reader, messages);
        if (c.expect == Expect::Error) {
            QVERIFY(reading.error);
            QCOMPARE(QString::fromStdString(base::toString(*reading.error)).section(':', 0, 0),
                     QString::fromStdString(std::string(base::errorName(c.error))));
            QVERIFY(!reading.error->detail.empty());
        } else {
            QVERIFY2(!reading.error, reading.error ? base::toString(*reading.error).c_str() : "");
            QCOMPARE(reading.product->version == nullptr, c.expect == Expect::Unchanged);
            if (c.check)
                QVERIFY(c.check(*reading.product, reader));
        }
        // What we held is as it was, whatever came.
        QCOMPARE(dump(*held), before);
    }

    /// The outcome of a stream is what its row in the policy table says.
    void tableRulesTheReader()
    {
        std::set<Oddity> covered;
        for (const Case& c : allCases()) {
            if (!c.oddity)
                continue;
            covered.insert(*c.oddity);
            const Rule& rule = ruleOf(*c.oddity);
            QVERIFY2((rule.ruling == Ruling::Reject) == (c.expect == Expect::Error), c.title);
            const bool noAnswerAtAll = c.error == ErrorCode::ConnectionClosed;
            if (rule.ruling == Ruling::Reject && !noAnswerAtAll && *c.oddity != Oddity::IxfrRefused)
                QVERIFY2(rule.error == c.error, c.title);
        }
        for (const Rule& rule : transferRules) {
            QVERIFY2(!rule.name.empty() && !rule.reason.empty(), std::string(rule.name).c_str());
            // Rows about datagrams and SOA checks: tst_ixfr_over_udp, tst_soa_check.
            if (rule.ruling == Ruling::AskOverTcp || rule.oddity == Oddity::SoaNotAuthoritative)
                continue;
            QVERIFY2(covered.count(rule.oddity) == 1, std::string(rule.name).c_str());
            QCOMPARE(static_cast<std::size_t>(rule.oddity),
                     static_cast<std::size_t>(&rule - transferRules.data()));
        }
    }

    void malformedRecordIsNamed()
    {
        XfrReader::Order order = orderFor(false);
        dns::Record three = lines("n A 192.0.2.1\n").front();
        three.rdata.resize(3);
        const Messages messages = oneMessage(order.query, {soa(5), three});
        XfrReader reader(std::move(order));
        const Reading reading = readAll(reader, messages);
        QVERIFY(reading.error);
        QVERIFY2(QString::fromStdString(reading.error->detail).contains("message 1"),
                 reading.error->detail.c_str());
        QCOMPARE(reader.seen(Oddity::MalformedRecord), 1U);
    }

    void refusalCarriesTheExtendedError()
    {
        XfrReader::Order order = orderFor(false);
        servers::Draft draft = draftFor(order.query, {});
        draft.header.rcode = 5;
        draft.edns = dns::Edns{};
        draft.edns->errors.push_back({18, "not in the list"});
        XfrReader reader(std::move(order));
        const Reading reading = readAll(reader, {draft.write()});
        QVERIFY(reading.error && reader.edns());
        QCOMPARE(reader.edns()->errors.front().infoCode, std::uint16_t(18));
        QVERIFY(QString::fromStdString(reading.error->detail).contains("not in the list"));
    }

    void forcedTakesTheSameAndOlderSerials()
    {
        for (const std::uint32_t serial : {0U, 1U, 0x80000001U}) {
            XfrReader::Order order = orderFor(false);
            order.acceptOlder = order.acceptEqual = true;
            const Messages messages = oneMessage(order.query, soa(serial) + body("forced") + soa(serial));
            XfrReader reader(std::move(order));
            const Reading reading = readAll(reader, messages);
            QVERIFY(reading.product && reading.product->version);
            QCOMPARE(reading.product->version->serial(), serial);
            QCOMPARE(tagOf(*reading.product->version), std::string("forced"));
        }
    }

    void serialsWrapAround()
    {
        for (const auto& [held, next] :
             {std::pair(4294967295U, 0U), std::pair(0U, 1U), std::pair(4294967290U, 3U)}) {
            XfrReader::Order order = orderFor(true, held);
            const Messages messages = oneMessage(
                order.query,
                soa(next) + difference(held, next, {txt("m", "v1")}, {txt("m", "v5")}) + soa(next));
            XfrReader reader(std::move(order));
            const Reading reading = readAll(reader, messages);
            QVERIFY2(reading.product && reading.product->version,
                     reading.error ? reading.error->detail.c_str() : "");
            QCOMPARE(reading.product->version->serial(), next);
        }
    }

    void stopsAtTheLimitOfRecords()
    {
        XfrReader::Order order = orderFor(false);
        order.maxRecords = 4;
        const Messages messages = oneMessage(order.query, goodAxfr()); // five records
        XfrReader reader(std::move(order));
        const Reading reading = readAll(reader, messages);
        QVERIFY(reading.error);
        QCOMPARE(reading.error->code, ErrorCode::LimitRecords);
    }

    void takesExactlyTheLimitOfRecords()
    {
        XfrReader::Order order = orderFor(false);
        order.maxRecords = 5;
        const Messages messages = oneMessage(order.query, goodAxfr());
        XfrReader reader(std::move(order));
        QVERIFY(readAll(reader, messages).product);
    }

    void stopsAtTheLimitOfOctets()
    {
        XfrReader::Order order = orderFor(false);
        const Messages messages = oneRecordEach(order.query, goodAxfr());
        order.maxBytes = messages[0].size() + messages[1].size() + 5;
        XfrReader reader(std::move(order));
        const Reading reading = readAll(reader, messages);
        QVERIFY(reading.error);
        QCOMPARE(reading.error->code, ErrorCode::LimitBytes);
        QCOMPARE(reader.messages(), 3U);
    }

    void stopsAtTheLimitOfAnRrset()
    {
        XfrReader::Order order = orderFor(false);
        order.maxRrsetRecords = 2;
        const Records many = lines("x A 192.0.2.1\nx A 192.0.2.2\nx A 192.0.2.3\n");
        const Messages messages = oneMessage(order.query, soa(5) + body("v5") + many + soa(5));
        XfrReader reader(std::move(order));
        const Reading reading = readAll(reader, messages);
        QVERIFY(reading.error);
        QCOMPARE(reading.error->code, ErrorCode::LimitRrset);
    }

    /// H06b: a state between two differences breaks the limit, the result does not.
    void intermediateStateOfAnIxfrBreaksTheRrsetLimit()
    {
        XfrReader::Order order = orderFor(true);
        order.maxRrsetRecords = 2;
        const Records three = lines("x A 192.0.2.1\nx A 192.0.2.2\nx A 192.0.2.3\n");
        const Messages messages = oneMessage(order.query, soa(5) + difference(1, 3, {}, three) +
                                                              difference(3, 5, {three[0]}, {}) + soa(5));
        XfrReader reader(std::move(order));
        const Reading reading = readAll(reader, messages);
        QVERIFY(reading.error);
        QCOMPARE(reading.error->code, ErrorCode::LimitRrset);
    }

    void largestRecordThatAMessageCanHold()
    {
        XfrReader::Order order = orderFor(false);
        const dns::Record huge{name("h.z."), static_cast<dns::Type>(65280), dns::Class::IN, 1,
                               base::Bytes(65000, 'x')};
        const Messages messages = oneRecordEach(order.query, soa(5) + body("v5") + huge + soa(5));
        XfrReader reader(std::move(order));
        const Reading reading = readAll(reader, messages);
        QVERIFY(reading.product);
        QCOMPARE(reading.product->version->find(name("h.z."))->find(huge.type)->rdata(0).size(),
                 std::size_t(65000));
    }
};

QTEST_APPLESS_MAIN(TestXfrReader)
#include "tst_xfr_reader.moc"
