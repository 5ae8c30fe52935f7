// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/configuration.h"
#include "tests/kit/processor_time.h"
#include "tests/kit/result_macros.h"

#include <QTest>

using namespace zonescope;
using base::ErrorCode;
using zone::Configuration;

namespace {

dns::Name name(const std::string& text)
{
    return *dns::Name::fromText(text);
}
net::Endpoint at(const std::string& text)
{
    return *net::Endpoint::fromText(text);
}

zone::Primary primary(const std::string& called, const std::string& address = "192.0.2.1")
{
    zone::Primary p;
    p.name = called;
    p.addresses = {at(address)};
    return p;
}

/// One key, ACL, primary, edge and zone that hang together.
struct World
{
    Configuration c;
    base::KeyId key = *c.put(zone::Key{{}, name("k1"), dns::TsigAlgorithm::HmacSha256});
    base::AclId acl = *c.put(zone::Acl{{}, "office", {*net::Prefix::fromText("192.0.2.0/24")}, {key}});
    base::PrimaryId ns1 = putPrimary();
    base::EdgeId ams = *c.put(zone::Edge{{}, "ams-1", at("198.51.100.1"), 20});
    base::ZoneId corp = putZone("corp.example");

    base::PrimaryId putPrimary()
    {
        zone::Primary p = primary("ns1");
        p.key = key;
        return *c.put(p);
    }
    zone::Zone zoneNamed(const std::string& apex) const
    {
        zone::Zone z;
        z.apex = name(apex);
        z.primaries = {ns1};
        z.edges = {ams};
        z.transferTo = {acl};
        return z;
    }
    base::ZoneId putZone(const std::string& apex) { return *c.put(zoneNamed(apex)); }
};

} // namespace

class tst_Configuration : public QObject
{
    Q_OBJECT

private slots:
    void findsByIdAndName();
    void aZoneNameIsTakenWhateverItsCase();
    void replacingKeepsTheId();
    void renamingAZoneFreesTheOldName();
    void referencesMustExist();
    void whatIsUsedCannotGo();
    void usersAreNamedUpToFive();
    void idsAreNeverUsedAgain();
    void aGivenIdIsRestored();
    void badValuesAreRefused();
    void aCopyIsIndependent();
    void admission();
    void tenThousandZonesAreCheap();
};

void tst_Configuration::findsByIdAndName()
{
    const World w;
    QCOMPARE(w.c.zone(name("CORP.example."))->id, w.corp);
    QCOMPARE(w.c.zone(w.corp)->apex.toText(), std::string("corp.example."));
    QVERIFY(!w.c.zone(name("other.example")));
    QVERIFY(!w.c.primary(base::PrimaryId{999}));
}

void tst_Configuration::aZoneNameIsTakenWhateverItsCase()
{
    World w;
    QVERIFY_ERROR(w.c.put(w.zoneNamed("Corp.EXAMPLE")), ErrorCode::Duplicate);
}

void tst_Configuration::replacingKeepsTheId()
{
    World w;
    zone::Zone edited = *w.c.zone(w.corp);
    edited.paused = true;
    QCOMPARE(*w.c.put(edited), w.corp);
    QVERIFY(w.c.zone(w.corp)->paused);
    QCOMPARE(w.c.zones().size(), std::size_t(1));
}

void tst_Configuration::renamingAZoneFreesTheOldName()
{
    World w;
    zone::Zone edited = *w.c.zone(w.corp);
    edited.apex = name("renamed.example");
    QVERIFY_RESULT(w.c.put(edited));
    QVERIFY(!w.c.zone(name("corp.example")));
    QVERIFY_RESULT(w.c.put(w.zoneNamed("corp.example")));
}

void tst_Configuration::referencesMustExist()
{
    World w;
    zone::Zone z = w.zoneNamed("new.example");
    z.primaries.push_back(base::PrimaryId{999});
    QVERIFY_ERROR(w.c.put(z), ErrorCode::UnknownReference);
    z = w.zoneNamed("new.example");
    z.edges = {base::EdgeId{999}};
    QVERIFY_ERROR(w.c.put(z), ErrorCode::UnknownReference);
    z = w.zoneNamed("new.example");
    z.primaries = {w.ns1, w.ns1};
    QVERIFY_ERROR(w.c.put(z), ErrorCode::Duplicate);
    zone::Primary p = primary("ns2");
    p.key = base::KeyId{999};
    QVERIFY_ERROR(w.c.put(p), ErrorCode::UnknownReference);
}

void tst_Configuration::whatIsUsedCannotGo()
{
    World w;
    QVERIFY_ERROR(w.c.remove(w.ns1), ErrorCode::StillInUse);
    QVERIFY_ERROR(w.c.remove(w.ams), ErrorCode::StillInUse);
    QVERIFY_ERROR(w.c.remove(w.key), ErrorCode::StillInUse);
    QVERIFY_ERROR(w.c.remove(w.acl), ErrorCode::StillInUse);
    QVERIFY_RESULT(w.c.remove(w.corp));
    QVERIFY_RESULT(w.c.remove(w.ns1));
    QVERIFY_RESULT(w.c.remove(w.acl));
    QVERIFY_RESULT(w.c.remove(w.key));
    QVERIFY_RESULT(w.c.remove(w.ams));
    QVERIFY_ERROR(w.c.remove(w.corp), ErrorCode::NotFound);
    QVERIFY_ERROR(w.c.remove(w.ams), ErrorCode::NotFound);
}

