// SPDX-License-Identifier: GPL-3.0-or-later
// A real Keystone and Neutron on the other side: what OpenStack's own SDK sees is what we see, changes that
// its client makes are found by the next scan, and nothing is lost when Neutron goes.
#include "model/cloud/difference.h"
#include "model/cloud/openstack/openstack_scan.h"
#include "tests/interop/openstack/openstack_lab.h"
#include "tests/kit/result_macros.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

using namespace zonescope;
using namespace zonescope::cloud;
using interop::OpenStackLab;

class TestOpenStack : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void everyIdIsThere();
    void secretsAreTakenOut();
    void unchangedIsUnchanged();
    void aRouteAddedByTheClientIsFound();
    void applicationCredential();
    void withoutNeutronAllIsStale();

private:
    base::Result<SnapshotPtr> scan(SnapshotPtr earlier = nullptr) const;

    std::optional<OpenStackLab> m_lab;
    SnapshotPtr m_first;
};

void TestOpenStack::initTestCase()
{
    if (const std::string reason = OpenStackLab::reasonToSkip(); !reason.empty())
        QSKIP(reason.c_str());
    auto started = OpenStackLab::start();
    QVERIFY_RESULT(started);
    m_lab.emplace(std::move(*started));
    const auto made = m_lab->script("make");
    QVERIFY_RESULT(made);
    const auto read = scan();
    QVERIFY_RESULT(read);
    m_first = *read;
}

base::Result<SnapshotPtr> TestOpenStack::scan(SnapshotPtr earlier) const
{
    OpenStackScanRequest request;
    request.profile = m_lab->profile();
    request.settings.label = "lab";
    request.settings.earlier = std::move(earlier);
    request.settings.inFlight = 8;
    request.settings.clock = std::make_shared<base::SystemClock>();
    request.settings.wait = [](base::Duration) { return true; };
    return scanOpenStack(request);
}

void TestOpenStack::everyIdIsThere()
{
    const auto listed = m_lab->script("list");
    QVERIFY_RESULT(listed);
    const QJsonObject theirs = QJsonDocument::fromJson(QByteArray::fromStdString(*listed)).object();
    std::map<QString, std::set<QString>> ours;
    for (const Resource& resource : m_first->resources())
        ours[QString::fromStdString(resource.collection)].insert(QString::fromStdString(resource.id));
    QVERIFY(theirs["ports"].toArray().size() > 60); // more than two of Neutron's pages
    for (auto list = theirs.begin(); list != theirs.end(); ++list) {
        std::set<QString> ids;
        for (const QJsonValue id : list.value().toArray())
            ids.insert(id.toString());
        QVERIFY2(ours[list.key()] == ids, qPrintable(list.key()));
    }
    for (const Scope& scope : m_first->scopes())
        QVERIFY2(scope.state == ScopeState::Ok, (scope.what + ": " + scope.detail).c_str());
}

void TestOpenStack::secretsAreTakenOut()
{
    const bool vpn = std::ranges::any_of(m_first->resources(), [](const Resource& r) {
        return r.collection == "ipsec_site_connections" && !r.redacted.empty();
    });
    for (const Resource& resource : m_first->resources())
        QVERIFY2(resource.raw.find("canary") == std::string::npos, resource.collection.c_str());
    if (!vpn)
        QSKIP("python3-neutron-vpnaas is not installed: no pre-shared key was there to be taken out");
}

void TestOpenStack::unchangedIsUnchanged()
{
    for (int i = 0; i < 3; ++i) {
        const auto again = scan(m_first);
        QVERIFY_RESULT(again);
        const auto difference = differenceOf(*m_first, **again);
        QVERIFY2(difference.changes.empty(),
                 difference.changes.empty() || difference.changes[0].fields.empty()
                     ? ""
                     : difference.changes[0].fields[0].path.c_str());
        QCOMPARE(difference.unchanged, m_first->resources().size());
    }
}

void TestOpenStack::aRouteAddedByTheClientIsFound()
{
    const auto added = m_lab->client(
        {"router", "add", "route", "--route", "destination=10.91.0.0/16,gateway=10.70.0.77", "edge"});
    QVERIFY_RESULT(added);
    const auto after = scan(m_first);
    QVERIFY_RESULT(after);
    const auto difference = differenceOf(*m_first, **after);
    QCOMPARE(difference.changes.size(), 1U);
    QCOMPARE(difference.changes[0].kind, ChangeKind::Changed);
    const Resource& router = (*after)->at(difference.changes[0].after);
    QCOMPARE(router.name, std::string("edge"));
    QVERIFY(
        std::ranges::any_of(router.routes, [](const Route& route) { return route.target == "10.70.0.77"; }));
    m_first = *after;
}

void TestOpenStack::applicationCredential()
{
    const auto made = m_lab->script("credential");
    QVERIFY_RESULT(made);
    const QJsonObject given = QJsonDocument::fromJson(QByteArray::fromStdString(*made)).object();
    OpenStackScanRequest request;
    request.profile.authUrl = m_lab->profile().authUrl;
    request.profile.credentialId = given["id"].toString().toStdString();
    request.profile.credentialSecret = given["secret"].toString().toStdString();
    request.settings.clock = std::make_shared<base::SystemClock>();
    request.settings.wait = [](base::Duration) { return true; };
    request.settings.inFlight = 8;
    const auto read = scanOpenStack(request);
    QVERIFY_RESULT(read);
    QCOMPARE((*read)->resources().size(), m_first->resources().size());
    request.profile.credentialSecret = "wrong";
    QVERIFY_ERROR(scanOpenStack(request), base::ErrorCode::PermissionDenied);
}

void TestOpenStack::withoutNeutronAllIsStale()
{
    m_lab->killNeutron();
    QTRY_VERIFY_WITH_TIMEOUT(
        [this] {
            const auto read = scan(m_first);
            return read && std::ranges::all_of((*read)->scopes(), [](const Scope& scope) {
                       return scope.what == "projects" || scope.state == ScopeState::Stale ||
                              scope.resources == 0;
                   });
        }(),
        60'000);
    const auto read = scan(m_first);
    QVERIFY_RESULT(read);
    QCOMPARE((*read)->resources().size(), m_first->resources().size());
    QVERIFY(differenceOf(*m_first, **read).changes.empty());
}

QTEST_GUILESS_MAIN(TestOpenStack)
#include "tst_openstack.moc"
