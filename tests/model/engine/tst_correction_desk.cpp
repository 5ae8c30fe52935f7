// SPDX-License-Identifier: GPL-3.0-or-later
// What is written to a cloud is taken back unless somebody keeps it in time: with a clock that the test
// moves, a provider that is a list of routes, and restarts in between.
#include "model/engine/correction_desk.h"

#include "model/cloud/json.h"
#include "model/cloud/mapping.h"
#include "tests/kit/fake_clock.h"
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::engine;
using base::ErrorCode;

namespace {

/// A router of one line; every call sets its routes.
struct Provider
{
    std::string routes = R"([{"destination":"10.90.0.0/16","nexthop":"10.70.0.254"}])";
    bool down = false;
    int written = 0;
};

class Writer final : public cloud::ProviderWriter
{
public:
    explicit Writer(Provider& provider)
        : m_provider(provider)
    {
    }
    base::Result<cloud::Resource> read(const cloud::PlannedChange& change) override
    {
        if (m_provider.down)
            return base::fail(ErrorCode::ConnectionRefused, "nobody there");
        auto tree =
            cloud::parseJson(R"({"id":")" + change.resource + R"(","routes":)" + m_provider.routes + "}");
        std::vector<cloud::Resource> made;
        cloud::normalise(*tree, "routers", {cloud::Provider::OpenStack, "p", "r", ""}, {}, made);
        return made.at(0);
    }
    base::Result<std::vector<cloud::WriteCall>>
    calls(const cloud::Resource& now, const std::vector<cloud::PlannedChange>& changes) const override
    {
        const auto after = cloud::applied({changes, {}}, *cloud::Snapshot::make({}, {}, {}, {now}));
        std::string body = "[";
        for (const cloud::Route& route : after->resources().front().routes)
            body += (body.size() > 1 ? "," : "") + std::string(R"({"destination":")") +
                    route.destination->toText() + R"(","nexthop":")" + route.target + "\"}";
        return std::vector{
            cloud::WriteCall{"sets routes", {"PUT", "https://x/" + now.id, {}, body + "]"}, {}}};
    }
    bool hasDryRun() const override { return false; }
    base::Status dryRun(const cloud::WriteCall&) override { return {}; }
    base::Status perform(const cloud::WriteCall& call) override
    {
        ++m_provider.written;
        m_provider.routes = call.request.body;
        return {};
    }

private:
    Provider& m_provider;
};

cloud::ChangePlan plan()
{
    cloud::Resource router;
    router.provider = cloud::Provider::OpenStack;
    router.kind = cloud::Kind::RouteTable;
    router.id = "aaaa";
    cloud::Route route;
    route.destination = cloud::prefixFromText("10.91.0.0/16");
    route.targetKind = cloud::TargetKind::Address;
    route.target = "10.70.0.9";
    return {{cloud::routeChange(router, cloud::ChangeVerb::AddPart, route)}, {}};
}

} // namespace

class TestCorrectionDesk : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void offByDefault();
    void refusedByTheGate();
    void takenBackAtTheDeadline();
    void keptStays();
    void restartDoesNotForget();
    void takenBackLaterWhenItCouldNotBe();
    void previewsGrowOld();
    void auditSaysWhoAndWhat();

private:
    void restart()
    {
        m_desk.reset();
        m_store.reset();
        auto opened = store::IntentStore::open(m_folder->path() / "intent.sqlite");
        if (!opened)
            qFatal("%s", base::toString(opened.error()).c_str());
        m_store.emplace(std::move(*opened));
        m_desk = std::make_unique<CorrectionDesk>(
            m_clock, [this](pipeline::Event event) { m_events.push_back(std::move(event)); },
            [this](const WriterWanted& wanted) -> base::Result<std::unique_ptr<cloud::ProviderWriter>> {
                m_wanted = wanted;
                return std::make_unique<Writer>(m_provider);
            });
        QVERIFY_RESULT(m_desk->load(*m_store));
    }
    std::int64_t carryOut()
    {
        const auto answer = m_desk->prepare(plan(), {}, {{}, {}, "writer", "https://cloud"});
        if (answer.prepared == 0 || !m_desk->apply(*m_store, {answer.prepared, std::chrono::seconds(120)}))
            qFatal("the change was not carried out");
        return m_desk->corrections().front().id;
    }
    CorrectionState state() const { return m_desk->corrections().front().state; }
    bool there() const { return m_provider.routes.find("10.91.0.0/16") != std::string::npos; }

    std::unique_ptr<kit::TemporaryFolder> m_folder;
    kit::FakeClock m_clock;
    Provider m_provider;
    WriterWanted m_wanted;
    std::vector<pipeline::Event> m_events;
    std::optional<store::IntentStore> m_store;
    std::unique_ptr<CorrectionDesk> m_desk;
};

void TestCorrectionDesk::init()
{
    m_desk.reset();
    m_store.reset();
    m_folder = std::make_unique<kit::TemporaryFolder>();
    m_provider = {};
    m_events.clear();
    restart();
    QVERIFY_RESULT(m_desk->allow(*m_store, true));
}

