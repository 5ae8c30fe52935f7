// SPDX-License-Identifier: GPL-3.0-or-later
// A test change at real primaries: taken where they allow it and seen to come back, refused in words
// elsewhere.
#include "model/transfer/test_change.h"
#include "tests/kit/real_server.h"
#include "tests/kit/result_macros.h"
#include "tests/kit/running_engine.h"

#include <QTest>

using namespace zonescope;
using kit::RealServer;
using kit::RunningEngine;
using kit::ServerKind;
using Kind = pipeline::Event::Kind;

namespace {

const char* const apex = "change.example";
const kit::ServerKey key{"k1", "hmac-sha256", "c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0"};
const std::string keyText = key.algorithm + ":" + key.name + ":" + key.secret;

std::string zoneText()
{
    return "$ORIGIN change.example.\n$TTL 300\n@ SOA ns1 host 1 3600 600 86400 300\n@ NS ns1\nns1 A "
           "192.0.2.1\n";
}

/// The texts below the name of test changes.
QStringList testTexts(const zone::ZoneVersion& version)
{
    QStringList texts;
    for (const std::string& line : kit::zoneLines(version))
        if (line.starts_with("_zonescope-test."))
            texts += QString::fromStdString(line).section(u'"', 1, 1);
    return texts;
}

} // namespace

class tst_TestChange : public QObject
{
    Q_OBJECT

private slots:
    void isTakenAndComesBack_data();
    void isTakenAndComesBack();
    void isRefused_data();
    void isRefused();
    void wantsAKey();
};

void tst_TestChange::isTakenAndComesBack_data()
{
    QTest::addColumn<ServerKind>("kind");
    QTest::newRow("knot") << ServerKind::Knot;
    QTest::newRow("bind") << ServerKind::Bind;
}

void tst_TestChange::isTakenAndComesBack()
{
    QFETCH(ServerKind, kind);
    auto running = RunningEngine::start();
    QVERIFY_RESULT(running);
    auto primary = RealServer::start(kind, {.zones = {{apex, zoneText()}},
                                            .key = key,
                                            .notify = {(*running)->notifyAt()},
                                            .allowUpdates = true});
    QVERIFY_RESULT(primary);
    const auto zone = (*running)->addZone({apex, (*primary)->endpoint(), keyText, {(*primary)->endpoint()}});
    QVERIFY_RESULT(zone);
    QVERIFY((*running)->waitFor([&] { return (*running)->heldSerial(*zone) == 1U; }));
    for (int round = 0; round < 2; ++round) { // the second replaces what the first left
        const auto answer = (*running)->reply((*running)->engine().testChange(*zone));
        QVERIFY2(answer, answer ? "" : (base::toString(answer.error()) + (*primary)->log()).c_str());
        const auto& taken = std::get<engine::TestChangeAnswer>(*answer);
        QCOMPARE(taken.address, (*primary)->endpoint());
        QCOMPARE(taken.record, std::string("_zonescope-test.change.example"));
        const QStringList wanted{QString::fromStdString(taken.text)};
        QVERIFY2((*running)->waitFor([&] {
            const auto held = (*running)->engine().heldVersion(*zone);
            return held && testTexts(*held) == wanted;
        }),
                 (*primary)->log().c_str());
    }
    QVERIFY((*running)->heldSerial(*zone) > 1U);
    QVERIFY((*running)->sawEvent(Kind::TestChangeSent, *zone));
    QVERIFY2((*running)->waitFor([&] { return (*running)->sawEvent(Kind::VisibleEverywhere, *zone); }),
             "the edge has it, and nobody noticed");
}

void tst_TestChange::isRefused_data()
{
    QTest::addColumn<ServerKind>("kind");
    for (const ServerKind kind : kit::serverKinds)
        QTest::newRow(std::string(kit::serverName(kind)).c_str()) << kind;
}

void tst_TestChange::isRefused()
{
    QFETCH(ServerKind, kind);
    auto primary = RealServer::start(kind, {.zones = {{apex, zoneText()}}, .key = key, .notify = {}});
    QVERIFY_RESULT(primary);
    auto running = RunningEngine::start();
    QVERIFY_RESULT(running);
    const auto zone = (*running)->addZone({apex, (*primary)->endpoint(), keyText, {}});
    QVERIFY_RESULT(zone);
    QVERIFY((*running)->waitFor([&] { return (*running)->heldSerial(*zone) == 1U; }));
    const auto answer = (*running)->reply((*running)->engine().testChange(*zone));
    QVERIFY_ERROR(answer, base::ErrorCode::UpdateRefused);
    QVERIFY2(answer.error().detail.starts_with((*primary)->endpoint().toText()),
             answer.error().detail.c_str());
    QVERIFY((*running)->waitFor([&] { return (*running)->sawEvent(Kind::TestChangeSent, *zone); }));
    QCOMPARE(kit::askSerial((*primary)->endpoint(), apex), std::optional<std::uint32_t>(1));
}

void tst_TestChange::wantsAKey()
{
    auto primary =
        RealServer::start(ServerKind::Knot, {.zones = {{apex, zoneText()}}, .key = {}, .notify = {}});
    QVERIFY_RESULT(primary);
    auto running = RunningEngine::start();
    QVERIFY_RESULT(running);
    const auto zone = (*running)->addZone({apex, (*primary)->endpoint(), {}, {}});
    QVERIFY_RESULT(zone);
    const auto answer = (*running)->reply((*running)->engine().testChange(*zone));
    QVERIFY_ERROR(answer, base::ErrorCode::UpdateNeedsKey);
    QVERIFY_ERROR((*running)->reply((*running)->engine().testChange(base::ZoneId{999})),
                  base::ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(tst_TestChange)
#include "tst_test_change.moc"
