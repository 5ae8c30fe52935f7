// SPDX-License-Identifier: GPL-3.0-or-later
// A real Keystone and Neutron on the other side: what OpenStack's own SDK and client see is what we see,
// changes that its client makes behind our back are drift, which is put right through the whole engine with
// everything a correction has; and nothing is lost when Neutron goes.
#include "tests/interop/openstack/tst_openstack.h"
#include "model/cloud/difference.h"
#include "model/cloud/openstack/openstack_scan.h"
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
using namespace zonescope::interop;

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
    qputenv("OS_CLIENT_CONFIG_FILE", QByteArray::fromStdString(m_lab->cloudsFile().string()));
    auto engine = kit::RunningEngine::start(m_data.path());
    QVERIFY_RESULT(engine);
    m_engine = std::move(*engine);
}

std::string TestOpenStack::idOf(const char* collection, const char* name) const
{
    for (const Resource& resource : m_first->resources())
        if (resource.collection == collection && resource.name == name)
            return resource.id;
    qFatal("no %s %s", collection, name);
}

base::Status TestOpenStack::read()
{
    return m_engine
        ->reply(m_engine->engine().clouds(engine::ReadAccount{Provider::OpenStack, "reader", {}, {}, {}, {}}),
                patience)
        .map([](const engine::Answer&) {});
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
    QVERIFY(theirs["ports"].toArray().size() > 20); // more than two of Neutron's pages
    for (auto list = theirs.begin(); list != theirs.end(); ++list) {
        std::set<QString> ids;
        for (const QJsonValue id : list.value().toArray())
            ids.insert(id.toString());
        QVERIFY2(ours[list.key()] == ids, qPrintable(list.key()));
    }
    for (const Scope& scope : m_first->scopes())
        QVERIFY2(scope.state == ScopeState::Ok, (scope.what + ": " + scope.detail).c_str());
}

/// Not only ids: what people read in the client's tables and in ours.
void TestOpenStack::theClientShowsTheSame()
{
    std::vector<QJsonDocument> shown;
    for (const char* command :
         {"network list", "subnet list", "port list", "router list", "security group list",
          "floating ip list", "address group list", "router show edge", "security group show web"}) {
        const auto printed = m_lab->json(command);
        QVERIFY_RESULT(printed);
        shown.push_back(*printed);
    }
    const auto find = [&](const QJsonValue& id) { return m_first->find(id.toString().toStdString()); };
    const auto compare = [&](const QJsonDocument& list, const char* what, const auto& same) {
        if (list.array().isEmpty())
            qFatal("the client shows no %s", what);
        for (const QJsonValue theirs : list.array()) {
            const Resource* ours = find(theirs["ID"]);
            if (!ours || !same(theirs.toObject(), *ours))
                QFAIL(qPrintable(QLatin1String(what) + QJsonDocument(theirs.toObject()).toJson()));
        }
    };
    const auto name = [](const QJsonObject& theirs, const Resource& ours) {
        return theirs["Name"].toString().toStdString() == ours.name;
    };
    compare(shown[0], "network", name);
    compare(shown[1], "subnet", [&](const QJsonObject& theirs, const Resource& ours) {
        const auto prefix = prefixFromText(theirs["Subnet"].toString().toStdString());
        return name(theirs, ours) && prefix && ours.prefixes == std::vector{*prefix};
    });
    compare(shown[2], "port", [&](const QJsonObject& theirs, const Resource& ours) {
        std::set<std::string> addresses;
        for (const QJsonValue fixed : theirs["Fixed IP Addresses"].toArray())
            addresses.insert(fixed["ip_address"].toString().toStdString());
        std::set<std::string> mine;
        for (const net::IpAddress& address : ours.addresses)
            mine.insert(address.toText());
        return name(theirs, ours) && addresses == mine &&
               theirs["Status"].toString().toStdString() == ours.state;
    });
    compare(shown[3], "router", name);
    compare(shown[4], "security group", name);
    compare(shown[5], "floating ip", [](const QJsonObject& theirs, const Resource& ours) {
        return theirs["Floating IP Address"].toString().toStdString() == ours.name;
    });
    compare(shown[6], "address group", name);
    const Resource* edge = find(shown[7]["id"]);
    QVERIFY(edge && edge->routes.size() == 1);
    QCOMPARE(QString::fromStdString(edge->routes[0].target), shown[7]["routes"][0]["nexthop"].toString());
    const Resource* web = find(shown[8]["id"]);
    QVERIFY(web);
    QCOMPARE(web->rules.size(), std::size_t(shown[8]["rules"].toArray().size()));

    // What only the packages of VPN and BGP bring.
    std::vector<QJsonDocument> extra;
    for (const char* command : {"vpn service list", "vpn ipsec site connection list", "vpn ike policy list",
                                "vpn ipsec policy list", "bgp speaker list", "bgp peer list"}) {
        const auto printed = m_lab->json(command);
        if (!printed)
            QSKIP("python3-neutron-vpnaas or python3-neutron-dynamic-routing is not installed");
        extra.push_back(*printed);
    }
    const Kind kinds[]{Kind::VpnGateway, Kind::VpnTunnel, Kind::Other,
                       Kind::Other,      Kind::BgpRouter, Kind::VpnPeer};
    for (std::size_t i = 0; i < extra.size(); ++i) {
        QCOMPARE(extra[i].array().size(), 1);
        const Resource* ours = find(extra[i][0]["ID"]);
        QVERIFY2(ours, QByteArray::number(qulonglong(i)));
        QVERIFY(ours->kind == kinds[i]);
        QCOMPARE(QString::fromStdString(ours->name), extra[i][0]["Name"].toString());
    }
    const Resource* tunnel = find(extra[1][0]["ID"]);
    QCOMPARE(tunnel->prefixes.size(), 1U);
    QCOMPARE(tunnel->prefixes[0].toText(), std::string("10.20.0.0/16"));
    QVERIFY(std::ranges::any_of(tunnel->relations, [&](const Relation& r) {
        return r.target == extra[0][0]["ID"].toString().toStdString();
    }));
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
    const auto added =
        m_lab->tell("router add route --route destination=10.91.0.0/16,gateway=10.70.0.77 edge");
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
