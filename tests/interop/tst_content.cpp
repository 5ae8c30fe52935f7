// SPDX-License-Identifier: GPL-3.0-or-later
// What is done with the content of zones, against real servers: digests, own records, flattened apexes.
#include "tests/interop/content_kit.h"

#include <QElapsedTimer>

#include <sstream>

using namespace zonescope;
using namespace zonescope::interop;

namespace {

/// Knot as primary of one zone, generating the digest itself.
std::string knotWithDigest()
{
    return "server:\n  rundir: \"@FOLDER@\"\n  listen: 127.0.0.1@@PORT@\nlog:\n  - target: stderr\n    any: "
           "info\n"
           "database:\n  storage: \"@FOLDER@/db\"\nacl:\n  - id: xfr\n    address: 127.0.0.0/8\n    action: "
           "transfer\ntemplate:\n  - id: default\n    storage: \"@FOLDER@\"\n    acl: xfr\n    "
           "zonemd-generate: "
           "zonemd-sha512\nzone:\n  - domain: example.org\n    file: zone\n";
}

std::string knotSecondary(const net::Endpoint& primary)
{
    return "server:\n  rundir: \"@FOLDER@\"\n  listen: 127.0.0.1@@PORT@\nlog:\n  - target: stderr\n    any: "
           "info\n"
           "database:\n  storage: \"@FOLDER@/db\"\nremote:\n  - id: us\n    address: 127.0.0.1@" +
           std::to_string(primary.port) +
           "\ntemplate:\n  - id: default\n    storage: \"@FOLDER@\"\n    master: us\n    zonemd-verify: on\n"
           "zone:\n  - domain: example.org\n";
}

} // namespace

class tst_Content : public QObject
{
    Q_OBJECT

private slots:
    void digestsAreVerified();
    void digestsOfOursAreVerifiedByKnot();
    void ownRecordsSurviveEveryTransfer();
    void aRestartKeepsWhatIsOurs();
    void strictZonesRefuseErrors();
    void anApexFollowsItsTarget();
    void anApexKeepsItsAddressesOverARestart();
};

