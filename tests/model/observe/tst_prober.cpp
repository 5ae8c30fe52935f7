// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/net/socket.h"
#include "model/observe/prober.h"
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"
#include "tests/servers/scripted_edge.h"

#include <QTest>

#include <functional>
#include <map>
#include <mutex>

using namespace zonescope;
using namespace std::chrono_literals;
using base::ErrorCode;
using observe::Prober;
using observe::ProbeResult;
using observe::ProbeTarget;
using servers::ScriptedEdge;

Q_DECLARE_METATYPE(zonescope::servers::ScriptedEdge::Mode)

namespace {

const dns::Name apex = *dns::Name::fromText("probe.example");
constexpr base::ZoneId zone1{1};
constexpr base::EdgeId edge1{101};

/// Collects what the probe thread hands over.
class Inbox
{
public:
    void add(std::vector<ProbeResult> batch)
    {
        const std::lock_guard lock(m_mutex);
        for (ProbeResult& result : batch) {
            if (result.serial)
                m_serials[{result.zone.value, result.edge.value}] = *result.serial;
            m_all.push_back(std::move(result));
        }
    }
    /// The newest of each (zone, edge).
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> serials() const
    {
        const std::lock_guard lock(m_mutex);
        return m_serials;
    }
    std::vector<ProbeResult> all() const
    {
        const std::lock_guard lock(m_mutex);
        return m_all;
    }
    std::size_t size() const
    {
        const std::lock_guard lock(m_mutex);
        return m_all.size();
    }
    std::optional<ProbeResult> find(const std::function<bool(const ProbeResult&)>& wanted) const
    {
        for (const ProbeResult& result : all())
            if (wanted(result))
                return result;
        return std::nullopt;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<ProbeResult> m_all;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> m_serials;
};

ProbeTarget targetAt(const net::Endpoint& endpoint, std::uint16_t rate = 1000)
{
    return {zone1, apex, edge1, endpoint, rate};
}

constexpr base::Duration patient = 30s; ///< where an answer comes, on a machine that stands still for seconds

/// A prober of one target, and what it found.
struct Watch
{
    Watch(const base::Clock& clock, const net::Endpoint& endpoint, base::Duration patience = patient)
        : prober(
              clock, [this](auto batch) { inbox.add(std::move(batch)); }, patience)
    {
        prober.setTargets({targetAt(endpoint)});
    }
    Inbox inbox;
    Prober prober;
};

} // namespace

class tst_Prober : public QObject
{
    Q_OBJECT

private slots:
    void seesTheSerial();
    void seesAChange();
    void namesEveryFailure_data();
    void namesEveryFailure();
    void goesToTcpWhenTruncated();
    void dropsEdnsWhenNotUnderstood();
    void namesADeadPort();
    void asksOverIpv6();
    void manyZonesAtOnce();
    void aSlowEdgeDoesNotHoldOthersUp();
    void removedTargetsAreLeftAlone();
    void stopsWithQuestionsUnderWay();

private:
    base::SystemClock m_clock;
};

void tst_Prober::seesTheSerial()
{
    auto edge = ScriptedEdge::start();
    QVERIFY_RESULT(edge);
    (*edge)->setSerial(apex, 42);
    (*edge)->setNsid("ams-1");
    Watch watch(m_clock, (*edge)->endpoint());
    watch.prober.probeNow({});
    QTRY_VERIFY(watch.inbox.size() > 0);
    const ProbeResult result = watch.inbox.all().front();
    QCOMPARE(result.zone, zone1);
    QCOMPARE(result.edge, edge1);
    QCOMPARE(result.serial, std::optional<std::uint32_t>(42));
    QVERIFY(!result.error);
    QCOMPARE(result.nsid, std::string("ams-1"));
    QVERIFY(result.roundTrip && *result.roundTrip < patient);
    QVERIFY(result.answeredAt >= result.sentAt);
    QVERIFY(m_clock.wall() - result.answeredAt < 60s);
    QCOMPARE((*edge)->counters().recursionDesired, 0U);
    QCOMPARE((*edge)->counters().withoutEdns, 0U);
    QVERIFY(watch.prober.probesSent() >= 1);
}

void tst_Prober::seesAChange()
{
    auto edge = ScriptedEdge::start();
    QVERIFY_RESULT(edge);
    (*edge)->setSerial(apex, 1);
    Watch watch(m_clock, (*edge)->endpoint());
    QTRY_VERIFY(watch.inbox.size() > 0);
    watch.prober.expect(zone1, 2);
    const std::size_t before = watch.inbox.size();
    QTRY_VERIFY(watch.inbox.size() >= before + 3); // short intervals now
    const base::Timestamp changedAt = m_clock.wall();
    (*edge)->setSerial(apex, 2);
    QTRY_VERIFY(watch.inbox.find([](const ProbeResult& r) { return r.serial == 2U; }));
    const auto arrival = watch.inbox.find([](const ProbeResult& r) { return r.serial == 2U; });
    QVERIFY2(arrival->answeredAt - changedAt < 20s,
             "seen within the interval that its age allows, not the quiet one");
}

void tst_Prober::namesEveryFailure_data()
{
    QTest::addColumn<ScriptedEdge::Mode>("mode");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("extendedError");
    const auto row = [](const char* name, ScriptedEdge::Mode mode, ErrorCode code, int ede = -1) {
        QTest::newRow(name) << mode << static_cast<int>(code) << ede;
    };
    row("refused", ScriptedEdge::Mode::Refuse, ErrorCode::RcodeRefused, 18);
    row("servfail", ScriptedEdge::Mode::ServFail, ErrorCode::RcodeServFail, 14);
    row("not authoritative", ScriptedEdge::Mode::NotAuthoritative, ErrorCode::NotAuthoritative);
    row("silent", ScriptedEdge::Mode::Silent, ErrorCode::TimedOut);
    row("answers with another id", ScriptedEdge::Mode::WrongId, ErrorCode::TimedOut);
    row("garbage", ScriptedEdge::Mode::Garbage, ErrorCode::TimedOut);
}

void tst_Prober::namesEveryFailure()
{
    QFETCH(ScriptedEdge::Mode, mode);
    QFETCH(int, code);
    QFETCH(int, extendedError);
    auto edge = ScriptedEdge::start();
    QVERIFY_RESULT(edge);
    (*edge)->setSerial(apex, 42);
    (*edge)->setMode(mode);
    const bool silent = static_cast<ErrorCode>(code) == ErrorCode::TimedOut;
    Watch watch(m_clock, (*edge)->endpoint(), silent ? base::Duration(1s) : patient);
    watch.prober.probeNow({});
    QTRY_VERIFY(watch.inbox.size() > 0);
    const ProbeResult result = watch.inbox.all().front();
    QVERIFY(result.error);
    QVERIFY2(static_cast<int>(result.error->code) == code, base::toString(*result.error).c_str());
    QVERIFY(!result.serial);
    QCOMPARE(result.extendedError ? *result.extendedError : -1, extendedError);
}

void tst_Prober::goesToTcpWhenTruncated()
{
    auto edge = ScriptedEdge::start();
    QVERIFY_RESULT(edge);
    (*edge)->setSerial(apex, 7);
    (*edge)->setMode(ScriptedEdge::Mode::TruncateUdp);
    Watch watch(m_clock, (*edge)->endpoint());
    watch.prober.probeNow({});
    QTRY_VERIFY(watch.inbox.size() > 0);
    QCOMPARE(watch.inbox.all().front().serial, std::optional<std::uint32_t>(7));
    QCOMPARE((*edge)->counters().overTcp, 1U);
}

void tst_Prober::dropsEdnsWhenNotUnderstood()
{
    auto edge = ScriptedEdge::start();
    QVERIFY_RESULT(edge);
    (*edge)->setSerial(apex, 9);
    (*edge)->setMode(ScriptedEdge::Mode::FormErrToEdns);
    Watch watch(m_clock, (*edge)->endpoint());
    watch.prober.probeNow({});
    QTRY_VERIFY(watch.inbox.size() > 0);
    QCOMPARE(watch.inbox.all().front().serial, std::optional<std::uint32_t>(9));
    QCOMPARE((*edge)->counters().queries, 2U);
    watch.prober.probeNow({});
    QTRY_VERIFY(watch.inbox.size() > 1);
    QCOMPARE((*edge)->counters().queries, 3U); // remembered
}

void tst_Prober::namesADeadPort()
{
    Watch watch(m_clock, {*net::IpAddress::fromText("127.0.0.1"), kit::freePort()});
    watch.prober.probeNow({});
    QTRY_VERIFY(watch.inbox.size() > 0);
    QVERIFY(watch.inbox.all().front().error);
    QVERIFY2(watch.inbox.all().front().error->code == ErrorCode::ConnectionRefused,
             base::toString(*watch.inbox.all().front().error).c_str());
}

void tst_Prober::asksOverIpv6()
{
    auto edge = ScriptedEdge::start({*net::IpAddress::fromText("::1"), 0});
    if (!edge)
        QSKIP("no IPv6 on this machine");
    (*edge)->setSerial(apex, 6);
    Watch watch(m_clock, (*edge)->endpoint());
    watch.prober.probeNow({});
    QTRY_VERIFY(watch.inbox.size() > 0);
    QCOMPARE(watch.inbox.all().front().serial, std::optional<std::uint32_t>(6));
}

void tst_Prober::manyZonesAtOnce()
{
    constexpr std::uint32_t zones = 2500;
    constexpr std::uint32_t edges = 4; // 10,000 probes
    std::vector<std::unique_ptr<ScriptedEdge>> servers;
    std::vector<ProbeTarget> targets;
    for (std::uint32_t e = 0; e < edges; ++e) {
        auto edge = ScriptedEdge::start();
        QVERIFY_RESULT(edge);
        for (std::uint32_t z = 1; z <= zones; ++z) {
            const auto name = *dns::Name::fromText("z" + std::to_string(z) + ".example");
            (*edge)->setSerial(name, z * 10 + e);
            targets.push_back({base::ZoneId{z}, name, base::EdgeId{e + 1}, (*edge)->endpoint(), 60000});
        }
        servers.push_back(std::move(*edge));
    }
    Inbox inbox;
    Prober prober(m_clock, [&](auto batch) { inbox.add(std::move(batch)); });
    prober.setTargets(targets);
    prober.probeNow({});
    QTRY_COMPARE_WITH_TIMEOUT(inbox.serials().size(), std::size_t{zones} * edges, 100'000);
    for (const auto& [key, serial] : inbox.serials())
        QCOMPARE(serial, key.first * 10 + key.second - 1);
}

void tst_Prober::aSlowEdgeDoesNotHoldOthersUp()
{
    auto slow = ScriptedEdge::start();
    auto quick = ScriptedEdge::start();
    QVERIFY_RESULT(slow);
    QVERIFY_RESULT(quick);
    (*slow)->setMode(ScriptedEdge::Mode::Silent);
    (*quick)->setSerial(apex, 1);
    Inbox inbox;
    Prober prober(m_clock, [&](auto batch) { inbox.add(std::move(batch)); });
    constexpr base::EdgeId edge2{102};
    prober.setTargets({targetAt((*slow)->endpoint()), {zone1, apex, edge2, (*quick)->endpoint(), 1000}});
    prober.expect(zone1, 2); // neither has it: both are asked again and again
    const auto fromQuick = [&] {
        std::size_t count = 0;
        for (const ProbeResult& result : inbox.all())
            count += result.edge == edge2 ? 1 : 0;
        return count;
    };
    QTRY_VERIFY_WITH_TIMEOUT(fromQuick() >= 10, 60'000);
    // Asked in turn with the slow one, each would wait out its second.
    std::vector<base::Duration> took;
    for (const ProbeResult& result : inbox.all())
        if (result.edge == edge2 && result.roundTrip)
            took.push_back(*result.roundTrip);
    QVERIFY(took.size() >= 5); // a machine that stands still makes one time out now and then
    std::ranges::sort(took);
    QVERIFY2(took[took.size() / 2] < 500ms, std::to_string(took[took.size() / 2].count()).c_str());
}

void tst_Prober::removedTargetsAreLeftAlone()
{
    auto edge = ScriptedEdge::start();
    QVERIFY_RESULT(edge);
    (*edge)->setSerial(apex, 1);
    (*edge)->setAnswerDelay(200ms);
    Watch watch(m_clock, (*edge)->endpoint());
    watch.prober.probeNow({});
    QTRY_VERIFY((*edge)->counters().queries > 0);
    auto other = ScriptedEdge::start();
    QVERIFY_RESULT(other);
    (*other)->setSerial(apex, 1);
    (*other)->setAnswerDelay(400ms); // its answer comes after the one nobody waits for
    watch.prober.setTargets({{zone1, apex, base::EdgeId{102}, (*other)->endpoint(), 1000}});
    watch.prober.probeNow({});
    QTRY_VERIFY(watch.inbox.size() > 0);
    for (const ProbeResult& result : watch.inbox.all())
        QCOMPARE(result.edge, base::EdgeId{102});
    QCOMPARE((*edge)->counters().queries, 1U);
}

void tst_Prober::stopsWithQuestionsUnderWay()
{
    auto edge = ScriptedEdge::start();
    QVERIFY_RESULT(edge);
    (*edge)->setMode(ScriptedEdge::Mode::Silent);
    Inbox inbox;
    {
        Prober prober(m_clock, [&](auto batch) { inbox.add(std::move(batch)); });
        prober.setTargets({targetAt((*edge)->endpoint())});
        prober.probeNow({});
        QTRY_VERIFY((*edge)->counters().queries > 0);
    }
    QCOMPARE(inbox.size(), 0U);
}

QTEST_GUILESS_MAIN(tst_Prober)
#include "tst_prober.moc"
