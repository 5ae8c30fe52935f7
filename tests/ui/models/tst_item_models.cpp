// SPDX-License-Identifier: GPL-3.0-or-later
// Every item model under QAbstractItemModelTester while data arrive, are filtered and go away.
#include "tests/kit/result_macros.h"
#include "tests/ui/kit/fake_data.h"
#include "ui/models/add_zones_model.h"
#include "ui/models/attention_model.h"
#include "ui/models/configuration_models.h"
#include "ui/models/difference_model.h"
#include "ui/models/edge_serial_model.h"
#include "ui/models/latency_model.h"
#include "ui/models/record_model.h"
#include "ui/models/transfer_model.h"
#include "ui/models/workspace.h"
#include "ui/models/zone_table_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace zonescope;
using namespace zonescope::ui;
using uikit::FakeEngine;
using uikit::FakeOptions;

class TestItemModels : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void zoneTable();
    void edgeSerials();
    void transfers();
    void primaries();
    void activity();
    void activityIsBounded();
    void activityOlder();
    void records();
    void recordFilter();
    void differences();
    void configurationTables();
    void latencies();
    void attention();
    void addZones();
    void addZonesKeepsTheOperatorsTicks();

private:
    void settle() { QCoreApplication::processEvents(); }
    static QString cell(const QAbstractItemModel& model, int row, int column)
    {
        return model.index(row, column).data().toString();
    }

    std::unique_ptr<FakeEngine> m_engine;
    std::unique_ptr<models::Workspace> m_workspace;
};

void TestItemModels::init()
{
    m_engine = std::make_unique<FakeEngine>(FakeOptions{});
    m_workspace = std::make_unique<models::Workspace>(*m_engine, m_engine->clock());
    settle();
}

void TestItemModels::cleanup()
{
    m_workspace.reset();
    m_engine.reset();
}

void TestItemModels::zoneTable()
{
    models::ZoneTableModel model(m_workspace->zones(), m_engine->clock());
    QAbstractItemModelTester tester(&model);
    QCOMPARE(model.rowCount(), 60);
    model.setFilter(QStringLiteral("corp"));
    model.sort(static_cast<int>(models::ZoneColumn::Serial), Qt::DescendingOrder);
    model.setFilter({});
    zone::Configuration fewer = *m_engine->configuration();
    QVERIFY(fewer.remove(fewer.zones().begin()->first));
    engine::Batch news;
    news.configuration = std::make_shared<zone::Configuration>(fewer);
    m_engine->send(std::move(news));
    settle();
    QCOMPARE(model.rowCount(), 59);
}

void TestItemModels::edgeSerials()
{
    models::EdgeSerialModel model(m_workspace->zones(), m_engine->clock());
    QAbstractItemModelTester tester(&model);
    const auto zones = m_engine->zoneStatuses();
    const auto behind = std::ranges::find(zones, zone::ZoneState::Behind, &zone::ZoneStatus::state);
    model.setZone(behind->zone);
    QCOMPARE(model.rowCount(), 12);
    QCOMPARE(cell(model, 0, 0), QStringLiteral("Behind")); // stale edges first
    engine::Batch news;
    news.zones = {*behind};
    news.zones.front().edges.resize(3);
    m_engine->send(std::move(news));
    settle();
    QCOMPARE(model.rowCount(), 3);
    model.setZone({});
    QCOMPARE(model.rowCount(), 0);
}

void TestItemModels::transfers()
{
    models::TransferModel model(m_workspace->bridge(), m_engine->clock());
    QAbstractItemModelTester tester(&model);
    const base::ZoneId zone = m_engine->zoneStatuses().front().zone;
    model.show(zone, {}, {base::Timestamp{}, base::Timestamp::max()});
    settle();
    QCOMPARE(model.rowCount(), 40);
    m_engine->transfer({{zone}, true, {}, {}});
    settle();
    QCOMPARE(model.rowCount(), 41);
    QVERIFY(model.isRunning(0));
    QCOMPARE(cell(model, 0, models::TransferModel::State), QStringLiteral("Receiving"));
    engine::Batch done;
    done.progress.resize(1);
    done.progress[0].zone = zone;
    done.progress[0].phase = pipeline::TransferProgress::Phase::Done;
    done.attempts = {m_engine->sampleAttempt(41, zone)};
    m_engine->send(std::move(done));
    settle();
    QCOMPARE(model.rowCount(), 41);
    QVERIFY(!model.hasRunning());
    engine::Batch flood;
    for (std::uint64_t id = 100; id < 2500; ++id)
        flood.attempts.push_back(m_engine->sampleAttempt(id, zone));
    m_engine->send(std::move(flood));
    settle();
    QCOMPARE(model.rowCount(), 2000);
}

