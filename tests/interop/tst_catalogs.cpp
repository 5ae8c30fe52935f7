// SPDX-License-Identifier: GPL-3.0-or-later
// Catalog zones against real servers: consumed by us, and ours by BIND.
#include "tests/interop/content_kit.h"

#include <QElapsedTimer>

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
    QElapsedTimer timer;
    timer.start();
    QVERIFY((*running)->waitFor([&] { return zones() == 10'001; }));
    qInfo("10,000 members durable and in force %lld ms after their catalog was served", timer.elapsed());
    QVERIFY(timer.elapsed() < 5000);
    QVERIFY_RESULT((*server)->replaceZone("catalog.example", catalogText(3, "")));
    QVERIFY((*running)->waitFor([&] { return (*running)->heldSerial(*catalog) == 3U; }));
    timer.restart();
    QVERIFY((*running)->waitFor([&] { return zones() == 1; }));
    qInfo("10,000 members gone after %lld ms", timer.elapsed());
    QVERIFY(timer.elapsed() < 5000);
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
    QTRY_COMPARE_WITH_TIMEOUT(kit::askSerial(bind.endpoint(), "example.org"), std::optional(7U), 20000);

    // Listed no more: a new serial, which is what makes a consumer look.
    const auto serial = *(*running)->heldSerial(producer);
    QVERIFY_RESULT(edit(**running, *zone, [](zone::Zone& z) { z.listedIn.reset(); }));
    QVERIFY((*running)->waitFor([&] { return *(*running)->heldSerial(producer) > serial; }));
    QCOMPARE(dig((*running)->serveAt(), "version.made.example", "TXT"), std::string("\"2\"\n"));
}

QTEST_GUILESS_MAIN(tst_Catalogs)
#include "tst_catalogs.moc"
