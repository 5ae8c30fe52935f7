// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/experiment/experiment_session.h"

#include <QTest>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

using namespace zonescope;
using namespace zonescope::congestion;

Q_DECLARE_METATYPE(std::function<void(zonescope::congestion::ExperimentDesign&)>)

class TestExperimentSession : public QObject
{
    Q_OBJECT

private slots:
    void everyBlockHoldsEveryArm();
    void theOrderIsRandomAndRepeatable();
    void aRouteChangeVoidsTheBlock();
    void restlessRoutesEndIt();
    void aRefusedAlgorithmEndsIt();
    void aRestartGoesOnAfterTheLastWholeBlock();
    void designsAreChecked_data();
    void designsAreChecked();
};

namespace {

ExperimentDesign design(std::uint32_t blocks = 4, std::size_t targets = 2)
{
    ExperimentDesign made;
    made.arms = {"cubic", "bbr", "reno"};
    for (std::size_t i = 0; i < targets; ++i)
        made.targets.push_back(
            {"t" + std::to_string(i), {*net::IpAddress::fromText("192.0.2." + std::to_string(i + 1)), 5001}});
    made.blocks = blocks;
    made.repeats = 2;
    made.seed = 42;
    return made;
}

ExperimentSample sampleOf(const ExperimentStep& step, std::uint64_t before = 1, std::uint64_t after = 1)
{
    ExperimentSample sample;
    sample.number = step.number;
    sample.block = step.block;
    sample.target = step.target;
    sample.arm = step.arm;
    sample.took = std::chrono::milliseconds(100);
    sample.pathBefore = before;
    sample.pathAfter = after;
    return sample;
}

std::vector<ExperimentSample> runAll(ExperimentSession& session)
{
    std::vector<ExperimentSample> samples;
    while (const auto step = session.next()) {
        samples.push_back(sampleOf(*step));
        session.done(samples.back());
    }
    return samples;
}

} // namespace

void TestExperimentSession::everyBlockHoldsEveryArm()
{
    ExperimentSession session(design());
    QCOMPARE(session.stepsLeft(), 4U * 2 * 6);
    const auto samples = runAll(session);
    QVERIFY(session.finished());
    QCOMPARE(samples.size(), std::size_t{48});
    std::map<std::uint32_t, std::map<int, int>> arms;
    std::map<std::uint32_t, std::set<int>> targets;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        QCOMPARE(samples[i].number, static_cast<std::uint32_t>(i));
        ++arms[samples[i].block][samples[i].arm];
        targets[samples[i].block].insert(samples[i].target);
    }
    QCOMPARE(arms.size(), std::size_t{8});
    for (const auto& [block, counts] : arms) {
        QCOMPARE(counts, (std::map<int, int>{{0, 2}, {1, 2}, {2, 2}}));
        QCOMPARE(targets[block].size(), std::size_t{1});
    }
    // Targets take turns.
    QCOMPARE(*targets[0].begin(), 0);
    QCOMPARE(*targets[1].begin(), 1);
}

void TestExperimentSession::theOrderIsRandomAndRepeatable()
{
    const auto orders = [](std::uint64_t seed) {
        ExperimentDesign made = design(50, 1);
        made.seed = seed;
        ExperimentSession session(made);
        std::vector<int> arms;
        for (const auto& sample : runAll(session))
            arms.push_back(sample.arm);
        return arms;
    };
    const auto first = orders(1);
    QCOMPARE(first, orders(1));
    QVERIFY(first != orders(2));
    // Each arm comes first in about a third of the blocks.
    std::map<int, int> leads;
    for (std::size_t i = 0; i < first.size(); i += 6)
        ++leads[first[i]];
    for (const auto& [arm, count] : leads)
        QVERIFY2(count >= 7 && count <= 27, qPrintable(QString::number(count)));
    QCOMPARE(leads.size(), std::size_t{3});
}

void TestExperimentSession::aRouteChangeVoidsTheBlock()
{
    ExperimentSession session(design(3, 1));
    for (int i = 0; i < 5; ++i)
        session.done(sampleOf(*session.next()));
    session.done(sampleOf(*session.next(), 1, 2));
    QCOMPARE(session.voidBlocks(), 1U);
    // Three valid ones still come.
    const auto samples = runAll(session);
    QCOMPARE(samples.size(), std::size_t{18});
    QVERIFY(!session.gaveUp());

    // Changed between two transfers.
    ExperimentSession between(design(3, 1));
    for (int i = 0; i < 6; ++i)
        between.done(sampleOf(*between.next(), i < 3 ? 1 : 2, i < 3 ? 1 : 2));
    QCOMPARE(between.voidBlocks(), 1U);
}

