// SPDX-License-Identifier: GPL-3.0-or-later
// What the demo's clouds show: read by the real reader from what providers' command lines print.
#include "app/demo_cloud.h"

#include "model/cloud/cloud_view.h"
#include "model/cloud/difference.h"
#include "model/cloud/snapshot_file.h"
#include "tests/kit/result_macros.h"
#include "tests/servers/demo_zone.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>

using namespace zonescope;

class TestDemoCloud : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void everythingIsRead();
    void oneRouteLeadsNowhere();
    void oneRuleWasOpened();
    void oneRecordDangles();
    void twoCloudsAreConnected();

private:
    const cloud::Snapshot& newest() const { return *m_scans.back(); }
    cloud::CloudViewPtr m_view;
    std::vector<cloud::SnapshotPtr> m_scans;
};

void TestDemoCloud::initTestCase()
{
    QTemporaryDir folder;
    const base::Timestamp now = base::fromMicroseconds(1'795'269'960'000'000);
    for (int scan = 1; scan <= app::demoScans; ++scan) {
        const auto file = app::writeDemoScan(folder.path().toStdString(), scan, now);
        QVERIFY_RESULT(file);
        const auto read = cloud::readSnapshotFile(*file);
        QVERIFY_RESULT(read);
        QVERIFY(m_scans.empty() || m_scans.back()->takenAt() < (*read)->takenAt());
        m_scans.push_back(*read);
    }
    m_view = cloud::makeView(m_scans.back(), {}, {m_scans[4], m_scans[3], m_scans[2]});
}

void TestDemoCloud::everythingIsRead()
{
    for (const auto& scan : m_scans)
        for (const cloud::Scope& scope : scan->scopes()) {
            QVERIFY2(scope.state == cloud::ScopeState::Ok, (scope.what + ": " + scope.detail).c_str());
            QVERIFY2(scope.resources > 0, scope.what.c_str());
        }
    QVERIFY(newest().resources().size() > 90);
    for (const cloud::Resource& r : newest().resources())
        QVERIFY2(r.kind != cloud::Kind::Other, r.collection.c_str());
}

void TestDemoCloud::oneRouteLeadsNowhere()
{
    const auto count = [&](cloud::CheckId check) {
        return std::ranges::count(m_view->findings, check, &cloud::Finding::check);
    };
    QCOMPARE(count(cloud::CheckId::RouteBlackhole), 1);
    QCOMPARE(count(cloud::CheckId::RouteTargetMissing), 0);
    QCOMPARE(count(cloud::CheckId::OpenToWorld), 1);
    QCOMPARE(count(cloud::CheckId::SingleTunnel), 1);
    const auto before = cloud::makeView(m_scans[app::demoIntended - 1], {}, {});
    QCOMPARE(std::ranges::count(before->findings, cloud::CheckId::RouteBlackhole, &cloud::Finding::check), 0);
    QCOMPARE(std::ranges::count(before->findings, cloud::CheckId::OpenToWorld, &cloud::Finding::check), 0);
}

void TestDemoCloud::oneRuleWasOpened()
{
    const auto difference = cloud::differenceOf(*m_scans[app::demoIntended - 1], newest());
    const auto changed = std::ranges::count_if(difference.changes, [&](const cloud::ResourceChange& change) {
        return change.after != cloud::Snapshot::none && newest().at(change.after).kind == cloud::Kind::Filter;
    });
    QCOMPARE(changed, 1);
}

void TestDemoCloud::oneRecordDangles()
{
    servers::DemoZone zone("corp.example", servers::DemoZone::Mood::Busy, 60, 1);
    int gone = 0;
    int ours = 0;
    for (const dns::Record& record : zone.cloudRecords()) {
        if (record.type != dns::Type::A)
            continue;
        std::array<std::uint8_t, 4> octets{};
        std::ranges::copy(record.rdata, octets.begin());
        const net::IpAddress address = net::IpAddress::fromOctets(net::Family::V4, octets.data());
        const bool before = !cloud::NetworkModel(m_scans[3]).ownersOf(address).empty();
        const bool now = !m_view->model->ownersOf(address).empty();
        gone += before && !now;
        ours += now;
    }
    QCOMPARE(gone, 1);
    QCOMPARE(ours, 5);
    // The cloud's own zone is all right.
    QVERIFY(m_view->dns.size() >= 2);
    for (const cloud::DnsJoinRow& row : m_view->dns)
        QVERIFY2(row.state == cloud::JoinState::Owned, (row.name + " " + row.value).c_str());
}

void TestDemoCloud::twoCloudsAreConnected()
{
    const auto& topology = *m_view->topology;
    bool across = false;
    for (const cloud::TopologyLink& link : topology.links)
        if (link.kind == cloud::LinkKind::Tunnel &&
            topology.boxes[link.from].provider != topology.boxes[link.to].provider) {
            across = true;
            QCOMPARE(link.count, 2U); // both clouds say so
            QVERIFY(link.marks & cloud::MarkTunnelDown);
        }
    QVERIFY(across);
}

QTEST_APPLESS_MAIN(TestDemoCloud)
#include "tst_demo_cloud.moc"
