// SPDX-License-Identifier: GPL-3.0-or-later
// The program as operators meet it: started with a file, asked over its socket, ended with SIGTERM.
#include "tests/app/service.h"
#include "tests/kit/real_server.h"

#include <csignal>

using namespace zonescope;
using namespace zonescope::apptest;

namespace {

constexpr const char* secret = "VGhpcyBpcyB0aGUgcmlnaHQgc2VjcmV0ISEhISEhISE=";

std::string zoneText(int serial)
{
    return "$TTL 60\n@ IN SOA ns1 hostmaster " + std::to_string(serial) +
           " 3600 600 86400 60\n@ NS ns1\nns1 A 192.0.2.1\nwww A 192.0.2.80\n";
}

QByteArray configFor(const net::Endpoint& primary)
{
    return R"({
  "dataFolder": "DATA",
  "notify": { "listen": ["127.0.0.1:0"] },
  "serve": { "listen": ["127.0.0.1:0"] },
  "keys": [ { "name": "k1", "secret": ")" +
           QByteArray(secret) + R"(" } ],
  "primaries": [ { "name": "knot", "addresses": [")" +
           QByteArray::fromStdString(primary.toText()) + R"("], "key": "k1" } ],
  "zones": [ { "name": "example.org", "primaries": ["knot"] } ]
})";
}

QJsonObject zoneOf(const QJsonObject& status, const QString& name)
{
    for (const QJsonValue& zone : status[QStringLiteral("zones")].toArray())
        if (zone[QStringLiteral("name")].toString() == name)
            return zone.toObject();
    return {};
}

} // namespace

class tst_Zonescoped : public QObject
{
    Q_OBJECT

private slots:
    void transfersAnswersAndEnds();
    void aBadFileIsRefused();
    void checkingChangesNothing();
    void askingNobodyIsAClearError();
    void badUsageIsStatusTwo();
    void aBadFileLeavesTheOldInForce_data();
    void aBadFileLeavesTheOldInForce();
    void aGoodFileIsTakenUp();
};

