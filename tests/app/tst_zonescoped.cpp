// SPDX-License-Identifier: GPL-3.0-or-later
// The program as operators meet it: started with a file, asked over its socket, ended with SIGTERM.
#include "tests/kit/process.h"
#include "tests/kit/real_server.h"
#include "tests/kit/result_macros.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <csignal>

using namespace zonescope;

namespace {

constexpr const char* secret = "VGhpcyBpcyB0aGUgcmlnaHQgc2VjcmV0ISEhISEhISE=";

std::string zoneText(int serial)
{
    return "$TTL 60\n@ IN SOA ns1 hostmaster " + std::to_string(serial) +
           " 3600 600 86400 60\n@ NS ns1\nns1 A 192.0.2.1\nwww A 192.0.2.80\n";
}

/// A folder, a file and the program.
class Service
{
public:
    explicit Service(const QByteArray& file)
    {
        kit::writeText(m_folder.path() / "zonescoped.json",
                       QByteArray(file).replace("DATA", (m_folder.path() / "data").c_str()).toStdString());
    }
    void start()
    {
        auto process = kit::Process::start(
            {ZONESCOPED, "--config", (m_folder.path() / "zonescoped.json").string(), "--socket", socket()},
            m_folder.path() / "log");
        if (process)
            m_process.emplace(std::move(*process));
    }
    base::Result<kit::Output> call(std::vector<std::string> words) const
    {
        words.insert(words.begin(), ZONESCOPED);
        words.insert(words.end(), {"--socket", socket()});
        return kit::run(words);
    }
    QJsonObject json(const std::vector<std::string>& words) const
    {
        const auto output = call(words);
        return output ? QJsonDocument::fromJson(QByteArray::fromStdString(output->text)).object()
                      : QJsonObject();
    }
    std::string socket() const { return (m_folder.path() / "control").string(); }
    std::string log() const { return kit::readText(m_folder.path() / "log"); }
    kit::Process& process() { return *m_process; }
    const std::filesystem::path& folder() const { return m_folder.path(); }

private:
    kit::TemporaryFolder m_folder;
    std::optional<kit::Process> m_process;
};

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
        service.log().c_str(), 15000);
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
                              10000);
    QCOMPARE(service.call({"--transfer", "example.org", "--full"})->exitCode, 0);

    // History knows both; a zone we do not have is an error.
    QTRY_VERIFY_WITH_TIMEOUT(
        service.json({"--history", "example.org"})[QStringLiteral("transfers")].toArray().size() >= 3, 10000);
    const auto unknown = service.call({"--history", "other.example"});
    QVERIFY_RESULT(unknown);
    QCOMPARE(unknown->exitCode, 1);
    QVERIFY2(unknown->text.find("not-found") != std::string::npos, unknown->text.c_str());

    // It ends when told to, quickly and well.
    QElapsedTimer timer;
    timer.start();
    service.process().signal(SIGTERM);
    QTRY_VERIFY_WITH_TIMEOUT(!service.process().running(), 5000);
    QVERIFY2(timer.elapsed() < 2500, qPrintable(QString::number(timer.elapsed())));

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
    const Service service(configFor(*net::Endpoint::fromText("192.0.2.1")));
    const auto output =
        kit::run({ZONESCOPED, "--config", (service.folder() / "zonescoped.json").string(), "--check"});
    QVERIFY_RESULT(output);
    QCOMPARE(output->exitCode, 0);
    QVERIFY2(output->text.find("1 zones") != std::string::npos, output->text.c_str());
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

QTEST_GUILESS_MAIN(tst_Zonescoped)
#include "tst_zonescoped.moc"
