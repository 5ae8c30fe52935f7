// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/engine/engine_harness.h"

#include <QtTest>

using namespace zonescope;
using namespace zonescope::enginetest;
using Verdict = engine::PreflightVerdict;

/// The preview of zones to add, asked as the window asks: it names keys and primaries of ours, the engine
/// knows their secrets and the way to them.
class TestPreflightDesk : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_harness = std::make_unique<EngineHarness>();
        m_primary = servers::ScriptedPrimary::start().value();
        QVERIFY(m_harness->start());
    }

    void keysOfOurs()
    {
        const base::Bytes secret(32, 'k');
        m_primary->addKey({name("k1."), dns::TsigAlgorithm::HmacSha256, secret});
        QVERIFY(m_primary->addZone("z.", 5, "@ NS ns1\n"));
        m_primary->requireKey(name("z."), name("k1."));
        addKey("k1.", secret);
        const auto found = probe({{1, name("z."), m_primary->endpoint(), named("k1.")},
                                  {2, name("z."), m_primary->endpoint(), named("nowhere.")},
                                  {3, name("z."), m_primary->endpoint(), {}}});
        QCOMPARE(found.size(), std::size_t(3));
        QCOMPARE(found.at(1).verdict, Verdict::Ok);
        QCOMPARE(found.at(1).serial.value_or(0), 5U);
        QCOMPARE(found.at(2).verdict, Verdict::Failed);
        QVERIFY(found.at(2).error);
        QCOMPARE(found.at(2).error->code, base::ErrorCode::TsigSecretMissing);
        QCOMPARE(found.at(3).verdict, Verdict::TransferRefused);
    }

    void zonesOfOurs()
    {
        QVERIFY(m_primary->addZone("z.", 5, "@ NS ns1\n"));
        QVERIFY(m_harness->addZone("z.", {m_primary->endpoint()}));
        const auto found = probe({{0, name("z."), m_primary->endpoint(), {}}});
        QCOMPARE(found.at(0).verdict, Verdict::AlreadyHeld);
    }

    /// A primary that is reached over TLS only is not asked in the clear for the preview either.
    void primariesOverTls()
    {
        QVERIFY(m_primary->addZone("z.", 5, "@ NS ns1\n"));
        zone::Configuration next = *m_harness->engine().configuration();
        zone::Primary primary;
        primary.name = "encrypted";
        primary.addresses = {m_primary->endpoint()};
        primary.tls.mode = zone::TlsMode::Strict;
        primary.tls.serverName = "ns.test";
        primary.tls.port = m_primary->endpoint().port; // where nobody speaks TLS
        QVERIFY(next.put(primary));
        QVERIFY(m_harness->configure(next));
        const auto found = probe({{0, name("z."), m_primary->endpoint(), {}}});
        QVERIFY(found.at(0).verdict != Verdict::Ok);
        QCOMPARE(m_primary->counters().soaQueries + m_primary->counters().axfrQueries, std::uint64_t(0));
    }

private:
    static dns::TsigKey named(std::string_view key)
    {
        return {name(key), dns::TsigAlgorithm::HmacSha256, {}};
    }
    void addKey(std::string_view key, const base::Bytes& secret)
    {
        zone::Configuration next = *m_harness->engine().configuration();
        zone::Key added;
        added.name = name(key);
        const auto id = next.put(added);
        QVERIFY(id);
        QVERIFY(m_harness->configure(next, {{*id, secret}}));
    }
    std::map<std::size_t, engine::PreflightResult> probe(std::vector<engine::PreflightRow> rows)
    {
        const std::size_t count = rows.size();
        const auto request = m_harness->engine().preflight(std::move(rows));
        return m_harness->until([&] { return m_harness->preflights[request].size() >= count; }, 30'000)
                   ? m_harness->preflights[request]
                   : std::map<std::size_t, engine::PreflightResult>();
    }

    std::unique_ptr<EngineHarness> m_harness;
    std::unique_ptr<servers::ScriptedPrimary> m_primary;
};

QTEST_GUILESS_MAIN(TestPreflightDesk)
#include "tst_preflight_desk.moc"