void tst_Zonescoped::transfersAnswersAndEnds()
{
    auto knot =
        kit::RealServer::start(kit::ServerKind::Knot, {.zones = {{"example.org", zoneText(7)}},
                                                       .key = kit::ServerKey{"k1", "hmac-sha256", secret},
                                                       .notify = {}});
    QVERIFY_RESULT(knot);
    Service service(configFor((*knot)->endpoint()));
    service.start();

    // The zone arrives, and --status says so.
    QTRY_VERIFY2_WITH_TIMEOUT(
        zoneOf(service.json({"--status"}), QStringLiteral("example.org"))[QStringLiteral("heldSerial")]
                .toInteger() == 7,
        service.log().c_str(), 60'000);
    const QJsonObject status = service.json({"--status"});
    const QString served =
        status[QStringLiteral("engine")][QStringLiteral("serveAt")].toArray().at(0).toString();
    const auto endpoint = net::Endpoint::fromText(served.toStdString());
    QVERIFY_RESULT(endpoint);
    QCOMPARE(kit::askSerial(*endpoint, "example.org"), std::optional<std::uint32_t>(7));

    // A change, fetched by hand.
    QVERIFY_RESULT((*knot)->replaceZone("example.org", zoneText(8)));
    const auto transferred = service.call({"--transfer", "example.org"});
    QVERIFY_RESULT(transferred);
    QCOMPARE(transferred->exitCode, 0);
    QTRY_COMPARE_WITH_TIMEOUT(kit::askSerial(*endpoint, "example.org"), std::optional<std::uint32_t>(8),
                              60'000);
    QCOMPARE(service.call({"--transfer", "example.org", "--full"})->exitCode, 0);

    // History knows both; a zone we do not have is an error.
    QTRY_VERIFY_WITH_TIMEOUT(
        service.json({"--history", "example.org"})[QStringLiteral("transfers")].toArray().size() >= 3,
        60'000);
    const auto unknown = service.call({"--history", "other.example"});
    QVERIFY_RESULT(unknown);
    QCOMPARE(unknown->exitCode, 1);
    QVERIFY2(unknown->text.find("not-found") != std::string::npos, unknown->text.c_str());

    // It ends when told to, long before a service manager would lose its patience.
    service.process().signal(SIGTERM);
    QTRY_VERIFY2_WITH_TIMEOUT(!service.process().running(), service.log().c_str(), 30'000);

    // The secret is in one file of its owner only, and nowhere else.
    std::size_t holders = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(service.folder() / "data"))
        if (entry.is_regular_file() && kit::readText(entry.path()).find(secret) != std::string::npos) {
            ++holders;
            QCOMPARE(entry.status().permissions() & std::filesystem::perms(077),
                     std::filesystem::perms::none);
        }
    QCOMPARE(holders, std::size_t(1));
    QVERIFY(service.log().find(secret) == std::string::npos);
}

void tst_Zonescoped::aBadFileIsRefused()
{
    const Service service("{\n  \"dataFolder\": \"DATA\",\n  \"zones\": [ { \"name\": \"example.org\", "
                          "\"primaries\": [\"ns9\"] } ]\n}");
    const auto output = kit::run({ZONESCOPED, "--config", (service.folder() / "zonescoped.json").string()});
    QVERIFY_RESULT(output);
    QCOMPARE(output->exitCode, 1);
    QVERIFY2(output->errors.find("zonescoped.json:3: zones[0].primaries[0]: there is no primary \"ns9\"") !=
                 std::string::npos,
             output->errors.c_str());
    QVERIFY2(!std::filesystem::exists(service.folder() / "data"),
             "a bad file must not even make the data folder");
}

void tst_Zonescoped::checkingChangesNothing()
{
    const Service service(configFor(*net::Endpoint::fromText("192.0.2.1"))
                              .replace("\"key\": \"k1\"", "\"key\": \"k1\", \"source\": \"::1\""));
    const auto output =
        kit::run({ZONESCOPED, "--config", (service.folder() / "zonescoped.json").string(), "--check"});
    QVERIFY_RESULT(output);
    QCOMPARE(output->exitCode, 0);
    QVERIFY2(output->text.find("1 zones") != std::string::npos, output->text.c_str());
    QVERIFY2(output->text.find("note: primary knot: none of its addresses can be reached from ::1") !=
                 std::string::npos,
             output->text.c_str());
    QVERIFY(!std::filesystem::exists(service.folder() / "data"));
}

void tst_Zonescoped::askingNobodyIsAClearError()
{
    const Service service("{}");
    const auto output = service.call({"--status"});
    QVERIFY_RESULT(output);
    QCOMPARE(output->exitCode, 1);
    QVERIFY2(output->errors.find(service.socket()) != std::string::npos, output->errors.c_str());
}

void tst_Zonescoped::badUsageIsStatusTwo()
{
    QCOMPARE(kit::run({ZONESCOPED, "--frobnicate"})->exitCode, 2);
    QCOMPARE(kit::run({ZONESCOPED, "--help"})->exitCode, 0);
}

void tst_Zonescoped::aBadFileLeavesTheOldInForce_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("where");
    const auto row = [](const char* name, const QByteArray& file, const char* where) {
        QTest::newRow(name) << file << QString(where);
    };
    const auto more = [](const char* part) { return quietConfig("127.0.0.1:0", ",\n" + QByteArray(part)); };
    row("empty", "", "zonescoped.json");
    row("half a file", quietConfig("127.0.0.1:0").left(60), "line");
    row("no object", "[]", "expected an object");
    row("binary", QByteArray("\0\1\2", 3), "line 1");
    row("no data folder", "{}", "zonescoped.json:1: dataFolder");
    row("another data folder", R"({"dataFolder": "/nonexistent/other"})", "dataFolder: cannot change");
    row("unknown field", more("\"zonez\": []"), ":6: zonez");
    row("field twice", more("\"zones\": []"), "stands twice");
    row("listen no list", R"({"dataFolder": "DATA", "notify": {"listen": 5}})", "notify.listen");
    row("bad balancer", R"({"dataFolder": "DATA",
        "notify": {"listen": [], "proxiesFrom": ["300.0.0.0/8"]}})",
        ":2: notify.proxiesFrom[0]");
    row("limit 0", more("\"limits\": {\"maxTransfers\": 0}"), ":6: limits");
    row("limit too large", more("\"limits\": {\"maxTransfers\": 70000}"), ":6: limits.maxTransfers");
    row("limit negative", more("\"limits\": {\"historyDays\": -1}"), ":6: limits.historyDays");
    row("key without secret", more("\"keys\": [{\"name\": \"k1\"}]"), ":6: keys[0].secret");
    row("secret no base64", more("\"keys\": [{\"name\": \"k1\", \"secret\": \"?\"}]"), ":6: keys[0].secret");
    row("secret file gone", more("\"keys\": [{\"name\": \"k1\", \"secretFile\": \"/nonexistent\"}]"),
        "keys[0].secretFile");
    row("ACL host bits", more("\"acls\": [{\"name\": \"a\", \"prefixes\": [\"192.0.2.1/24\"]}]"),
        "acls[0].prefixes[0]");
    row("proxy without password",
        more("\"proxies\": [{\"name\": \"p\", \"address\": \"192.0.2.1\", \"user\": \"u\"}]"),
        "proxies[0].password");
    row("proxy twice",
        more("\"proxies\": [{\"name\": \"p\", \"address\": \"192.0.2.1\"}, {\"name\": \"p\", \"address\": "
             "\"192.0.2.2\"}]"),
        "proxies[1]");
    row("edge address", more("\"edges\": [{\"name\": \"e\", \"address\": \"nowhere\"}]"), "edges[0].address");
    row("edge rate",
        more("\"edges\": [{\"name\": \"e\", \"address\": \"192.0.2.1\", \"maxQueriesPerSecond\": 0}]"),
        "edges[0]");
    row("unknown primary", quietConfig("127.0.0.1:0").replace("[\"ns1\"]", "[\"ns9\"]"),
        ":5: zones[0].primaries[0]");
    row("zone name", quietConfig("127.0.0.1:0").replace("example.org", "exa..org"), ":5: zones[0].name");
    row("timers",
        quietConfig("127.0.0.1:0").replace("[\"ns1\"] }", "[\"ns1\"], \"timers\": {\"minRefresh\": 0} }"),
        "zones[0]");
    row("file gone", "REMOVE", "zonescoped.json");
}

