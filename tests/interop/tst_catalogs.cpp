// SPDX-License-Identifier: GPL-3.0-or-later
// Catalog zones against real servers: consumed by us, and ours by BIND.
#include "model/dns/text.h"
#include "tests/interop/content_kit.h"
#include "tests/kit/processor_time.h"
#include "tests/servers/scripted_primary.h"

#include <sstream>

using namespace zonescope;
using namespace zonescope::interop;

namespace {

std::string bindConsumer(const net::Endpoint& primary)
{
    const std::string from = "127.0.0.1 port " + std::to_string(primary.port) + "; ";
    return "options { directory \"@FOLDER@\"; listen-on port @PORT@ { 127.0.0.1; }; listen-on-v6 { none; }; "
           "recursion no; pid-file none; session-keyfile none; dnssec-validation no; catalog-zones { zone "
           "\"made.example\" default-primaries { " +
           from +
           "} in-memory yes min-update-interval 1; }; };\ncontrols { };\nzone \"made.example\" { type "
           "secondary; "
           "primaries { " +
           from + "}; file \"made\"; };\n";
}

std::string knotConsumer(const net::Endpoint& primary)
{
    return "server:\n  rundir: \"@FOLDER@\"\n  listen: 127.0.0.1@@PORT@\nlog:\n  - target: stderr\n    any: "
           "info\ndatabase:\n  storage: \"@FOLDER@/db\"\nremote:\n  - id: us\n    address: 127.0.0.1@" +
           std::to_string(primary.port) +
           "\nacl:\n  - id: told\n    address: 127.0.0.0/8\n    action: notify\ntemplate:\n  - id: default\n"
           "    storage: \"@FOLDER@\"\n    master: us\n    acl: told\n    zonefile-sync: -1\n"
           "  - id: member\n    storage: \"@FOLDER@\"\n    master: us\n    zonefile-sync: -1\n"
           "zone:\n  - domain: made.example\n    catalog-role: interpret\n    catalog-template: member\n";
}

/// The answer's rcode in words: "SERVFAIL".
std::string status(const net::Endpoint& server, const std::string& name)
{
    const std::string text = dig(server, name, "SOA", "+header");
    const auto at = text.find("status: ");
    return at == std::string::npos ? std::string() : text.substr(at + 8, text.find(';', at) - at - 8);
}

std::string catalogText(std::uint32_t serial, const std::string& members, const std::string& version = "2")
{
    return "$TTL 0\n@ SOA invalid. invalid. " + std::to_string(serial) +
           " 3600 600 2147483646 0\n@ NS invalid.\nversion TXT \"" + version + "\"\n" + members;
}

} // namespace

class tst_Catalogs : public QObject
{
    Q_OBJECT

private slots:
    void catalogsAreConsumed();
    void brokenCatalogsChangeNothing();
    void tenThousandMembers();
    void catalogsOfOursAreConsumedByBind();
    void tenThousandOfOursAreConsumedByKnot();
    void anExpiredCatalogKeepsItsMembers();
    void storedButNotAppliedIsAppliedAfterARestart();
    void membersOfOddNamesAreServed();
};

void tst_Catalogs::catalogsAreConsumed()
{
    auto running = RunningEngine::start();
    QVERIFY_RESULT(running);
    auto server = RealServer::start(
        ServerKind::Knot, {.zones = {{"catalog.example",
                                      catalogText(1, "a.zones PTR one.example.\nb.zones PTR two.example.\n")},
                                     {"one.example", zoneText(11)},
                                     {"two.example", zoneText(12)}},
                           .key = {},
                           .notify = {(*running)->notifyAt()}});
    QVERIFY_RESULT(server);
    const auto catalog = (*running)->addZone({"catalog.example", (*server)->endpoint(), {}, {}});
    QVERIFY_RESULT(catalog);
    QVERIFY_RESULT(edit(**running, *catalog, [](zone::Zone& z) { z.catalog = zone::CatalogRole::Consumer; }));
    const auto idOf = [&](const char* apex) {
        const zone::Zone* zone = (*running)->engine().configuration()->zone(*dns::Name::fromText(apex));
        return zone ? zone->id : base::ZoneId();
    };
    QVERIFY((*running)->waitFor([&] {
        return (*running)->heldSerial(idOf("one.example")) == 11U &&
               (*running)->heldSerial(idOf("two.example")) == 12U;
    }));
    const base::ZoneId one = idOf("one.example");

    // One goes, one is reset: a new zone, transferred anew.
    QVERIFY_RESULT((*server)->replaceZone("catalog.example", catalogText(2, "a2.zones PTR one.example.\n")));
    QVERIFY((*running)->waitFor([&] {
        return !idOf("two.example") && idOf("one.example") && idOf("one.example") != one &&
               (*running)->heldSerial(idOf("one.example")) == 11U;
    }));
    QCOMPARE(kit::askSerial((*running)->serveAt(), "two.example"), std::optional<std::uint32_t>());
}