void TestExperimentSession::restlessRoutesEndIt()
{
    ExperimentSession session(design(3, 1));
    std::uint64_t path = 1;
    int steps = 0;
    while (const auto step = session.next()) {
        session.done(sampleOf(*step, path, path + 1));
        ++path;
        QVERIFY(++steps < 100);
    }
    QVERIFY(session.gaveUp());
    QCOMPARE(steps, 18);
}

void TestExperimentSession::aRefusedAlgorithmEndsIt()
{
    ExperimentSession session(design());
    session.done(sampleOf(*session.next()));
    ExperimentSample refused = sampleOf(*session.next());
    refused.outcome = SampleOutcome::Refused;
    session.done(refused);
    QVERIFY(session.refused());
    QVERIFY(!session.next());
}

void TestExperimentSession::aRestartGoesOnAfterTheLastWholeBlock()
{
    const ExperimentDesign made = design(4, 2);
    ExperimentSession whole(made);
    auto samples = runAll(whole);
    samples.resize(3 * 6 + 2); // three blocks and two transfers of the fourth
    ExperimentSession session(made, samples);
    QCOMPARE(session.voidBlocks(), 1U);
    const auto step = session.next();
    QCOMPARE(step->number, 20U);
    QCOMPARE(step->block, 4U); // never the number of the block that was cut
    const auto rest = runAll(session);
    QCOMPARE(rest.size(), std::size_t{5 * 6});
    std::map<int, std::set<std::uint32_t>> blocks;
    for (const auto& sample : rest)
        blocks[sample.target].insert(sample.block);
    QCOMPARE(blocks[0].size(), std::size_t{2});
    QCOMPARE(blocks[1].size(), std::size_t{3});

    // One that was whole needs nothing more.
    ExperimentSession again(made);
    ExperimentSession finished(made, runAll(again));
    QVERIFY(finished.finished());
}

void TestExperimentSession::designsAreChecked_data()
{
    QTest::addColumn<std::function<void(ExperimentDesign&)>>("change");
    QTest::addColumn<QString>("about");
    using Change = std::function<void(ExperimentDesign&)>;
    QTest::newRow("good") << Change([](auto&) {}) << QString();
    QTest::newRow("one arm") << Change([](auto& d) { d.arms = {"bbr"}; }) << QStringLiteral("arms");
    QTest::newRow("long name") << Change([](auto& d) { d.arms[0] = "0123456789abcdef"; })
                               << QStringLiteral("arms");
    QTest::newRow("no target") << Change([](auto& d) { d.targets.clear(); }) << QStringLiteral("targets");
    QTest::newRow("the same twice") << Change([](auto& d) { d.targets[1] = d.targets[0]; })
                                    << QStringLiteral("targets");
    QTest::newRow("no port") << Change([](auto& d) { d.targets[0].at.port = 0; })
                             << QStringLiteral("targets");
    QTest::newRow("one block") << Change([](auto& d) { d.blocks = 1; }) << QStringLiteral("blocks");
    QTest::newRow("too many") << Change([](auto& d) { d.blocks = 100'000; }) << QStringLiteral("blocks");
    QTest::newRow("no octets") << Change([](auto& d) { d.bytes = 0; }) << QStringLiteral("bytes");
    QTest::newRow("no time") << Change([](auto& d) { d.timeout = base::Duration(1); })
                             << QStringLiteral("timeout");
}

void TestExperimentSession::designsAreChecked()
{
    QFETCH(std::function<void(ExperimentDesign&)>, change);
    QFETCH(QString, about);
    ExperimentDesign made = design();
    change(made);
    const auto checked = checkDesign(made);
    QCOMPARE(!checked, !about.isEmpty());
    if (!checked)
        QVERIFY(QString::fromStdString(checked.error().detail).startsWith(about));
}

QTEST_APPLESS_MAIN(TestExperimentSession)
#include "tst_experiment_session.moc"
