// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/message_reader.h"
#include "model/dns/text.h"
#include "model/net/socket.h"
#include "tests/model/engine/engine_harness.h"
#include "tests/model/publish/ask.h"

#include <QtTest>

using namespace zonescope;
using namespace zonescope::enginetest;
using servers::ScriptedPrimary;

/// What follows a version later: what others fetch from us after a restart, and what a second look finds.
class TestRestart : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_harness = std::make_unique<EngineHarness>();
        m_primary = ScriptedPrimary::start().value();
        std::string text = "@ NS ns1\nns1 A 192.0.2.53\n"; // differences longer than the zone are not kept
        for (int i = 0; i < 100; ++i)
            text += "host" + std::to_string(i) + " A 192.0.2.1\n";
        QVERIFY_RESULT(m_primary->addZone("example.org.", 1, text));
    }
    void cleanup() { m_harness.reset(); }

    void differencesOutReachAsFarBackAsBefore()
    {
        QVERIFY_RESULT(m_harness->start());
        const auto zone = *m_harness->addZone("example.org.", {m_primary->endpoint()});
        QVERIFY(m_harness->holds(zone, 1));
        m_primary->addSecondary(name("example.org."), {notifyAt(), ScriptedPrimary::Transport::Udp, {}});
        for (std::uint32_t serial = 2; serial <= 4; ++serial) {
            m_primary->changeZone(
                name("example.org."), {},
                *dns::recordsFromText("h" + std::to_string(serial) + " A 192.0.2.1\n", name("example.org.")));
            QVERIFY(m_harness->holds(zone, serial));
        }
        QTRY_COMPARE(incrementalFrom(1), 3);
        const std::vector<std::string> before = answersFrom(1);
        m_primary->clearSecondaries(name("example.org."));
        m_harness->stop();
        QVERIFY_RESULT(m_harness->start());
        QVERIFY(m_harness->holds(zone, 4));
        // From the oldest that was kept on, and octet for octet what it was: the SOA that goes included.
        for (std::uint32_t serial = 1; serial <= 3; ++serial)
            QTRY_COMPARE(incrementalFrom(serial), static_cast<int>(4 - serial));
        QCOMPARE(answersFrom(1), before);
        // And on from there.
        m_primary->addSecondary(name("example.org."), {notifyAt(), ScriptedPrimary::Transport::Udp, {}});
        m_primary->changeZone(name("example.org."), {},
                              *dns::recordsFromText("h5 A 192.0.2.1\n", name("example.org.")));
        QVERIFY(m_harness->holds(zone, 5));
        QTRY_COMPARE(incrementalFrom(1), 4);
    }

    /// An MX at a name that the difference does not touch: found a little later, and told once.
    void whatADifferenceBreaksElsewhereIsFound()
    {
        QVERIFY_RESULT(m_primary->addZone("mx.example.", 1,
                                          "@ NS ns1\nns1 A 192.0.2.53\na MX 10 mail\n"
                                          "mail A 192.0.2.25\n"));
        QVERIFY_RESULT(m_harness->start());
        const auto zone = *m_harness->addZone("mx.example.", {m_primary->endpoint()});
        QVERIFY(m_harness->holds(zone, 1));
        const auto findings = [&] {
            return std::ranges::count_if(m_harness->events, [](const pipeline::Event& event) {
                return event.kind == pipeline::Event::Kind::BuildFinding && event.error &&
                       event.error->code == base::ErrorCode::ZoneMissingAddress;
            });
        };
        QCOMPARE(findings(), 0);
        m_primary->changeZone(name("mx.example."),
                              *dns::recordsFromText("mail A 192.0.2.25\n", name("mx.example.")), {});
        m_primary->notify(name("mx.example."), notifyAt());
        QVERIFY(m_harness->holds(zone, 2));
        QVERIFY(m_harness->until([&] { return findings() == 1; }));
    }

    /// The edge never said that it knows: after a restart it is told again, of what is served then.
    void anEdgeThatDidNotAnswerIsToldAgain()
    {
        const auto edgeSocket = net::bindUdp(loopback());
        QVERIFY_RESULT(edgeSocket);
        QVERIFY_RESULT(m_harness->start());
        const auto zone = *m_harness->addZone("example.org.", {m_primary->endpoint()});
        zone::Configuration next = *m_harness->engine().configuration();
        zone::Edge edge{{}, "deaf-1", *net::localEndpoint(edgeSocket->get())};
        edge.notify = true;
        const auto id = next.put(edge);
        QVERIFY_RESULT(id);
        zone::Zone changed = *next.zone(zone);
        changed.edges = {*id};
        QVERIFY_RESULT(next.put(changed));
        QVERIFY_RESULT(m_harness->configure(next));
        QVERIFY(m_harness->holds(zone, 1));
        std::optional<std::uint32_t> told; // QTRY asks once more when it was right
        const auto hears = [&] {
            if (!told)
                told = toldSerial(edgeSocket->get());
            return told == 1U;
        };
        QTRY_VERIFY(hears());
        const auto state = [&] {
            const auto& edges = m_harness->status(zone).edges;
            return edges.empty() || !edges[0].notice ? std::optional<zone::EdgeNotice::State>()
                                                     : edges[0].notice->state;
        };
        QVERIFY(m_harness->until([&] { return state() == zone::EdgeNotice::State::Waiting; }));
        m_harness->stop();
        while (toldSerial(edgeSocket->get())) // of the run before
            ;
        told.reset();
        QVERIFY_RESULT(m_harness->start());
        QVERIFY(m_harness->holds(zone, 1));
        QTRY_VERIFY(hears());
        QVERIFY(m_harness->until([&] { return state() == zone::EdgeNotice::State::Waiting; }));
    }

    /// What happened is lost and that is said; what is held is served and not fetched again.
    void aDamagedHistoryIsSaidAndStopsNothing()
    {
        QVERIFY_RESULT(m_harness->start());
        const auto zone = *m_harness->addZone("example.org.", {m_primary->endpoint()});
        QVERIFY(m_harness->holds(zone, 1));
        m_harness->stop();
        const auto file = m_harness->options().dataFolder / "history.sqlite";
        std::filesystem::resize_file(file, 5000);
        m_primary->resetCounters();
        m_harness->events.clear();
        QVERIFY_RESULT(m_harness->start());
        QVERIFY(m_harness->holds(zone, 1));
        QVERIFY(m_harness->until([&] { return m_harness->sawEvent(pipeline::Event::Kind::StoreFailed); }));
        const auto told =
            std::ranges::find(m_harness->events, pipeline::Event::Kind::StoreFailed, &pipeline::Event::kind);
        QVERIFY(told->error && told->error->code == base::ErrorCode::StoreCorrupt);
        QVERIFY2(told->error->detail.find("history.sqlite.damaged-1") != std::string::npos,
                 told->error->detail.c_str());
        QCOMPARE(m_primary->counters().axfrQueries, std::uint64_t(0));
    }

