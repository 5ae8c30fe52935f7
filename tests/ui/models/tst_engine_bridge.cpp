// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kit/result_macros.h"
#include "tests/ui/kit/cpu_time.h"
#include "tests/ui/kit/fake_engine.h"
#include "ui/models/workspace.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>

#include <thread>

using namespace zonescope;
using namespace zonescope::ui;
using uikit::FakeEngine;
using uikit::FakeOptions;

class TestEngineBridge : public QObject
{
    Q_OBJECT

private slots:
    void batchesComeFromAnyThread();
    void oldAnswersAreDropped();
    void answersToGoneWidgetsAreDropped();
    void answersInParts();
    void supersededEditsAreTriedAgain();
    void impossibleEditsAreNotSent();
    void newSecretsGoWithTheConfiguration();
    void fiftyThousandEventsASecond();
    void wakeAfterTheWindowIsGone();
};

void TestEngineBridge::batchesComeFromAnyThread()
{
    FakeEngine engine(FakeOptions{.versions = false});
    models::Workspace workspace(engine, engine.clock());
    QCoreApplication::processEvents();
    QSignalSpy updated(&workspace.zones(), &models::ZoneBook::updated);
    std::thread sender([&] {
        for (int i = 0; i < 200; ++i) {
            engine::Batch news;
            news.zones = {engine.zoneStatuses()[static_cast<std::size_t>(i % 60)]};
            engine.send(std::move(news));
        }
    });
    sender.join();
    QTRY_COMPARE(updated.count(), 1); // two hundred sends, one wake
}

void TestEngineBridge::oldAnswersAreDropped()
{
    FakeEngine engine(FakeOptions{.versions = false, .answerRequests = false});
    models::EngineBridge bridge(engine);
    QObject page;
    models::Question question(bridge, &page);
    std::vector<int> seen;
    const auto first = engine.versions({});
    question.ask<engine::VersionsAnswer>(first, [&](const auto&) { seen.push_back(1); });
    const auto second = engine.versions({});
    question.ask<engine::VersionsAnswer>(second, [&](const auto&) { seen.push_back(2); });
    engine.reply(second, engine::Answer{engine::VersionsAnswer{}});
    engine.reply(first, engine::Answer{engine::VersionsAnswer{}});
    QTRY_VERIFY(!question.isWaiting());
    QCoreApplication::processEvents();
    QCOMPARE(seen, std::vector<int>{2});
}

void TestEngineBridge::answersToGoneWidgetsAreDropped()
{
    FakeEngine engine(FakeOptions{.versions = false, .answerRequests = false});
    models::EngineBridge bridge(engine);
    auto page = std::make_unique<QObject>();
    bool called = false;
    const auto request = engine.versions({});
    bridge.whenAnswered(request, page.get(), [&](const auto&) { called = true; });
    page.reset();
    engine.reply(request, engine::Answer{engine::VersionsAnswer{}});
    QCoreApplication::processEvents();
    QVERIFY(!called);
}

void TestEngineBridge::answersInParts()
{
    FakeEngine engine(FakeOptions{.versions = false, .answerRequests = false});
    models::EngineBridge bridge(engine);
    QObject page;
    models::Question question(bridge, &page);
    int parts = 0;
    const auto request = engine.preflight({});
    question.ask<engine::PreflightAnswer>(request, [&](const auto&) { ++parts; });
    engine.reply(request, engine::Answer{engine::PreflightAnswer{{}, false}});
    engine.reply(request, engine::Answer{engine::PreflightAnswer{{}, false}});
    QTRY_COMPARE(parts, 2);
    QVERIFY(question.isWaiting());
    engine.reply(request, engine::Answer{engine::PreflightAnswer{{}, true}});
    QTRY_COMPARE(parts, 3);
    QVERIFY(!question.isWaiting());
}

