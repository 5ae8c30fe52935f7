// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transfer/xfr_attempt.h"
#include "tests/kit/fake_clock.h"
#include "tests/model/transfer/service_kit.h"

#include <QTest>

#include <functional>
#include <set>

using namespace zonescope;
using namespace zonescope::transfer;
using base::ErrorCode;

// Case H13, and the rows of the policy table that send a datagram's question over TCP.

namespace {

using Answer = std::function<std::optional<servers::Draft>(const servers::Request&)>;

struct UdpCase
{
    const char* title;
    std::optional<Oddity> oddity; ///< nothing: the datagram is enough
    Answer answer;
};

servers::Draft with(const servers::Request& request, const Records& records)
{
    servers::Draft draft = servers::Draft::answerTo(request);
    draft.answers = records;
    return draft;
}

Records goodIxfr()
{
    return soa(5) + difference(1, 5, {txt("m", "v1")}, {txt("m", "v5")}) + soa(5);
}

const std::vector<UdpCase>& cases()
{
    static const std::vector<UdpCase> all{
        {"differences", {}, [](const auto& r) { return with(r, goodIxfr()); }},
        {"whole zone (NSD)", {}, [](const auto& r) { return with(r, soa(5) + body("v5") + soa(5)); }},
        {"nothing new", {}, [](const auto& r) { return with(r, {soa(1)}); }},
        {"TC", Oddity::UdpTruncated,
         [](const auto& r) {
             auto draft = with(r, goodIxfr());
             draft.header.truncated = true;
             return draft;
         }},
        {"single newer SOA", Oddity::UdpSingleNewerSoa, [](const auto& r) { return with(r, {soa(5)}); }},
        {"REFUSED", Oddity::UdpRefused,
         [](const auto& r) { return servers::Draft::answerTo(r, dns::Rcode::Refused); }},
        {"cut", Oddity::UdpNotWhole, [](const auto& r) { return with(r, soa(5) + body("v5")); }},
        {"another question", Oddity::UdpFaulty,
         [](const auto& r) {
             auto draft = with(r, goodIxfr());
             draft.question->name = name("other.");
             return draft;
         }},
        {"silence", Oddity::UdpSilence, [](const auto&) { return std::nullopt; }},
    };
    return all;
}

struct Bench
{
    kit::FakeClock clock;
    FakeWire wire;
    std::optional<XfrAttempt> attempt;

    Bench()
    {
        XfrAttempt::Order order;
        order.apex = name("z.");
        order.server = net::Endpoint::fromText("192.0.2.1").value();
        order.held = versionOf(1, body("v1"));
        order.incremental = order.udp = true;
        attempt.emplace(order, clock, wire);
        attempt->start();
    }
    void deliver(const servers::Draft& draft)
    {
        const base::Bytes octets = draft.write();
        attempt->datagram(base::viewOf(octets));
    }
};

} // namespace

class TestIxfrOverUdp : public QObject
{
    Q_OBJECT

private slots:
    void datagrams_data()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < cases().size(); ++i)
            QTest::newRow(cases()[i].title) << static_cast<int>(i);
    }
    void datagrams()
    {
        QFETCH(int, index);
        const UdpCase& c = cases()[static_cast<std::size_t>(index)];
        Bench b;
        QCOMPARE(b.wire.udpSent, 1);
        QCOMPARE(b.wire.connects, 0);
        const servers::Request request = requestOf(b.wire.lastMessage);
        QVERIFY(request.question.type == dns::Type::IXFR);
        QVERIFY(!request.edns || !request.edns->keepaliveRequested); // RFC 7828 section 3.2.1
        if (const auto draft = c.answer(request))
            b.deliver(*draft);
        else
            b.clock.advance(Timings{}.soaFirst);
        b.attempt->timePassed();
        if (!c.oddity) {
            QVERIFY(b.attempt->done() && b.attempt->product());
            QCOMPARE(b.attempt->row().transport, pipeline::Transport::Udp);
            return;
        }
        QCOMPARE(ruleOf(*c.oddity).ruling, Ruling::AskOverTcp);
        QCOMPARE(b.attempt->state(), XfrAttempt::State::WantsTcp);
        QVERIFY(!b.wire.udpOpen);
        b.attempt->goOnWithTcp();
        QCOMPARE(b.wire.connects, 1);
        b.attempt->connected();
        const servers::Request again = requestOf(b.wire.lastMessage);
        QVERIFY(again.question.type == dns::Type::IXFR);
        const base::Bytes whole = with(again, goodIxfr()).write();
        b.attempt->message(base::viewOf(whole));
        QVERIFY(b.attempt->done() && b.attempt->product() && b.attempt->product()->version);
        QCOMPARE(b.attempt->row().transport, pipeline::Transport::Tcp);
    }

    void everyRowIsTried()
    {
        std::set<Oddity> tried;
        for (const UdpCase& c : cases())
            if (c.oddity)
                tried.insert(*c.oddity);
        for (const Rule& rule : transferRules)
            QVERIFY2(rule.ruling != Ruling::AskOverTcp || tried.count(rule.oddity) == 1,
                     std::string(rule.name).c_str());
    }

    void strayDatagramsChangeNothing()
    {
        Bench b;
        auto draft = with(requestOf(b.wire.lastMessage), goodIxfr());
        ++draft.header.id;
        b.deliver(draft);
        --draft.header.id;
        draft.header.response = false;
        b.deliver(draft);
        QCOMPARE(b.attempt->state(), XfrAttempt::State::Udp);
        draft.header.response = true;
        b.deliver(draft);
        QVERIFY(b.attempt->done() && b.attempt->product());
    }

    void throughTheService()
    {
        for (const bool fits : {true, false}) {
            ServiceBench bench;
            bench.primary->addZone(name("z."), 5, body("v5"));
            bench.primary->setScript(name("z."), [fits](const servers::Request& r) -> std::optional<Steps> {
                if (r.question.type != dns::Type::IXFR || r.tcp)
                    return std::nullopt;
                return Steps{servers::Step::send(with(r, fits ? goodIxfr() : Records{soa(5)}))};
            });
            TransferJob job = bench.job(versionOf(1, body("v1")));
            job.targets[0].ixfrOverUdp = true;
            const TransferResult result = bench.run(job);
            QCOMPARE(result.outcome, TransferResult::Outcome::NewVersion);
            QCOMPARE(tagOf(*result.version), std::string("v5"));
            QCOMPARE(result.attempts.size(), std::size_t(1));
            QCOMPARE(result.attempts[0].transport,
                     fits ? pipeline::Transport::Udp : pipeline::Transport::Tcp);
        }
    }
};

QTEST_GUILESS_MAIN(TestIxfrOverUdp)
#include "tst_ixfr_over_udp.moc"