void tst_Configuration::usersAreNamedUpToFive()
{
    World w;
    for (int i = 0; i < 7; ++i)
        w.putZone("z" + std::to_string(i) + ".example");
    const auto refused = w.c.remove(w.ns1);
    QVERIFY(!refused);
    QCOMPARE(
        refused.error().detail,
        std::string("still used by corp.example, z0.example, z1.example, z2.example, z3.example and 3 more"));
}

void tst_Configuration::idsAreNeverUsedAgain()
{
    World w;
    QVERIFY_RESULT(w.c.remove(w.corp));
    QVERIFY(w.putZone("corp.example").value > w.corp.value);
    w.c.reserveIds(5000);
    QCOMPARE(w.putZone("later.example").value, 5000U);
}

void tst_Configuration::aGivenIdIsRestored()
{
    Configuration c;
    zone::Primary p = primary("ns1");
    p.id = base::PrimaryId{42};
    QCOMPARE(c.put(p)->value, 42U);
    QCOMPARE(c.put(primary("ns2"))->value, 43U);
}

void tst_Configuration::badValuesAreRefused()
{
    World w;
    QVERIFY_ERROR(w.c.put(primary("")), ErrorCode::InvalidName);
    QVERIFY_ERROR(w.c.put(primary(" ns")), ErrorCode::InvalidName);
    QVERIFY_ERROR(w.c.put(primary("a\nb")), ErrorCode::InvalidName);
    QVERIFY_ERROR(w.c.put(primary(std::string(300, 'x'))), ErrorCode::InvalidName);
    QVERIFY_ERROR(w.c.put(primary("ns1")), ErrorCode::Duplicate);
    zone::Primary p = primary("ns2");
    p.addresses.clear();
    QVERIFY_ERROR(w.c.put(p), ErrorCode::InvalidValue);
    p.addresses = {at("192.0.2.7"), at("192.0.2.7")};
    QVERIFY_ERROR(w.c.put(p), ErrorCode::Duplicate);
    p.addresses = {{at("192.0.2.7").address, 0}};
    QVERIFY_ERROR(w.c.put(p), ErrorCode::InvalidAddress);
    QVERIFY_ERROR(w.c.put(zone::Edge{{}, "other", at("198.51.100.1"), 20}), ErrorCode::Duplicate);
    QVERIFY_ERROR(w.c.put(zone::Edge{{}, "slow", at("198.51.100.9"), 0}), ErrorCode::InvalidValue);
    QVERIFY_ERROR(w.c.put(zone::Acl{{}, "nobody", {}, {}}), ErrorCode::InvalidValue);
    QVERIFY_ERROR(w.c.put(zone::Key{{}, dns::Name(), {}}), ErrorCode::InvalidName);
    QVERIFY_ERROR(w.c.put(zone::Key{{}, name("short"), dns::TsigAlgorithm::HmacSha256, 15}),
                  ErrorCode::InvalidValue);
    QVERIFY_RESULT(World().c.put(zone::Key{{}, name("half"), dns::TsigAlgorithm::HmacSha256, 16}));
    zone::Zone z = w.zoneNamed("t.example");
    z.timers.minRefresh = 100;
    z.timers.maxRefresh = 50;
    QVERIFY_ERROR(w.c.put(z), ErrorCode::InvalidValue);
    zone::EngineLimits limits;
    limits.maxTransfers = 0;
    QVERIFY_ERROR(w.c.put(limits), ErrorCode::InvalidValue);
    QVERIFY2(w.c.sameAs(World().c), "a refused edit changed something");
}

void tst_Configuration::aCopyIsIndependent()
{
    World w;
    const Configuration before = w.c;
    w.putZone("new.example");
    QCOMPARE(before.zones().size(), std::size_t(1));
    QVERIFY(!before.sameAs(w.c));
}

void tst_Configuration::admission()
{
    const World w;
    const zone::Acl& acl = *w.c.acl(w.acl);
    const auto inside = *net::IpAddress::fromText("192.0.2.77");
    const auto outside = *net::IpAddress::fromText("192.0.3.1");
    QVERIFY(admits(acl, inside, w.key));
    QVERIFY(!admits(acl, inside, std::nullopt));
    QVERIFY(!admits(acl, inside, base::KeyId{999}));
    QVERIFY(!admits(acl, outside, w.key));
}

void tst_Configuration::tenThousandZonesAreCheap()
{
    World w;
    const kit::ProcessorTime timer;
    for (int i = 0; i < 10'000; ++i)
        w.putZone("z" + std::to_string(i) + ".example");
    const Configuration copy = w.c;
    QCOMPARE(copy.zones().size(), std::size_t(10'001));
    QVERIFY2(timer.milliseconds() < 10'000,
             qPrintable(QString::number(
                 timer.milliseconds()))); // a quarter of a second usually; quadratic would be minutes
}

QTEST_GUILESS_MAIN(tst_Configuration)
#include "tst_configuration.moc"
