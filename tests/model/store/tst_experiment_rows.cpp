// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/experiment_rows.h"

#include "model/store/sqlite.h"
#include "model/store/store.h"
#include "tests/kit/fake_clock.h"
#include "tests/kit/result_macros.h"

#include <QTemporaryDir>

using namespace zonescope;
using namespace zonescope::congestion;

class TestExperimentRows : public QObject
{
    Q_OBJECT

private slots:
    void survivesARestart();
    void removedOnesAreGone();
    void damagedEnumeratorsAreRefused_data();
    void damagedEnumeratorsAreRefused();
};

namespace {

Experiment sample(std::uint32_t id)
{
    Experiment made;
    made.id = ExperimentId{id};
    made.design.name = "lossy edges";
    made.design.kind = SendKind::ZoneTransfer;
    made.design.arms = {"cubic", "bbr", "reno"};
    made.design.targets = {{"ams", {*net::IpAddress::fromText("192.0.2.1"), 0}},
                           {"sin", {*net::IpAddress::fromText("2001:db8::1"), 853}}};
    made.design.blocks = 12;
    made.design.repeats = 2;
    made.design.bytes = 123'456;
    made.design.seed = 0xfedcba9876543210ULL;
    made.conditions = {"6.1.0-13", "cubic", "eth0 fq", false};
    made.startedAt = base::fromMicroseconds(1'000'000);
    return made;
}

/// The book beside its open store, as the program has them.
struct OpenBook
{
    explicit OpenBook(const QTemporaryDir& folder)
        : path(folder.path().toStdString())
        , tables(store::Store::open(path, clock))
        , book(store::openExperimentBook(path))
    {
    }
    const kit::FakeClock clock;
    const std::filesystem::path path;
    const base::Result<std::unique_ptr<store::Store>> tables;
    const base::Result<std::unique_ptr<ExperimentBook>> book;
};

} // namespace

void TestExperimentRows::survivesARestart()
{
    const QTemporaryDir folder;
    Experiment written = sample(7);
    {
        const OpenBook opened(folder);
        QVERIFY_RESULT(opened.book);
        QVERIFY_RESULT((*opened.book)->put(written));
        for (std::uint32_t i = 0; i < 5; ++i) {
            ExperimentSample one;
            one.number = i;
            one.block = i / 3;
            one.target = 1;
            one.arm = static_cast<std::uint16_t>(i % 3);
            one.startedAt = base::fromMicroseconds(2'000'000 + i);
            one.took = base::Duration(1234 + i);
            one.outcome = i == 4 ? SampleOutcome::TimedOut : SampleOutcome::Ok;
            one.bytes = std::uint64_t{5'000'000'000};
            one.bytesRetransmitted = 17;
            one.minRttUs = 4'000'000'000U;
            one.pathBefore = one.pathAfter = 0x7fffffffffffffffULL;
            QVERIFY_RESULT((*opened.book)->append(written.id, one));
            written.samples.push_back(one);
        }
        written.state = ExperimentState::Failed;
        written.endedAt = base::fromMicroseconds(3'000'000);
        written.note = "bbr: Operation not permitted";
        QVERIFY_RESULT((*opened.book)->put(written));
    }
    const OpenBook opened(folder);
    QVERIFY_RESULT(opened.book);
    const auto loaded = (*opened.book)->load();
    QVERIFY_RESULT(loaded);
    QCOMPARE(loaded->size(), std::size_t{1});
    QVERIFY(loaded->front() == written);
}

void TestExperimentRows::removedOnesAreGone()
{
    const QTemporaryDir folder;
    const OpenBook opened(folder);
    QVERIFY_RESULT(opened.book);
    QVERIFY_RESULT((*opened.book)->put(sample(1)));
    QVERIFY_RESULT((*opened.book)->put(sample(2)));
    QVERIFY_RESULT((*opened.book)->append(ExperimentId{1}, {}));
    QVERIFY_RESULT((*opened.book)->remove(ExperimentId{1}));
    const auto loaded = (*opened.book)->load();
    QVERIFY_RESULT(loaded);
    QCOMPARE(loaded->size(), std::size_t{1});
    QCOMPARE(loaded->front().id.value, 2U);
}

void TestExperimentRows::damagedEnumeratorsAreRefused_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("kind") << "UPDATE experiment SET kind=2";
    QTest::newRow("kind below") << "UPDATE experiment SET kind=-1";
    QTest::newRow("state") << "UPDATE experiment SET state=4";
    QTest::newRow("state below") << "UPDATE experiment SET state=-256";
    QTest::newRow("outcome") << "UPDATE experiment_sample SET outcome=5";
    QTest::newRow("outcome below") << "UPDATE experiment_sample SET outcome=-1";
}

void TestExperimentRows::damagedEnumeratorsAreRefused()
{
    QFETCH(QString, sql);
    const QTemporaryDir folder;
    const OpenBook opened(folder);
    QVERIFY_RESULT(opened.book);
    QVERIFY_RESULT((*opened.book)->put(sample(1)));
    QVERIFY_RESULT((*opened.book)->append(ExperimentId{1}, {}));
    const auto database = store::Database::open(opened.path / "history.sqlite", store::Synchronous::Normal);
    QVERIFY_RESULT(database);
    QVERIFY_RESULT(database->run(qPrintable(sql)));
    QVERIFY_ERROR((*opened.book)->load(), base::ErrorCode::StoreCorrupt);
}

QTEST_GUILESS_MAIN(TestExperimentRows)
#include "tst_experiment_rows.moc"