void tst_Catalogs::brokenCatalogsChangeNothing()
{
    auto running = RunningEngine::start();
    QVERIFY_RESULT(running);
    auto server = RealServer::start(
        ServerKind::Knot, {.zones = {{"catalog.example", catalogText(1, "a.zones PTR one.example.\n")}},
                           .key = {},
                           .notify = {(*running)->notifyAt()}});
    QVERIFY_RESULT(server);
    const auto catalog = (*running)->addZone({"catalog.example", (*server)->endpoint(), {}, {}});
    QVERIFY_RESULT(catalog);
    QVERIFY_RESULT(edit(**running, *catalog, [](zone::Zone& z) { z.catalog = zone::CatalogRole::Consumer; }));
    const auto member = [&] {
        return (*running)->engine().configuration()->zone(*dns::Name::fromText("one.example")) != nullptr;
    };
    QVERIFY((*running)->waitFor(member));
    QVERIFY_RESULT((*server)->replaceZone("catalog.example", catalogText(2, "", "3")));
    QVERIFY((*running)->waitFor([&] { return sawError(**running, base::ErrorCode::CatalogBroken); }));
    QVERIFY(member());
    QVERIFY_RESULT((*server)->replaceZone("catalog.example", catalogText(3, "")));
    QVERIFY((*running)->waitFor([&] { return !member(); }));
}