void TestItemModels::primaries()
{
    models::PrimaryModel& model = m_workspace->primaries();
    QAbstractItemModelTester tester(&model);
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(cell(model, 1, models::PrimaryModel::State), QStringLiteral("Failing"));
    QCOMPARE(cell(model, 1, models::PrimaryModel::LastError),
             QStringLiteral("ns2.primary.example does not know the key k1 (BADKEY)."));
    QCOMPARE(cell(model, 2, models::PrimaryModel::State), QStringLiteral("No NOTIFY"));
    QCOMPARE(model.failingCount(), 1U);
}

void TestItemModels::activity()
{
    models::ActivityModel& model = m_workspace->activity();
    QAbstractItemModelTester tester(&model);
    QTRY_COMPARE(model.rowCount(), 60);
    model.setFilter(text::EventGroup::Problems, {}, {});
    const int problems = model.rowCount();
    QVERIFY(problems > 0 && problems < 60);
    model.setFilter(text::EventGroup::All, {}, QStringLiteral("badkey"));
    QVERIFY(model.rowCount() > 0);
    model.setFilter(text::EventGroup::All, {}, {});
    model.setPaused(true);
    engine::Batch news;
    news.events = {m_engine->sampleEvent(61)};
    m_engine->send(std::move(news));
    settle();
    QCOMPARE(model.waiting(), 1U);
    QCOMPARE(model.rowCount(), 60);
    model.setPaused(false);
    QCOMPARE(model.rowCount(), 61);
}