void TestCorrectionDesk::offByDefault()
{
    m_folder = std::make_unique<kit::TemporaryFolder>();
    restart();
    QVERIFY(!m_desk->writing());
    const auto answer = m_desk->prepare(plan(), {}, {});
    QCOMPARE(answer.prepared, 0);
    QVERIFY(answer.problem && answer.problem->code == ErrorCode::PermissionDenied);
    QVERIFY_ERROR(m_desk->apply(*m_store, {1, {}}), ErrorCode::PermissionDenied);
    // What was looked at while it was allowed is not carried out after it was forbidden.
    QVERIFY_RESULT(m_desk->allow(*m_store, true));
    const auto allowed = m_desk->prepare(plan(), {}, {});
    QVERIFY(allowed.prepared != 0);
    QVERIFY_RESULT(m_desk->allow(*m_store, false));
    QVERIFY_ERROR(m_desk->apply(*m_store, {allowed.prepared, {}}), ErrorCode::PermissionDenied);
    QVERIFY_RESULT(m_desk->allow(*m_store, true));
    QVERIFY_ERROR(m_desk->apply(*m_store, {allowed.prepared, {}}), ErrorCode::Superseded);
    QCOMPARE(m_provider.written, 0);
    restart();
    QVERIFY(m_desk->writing());
}

void TestCorrectionDesk::refusedByTheGate()
{
    cloud::GateResult gate;
    gate.verdict = cloud::GateVerdict::Refuse;
    const auto answer = m_desk->prepare(plan(), gate, {});
    QCOMPARE(answer.prepared, 0);
    QVERIFY(!answer.calls.empty()); // it may be looked at all the same
}

void TestCorrectionDesk::takenBackAtTheDeadline()
{
    carryOut();
    QVERIFY(there());
    QVERIFY(m_desk->nextDeadline() == m_clock.wall() + std::chrono::seconds(120));
    m_clock.advance(std::chrono::seconds(119));
    m_desk->takeBackOverdue(*m_store);
    QVERIFY(there());
    m_clock.advance(std::chrono::seconds(1));
    m_desk->takeBackOverdue(*m_store);
    QVERIFY(!there());
    QVERIFY(m_provider.routes.find("10.90.0.0/16") != std::string::npos);
    QVERIFY(state() == CorrectionState::TakenBack);
    QVERIFY(!m_desk->nextDeadline());
}

void TestCorrectionDesk::keptStays()
{
    const auto id = carryOut();
    QVERIFY_RESULT(m_desk->keep(*m_store, id));
    m_clock.advance(std::chrono::hours(1));
    m_desk->takeBackOverdue(*m_store);
    QVERIFY(there());
    QVERIFY_ERROR(m_desk->keep(*m_store, id), ErrorCode::NotFound);
    QVERIFY_ERROR(m_desk->takeBack(*m_store, id, "late"), ErrorCode::NotFound);
}

void TestCorrectionDesk::restartDoesNotForget()
{
    carryOut();
    m_clock.advance(std::chrono::hours(5)); // the program was not running
    m_wanted = {};
    restart();
    QVERIFY(m_desk->nextDeadline().has_value());
    m_desk->takeBackOverdue(*m_store);
    QVERIFY(!there());
    QCOMPARE(m_wanted.profile, std::string("writer"));
    QCOMPARE(m_wanted.endpoint, std::string("https://cloud"));
    QVERIFY(m_wanted.provider == cloud::Provider::OpenStack);
}

void TestCorrectionDesk::takenBackLaterWhenItCouldNotBe()
{
    const auto id = carryOut();
    m_provider.down = true;
    m_clock.advance(std::chrono::seconds(121));
    m_desk->takeBackOverdue(*m_store);
    QVERIFY(state() == CorrectionState::NotTakenBack);
    QVERIFY(m_desk->corrections().front().outcome.find("nobody there") != std::string::npos);
    QVERIFY(m_events.back().severity == pipeline::Severity::Error);
    m_provider.down = false;
    QVERIFY_RESULT(m_desk->takeBack(*m_store, id, "by hand"));
    QVERIFY(!there());
}

void TestCorrectionDesk::previewsGrowOld()
{
    const auto answer = m_desk->prepare(plan(), {}, {});
    m_clock.advance(std::chrono::minutes(11));
    QVERIFY_ERROR(m_desk->apply(*m_store, {answer.prepared, {}}), ErrorCode::Superseded);
    QCOMPARE(m_provider.written, 0);
}

void TestCorrectionDesk::auditSaysWhoAndWhat()
{
    const auto id = carryOut();
    QVERIFY_RESULT(m_desk->takeBack(*m_store, id, "by hand"));
    QCOMPARE(m_events.size(), 2U);
    QVERIFY(m_events[0].kind == pipeline::Event::Kind::CloudChanged);
    QCOMPARE(m_events[0].before, std::string("sets routes (profile writer)"));
    QCOMPARE(m_events[1].after, std::string("taken-back: by hand"));
    const auto saved = m_store->corrections();
    QVERIFY_RESULT(saved);
    QVERIFY(saved->front().calls.find("PUT https://x/aaaa") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestCorrectionDesk)
#include "tst_correction_desk.moc"