void tst_Catalogs::tenThousandMembers()
{
    auto running = RunningEngine::start();
    QVERIFY_RESULT(running);
    std::string members;
    for (int i = 0; i < 10'000; ++i)
        members += "m" + std::to_string(i) + ".zones PTR zone" + std::to_string(i) + ".example.\n";
    auto server = RealServer::start(
        ServerKind::Knot,
        {.zones = {{"catalog.example", catalogText(1, "")}}, .key = {}, .notify = {(*running)->notifyAt()}});
    QVERIFY_RESULT(server);
    const auto catalog = (*running)->addZone({"catalog.example", (*server)->endpoint(), {}, {}});
    QVERIFY_RESULT(catalog);
    QVERIFY_RESULT(edit(**running, *catalog, [](zone::Zone& z) { z.catalog = zone::CatalogRole::Consumer; }));
    QVERIFY((*running)->waitFor([&] { return (*running)->heldSerial(*catalog) == 1U; }));
    const auto zones = [&] { return (*running)->engine().configuration()->zones().size(); };
    QVERIFY_RESULT((*server)->replaceZone("catalog.example", catalogText(2, members)));
    QVERIFY((*running)->waitFor([&] { return (*running)->heldSerial(*catalog) == 2U; }));
    kit::ProcessorTime timer; // ours: Knot is another process
    QVERIFY((*running)->waitFor([&] { return zones() == 10'001; }));
    qInfo("10,000 members durable and in force with %lld ms of processor after their catalog was served",
          timer.milliseconds());
    QVERIFY(timer.milliseconds() < 5000);
    QVERIFY_RESULT((*server)->replaceZone("catalog.example", catalogText(3, "")));
    QVERIFY((*running)->waitFor([&] { return (*running)->heldSerial(*catalog) == 3U; }));
    timer.restart();
    QVERIFY((*running)->waitFor([&] { return zones() == 1; }));
    qInfo("10,000 members gone with %lld ms of processor", timer.milliseconds());
    QVERIFY(timer.milliseconds() < 5000);
}

void tst_Catalogs::catalogsOfOursAreConsumedByBind()
{
    auto server = RealServer::start(ServerKind::Knot,
                                    {.zones = {{"example.org", zoneText(7)}}, .key = {}, .notify = {}});
    QVERIFY_RESULT(server);
    auto running = RunningEngine::start();
    QVERIFY_RESULT(running);
    const auto zone = (*running)->addZone({"example.org", (*server)->endpoint(), {}, {}});
    QVERIFY_RESULT(zone);
    QVERIFY((*running)->waitFor([&] { return (*running)->heldSerial(*zone) == 7U; }));
    base::ZoneId producer;
    QVERIFY_RESULT((*running)->configure([&](zone::Configuration& configuration, auto&) -> base::Status {
        zone::Zone made;
        made.apex = *dns::Name::fromText("made.example");
        made.catalog = zone::CatalogRole::Producer;
        producer = *configuration.put(std::move(made));
        zone::Zone listed = *configuration.zone(*zone);
        listed.listedIn = producer;
        const auto put = configuration.put(std::move(listed));
        return put ? base::Status() : tl::unexpected(put.error());
    }));
    QVERIFY((*running)->waitFor([&] { return (*running)->heldSerial(producer).has_value(); }));
    OwnServer bind;
    QVERIFY_RESULT(bind.start("named", bindConsumer((*running)->serveAt()), {"-g"}));
    QTRY_COMPARE_WITH_TIMEOUT(kit::askSerial(bind.endpoint(), "example.org"), std::optional(7U), 60'000);

    // Listed no more: a new serial, which is what makes a consumer look.
    const auto serial = *(*running)->heldSerial(producer);
    QVERIFY_RESULT(edit(**running, *zone, [](zone::Zone& z) { z.listedIn.reset(); }));
    QVERIFY((*running)->waitFor([&] { return *(*running)->heldSerial(producer) > serial; }));
    QCOMPARE(dig((*running)->serveAt(), "version.made.example", "TXT"), std::string("\"2\"\n"));
}

void tst_Catalogs::tenThousandOfOursAreConsumedByKnot()
{
    auto running = RunningEngine::start();
    QVERIFY_RESULT(running);
    OwnServer knot;
    base::ZoneId producer;
    const kit::ProcessorTime timer;
    QVERIFY_RESULT((*running)->configure([&](zone::Configuration& configuration, auto&) -> base::Status {
        zone::Edge edge;
        edge.name = "knot";
        edge.endpoint = knot.endpoint();
        edge.notify = true;
        zone::Zone made;
        made.apex = *dns::Name::fromText("made.example");
        made.catalog = zone::CatalogRole::Producer;
        made.edges = {*configuration.put(std::move(edge))};
        producer = *configuration.put(std::move(made));
        for (int i = 0; i < 10'000; ++i) {
            zone::Zone listed;
            listed.apex = *dns::Name::fromText("zone" + std::to_string(i) + ".example");
            listed.listedIn = producer;
            listed.paused = true; // it is the list that counts here
            if (const auto put = configuration.put(std::move(listed)); !put)
                return tl::unexpected(put.error());
        }
        return {};
    }));
    const auto recordsHeld = [&] {
        const auto status = (*running)->status(producer);
        return status ? status->recordCount : 0;
    };
    QVERIFY((*running)->waitFor([&] { return recordsHeld() == 10'003; })); // SOA, NS, version
    qInfo("a catalog of 10,000 zones made and durable with %lld ms of processor", timer.milliseconds());
    QVERIFY(timer.milliseconds() < 5000);

    QVERIFY_RESULT(knot.start("knotd", knotConsumer((*running)->serveAt()), {}));
    const auto configured = [&](int zone) { // a member without data, or nobody's
        return status(knot.endpoint(), "zone" + std::to_string(zone) + ".example") == "SERVFAIL";
    };
    QTRY_VERIFY2_WITH_TIMEOUT(configured(0) && configured(9'999), knot.log().substr(0, 4000).c_str(), 30'000);

    // Half of them go; the edge is told, and takes the difference.
    QVERIFY_RESULT((*running)->configure([&](zone::Configuration& configuration, auto&) -> base::Status {
        for (int i = 1; i < 10'000; i += 2) {
            zone::Zone zone =
                *configuration.zone(*dns::Name::fromText("zone" + std::to_string(i) + ".example"));
            zone.listedIn.reset();
            if (const auto put = configuration.put(std::move(zone)); !put)
                return tl::unexpected(put.error());
        }
        return {};
    }));
    QTRY_VERIFY2_WITH_TIMEOUT(!configured(1) && !configured(9'999) && configured(0) && configured(9'998),
                              knot.log().substr(0, 4000).c_str(), 30'000);
    QVERIFY2(knot.log().find("IXFR, incoming") != std::string::npos, "Knot took the whole catalog again");
}

void tst_Catalogs::anExpiredCatalogKeepsItsMembers()
{
    auto running = RunningEngine::start();
    QVERIFY_RESULT(running);
    auto server = RealServer::start(
        ServerKind::Knot,
        {.zones = {{"catalog.example",
                    "$TTL 0\n@ SOA invalid. invalid. 1 1 1 2 0\n@ NS invalid.\nversion TXT \"2\"\n"
                    "a.zones PTR one.example.\n"},
                   {"one.example", zoneText(11)}},
         .key = {},
         .notify = {}});
    QVERIFY_RESULT(server);
    const auto catalog = (*running)->addZone({"catalog.example", (*server)->endpoint(), {}, {}});
    QVERIFY_RESULT(catalog);
    QVERIFY_RESULT(edit(**running, *catalog, [](zone::Zone& z) { z.catalog = zone::CatalogRole::Consumer; }));
    const auto member = [&] {
        const zone::Zone* zone =
            (*running)->engine().configuration()->zone(*dns::Name::fromText("one.example"));
        return zone ? zone->id : base::ZoneId();
    };
    QVERIFY((*running)->waitFor([&] { return (*running)->heldSerial(member()) == 11U; }));
    (*server)->process().kill();
    QVERIFY((*running)->waitFor([&] {
        const auto status = (*running)->status(*catalog);
        return status && status->state == zone::ZoneState::Expired;
    }));
    QVERIFY(member());
    QCOMPARE(kit::askSerial((*running)->serveAt(), "one.example"), std::optional(11U));
    QCOMPARE(kit::askSerial((*running)->serveAt(), "catalog.example"), std::optional<std::uint32_t>());
}

/// It ends with the new catalog durable and its 2,000 members not yet, and its primary is gone as well.
void tst_Catalogs::storedButNotAppliedIsAppliedAfterARestart()
{
    std::string members;
    for (int i = 0; i < 2'000; ++i)
        members += "m" + std::to_string(i) + ".zones PTR zone" + std::to_string(i) + ".example.\n";
    auto server = RealServer::start(
        ServerKind::Knot, {.zones = {{"catalog.example", catalogText(1, members)}}, .key = {}, .notify = {}});
    QVERIFY_RESULT(server);
    const kit::TemporaryFolder folder;
    base::ZoneId catalog;
    std::size_t zones = 0;
    {
        auto running = RunningEngine::start(folder.path());
        QVERIFY_RESULT(running);
        // Held as any other zone, then read as a catalog in the same breath as the end of the program.
        const auto added = (*running)->addZone({"catalog.example", (*server)->endpoint(), {}, {}});
        QVERIFY_RESULT(added);
        catalog = *added;
        QVERIFY((*running)->waitFor([&] { return (*running)->heldSerial(catalog) == 1U; }));
        QVERIFY_RESULT(
            edit(**running, catalog, [](zone::Zone& z) { z.catalog = zone::CatalogRole::Consumer; }));
        zones = (*running)->engine().configuration()->zones().size();
    }
    (*server)->process().kill();
    qInfo("%zu zones when it ended", zones);
    auto running = RunningEngine::start(folder.path());
    QVERIFY_RESULT(running);
    QVERIFY(
        (*running)->waitFor([&] { return (*running)->engine().configuration()->zones().size() == 2'001; }));
    QVERIFY((*running)->waitFor([&] { return (*running)->heldSerial(catalog) == 1U; })); // told in batches
}

/// Names that break a path, a query, a configuration or a line of JSON where they are not escaped.
void tst_Catalogs::membersOfOddNamesAreServed()
{
    const std::vector<std::string> names{"a/b.example",        "do\\$llar.example",     "at\\@x.example",
                                         "quo\\\"te.example",  "back\\\\slash.example", "dot\\.ted.example",
                                         "sp\\032ace.example", "\\000nul.example",      "'\\;drop.example"};
    auto primary = servers::ScriptedPrimary::start();
    QVERIFY_RESULT(primary);
    std::string members = "@ NS invalid.\nversion TXT 2\n";
    std::vector<dns::Name> apexes;
    for (std::size_t i = 0; i < names.size(); ++i) {
        apexes.push_back(*dns::Name::fromText(names[i]));
        members += "m" + std::to_string(i) + ".zones PTR " + apexes.back().toText() + "\n";
        (*primary)->addZone(apexes.back(), 7,
                            *dns::recordsFromText("@ NS ns\nns A 192.0.2.1\n", apexes.back(), 300));
    }
    QVERIFY_RESULT((*primary)->addZone("catalog.example", 1, members));
    const kit::TemporaryFolder folder;
    {
        auto running = RunningEngine::start(folder.path());
        QVERIFY_RESULT(running);
        const auto catalog = (*running)->addZone({"catalog.example", (*primary)->endpoint(), {}, {}});
        QVERIFY_RESULT(catalog);
        QVERIFY_RESULT(
            edit(**running, *catalog, [](zone::Zone& z) { z.catalog = zone::CatalogRole::Consumer; }));
        for (const dns::Name& apex : apexes)
            QVERIFY2((*running)->waitFor([&] {
                const zone::Zone* zone = (*running)->engine().configuration()->zone(apex);
                return zone != nullptr && (*running)->heldSerial(zone->id) == 7U;
            }),
                     apex.toText().c_str());
    }
    // And all of that again from what is on disk.
    primary->reset();
    auto running = RunningEngine::start(folder.path());
    QVERIFY_RESULT(running);
    for (const dns::Name& apex : apexes) {
        const zone::Zone* zone = (*running)->engine().configuration()->zone(apex);
        QVERIFY2(zone != nullptr, apex.toText().c_str());
        QVERIFY2((*running)->waitFor([&] { return (*running)->heldSerial(zone->id) == 7U; }),
                 apex.toText().c_str());
        QCOMPARE(dig((*running)->serveAt(), "ns." + apex.toText(), "A"), std::string("192.0.2.1\n"));
    }
}

QTEST_GUILESS_MAIN(tst_Catalogs)
#include "tst_catalogs.moc"