private:
    /// Of the next NOTIFY that came to this socket; nothing: none did.
    static std::optional<std::uint32_t> toldSerial(int socket)
    {
        std::array<std::uint8_t, 4096> buffer{};
        const auto got = net::receiveDatagram(socket, buffer);
        if (!got || !*got)
            return std::nullopt;
        auto reader = dns::MessageReader::open({buffer.data(), (*got)->size});
        const auto record = reader ? reader->nextRecord() : base::fail(reader.error().code);
        const auto soa = record && *record ? dns::Soa::fromRdata((*record)->rdata)
                                           : base::fail(base::ErrorCode::MalformedMessage);
        return soa ? std::optional(soa->serial) : std::nullopt;
    }
    net::Endpoint notifyAt() { return m_harness->engine().status().notifyAt.front(); }
    std::vector<std::string> answersFrom(std::uint32_t serial)
    {
        const test::Query query{.name = "example.org.", .type = dns::Type::IXFR, .ixfrSerial = serial};
        const auto message =
            test::exchange(m_harness->engine().status().serveAt.front(), test::write(query), true);
        const auto answer = message ? test::read(base::viewOf(*message)) : base::fail(message.error().code);
        return answer ? answer->answers : std::vector<std::string>();
    }
    /// Differences in the answer to an IXFR from this serial; 0: it is no incremental one.
    int incrementalFrom(std::uint32_t serial)
    {
        int soas = 0;
        for (const std::string& record : answersFrom(serial))
            soas += record.find(" SOA ") != std::string::npos ? 1 : 0;
        return (soas - 2) / 2; // the new one before and after, and two a difference
    }

    std::unique_ptr<EngineHarness> m_harness;
    std::unique_ptr<ScriptedPrimary> m_primary;
};

QTEST_GUILESS_MAIN(TestRestart)
#include "tst_restart.moc"
