// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/control_protocol.h"
#include "model/engine/json_writer.h"

#include "tests/kit/fake_clock.h"
#include "tests/kit/result_macros.h"

#include <QFile>
#include <QJsonDocument>

using namespace zonescope;
using namespace zonescope::engine;

/// Golden files: the JSON interface is a promise to scripts. ZONESCOPE_WRITE_GOLDEN=1 writes them anew.
class TestControlProtocol : public QObject
{
    Q_OBJECT

    const base::Timestamp t = kit::FakeClock().wall();
    zone::Configuration configuration;
    base::ZoneId zone;
    base::PrimaryId primary;
    base::EdgeId edge;

    static void compareGolden(const std::string& json, const char* file)
    {
        const QString path = QFINDTESTDATA("golden") + "/" + file;
        if (qEnvironmentVariableIsSet("ZONESCOPE_WRITE_GOLDEN")) {
            QFile out(path);
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write(QByteArray::fromStdString(json) + "\n");
            return;
        }
        QFile in(path);
        QVERIFY2(in.open(QIODevice::ReadOnly), qPrintable(path));
        QCOMPARE(QString::fromStdString(json) + "\n", QString::fromUtf8(in.readAll()));
        QVERIFY(!QJsonDocument::fromJson(QByteArray::fromStdString(json)).isNull());
    }
    pipeline::TransferAttempt attempt() const
    {
        pipeline::TransferAttempt a;
        a.id = 12;
        a.zone = zone;
        a.primary = primary;
        a.address = *net::Endpoint::fromText("192.0.2.1:53");
        a.keyName = "k1";
        a.kind = pipeline::TransferKind::Ixfr;
        a.startedAt = t;
        a.duration = base::Duration(12'345);
        a.fromSerial = 1;
        a.toSerial = 2;
        a.records = 3;
        a.bytes = 400;
        a.messages = 1;
        a.rcode = 5;
        a.extendedError = 18;
        a.extendedErrorText = "say \"please\"\n";
        a.error = base::Error{base::ErrorCode::RcodeRefused, "REFUSED"};
        return a;
    }

private slots:
    void initTestCase()
    {
        zone::Primary p;
        p.name = "ns1";
        p.addresses = {*net::Endpoint::fromText("192.0.2.1")};
        primary = *configuration.put(p);
        zone::Edge e;
        e.name = "ams-1";
        e.endpoint = *net::Endpoint::fromText("[2001:db8::1]:5353");
        edge = *configuration.put(e);
        zone::Zone z;
        z.apex = *dns::Name::fromText("example.org.");
        z.primaries = {primary};
        z.edges = {edge};
        zone = *configuration.put(z);
    }
    void requests_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("error");
        QTest::newRow("status") << R"({"request": "status"})"
                                << "";
        QTest::newRow("transfer") << R"({"request":"transfer","zone":"a.example","full":true})"
                                  << "";
        QTest::newRow("test change") << R"({"request":"test-change","zone":"a.example"})"
                                     << "";
        QTest::newRow("full test change") << R"({"request":"test-change","zone":"a","full":true})"
                                          << "unknown-field";
        QTest::newRow("not JSON") << "status"
                                  << "syntax-error";
        QTest::newRow("array") << "[]"
                               << "syntax-error";
        QTest::newRow("deep") << QString(100'000, '[') << "syntax-error";
        QTest::newRow("nothing asked") << "{}"
                                       << "missing-field";
        QTest::newRow("unknown request") << R"({"request":"stop"})"
                                         << "invalid-value";
        QTest::newRow("unknown field") << R"({"request":"status","x":1})"
                                       << "unknown-field";
        QTest::newRow("field without a name") << R"({"": 5})"
                                              << "unknown-field";
        QTest::newRow("zero octet in a name") << R"({"request\u0000x":"status"})"
                                              << "unknown-field";
        QTest::newRow("half of a pair") << R"({"request":"history","zone":"a\ude00"})"
                                        << "invalid-value";
        QTest::newRow("zero octet in a request") << R"({"request":"status\u0000x"})"
                                                 << "invalid-value";
        QTest::newRow("wrong type") << R"({"request":"transfer","zone":5})"
                                    << "invalid-value";
        QTest::newRow("twice") << R"({"request":"history","zone":"a","request":"status"})"
                               << "invalid-value";
        QTest::newRow("zone of a status") << R"({"zone":"a","request":"status"})"
                                          << "unknown-field";
        QTest::newRow("full history") << R"({"request":"history","zone":"a","full":true})"
                                      << "unknown-field";
        QTest::newRow("no zone") << R"({"request":"history"})"
                                 << "missing-field";
        QTest::newRow("bad UTF-8") << QString::fromLatin1("{\"request\":\"hist\xff\"}") << "invalid-value";
    }
    void requests()
    {
        QFETCH(QString, line);
        QFETCH(QString, error);
        const auto request = decodeRequest(line.toStdString());
        QCOMPARE(request ? QString() : QString::fromUtf8(base::errorName(request.error().code).data()),
                 error);
        QVERIFY(request || !request.error().detail.empty());
        if (request)
            QCOMPARE(decodeRequest(encodeRequest(*request))->zone, request->zone);
    }
    void status()
    {
        EngineStatus engine;
        engine.running = true;
        engine.notifyAt = {*net::Endpoint::fromText("127.0.0.1:5300")};
        engine.notifiesAccepted = 4;
        engine.transfersPerMinute = 1.5;
        engine.storeError = base::Error{base::ErrorCode::StoreFull, "history.sqlite"};
        zone::ZoneStatus s;
        s.zone = zone;
        s.state = zone::ZoneState::Behind;
        s.heldSerial = 4'294'967'295;
        s.heldSince = t;
        s.primarySerial = 1;
        s.primarySeen = primary;
        s.edges = {{edge, 4, t, t, base::Error{base::ErrorCode::TimedOut, ""}, {}}};
        s.lastError = base::Error{base::ErrorCode::TsigBadKey, "key k1. unknown"};
        s.lastErrorPrimary = {4711}; // removed since
        s.recordCount = 1'000'001;
        zone::ZoneStatus gone; // of a zone that is not configured any more
        gone.zone = {99};
        compareGolden(encodeStatus(engine, {s, gone}, configuration), "status.json");
    }
    void transfer()
    {
        compareGolden(encodeTransfer({"example.org",
                                      "failed",
                                      std::nullopt,
                                      base::Error{base::ErrorCode::RcodeRefused, "REFUSED"},
                                      {attempt()}},
                                     configuration),
                      "transfer.json");
    }
    void testChange()
    {
        TestChangeAnswer taken;
        taken.primary = primary;
        taken.address = *net::Endpoint::fromText("192.0.2.1");
        taken.record = "_zonescope-test.example.org.";
        taken.text = "zonescope test change 2026-01-01T00:00:00.000Z";
        taken.took = base::Duration(12'500);
        compareGolden(encodeTestChange("example.org", taken, configuration), "test_change.json");
    }
    void history()
    {
        pipeline::Change change;
        change.id = 7;
        change.zone = zone;
        change.fromSerial = 1;
        change.toSerial = 2;
        change.startedAt = t;
        change.triggers = static_cast<pipeline::Triggers>(pipeline::Trigger::Notify) |
                          static_cast<pipeline::Triggers>(pipeline::Trigger::Refresh);
        change.primary = primary;
        change.kind = pipeline::TransferKind::Ixfr;
        change.stage[0] = base::Duration(250);
        change.stage[2] = base::Duration(3'000);
        change.edges = {{edge, base::Duration(1'500'000), base::Duration(20'000), {}},
                        {edge, {}, {}, base::ErrorCode::TimedOut}};
        compareGolden(encodeHistory("example.org", {change}, {attempt()}, configuration), "history.json");
    }
    void error()
    {
        compareGolden(encodeError({base::ErrorCode::NotFound, "no \\ such \t zone"}), "error.json");
    }
    void times()
    {
        QCOMPARE(isoTime(t), std::string("2026-01-01T00:00:00.000Z"));
        QCOMPARE(isoTime(base::fromMicroseconds(-1)), std::string("1969-12-31T23:59:59.999Z"));
        QCOMPARE(isoTime(base::fromMicroseconds(1'999'999)), std::string("1970-01-01T00:00:01.999Z"));
    }
};

QTEST_APPLESS_MAIN(TestControlProtocol)
#include "tst_control_protocol.moc"
