// SPDX-License-Identifier: GPL-3.0-or-later
// A change at a real primary goes through the engine to three real edges: told by NOTIFY, fetched by IXFR,
// the same everywhere. Nothing else could bring it in time: the SOA says to look again after an hour.
#include "tests/interop/secondary_server.h"
#include "tests/kit/result_macros.h"
#include "tests/kit/running_engine.h"

#include <QTest>

using namespace zonescope;
using interop::SecondaryServer;
using kit::RealServer;
using kit::RunningEngine;
using kit::ServerKind;
using Notice = zone::EdgeNotice::State;

namespace {

const std::string apex = "example.org";
constexpr const char* secret = "VGhpcyBpcyB0aGUgcmlnaHQgc2VjcmV0ISEhISEhISE=";

std::string zoneText(std::uint32_t serial, const std::string& extra = {})
{
    std::string text = "$TTL 3600\n@ SOA ns1 hostmaster " + std::to_string(serial) +
                       " 3600 3600 86400 300\n@ NS ns1\nns1 A 192.0.2.1\n";
    for (int i = 0; i < 2000; ++i)
        text += "host" + std::to_string(i) + " A 10.0." + std::to_string(i / 256) + "." +
                std::to_string(i % 256) + "\n";
    return text + extra;
}

struct RealEdge
{
    ServerKind kind;
    net::Endpoint at;
    std::unique_ptr<SecondaryServer> server;
};

base::Result<std::vector<std::string>> linesOf(const net::Endpoint& server)
{
    const auto output = kit::run({"kdig", "@" + server.address.toText(), "-p", std::to_string(server.port),
                                  apex, "AXFR", "+noheader", "+nostats", "+nocomments"});
    if (!output)
        return tl::unexpected(output.error());
    return kit::zoneLines(output->text, apex);
}

} // namespace

class tst_Edges : public QObject
{
    Q_OBJECT

private slots:
    void aChangeReachesThemAll_data();
    void aChangeReachesThemAll();
};

void tst_Edges::aChangeReachesThemAll_data()
{
    QTest::addColumn<bool>("keyed");
    QTest::newRow("without a key") << false;
    QTest::newRow("with a key that NOTIFY and transfers need") << true;
}

void tst_Edges::aChangeReachesThemAll()
{
    QFETCH(bool, keyed);
    auto running = RunningEngine::start();
    QVERIFY_RESULT(running);
    auto primary = RealServer::start(
        ServerKind::Knot, {.zones = {{apex, zoneText(1)}}, .key = {}, .notify = {(*running)->notifyAt()}});
    QVERIFY_RESULT(primary);
    std::vector<RealEdge> edges;
    std::vector<net::Endpoint> endpoints;
    for (const ServerKind kind : {ServerKind::Knot, ServerKind::Bind, ServerKind::Nsd}) {
        edges.push_back({kind, {*net::IpAddress::fromText("127.0.0.1"), kit::freePort()}, {}});
        endpoints.push_back(edges.back().at);
    }
    const auto zone = (*running)->addZone({apex, (*primary)->endpoint(), {}, endpoints});
    QVERIFY_RESULT(zone);
    QVERIFY_RESULT((*running)->configure([&](zone::Configuration& c, auto& secrets) -> base::Status {
        std::optional<base::KeyId> key;
        if (keyed) {
            const auto id =
                c.put(zone::Key{{}, *dns::Name::fromText("edges"), dns::TsigAlgorithm::HmacSha256});
            key = *id;
            secrets[*id] = *dns::TsigKey::decodeSecret(secret);
            // Nobody may transfer but who has the key.
            const auto nobody =
                c.put(zone::Acl{{}, "nobody here", {*net::Prefix::fromText("192.0.2.0/24")}, {}});
            zone::Zone changed = *c.zone(*zone);
            changed.transferTo = {*nobody};
            if (const auto put = c.put(changed); !put)
                return tl::unexpected(put.error());
        }
        const auto known = c.edges();
        for (auto [id, edge] : known) {
            edge.notify = true;
            edge.key = key;
            if (const auto put = c.put(edge); !put)
                return tl::unexpected(put.error());
        }
        return {};
    }));
    QVERIFY((*running)->waitFor([&] { return (*running)->heldSerial(*zone) == 1U; }));
    const std::optional<kit::ServerKey> serverKey =
        keyed ? std::optional(kit::ServerKey{"edges", "hmac-sha256", secret}) : std::nullopt;
    for (RealEdge& edge : edges) {
        auto started =
            SecondaryServer::start(edge.kind, apex, edge.at.port, (*running)->serveAt(), serverKey);
        QVERIFY_RESULT(started);
        edge.server = std::move(*started);
    }
    for (const RealEdge& edge : edges)
        QTRY_VERIFY2_WITH_TIMEOUT(kit::askSerial(edge.at, apex) == 1U, edge.server->log().c_str(), 30'000);

    for (std::uint32_t serial = 2; serial <= 3; ++serial) {
        QVERIFY_RESULT((*primary)->replaceZone(
            apex, zoneText(serial, "new" + std::to_string(serial) + " A 192.0.2.200\n")));
        QVERIFY((*running)->waitFor([&] { return (*running)->heldSerial(*zone) == serial; }));
        const auto ours = kit::zoneLines(*(*running)->engine().heldVersion(*zone));
        for (const RealEdge& edge : edges) {
            QTRY_VERIFY2_WITH_TIMEOUT(kit::askSerial(edge.at, apex) == serial, edge.server->log().c_str(),
                                      60'000);
            const auto theirs = linesOf(edge.at);
            QVERIFY_RESULT(theirs);
            QCOMPARE(*theirs, ours);
        }
        const bool acknowledged = (*running)->waitFor([&] {
            const auto status = (*running)->status(*zone);
            return status && status->edges.size() == edges.size() &&
                   std::ranges::all_of(status->edges, [&](const zone::EdgeSerial& edge) {
                       return edge.notice && edge.notice->state == Notice::Acknowledged &&
                              edge.notice->serial == serial && edge.serial == serial;
                   });
        });
        QVERIFY(acknowledged);
    }
    // Not the whole zone: the differences alone.
    const std::string knotSays = edges[0].server->log();
    QVERIFY2(knotSays.find("IXFR, incoming") != std::string::npos, knotSays.c_str());
    const std::string bindSays = edges[1].server->log();
    QVERIFY2(bindSays.find("1 messages, 6 records") != std::string::npos, bindSays.c_str());
}

QTEST_GUILESS_MAIN(tst_Edges)
#include "tst_edges.moc"
