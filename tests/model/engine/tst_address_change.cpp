// SPDX-License-Identifier: GPL-3.0-or-later
// Addresses that leave the host and come back while the engine runs: its own, from which it transfers and at
// which it listens, and the primary's.
#include "model/dns/text.h"
#include "tests/model/engine/engine_harness.h"
#include "tests/netlab/lab_test.h"
#include "tests/netlab/link_setup.h"

#include <QtTest>

using namespace zonescope;
using namespace zonescope::enginetest;
using netlab::Inside;
using netlab::Namespace;
using servers::ScriptedPrimary;

class AddressChangeTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { NEEDS_LAB(); }
    void ourAddressGoesAndComesBack();
    void thePrimaryMoves();
};

namespace {

net::IpAddress address(const char* text)
{
    return *net::IpAddress::fromText(text);
}

const net::IpAddress ours = address("10.53.0.1");
const net::IpAddress theirs = address("10.53.0.2");
const net::IpAddress theirSecond = address("10.53.0.3");

base::Status add(const net::IpAddress& which)
{
    return netlab::addAddress("lo", which, 32);
}
base::Status remove(const net::IpAddress& which)
{
    return netlab::removeAddress("lo", which, 32);
}

/// A zone that is transferred from `ours` only.
base::Result<base::ZoneId> addZone(EngineHarness& harness, std::vector<net::Endpoint> from)
{
    zone::Configuration next = *harness.engine().configuration();
    zone::Primary primary;
    primary.name = "primary";
    primary.addresses = std::move(from);
    primary.source = ours;
    zone::Zone zone;
    zone.apex = name("example.org.");
    return next.put(primary)
        .and_then([&](base::PrimaryId id) {
            zone.primaries = {id};
            return next.put(zone);
        })
        .and_then([&](base::ZoneId id) { return harness.configure(next).map([id] { return id; }); });
}

void change(ScriptedPrimary& primary, const char* record)
{
    primary.changeZone(name("example.org."), {}, *dns::recordsFromText(record, name("example.org.")));
}

} // namespace

void AddressChangeTest::ourAddressGoesAndComesBack()
{
    auto there = Namespace::create();
    QVERIFY_RESULT(there);
    const Inside inside(*there);
    QVERIFY_RESULT(netlab::setUp("lo"));
    QVERIFY_RESULT(add(ours));
    QVERIFY_RESULT(add(theirs));
    const auto primary = ScriptedPrimary::start({theirs, 0}).value();
    QVERIFY_RESULT(primary->addZone("example.org.", 1, "@ NS ns1\nns1 A 192.0.2.53\n"));
    EngineHarness harness;
    harness.options().notifyListen = {{ours, 0}};
    QVERIFY_RESULT(harness.start());
    const net::Endpoint notifyAt = harness.engine().status().notifyAt.front();
    const auto zone = addZone(harness, {primary->endpoint()});
    QVERIFY_RESULT(zone);
    QVERIFY(harness.holds(*zone, 1));

    QVERIFY_RESULT(remove(ours));
    change(*primary, "a A 192.0.2.1\n");
    harness.engine().transfer({.zones = {*zone}, .full = false, .primary = {}, .address = {}});
    QVERIFY(harness.until([&] { return harness.status(*zone).lastError.has_value(); }));
    const std::string said = base::toString(*harness.status(*zone).lastError);
    QVERIFY2(said.find("10.53.0.1") != std::string::npos,
             said.c_str()); // ours is missing, not the primary down
    QCOMPARE(harness.engine().heldVersion(*zone)->serial(), 1U);

    QVERIFY_RESULT(add(ours));
    harness.engine().transfer({.zones = {*zone}, .full = false, .primary = {}, .address = {}});
    QVERIFY(harness.holds(*zone, 2));
    QVERIFY(!harness.status(*zone).lastError);
    // The listener hears again without being told anything.
    primary->addSecondary(name("example.org."), {notifyAt, ScriptedPrimary::Transport::Udp, {}});
    change(*primary, "b A 192.0.2.2\n");
    QVERIFY(harness.holds(*zone, 3));
    primary->clearSecondaries(name("example.org."));
    primary->addSecondary(name("example.org."), {notifyAt, ScriptedPrimary::Transport::Tcp, {}});
    change(*primary, "c A 192.0.2.3\n");
    QVERIFY(harness.holds(*zone, 4));
}

/// Its address goes while connections to it are kept; the zone follows at the second one.
void AddressChangeTest::thePrimaryMoves()
{
    auto there = Namespace::create();
    QVERIFY_RESULT(there);
    const Inside inside(*there);
    QVERIFY_RESULT(netlab::setUp("lo"));
    for (const net::IpAddress& each : {ours, theirs, theirSecond})
        QVERIFY_RESULT(add(each));
    auto primary = ScriptedPrimary::start({theirs, 0}).value();
    const std::uint16_t port = primary->endpoint().port;
    QVERIFY_RESULT(primary->addZone("example.org.", 1, "@ NS ns1\nns1 A 192.0.2.53\n"));
    EngineHarness harness;
    harness.options().notifyListen = {{ours, 0}};
    QVERIFY_RESULT(harness.start());
    const auto zone = addZone(harness, {primary->endpoint(), {theirSecond, port}});
    QVERIFY_RESULT(zone);
    QVERIFY(harness.holds(*zone, 1));

    QVERIFY_RESULT(remove(theirs));
    primary.reset();
    primary = ScriptedPrimary::start({theirSecond, port}).value();
    QVERIFY_RESULT(primary->addZone("example.org.", 2, "@ NS ns1\nns1 A 192.0.2.54\n"));
    harness.engine().transfer({.zones = {*zone}, .full = false, .primary = {}, .address = {}});
    QVERIFY(harness.until([&] { return harness.engine().heldVersion(*zone)->serial() == 2; }, 60'000));
}

LAB_TEST_MAIN(AddressChangeTest)
#include "tst_address_change.moc"