void tst_Zonescoped::aBadFileLeavesTheOldInForce()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, where);
    static std::unique_ptr<Service> service; // one for all rows: it must survive every one of them
    if (!service) {
        service = std::make_unique<Service>(quietConfig("127.0.0.1:0"));
        service->start();
        QTRY_VERIFY_WITH_TIMEOUT(!service->json({"--status"}).isEmpty(), 60'000);
    }
    if (file == "REMOVE")
        std::filesystem::remove(service->file());
    else
        service->write(file);
    const std::size_t logged = service->log().size();
    service->process().signal(SIGHUP);
    QTRY_VERIFY_WITH_TIMEOUT(service->log().find("configuration refused", logged) != std::string::npos,
                             60'000);
    const QString line = QString::fromStdString(service->log().substr(logged));
    QVERIFY2(line.contains(where), qPrintable(line));
    const auto status = [&] { return service->json({"--status"}); };
    QTRY_VERIFY_WITH_TIMEOUT(
        status()[QStringLiteral("engine")][QStringLiteral("configurationError")][QStringLiteral("detail")]
            .toString()
            .contains(where),
        60'000);
    QCOMPARE(status()[QStringLiteral("zones")].toArray().size(), 1); // the old one
    QVERIFY(service->process().running());
    if (QTest::currentDataTag() == QByteArray("file gone")) {
        service->write(quietConfig("127.0.0.1:0"));
        service->process().signal(SIGHUP);
        QTRY_VERIFY_WITH_TIMEOUT(
            status()[QStringLiteral("engine")][QStringLiteral("configurationError")].isNull(), 60'000);
        service.reset();
    }
}

void tst_Zonescoped::aGoodFileIsTakenUp()
{
    Service service(quietConfig("127.0.0.1:0"));
    service.start();
    const auto zones = [&] { return service.json({"--status"})[QStringLiteral("zones")].toArray().size(); };
    QTRY_COMPARE_WITH_TIMEOUT(zones(), 1, 60'000);
    service.write(quietConfig("127.0.0.1:0")
                      .replace("\"zones\": [",
                               "\"zones\": [ { \"name\": \"second.example\", \"primaries\": [\"ns1\"] },"));
    service.process().signal(SIGHUP);
    QTRY_COMPARE_WITH_TIMEOUT(zones(), 2, 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(service.log().find("configuration read again") != std::string::npos, 60'000);
}

QTEST_GUILESS_MAIN(tst_Zonescoped)
#include "tst_zonescoped.moc"