void TestItemModels::activityIsBounded()
{
    models::ActivityModel& model = m_workspace->activity();
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    for (int round = 0; round < 3; ++round) {
        engine::Batch flood;
        for (std::uint64_t id = 0; id < 9000; ++id)
            flood.events.push_back(m_engine->sampleEvent(100 + id));
        flood.droppedEvents = 5;
        m_engine->send(std::move(flood));
        settle();
        QTRY_COMPARE(model.waiting(), 0U);
    }
    QCOMPARE(model.rowCount(), static_cast<int>(models::ActivityModel::capacity));
    QCOMPARE(model.dropped(), 5U + 60U + 27'000U - models::ActivityModel::capacity);
}

void TestItemModels::activityOlder()
{
    models::ActivityModel& model = m_workspace->activity();
    QAbstractItemModelTester tester(&model);
    QTRY_COMPARE(model.rowCount(), 60); // ids 1 to 60: nothing is older
    model.loadOlder({base::Timestamp{}, base::Timestamp::max()});
    settle();
    QCOMPARE(model.rowCount(), 60);
    QCOMPARE(model.eventAt(0).id, 1U);
}

void TestItemModels::records()
{
    models::RecordModel model;
    QAbstractItemModelTester tester(&model);
    const zone::ZoneVersionPtr version = m_engine->heldVersion(m_engine->zoneStatuses().front().zone);
    QVERIFY(version);
    model.show(version);
    while (model.canFetchMore({}))
        model.fetchMore({});
    QCOMPARE(static_cast<std::uint64_t>(model.rowCount()), version->recordCount());
    QCOMPARE(cell(model, 0, models::RecordModel::Name), QStringLiteral("corp.example"));
    model.show(nullptr);
    QCOMPARE(model.rowCount(), 0);
}

void TestItemModels::recordFilter()
{
    models::RecordModel model;
    QAbstractItemModelTester tester(&model);
    model.show(m_engine->heldVersion(m_engine->zoneStatuses().front().zone), QStringLiteral("WWW"));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(cell(model, 0, models::RecordModel::Data), QStringLiteral("192.0.2.20"));
}

void TestItemModels::differences()
{
    models::DifferenceModel model;
    QAbstractItemModelTester tester(&model);
    model.show(uikit::sampleDifference(dns::Name::fromText("corp.example").value(), 3, 4));
    QCOMPARE(model.rowCount(), 5);
    QString signs;
    for (int row = 0; row < 5; ++row)
        signs += cell(model, row, models::DifferenceModel::Sign);
    QCOMPARE(signs, QStringLiteral("−+−++")); // each name's removed records before its added ones
}

void TestItemModels::configurationTables()
{
    models::KeyModel keys(m_workspace->bridge());
    models::AclModel acls(m_workspace->bridge());
    models::EdgeModel edges(m_workspace->bridge());
    models::PrimarySettingsModel primaries(m_workspace->bridge());
    for (models::ConfigurationTable* model :
         std::initializer_list<models::ConfigurationTable*>{&keys, &acls, &edges, &primaries})
        QAbstractItemModelTester tester(model);
    QCOMPARE(keys.rowCount(), 2);
    QCOMPARE(cell(keys, 1, 1), QStringLiteral("hmac-md5 (weak)"));
    QCOMPARE(acls.rowCount(), 1);
    QCOMPARE(edges.rowCount(), 12);
    QCOMPARE(cell(edges, 0, 3), QStringLiteral("60"));
    QCOMPARE(primaries.rowCount(), 4);
}

void TestItemModels::latencies()
{
    models::LatencyModel stages(models::LatencyModel::By::Stage, m_workspace->changes(),
                                m_workspace->bridge());
    models::LatencyModel edges(models::LatencyModel::By::Edge, m_workspace->changes(), m_workspace->bridge());
    QAbstractItemModelTester stageTester(&stages);
    QAbstractItemModelTester edgeTester(&edges);
    m_workspace->changes().reload();
    settle();
    stages.show({}, m_workspace->selection().period());
    edges.show({}, m_workspace->selection().period());
    QCOMPARE(stages.rowCount(), 6);
    QCOMPARE(edges.rowCount(), 12);
    edges.sort(models::LatencyModel::P99, Qt::DescendingOrder);
    QCOMPARE(cell(edges, 0, models::LatencyModel::Name), QStringLiteral("fra-2")); // the sample's slow one
    edges.sort(models::LatencyModel::Name, Qt::AscendingOrder);
    QCOMPARE(cell(edges, 0, models::LatencyModel::Name), QStringLiteral("ams-1"));
    edges.show({base::ZoneId{999'999}}, m_workspace->selection().period());
    QCOMPARE(edges.rowCount(), 0);
}

void TestItemModels::attention()
{
    models::AttentionModel model(m_workspace->zones(), m_engine->clock());
    QAbstractItemModelTester tester(&model);
    QCOMPARE(static_cast<std::size_t>(model.rowCount()), m_workspace->zones().attentionCount());
    QCOMPARE(cell(model, 0, models::AttentionModel::State), QStringLiteral("Expired")); // worst first
    QCOMPARE(model.remedyAt(0), models::AttentionModel::Remedy::Transfer);
    const int last = model.rowCount() - 1;
    QCOMPARE(cell(model, last, models::AttentionModel::State), QStringLiteral("Behind"));
    QCOMPARE(model.remedyAt(last), models::AttentionModel::Remedy::Show);
}

void TestItemModels::addZones()
{
    models::AddZonesModel model(m_workspace->bridge());
    QAbstractItemModelTester tester(&model);
    std::vector<models::ZoneWish> wishes;
    for (const char* name : {"a.example", "b.example", "c.example", "corp.example", "e.example"}) {
        models::ZoneWish wish;
        wish.apex = dns::Name::fromText(name).value();
        wish.primary = net::Endpoint::fromText("192.0.2.1").value();
        wishes.push_back(wish);
    }
    model.setWishes(std::move(wishes));
    QVERIFY(model.isProbing());
    settle();
    QVERIFY(!model.isProbing());
    QCOMPARE(m_engine->preflightsAsked.size(), 4U); // the known one is not asked
    QVERIFY(m_engine->preflightsAsked.front().key); // the primary's own key, without a secret
    QVERIFY(m_engine->preflightsAsked.front().key->secret.empty());
    QCOMPARE(model.tickedCount(), 2); // a and b; c is refused, e's key is unknown
    QCOMPARE(cell(model, 3, models::AddZonesModel::Verdict), QStringLiteral("Already in the list"));
    QVERIFY(cell(model, 2, models::AddZonesModel::Verdict).contains(QLatin1String("203.0.113.7")));
}

void TestItemModels::addZonesKeepsTheOperatorsTicks()
{
    models::AddZonesModel model(m_workspace->bridge());
    models::ZoneWish wish;
    wish.apex = dns::Name::fromText("a.example").value();
    wish.primary = net::Endpoint::fromText("192.0.2.1").value();
    model.setWishes({wish});
    QVERIFY(model.setData(model.index(0, 0), Qt::Checked, Qt::CheckStateRole));
    QVERIFY(model.setData(model.index(0, 0), Qt::Unchecked, Qt::CheckStateRole));
    settle();
    QCOMPARE(model.tickedCount(), 0);
}

int main(int argc, char** argv)
{
    qputenv("TZ", "UTC");
    QGuiApplication application(argc, argv);
    QLocale::setDefault(QLocale::c());
    TestItemModels test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_item_models.moc"
