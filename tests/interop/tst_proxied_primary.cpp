// SPDX-License-Identifier: GPL-3.0-or-later
// A whole engine whose primary, a real Knot, is behind a real SOCKS5 proxy with a password: also after a
// restart, which finds the password in the secret file.
#include "tests/kit/process.h"
#include "tests/kit/real_server.h"
#include "tests/kit/result_macros.h"
#include "tests/kit/running_engine.h"

#include <QTest>

using namespace zonescope;

namespace {

std::string zoneText(int serial)
{
    return "$TTL 60\n@ IN SOA ns1 hostmaster " + std::to_string(serial) +
           " 3600 600 86400 60\n@ NS ns1\nns1 A 192.0.2.1\n";
}

} // namespace

class TestProxiedPrimary : public QObject
{
    Q_OBJECT

private slots:
    void alsoAfterARestart()
    {
        const std::string program = kit::findProgram("microsocks");
        if (program.empty())
            QSKIP("microsocks is not installed");
        auto knot = kit::RealServer::start(
            kit::ServerKind::Knot, {.zones = {{"example.org", zoneText(7)}}, .key = {}, .notify = {}});
        QVERIFY_RESULT(knot);
        const kit::TemporaryFolder folder;
        const net::Endpoint at{*net::IpAddress::fromText("127.0.0.1"), kit::freePort()};
        const auto startProxy = [&] {
            return kit::Process::start(
                {program, "-i", "127.0.0.1", "-p", std::to_string(at.port), "-u", "anna", "-P", "hunter2"},
                folder.path() / "log");
        };
        auto proxy = startProxy();
        QVERIFY_RESULT(proxy);

        base::ZoneId zone;
        {
            auto engine = kit::RunningEngine::start(folder.path() / "data");
            QVERIFY_RESULT(engine);
            const auto done =
                (*engine)->configure([&](zone::Configuration& c, auto& secrets) -> base::Status {
                    zone::Proxy egress;
                    egress.name = "egress";
                    egress.server = at;
                    egress.user = "anna";
                    egress.id = *c.put(egress);
                    secrets[egress.secretId()] = "hunter2";
                    zone::Primary primary;
                    primary.name = "knot";
                    primary.addresses = {(*knot)->endpoint()};
                    primary.proxy = egress.id;
                    zone::Zone made;
                    made.apex = *dns::Name::fromText("example.org.");
                    made.primaries = {*c.put(primary)};
                    zone = *c.put(made);
                    return {};
                });
            QVERIFY_RESULT(done);
            QVERIFY((*engine)->waitFor([&] { return (*engine)->heldSerial(zone) == 7U; }));
            QVERIFY((*engine)->sawEvent(pipeline::Event::Kind::ProxyWithoutUdp));

            // A user without a password is refused before anything is stored.
            const auto refused = (*engine)->configure([&](zone::Configuration& c, auto&) -> base::Status {
                return c.put(zone::Proxy{{}, "other", at, "berta"}).map([](auto) {});
            });
            QVERIFY(!refused.has_value());
            QCOMPARE(refused.error().code, base::ErrorCode::MissingField);
        }
        QVERIFY_RESULT((*knot)->replaceZone("example.org", zoneText(8)));
        auto engine = kit::RunningEngine::start(folder.path() / "data");
        QVERIFY_RESULT(engine);
        const auto transfer = [&] {
            engine::TransferRequest request;
            request.zones = {zone};
            return (*engine)->reply((*engine)->engine().transfer(request));
        };
        QVERIFY_RESULT(transfer());
        QVERIFY((*engine)->waitFor([&] { return (*engine)->heldSerial(zone) == 8U; }));

        // The proxy goes away: the primary, which is well, is not blamed.
        proxy->kill();
        QVERIFY_RESULT((*knot)->replaceZone("example.org", zoneText(9)));
        QVERIFY_RESULT(transfer());
        QVERIFY((*engine)->waitFor([&] {
            const auto status = (*engine)->status(zone);
            return status && status->lastError &&
                   status->lastError->code == base::ErrorCode::ProxyUnreachable;
        }));
        // And comes back.
        proxy = startProxy();
        QVERIFY_RESULT(proxy);
        QVERIFY((*engine)->waitFor([&] {
            (void)transfer();
            return (*engine)->heldSerial(zone) == 9U;
        }));
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path() / "data"))
            if (entry.is_regular_file() && entry.path().filename() != "secrets")
                QVERIFY2(kit::readText(entry.path()).find("hunter2") == std::string::npos,
                         entry.path().c_str());
    }
};

QTEST_MAIN(TestProxiedPrimary)
#include "tst_proxied_primary.moc"
