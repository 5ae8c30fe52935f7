// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/experiment/analysis.h"
#include "model/congestion/experiment/experiment_session.h"
#include "model/congestion/experiment/random.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace zonescope;
using namespace zonescope::congestion;

class TestAnalysis : public QObject
{
    Q_OBJECT

private slots:
    void aDifferenceIsFoundWithinSixBlocks();
    void equalArmsHaveNoWinner();
    void nothingIsConcludedEarly();
    void overlappingArmsWithholdTheVerdict();
    void sampleRatioMismatch();
    void successRates();
    void routeChanges();
    void failuresCountAsTheTimeOut();
    void onePathSpoilsTheSum();
    void threeArmsShareTheFivePercent();
    void overTime();
    void overlapOfTimes();
};

namespace {

/// Runs an experiment in virtual time. `seconds`: what arm and target need.
template <class Seconds>
Experiment run(std::uint32_t blocks, Seconds seconds, std::vector<std::string> arms = {"cubic", "bbr"},
               std::size_t targets = 1)
{
    Experiment experiment;
    experiment.design.arms = std::move(arms);
    experiment.design.blocks = blocks;
    experiment.design.timeout = std::chrono::seconds(20);
    for (std::size_t i = 0; i < targets; ++i)
        experiment.design.targets.push_back(
            {"t" + std::to_string(i), {*net::IpAddress::fromText("192.0.2." + std::to_string(i + 1)), 9}});
    ExperimentSession session(experiment.design);
    base::Timestamp now = base::fromMicroseconds(1'000'000'000'000);
    while (const auto step = session.next()) {
        ExperimentSample sample;
        sample.number = step->number;
        sample.block = step->block;
        sample.target = step->target;
        sample.arm = step->arm;
        sample.startedAt = now;
        sample.took = base::Duration(static_cast<std::int64_t>(seconds(*step) * 1e6));
        sample.bytes = 1'000'000;
        sample.pathBefore = sample.pathAfter = 7;
        now += sample.took + base::Duration(200'000);
        experiment.samples.push_back(sample);
        session.done(sample);
    }
    experiment.state = ExperimentState::Finished;
    return experiment;
}

} // namespace

void TestAnalysis::aDifferenceIsFoundWithinSixBlocks()
{
    Random random(1);
    // As measured at 2 % loss and 50 ms: medians 7 s and 1.3 s.
    const Experiment experiment = run(6, [&](const ExperimentStep& step) {
        return (step.arm == 0 ? 7 : 1.3) * std::exp(0.2 * random.normal());
    });
    const Analysis analysis = analyse(experiment);
    QVERIFY(analysis.all.complete());
    const ArmComparison& bbr = analysis.all.comparisons.at(0);
    QCOMPARE(bbr.verdict, Verdict::Faster);
    QVERIFY(bbr.p && *bbr.p < 0.05);
    QVERIFY(bbr.estimate->ratio > 0.12 && bbr.estimate->ratio < 0.27);
    const std::string sentence = verdictSentence(experiment, analysis.all, bbr);
    QVERIFY2(sentence.starts_with("bbr is faster than cubic: 0."), sentence.c_str());
}

void TestAnalysis::equalArmsHaveNoWinner()
{
    Random random(2);
    const Experiment experiment =
        run(30, [&](const ExperimentStep&) { return std::exp(0.6 * random.normal()); });
    const Analysis analysis = analyse(experiment);
    QCOMPARE(analysis.all.comparisons.at(0).verdict, Verdict::NoDifferenceShown);
    QVERIFY(verdictSentence(experiment, analysis.all, analysis.all.comparisons[0])
                .starts_with("no difference shown"));
}

void TestAnalysis::nothingIsConcludedEarly()
{
    Experiment experiment = run(20, [](const ExperimentStep& step) { return step.arm == 0 ? 9.0 : 1.0; });
    experiment.samples.resize(38); // all but the last block
    const Analysis analysis = analyse(experiment);
    QVERIFY(analysis.all.comparisons[0].estimate); // the chart may show it, greyed
    QCOMPARE(analysis.all.comparisons[0].verdict, Verdict::TooEarly);
    QVERIFY(!analysis.all.comparisons[0].p);
    QCOMPARE(verdictSentence(experiment, analysis.all, analysis.all.comparisons[0]),
             std::string("too early: 19 of 20 blocks"));
}

void TestAnalysis::overlappingArmsWithholdTheVerdict()
{
    Experiment experiment = run(10, [](const ExperimentStep& step) { return step.arm == 0 ? 9.0 : 1.0; });
    for (std::size_t i = 1; i < experiment.samples.size(); i += 2)
        experiment.samples[i].startedAt = experiment.samples[i - 1].startedAt;
    const Analysis analysis = analyse(experiment);
    QVERIFY(analysis.all.overlapShare > 0.1);
    QCOMPARE(analysis.all.comparisons[0].verdict, Verdict::Withheld);
    QVERIFY(!analysis.all.comparisons[0].p);
    QCOMPARE(verdictSentence(experiment, analysis.all, analysis.all.comparisons[0]),
             std::string("verdict withheld: arms overlap"));
}

void TestAnalysis::sampleRatioMismatch()
{
    Experiment experiment = run(60, [](const ExperimentStep& step) { return step.arm == 0 ? 2.0 : 1.0; });
    // Somebody started the second arm again and again.
    std::vector<ExperimentSample> more;
    for (const ExperimentSample& sample : experiment.samples) {
        more.push_back(sample);
        if (sample.arm == 1)
            more.push_back(sample);
    }
    experiment.samples = more;
    const Analysis analysis = analyse(experiment);
    QVERIFY(analysis.all.sampleRatioP < sampleRatioLimit);
    QCOMPARE(analysis.all.guards, std::vector<Guard>{Guard::SampleRatio});
    QCOMPARE(analysis.all.comparisons[0].verdict, Verdict::Withheld);
}

void TestAnalysis::successRates()
{
    Experiment experiment = run(40, [](const ExperimentStep& step) { return step.arm == 0 ? 2.0 : 1.0; });
    int failed = 0;
    for (ExperimentSample& sample : experiment.samples)
        if (sample.arm == 1 && ++failed <= 10)
            sample.outcome = SampleOutcome::Failed;
    const Analysis analysis = analyse(experiment);
    QCOMPARE(analysis.all.guards, std::vector<Guard>{Guard::SuccessRate});
    QCOMPARE(analysis.all.arms[1].successShare(), 0.75);
}

void TestAnalysis::routeChanges()
{
    Experiment experiment = run(10, [](const ExperimentStep& step) { return step.arm == 0 ? 2.0 : 1.0; });
    for (ExperimentSample& sample : experiment.samples)
        if (sample.block < 6)
            sample.pathAfter = 8 + sample.number;
    const Analysis analysis = analyse(experiment);
    QCOMPARE(analysis.all.validBlocks, 4U);
    QCOMPARE(analysis.all.voidBlocks, 6U);
    QCOMPARE(analysis.all.guards, std::vector<Guard>{Guard::RouteChanged});
}

void TestAnalysis::failuresCountAsTheTimeOut()
{
    Experiment experiment = run(10, [](const ExperimentStep&) { return 1.0; });
    experiment.samples[0].outcome = SampleOutcome::TimedOut;
    const Analysis analysis = analyse(experiment);
    const auto& seconds = analysis.all.arms[experiment.samples[0].arm].seconds;
    QCOMPARE(seconds.size(), std::size_t{10});
    QCOMPARE(seconds.back(), 20.0);
}

void TestAnalysis::onePathSpoilsTheSum()
{
    Random random(4);
    Experiment experiment = run(
        12, [&](const ExperimentStep& step) { return (step.arm ? 1 : 2) * std::exp(0.1 * random.normal()); },
        {"cubic", "bbr"}, 4);
    Analysis analysis = analyse(experiment);
    QCOMPARE(analysis.all.comparisons[0].verdict, Verdict::Faster);
    QCOMPARE(analysis.paths.size(), std::size_t{4});
    for (const PathAnalysis& path : analysis.paths)
        QCOMPARE(path.comparisons[0].verdict, Verdict::Faster);
    for (ExperimentSample& sample : experiment.samples)
        if (sample.target == 3)
            sample.startedAt = base::fromMicroseconds(sample.block);
    analysis = analyse(experiment);
    QCOMPARE(analysis.paths[0].comparisons[0].verdict, Verdict::Faster);
    QCOMPARE(analysis.paths[3].comparisons[0].verdict, Verdict::Withheld);
    QCOMPARE(analysis.all.comparisons[0].verdict, Verdict::Withheld);
}

void TestAnalysis::threeArmsShareTheFivePercent()
{
    Random random(5);
    const auto make = [&](std::vector<std::string> arms) {
        Random same(9);
        return run(
            20, [&](const ExperimentStep&) { return std::exp(0.5 * same.normal()); }, std::move(arms));
    };
    int alarms = 0;
    for (int i = 0; i < 300; ++i) {
        const Experiment experiment =
            run(20, [&](const ExperimentStep&) { return std::exp(0.5 * random.normal()); },
                {"cubic", "bbr", "reno", "vegas"});
        const Analysis analysis = analyse(experiment);
        alarms += std::any_of(
            analysis.all.comparisons.begin(), analysis.all.comparisons.end(),
            [](const auto& comparison) { return comparison.verdict != Verdict::NoDifferenceShown; });
    }
    qInfo("any of three comparisons: false alarms %.1f %%", alarms / 3.0);
    QVERIFY(alarms <= 300 * 8 / 100);
    QCOMPARE(analyse(make({"cubic", "bbr", "reno"})).all.comparisons.size(), std::size_t{2});
}

void TestAnalysis::overTime()
{
    // The path gets worse half way: the ratio of the later points shows it.
    const Experiment experiment = run(40, [](const ExperimentStep& step) {
        const bool lossy = step.block >= 20;
        return step.arm == 0 ? (lossy ? 4.0 : 1.0) : 1.0 + 0.01 * (step.number % 3);
    });
    const Analysis analysis = analyse(experiment);
    QCOMPARE(analysis.all.overTime.size(), std::size_t{10});
    QVERIFY(analysis.all.overTime.front().estimate.ratio > 0.9);
    QVERIFY(analysis.all.overTime.back().estimate.ratio < 0.3);
    for (std::size_t i = 1; i < analysis.all.overTime.size(); ++i)
        QVERIFY(analysis.all.overTime[i - 1].at < analysis.all.overTime[i].at);
}

void TestAnalysis::overlapOfTimes()
{
    const auto sample = [](std::uint16_t target, std::uint16_t arm, int from, int took) {
        ExperimentSample made;
        made.target = target;
        made.arm = arm;
        made.startedAt = base::fromMicroseconds(from);
        made.took = base::Duration(took);
        return made;
    };
    QCOMPARE(overlapShareOf({}), 0.0);
    QCOMPARE(overlapShareOf({sample(0, 0, 0, 100), sample(0, 1, 100, 100)}), 0.0);
    QCOMPARE(overlapShareOf({sample(0, 0, 0, 100), sample(0, 1, 50, 100)}), 50.0 / 150);
    QCOMPARE(overlapShareOf({sample(0, 0, 0, 100), sample(0, 0, 50, 100)}), 0.0); // the same arm
    QCOMPARE(overlapShareOf({sample(0, 0, 0, 100), sample(1, 1, 0, 100)}), 0.0);  // another path
}

QTEST_APPLESS_MAIN(TestAnalysis)
#include "tst_analysis.moc"