void TestEngineBridge::supersededEditsAreTriedAgain()
{
    FakeEngine engine(FakeOptions{.versions = false});
    models::EngineBridge bridge(engine);
    engine.supersedeNext = 2;
    std::optional<base::Status> result;
    int edits = 0;
    bridge.configure(
        &bridge,
        [&](zone::Configuration& configuration) {
            ++edits;
            return configuration.put(zone::EngineLimits{.maxTransfers = 7});
        },
        [&](const base::Status& status) { result = status; });
    QTRY_VERIFY(result);
    QVERIFY(result->has_value());
    QCOMPARE(edits, 3);
    QCOMPARE(engine.configuration()->limits().maxTransfers, 7);
    engine.supersedeNext = 5;
    result.reset();
    bridge.configure(
        &bridge, [](zone::Configuration&) { return base::Status{}; },
        [&](const base::Status& status) { result = status; });
    QTRY_VERIFY(result);
    QCOMPARE(result->error().code, base::ErrorCode::Superseded);
}

void TestEngineBridge::impossibleEditsAreNotSent()
{
    FakeEngine engine(FakeOptions{.versions = false});
    models::EngineBridge bridge(engine);
    const auto before = engine.lastRequest();
    std::optional<base::Status> result;
    bridge.configure(
        &bridge, [](zone::Configuration& c) { return c.remove(base::KeyId{4711}); },
        [&](const base::Status& status) { result = status; });
    QVERIFY(result && !result->has_value());
    QCOMPARE(engine.lastRequest(), before);
}

void TestEngineBridge::newSecretsGoWithTheConfiguration()
{
    FakeEngine engine(FakeOptions{.versions = false});
    models::EngineBridge bridge(engine);
    std::optional<base::Status> result;
    bridge.configure(
        &bridge, [](zone::Configuration&) { return base::Status{}; },
        [&](const base::Status& status) { result = status; },
        [](const zone::Configuration&) {
            return std::map<base::KeyId, base::Bytes>{{base::KeyId{1}, "octets"}};
        });
    QTRY_VERIFY(result);
    QCOMPARE(engine.secretsGiven.at(base::KeyId{1}), base::Bytes("octets"));
}

void TestEngineBridge::fiftyThousandEventsASecond()
{
    FakeEngine engine(FakeOptions{.zones = 2000, .edges = 4, .versions = false});
    models::Workspace workspace(engine, engine.clock());
    QCoreApplication::processEvents();
    const auto statuses = engine.zoneStatuses();
    std::vector<double> frames;
    double total = 0;
    std::uint64_t id = 1000;
    // One second of 50,000 events and 10,000 states, as a hundred batches.
    for (int batch = 0; batch < 100; ++batch) {
        engine::Batch news;
        for (int i = 0; i < 500; ++i)
            news.events.push_back(engine.sampleEvent(id++));
        news.zones.assign(statuses.begin(), statuses.begin() + 100);
        engine.send(std::move(news));
        const uikit::CpuTimer timer;
        QCoreApplication::processEvents();
        frames.push_back(timer.milliseconds());
        total += frames.back();
    }
    std::ranges::sort(frames);
    qInfo("%.0f ms of processor time, p99 of a batch %.1f ms, worst %.1f ms", total, frames[98], frames[99]);
    QVERIFY2(total < 500, qPrintable(QString::number(total))); // 25 % of a core, factor 2 for a debug build
    QVERIFY2(frames[98] < 25, qPrintable(QString::number(frames[98])));
    QTRY_COMPARE(workspace.activity().rowCount(), static_cast<int>(models::ActivityModel::capacity));
}

void TestEngineBridge::wakeAfterTheWindowIsGone()
{
    FakeEngine engine(FakeOptions{.versions = false});
    {
        models::Workspace workspace(engine, engine.clock());
        engine.send({});
    }
    engine.send({}); // must not touch the bridge that is gone
    QCoreApplication::processEvents();
    QVERIFY(engine.takeBatch().replies.empty());
}

int main(int argc, char** argv)
{
    QGuiApplication application(argc, argv);
    TestEngineBridge test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_engine_bridge.moc"