void tst_Content::digestsAreVerified()
{
    OwnServer knot;
    kit::writeText(knot.folder.path() / "zone", zoneText(1, "UPPER MX 10 Mail\nmail A 192.0.2.3\n"));
    QVERIFY_RESULT(knot.start("knotd", knotWithDigest(), {}));
    QTRY_VERIFY2_WITH_TIMEOUT(kit::askSerial(knot.endpoint(), "example.org").has_value(), knot.log().c_str(),
                              60'000);
    auto running = RunningEngine::start();
    QVERIFY_RESULT(running);
    const auto zone = (*running)->addZone({"example.org", knot.endpoint(), {}, {}});
    QVERIFY_RESULT(zone);
    QVERIFY_RESULT(
        edit(**running, *zone, [](zone::Zone& z) { z.zonemdCheck = zone::ZonemdCheck::Required; }));
    QVERIFY((*running)->waitFor([&] { return (*running)->heldSerial(*zone).has_value(); }));
    QVERIFY(!sawError(**running, base::ErrorCode::ZonemdWrong));

    // A zone whose digest is of other data is refused; what was there before is still served.
    auto lying = RealServer::start(
        ServerKind::Nsd,
        {.zones = {{"example.net", zoneText(1)}}, .key = {}, .notify = {(*running)->notifyAt()}});
    QVERIFY_RESULT(lying);
    const auto other = (*running)->addZone({"example.net", (*lying)->endpoint(), {}, {}});
    QVERIFY_RESULT(other);
    QVERIFY((*running)->waitFor([&] { return (*running)->heldSerial(*other) == 1U; }));
    QVERIFY_RESULT(
        (*lying)->replaceZone("example.net", zoneText(2, "@ ZONEMD 2 1 1 " + std::string(96, 'a') + "\n")));
    (*running)->engine().transfer({.zones = {*other}, .full = false, .primary = {}, .address = {}});
    QVERIFY((*running)->waitFor([&] { return sawError(**running, base::ErrorCode::ZonemdWrong); }));
    QCOMPARE((*running)->heldSerial(*other), std::optional(1U));
    QCOMPARE(kit::askSerial((*running)->serveAt(), "example.net"), std::optional(1U));
    // Switched off, the same version is taken.
    QVERIFY_RESULT(edit(**running, *other, [](zone::Zone& z) { z.zonemdCheck = zone::ZonemdCheck::Off; }));
    (*running)->engine().transfer({.zones = {*other}, .full = false, .primary = {}, .address = {}});
    QVERIFY((*running)->waitFor([&] { return (*running)->heldSerial(*other) == 2U; }));
}

void tst_Content::digestsOfOursAreVerifiedByKnot()
{
    auto server = RealServer::start(ServerKind::Knot,
                                    {.zones = {{"example.org", zoneText(1)}}, .key = {}, .notify = {}});
    QVERIFY_RESULT(server);
    auto running = RunningEngine::start();
    QVERIFY_RESULT(running);
    const auto zone = (*running)->addZone({"example.org", (*server)->endpoint(), {}, {}});
    QVERIFY_RESULT(zone);
    QVERIFY((*running)->waitFor([&] { return (*running)->heldSerial(*zone) == 1U; }));
    QVERIFY_RESULT(edit(**running, *zone, [](zone::Zone& z) {
        z.zonemdDigest = zone::ZonemdDigest::Sha384;
        z.overrides = "add ours TXT \"in the digest\"\n";
    }));
    QTRY_VERIFY_WITH_TIMEOUT(!dig((*running)->serveAt(), "example.org", "ZONEMD").empty(), 60'000);
    OwnServer knot;
    QVERIFY_RESULT(knot.start("knotd", knotSecondary((*running)->serveAt()), {}));
    QTRY_VERIFY2_WITH_TIMEOUT(!dig(knot.endpoint(), "ours.example.org", "TXT").empty(), knot.log().c_str(),
                              60'000);
    QVERIFY2(knot.log().find("ZONEMD, verification successful") != std::string::npos, knot.log().c_str());
}

void tst_Content::ownRecordsSurviveEveryTransfer()
{
    auto running = RunningEngine::start();
    QVERIFY_RESULT(running);
    auto server = RealServer::start(
        ServerKind::Knot,
        {.zones = {{"example.org", zoneText(1)}}, .key = {}, .notify = {(*running)->notifyAt()}});
    QVERIFY_RESULT(server);
    const auto zone = (*running)->addZone({"example.org", (*server)->endpoint(), {}, {}});
    QVERIFY_RESULT(zone);
    QVERIFY((*running)->waitFor([&] { return (*running)->heldSerial(*zone) == 1U; }));
    QVERIFY_RESULT(edit(**running, *zone, [](zone::Zone& z) {
        z.overrides =
            "replace www 60 A 198.51.100.9\ndelete old TXT\nadd ours A 198.51.100.10\ndelete none A\n";
    }));
    // Edges learn of it: the serial went on, though the primary's did not.
    QTRY_COMPARE_WITH_TIMEOUT(kit::askSerial((*running)->serveAt(), "example.org"), std::optional(2U),
                              60'000);
    QVERIFY((*running)->waitFor([&] {
        const auto status = (*running)->status(*zone);
        return status && status->heldSerial == 1U && status->local.overrides == 4 &&
               status->local.conflicts.size() == 1 && status->local.publishedSerial == 2U;
    }));
    QVERIFY(sawError(**running, base::ErrorCode::OverrideConflict));
    for (std::uint32_t serial = 3; serial <= 8; ++serial) {
        QVERIFY_RESULT((*server)->replaceZone(
            "example.org", zoneText(serial, "host" + std::to_string(serial) + " A 10.0.0.1\n")));
        QVERIFY((*running)->waitFor([&] { return (*running)->heldSerial(*zone) == serial; }));
        QCOMPARE(dig((*running)->serveAt(), "www.example.org", "A"), std::string("198.51.100.9\n"));
        QCOMPARE(dig((*running)->serveAt(), "ours.example.org", "A"), std::string("198.51.100.10\n"));
        QCOMPARE(dig((*running)->serveAt(), "old.example.org", "TXT"), std::string());
        QCOMPARE(dig((*running)->serveAt(), "host" + std::to_string(serial) + ".example.org", "A"),
                 std::string("10.0.0.1\n"));
    }
    QVERIFY((*running)->attemptsOf(*zone, pipeline::TransferKind::Ixfr, true) >= 6);
    QCOMPARE((*running)->attemptsOf(*zone, pipeline::TransferKind::Axfr, true), std::size_t(1));
}

/// What edges were given before a restart is never taken back: neither the records nor the serial.
void tst_Content::aRestartKeepsWhatIsOurs()
{
    auto server = RealServer::start(ServerKind::Knot,
                                    {.zones = {{"example.org", zoneText(1)}}, .key = {}, .notify = {}});
    QVERIFY_RESULT(server);
    const kit::TemporaryFolder folder;
    base::ZoneId id;
    {
        auto running = RunningEngine::start(folder.path() / "data");
        QVERIFY_RESULT(running);
        const auto zone = (*running)->addZone({"example.org", (*server)->endpoint(), {}, {}});
        QVERIFY_RESULT(zone);
        id = *zone;
        QVERIFY((*running)->waitFor([&] { return (*running)->heldSerial(id) == 1U; }));
        std::uint32_t serial = 1;
        for (const char* address : {"198.51.100.9", "198.51.100.10"}) {
            QVERIFY_RESULT(edit(**running, id, [&](zone::Zone& z) {
                z.overrides = std::string("replace www 60 A ") + address + "\n";
            }));
            ++serial; // two edits at once may be published as one
            QTRY_COMPARE_WITH_TIMEOUT(kit::askSerial((*running)->serveAt(), "example.org"),
                                      std::optional(serial), 60'000);
        }
    }
    auto running = RunningEngine::start(folder.path() / "data");
    QVERIFY_RESULT(running);
    QVERIFY((*running)->waitFor([&] { return (*running)->heldSerial(id).has_value(); }));
    QTRY_VERIFY_WITH_TIMEOUT(kit::askSerial((*running)->serveAt(), "example.org").value_or(0) >= 3U, 60'000);
    QCOMPARE(dig((*running)->serveAt(), "www.example.org", "A"), std::string("198.51.100.10\n"));
    // The version before is not among what is given out, and the difference still applies.
    QVERIFY_RESULT((*server)->replaceZone("example.org", zoneText(9)));
    (*running)->engine().transfer({.zones = {id}, .full = false, .primary = {}, .address = {}});
    QTRY_COMPARE_WITH_TIMEOUT(kit::askSerial((*running)->serveAt(), "example.org"), std::optional(9U),
                              60'000);
    QCOMPARE(dig((*running)->serveAt(), "www.example.org", "A"), std::string("198.51.100.10\n"));
}

void tst_Content::strictZonesRefuseErrors()
{
    auto running = RunningEngine::start();
    QVERIFY_RESULT(running);
    auto server = RealServer::start(
        ServerKind::Nsd,
        {.zones = {{"example.org", zoneText(1)}}, .key = {}, .notify = {(*running)->notifyAt()}});
    QVERIFY_RESULT(server);
    const auto zone = (*running)->addZone({"example.org", (*server)->endpoint(), {}, {}});
    QVERIFY_RESULT(zone);
    QVERIFY_RESULT(edit(**running, *zone, [](zone::Zone& z) { z.strict = true; }));
    QVERIFY((*running)->waitFor([&] { return (*running)->heldSerial(*zone) == 1U; }));
    QVERIFY_RESULT(
        (*server)->replaceZone("example.org", zoneText(2, "alone DS 1 8 2 " + std::string(64, 'a') + "\n")));
    (*running)->engine().transfer({.zones = {*zone}, .full = false, .primary = {}, .address = {}});
    QVERIFY((*running)->waitFor([&] {
        const auto status = (*running)->status(*zone);
        return status && status->lastError && status->lastError->code == base::ErrorCode::ZoneDsWithoutNs;
    }));
    QCOMPARE((*running)->heldSerial(*zone), std::optional(1U));
    QVERIFY_RESULT(edit(**running, *zone, [](zone::Zone& z) { z.strict = false; }));
    (*running)->engine().transfer({.zones = {*zone}, .full = false, .primary = {}, .address = {}});
    QVERIFY((*running)->waitFor([&] {
        const auto status = (*running)->status(*zone);
        return status && status->heldSerial == 2U && status->findings.size() == 1 &&
               status->findings[0].code == base::ErrorCode::ZoneDsWithoutNs;
    }));
}

void tst_Content::anApexFollowsItsTarget()
{
    const auto target = [](std::uint32_t serial, const std::string& address) {
        return "$TTL 5\n@ SOA ns hostmaster " + std::to_string(serial) +
               " 3600 600 86400 5\n@ NS ns\nns A 192.0.2.1\nalias CNAME host\n" +
               (address.empty() ? std::string() : "host A " + address + "\nhost AAAA 2001:db8::7\n");
    };
    auto resolver = RealServer::start(
        ServerKind::Knot,
        {.zones = {{"target.example", target(1, "198.51.100.1")}}, .key = {}, .notify = {}});
    QVERIFY_RESULT(resolver);
    auto server = RealServer::start(ServerKind::Knot,
                                    {.zones = {{"example.org", zoneText(1)}}, .key = {}, .notify = {}});
    QVERIFY_RESULT(server);
    auto running = RunningEngine::start();
    QVERIFY_RESULT(running);
    const auto zone = (*running)->addZone({"example.org", (*server)->endpoint(), {}, {}});
    QVERIFY_RESULT(zone);
    QVERIFY((*running)->waitFor([&] { return (*running)->heldSerial(*zone) == 1U; }));
    const net::Endpoint silent = *net::Endpoint::fromText("127.0.0.1:" + std::to_string(kit::freePort()));
    QVERIFY_RESULT(edit(**running, *zone, [&](zone::Zone& z) {
        z.overrides = "add @ CNAME alias.target.example.\n";
        z.resolvers = {silent, (*resolver)->endpoint()}; // the first one is down: the next is asked
    }));
    QTRY_COMPARE_WITH_TIMEOUT(dig((*running)->serveAt(), "example.org", "A"), std::string("198.51.100.1\n"),
                              60'000);
    QCOMPARE(dig((*running)->serveAt(), "example.org", "AAAA"), std::string("2001:db8::7\n"));
    QCOMPARE(dig((*running)->serveAt(), "example.org", "CNAME"), std::string());
    QVERIFY(!dig((*running)->serveAt(), "example.org", "NS").empty());
    QVERIFY((*running)->waitFor([&] {
        const auto status = (*running)->status(*zone);
        return status && status->local.flattened && status->local.flattened->at &&
               status->local.flattened->addresses == 2 &&
               status->local.flattened->target.toText() == "alias.target.example.";
    }));
    const auto before = kit::askSerial((*running)->serveAt(), "example.org");

    QVERIFY_RESULT((*resolver)->replaceZone("target.example", target(2, "198.51.100.2")));
    QTRY_COMPARE_WITH_TIMEOUT(dig((*running)->serveAt(), "example.org", "A"), std::string("198.51.100.2\n"),
                              60'000);
    QVERIFY(*kit::askSerial((*running)->serveAt(), "example.org") > *before); // edges fetch it

    // The target goes: the last good addresses stay, with a warning.
    QVERIFY_RESULT((*resolver)->replaceZone("target.example", target(3, "")));
    QVERIFY((*running)->waitFor([&] { return sawError(**running, base::ErrorCode::FlattenFailed); }));
    QCOMPARE(dig((*running)->serveAt(), "example.org", "A"), std::string("198.51.100.2\n"));
    QVERIFY((*running)->waitFor([&] {
        const auto status = (*running)->status(*zone);
        return status && status->local.flattened && status->local.flattened->error;
    }));
}

/// The program starts again while no resolver answers: what it served last is served.
void tst_Content::anApexKeepsItsAddressesOverARestart()
{
    auto server = RealServer::start(ServerKind::Knot,
                                    {.zones = {{"example.org", zoneText(1)}}, .key = {}, .notify = {}});
    QVERIFY_RESULT(server);
    const kit::TemporaryFolder folder;
    base::ZoneId id;
    {
        auto resolver = RealServer::start(
            ServerKind::Knot,
            {.zones = {{"target.example", "$TTL 5\n@ SOA ns hostmaster 1 3600 600 86400 5\n@ NS ns\nns A "
                                          "192.0.2.1\nhost A 198.51.100.1\nhost AAAA 2001:db8::7\n"}},
             .key = {},
             .notify = {}});
        QVERIFY_RESULT(resolver);
        auto running = RunningEngine::start(folder.path() / "data");
        QVERIFY_RESULT(running);
        const auto zone = (*running)->addZone({"example.org", (*server)->endpoint(), {}, {}});
        QVERIFY_RESULT(zone);
        id = *zone;
        QVERIFY((*running)->waitFor([&] { return (*running)->heldSerial(id) == 1U; }));
        QVERIFY_RESULT(edit(**running, id, [&](zone::Zone& z) {
            z.overrides = "add @ CNAME host.target.example.\n";
            z.resolvers = {(*resolver)->endpoint()};
        }));
        QTRY_COMPARE_WITH_TIMEOUT(dig((*running)->serveAt(), "example.org", "A"),
                                  std::string("198.51.100.1\n"), 60'000);
        QTRY_VERIFY_WITH_TIMEOUT(
            std::filesystem::exists(folder.path() / "data" / "flattened" / std::to_string(id.value)), 60'000);
    }
    auto running = RunningEngine::start(folder.path() / "data");
    QVERIFY_RESULT(running);
    QTRY_COMPARE_WITH_TIMEOUT(dig((*running)->serveAt(), "example.org", "A"), std::string("198.51.100.1\n"),
                              60'000);
    QCOMPARE(dig((*running)->serveAt(), "example.org", "AAAA"), std::string("2001:db8::7\n"));
    // A damaged file is no file: the zone is served without, and says why.
    running->reset();
    kit::writeText(folder.path() / "data" / "flattened" / std::to_string(id.value),
                   "zonescope-flattened 1\ntarget host.target.example.\nat 1\nttl 5\na 1 2 3\nend\n");
    running = RunningEngine::start(folder.path() / "data");
    QVERIFY_RESULT(running);
    QVERIFY((*running)->waitFor([&] { return sawError(**running, base::ErrorCode::FlattenFailed); }));
    QCOMPARE(dig((*running)->serveAt(), "example.org", "A"), std::string());
}

QTEST_GUILESS_MAIN(tst_Content)
#include "tst_content.moc"
