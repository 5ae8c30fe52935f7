// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/kit/fake_engine.h"
#include "ui/zones/zone_additions.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::ui;

namespace {

models::ZoneWish wish(const char* zone, const char* primary = nullptr)
{
    models::ZoneWish w;
    w.apex = dns::Name::fromText(zone).value();
    if (primary)
        w.primary = net::Endpoint::fromText(primary).value();
    return w;
}

zone::Configuration samples()
{
    return *uikit::FakeEngine(uikit::FakeOptions{.zones = 3, .versions = false}).configuration();
}

} // namespace

class TestZoneAdditions : public QObject
{
    Q_OBJECT

private slots:
    void missingServersAreMade();
    void knownServersAreUsed();
    void newKeysGetTheirSecrets();
    void sameAddressWithAnotherKeyIsAnotherPrimary();
    void problemsNameTheZone();
};

void TestZoneAdditions::missingServersAreMade()
{
    zone::Configuration configuration;
    models::ZoneWish w = wish("new.example", "192.0.2.9:5353");
    w.primaryName = QStringLiteral("ns9");
    w.edges = {QStringLiteral("ams-9=198.51.100.9"), QStringLiteral("198.51.100.10")};
    QVERIFY(zones::addZones(configuration, {w}, {}));
    const zone::Zone* zone = configuration.zone(w.apex);
    QVERIFY(zone);
    QCOMPARE(configuration.primary(zone->primaries.front())->name, std::string("ns9"));
    QCOMPARE(zone->edges.size(), 2U);
    QCOMPARE(configuration.edge(zone->edges[0])->name, std::string("ams-9"));
    QCOMPARE(configuration.edge(zone->edges[1])->name, std::string("198.51.100.10"));
}

void TestZoneAdditions::knownServersAreUsed()
{
    zone::Configuration configuration = samples();
    const auto primaries = configuration.primaries().size();
    const auto edges = configuration.edges().size();
    models::ZoneWish w = wish("new.example", "192.0.2.1");
    w.edges = {QStringLiteral("ams-1"), QStringLiteral("198.51.100.1"), QStringLiteral("ams-1")};
    QVERIFY(zones::addZones(configuration, {w}, {}));
    QCOMPARE(configuration.primaries().size(), primaries);
    QCOMPARE(configuration.edges().size(), edges);
    QCOMPARE(configuration.zone(w.apex)->edges.size(), 1U);
}

void TestZoneAdditions::newKeysGetTheirSecrets()
{
    zone::Configuration configuration;
    const auto key = dns::TsigKey::fromText("hmac-sha256:team:c2VjcmV0LXNlY3JldA==");
    QVERIFY(key);
    const std::map<QString, dns::TsigKey> keys{{QStringLiteral("team"), *key}};
    models::ZoneWish w = wish("new.example", "192.0.2.9");
    w.keyName = QStringLiteral("team");
    QVERIFY(zones::addZones(configuration, {w}, keys));
    const auto secrets = zones::secretsFor(configuration, keys);
    QCOMPARE(secrets.size(), 1U);
    QCOMPARE(secrets.begin()->second, key->secret);
    QCOMPARE(configuration.primaries().begin()->second.key, std::optional(secrets.begin()->first));
}

void TestZoneAdditions::sameAddressWithAnotherKeyIsAnotherPrimary()
{
    zone::Configuration configuration = samples();
    const auto primaries = configuration.primaries().size();
    models::ZoneWish w = wish("new.example", "192.0.2.1"); // known with k1
    w.keyName = QStringLiteral("old-md5");
    QVERIFY(zones::addZones(configuration, {w}, {}));
    QCOMPARE(configuration.primaries().size(), primaries + 1);
}

void TestZoneAdditions::problemsNameTheZone()
{
    zone::Configuration configuration = samples();
    models::ZoneWish unknown = wish("new.example");
    unknown.primaryName = QStringLiteral("nobody");
    const auto failed = zones::addZones(configuration, {unknown}, {});
    QVERIFY(!failed);
    QCOMPARE(failed.error().code, base::ErrorCode::UnknownReference);
    QVERIFY(failed.error().detail.starts_with("new.example"));
    models::ZoneWish known = wish("corp.example", "192.0.2.1");
    QCOMPARE(zones::addZones(configuration, {known}, {}).error().code, base::ErrorCode::Duplicate);
}

QTEST_GUILESS_MAIN(TestZoneAdditions)
#include "tst_zone_additions.moc"
