// SPDX-License-Identifier: GPL-3.0-or-later
// What OpenStack's client changes behind our back, and what we put right or in.
#include "model/cloud/openstack/keystone.h"
#include "model/cloud/write/corrector.h"
#include "model/cloud/write/openstack_writer.h"
#include "tests/interop/openstack/tst_openstack.h"
#include "tests/kit/result_macros.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace zonescope;
using namespace zonescope::cloud;
using namespace zonescope::interop;

std::vector<std::string> TestOpenStack::openDrift()
{
    std::vector<std::string> keys;
    for (const DriftEvent& event : drift()->events)
        if (event.state == DriftState::Open)
            keys.push_back(event.finding.key());
    return keys;
}

std::string TestOpenStack::edgeRoutes()
{
    const auto shown = m_lab->json("router show edge");
    if (!shown)
        qFatal("%s", base::toString(shown.error()).c_str());
    QStringList routes;
    for (const QJsonValue route : (*shown)["routes"].toArray())
        routes << route["destination"].toString() + u' ' + route["nexthop"].toString();
    routes.sort();
    return routes.join(u',').toStdString();
}

int TestOpenStack::webRules(int port)
{
    const auto shown = m_lab->json("security group show web");
    if (!shown)
        qFatal("%s", base::toString(shown.error()).c_str());
    int count = 0;
    for (const QJsonValue rule : (*shown)["rules"].toArray())
        count += rule["port_range_min"].toInt() == port ? 1 : 0;
    return count;
}

void TestOpenStack::driftByTheClientIsPutRight()
{
    QVERIFY_RESULT(read());
    QCOMPARE(ask<engine::IntentAnswer>(engine::PinIntent{}).view->intents.size(), 1U);
    QVERIFY_RESULT(read());
    QVERIFY_RESULT(read());
    QVERIFY(drift()->events.empty()); // nothing changed: nothing is held against anybody
    const std::string intended = edgeRoutes();

    // Behind our back: the port that was open is closed, another is opened, a route is added.
    const std::string rule = [&] {
        for (const Rule& one : m_first->find(idOf("security_groups", "web"))->rules)
            if (one.ports == std::vector{PortRange{443, 443}})
                return one.id;
        return std::string();
    }();
    QVERIFY_RESULT(m_lab->tell("security group rule delete " + rule));
    QVERIFY_RESULT(m_lab->tell(
        "security group rule create --ingress --protocol tcp --dst-port 22 --remote-ip 0.0.0.0/0 web"));
    QVERIFY_RESULT(m_lab->tell("router add route --route destination=10.92.0.0/16,gateway=10.70.0.78 edge"));
    QVERIFY_RESULT(read());
    QVERIFY(openDrift().empty()); // once is not often enough
    QCOMPARE(drift()->events.size(), 3U);
    QVERIFY_RESULT(read());
    const std::vector<std::string> found = openDrift();
    QCOMPARE(found.size(), 3U);
    QVERIFY(m_engine->sawEvent(pipeline::Event::Kind::CloudDriftOpened));

    // Off until somebody allows it.
    auto answer = ask<engine::CorrectionAnswer>(engine::PrepareCorrection{found, {}, "writer", {}});
    QVERIFY(answer.prepared == 0 && answer.problem);
    ask<engine::IntentAnswer>(engine::AllowWriting{true});
    answer = ask<engine::CorrectionAnswer>(engine::PrepareCorrection{found, {}, "writer", {}});
    QVERIFY2(!answer.problem, answer.problem ? base::toString(*answer.problem).c_str() : "");
    QVERIFY(answer.prepared != 0);
    QCOMPARE(answer.calls.size(), 3U);
    std::string all;
    for (const std::string& call : answer.calls)
        all += call + '\n';
    QVERIFY2(all.find("If-Match: revision_number=") != std::string::npos, all.c_str());
    QVERIFY(all.find("PUT ") != std::string::npos && all.find("DELETE ") != std::string::npos &&
            all.find("POST ") != std::string::npos);
    QVERIFY(all.find("X-Auth-Token") == std::string::npos);
    QVERIFY(edgeRoutes() != intended); // a preview changes nothing

    // Nobody keeps it: as it was before, by itself.
    ask<engine::IntentAnswer>(engine::ApplyCorrection{answer.prepared, std::chrono::seconds(10)});
    QCOMPARE(edgeRoutes(), intended);
    QCOMPARE(webRules(22), 0);
    QCOMPARE(webRules(443), 1);
    QTRY_VERIFY_WITH_TIMEOUT(lastState() == engine::CorrectionState::TakenBack, 60'000);
    QVERIFY(edgeRoutes() != intended);
    QCOMPARE(webRules(22), 1);
    QCOMPARE(webRules(443), 0);

    // Somebody keeps it.
    answer = ask<engine::CorrectionAnswer>(engine::PrepareCorrection{found, {}, "writer", {}});
    QVERIFY(answer.prepared != 0);
    const auto done = ask<engine::IntentAnswer>(engine::ApplyCorrection{answer.prepared});
    ask<engine::IntentAnswer>(engine::KeepCorrection{done.view->corrections.front().id});
    QCOMPARE(edgeRoutes(), intended);
    QVERIFY_RESULT(read());
    QVERIFY_RESULT(read());
    QVERIFY(openDrift().empty());
    QVERIFY(m_engine->sawEvent(pipeline::Event::Kind::CloudDriftClosed));
}

void TestOpenStack::changedSinceThePreview()
{
    const std::string edge = idOf("routers", "edge");
    const RouteAction route{edge, "10.93.0.0/16", "10.70.0.79", false};
    const auto answer = ask<engine::CorrectionAnswer>(engine::PrepareCorrection{{}, {route}, "writer", {}});
    QVERIFY(answer.prepared != 0);
    QVERIFY_RESULT(m_lab->tell("router add route --route destination=10.94.0.0/16,gateway=10.70.0.80 edge"));
    const std::string before = edgeRoutes();
    const auto refused = tell(engine::ApplyCorrection{answer.prepared});
    QVERIFY_ERROR(refused, base::ErrorCode::Superseded);
    QVERIFY2(refused.error().detail.find("changed by somebody else") != std::string::npos,
             refused.error().detail.c_str());
    QCOMPARE(edgeRoutes(), before);
    QVERIFY(lastState() == engine::CorrectionState::Failed);
}

/// Between the last look and the write somebody else is quicker: Neutron itself refuses (412).
void TestOpenStack::staleRevision()
{
    HttpClient client{HttpSettings()};
    const auto signedIn = client.perform(signInRequest(m_lab->profile()));
    QVERIFY_RESULT(signedIn);
    const auto token = readSignIn(*signedIn);
    QVERIFY_RESULT(token);
    OpenStackWriter writer({token->endpoint("network", "RegionOne", "public"),
                            [&](bool) -> base::Result<std::string> { return token->token; },
                            {}});
    Route route;
    route.destination = prefixFromText("10.95.0.0/16");
    route.targetKind = TargetKind::Address;
    route.target = "10.70.0.81";
    const ChangePlan plan{{routeChange(*m_first->find(idOf("routers", "edge")), ChangeVerb::AddPart, route)},
                          {}};
    const auto prepared = prepare(writer, plan);
    QVERIFY_RESULT(prepared);
    QVERIFY_RESULT(m_lab->tell("router set --description somebody-was-here edge"));
    const std::string before = edgeRoutes();
    const base::Status refused = writer.perform(prepared->calls.front());
    QVERIFY_ERROR(refused, base::ErrorCode::Superseded);
    QVERIFY2(refused.error().detail.find("RevisionNumberConstraintFailed") != std::string::npos,
             refused.error().detail.c_str());
    QCOMPARE(edgeRoutes(), before);
}

void TestOpenStack::whoMayOnlyReadWritesNothing()
{
    const std::string before = edgeRoutes();
    const RouteAction route{idOf("routers", "edge"), "10.96.0.0/16", "10.70.0.82", false};
    // Ours refuses the profile that reads, before the provider is asked.
    auto answer = ask<engine::CorrectionAnswer>(engine::PrepareCorrection{{}, {route}, "reader", {}});
    QVERIFY(answer.prepared == 0 && answer.problem && answer.problem->code == base::ErrorCode::InvalidValue);
    answer = ask<engine::CorrectionAnswer>(engine::PrepareCorrection{{}, {route}, "observer", {}});
    QVERIFY(answer.prepared != 0); // looking is allowed
    const auto refused = tell(engine::ApplyCorrection{answer.prepared});
    QVERIFY_ERROR(refused, base::ErrorCode::PermissionDenied);
    QCOMPARE(edgeRoutes(), before);
}

void TestOpenStack::routesPutInAndWithdrawn()
{
    const std::string edge = idOf("routers", "edge");
    const std::string before = edgeRoutes();
    const auto carryOut = [&](const RouteAction& route) {
        const auto answer =
            ask<engine::CorrectionAnswer>(engine::PrepareCorrection{{}, {route}, "writer", {}});
        if (answer.problem || answer.prepared == 0)
            qFatal("%s",
                   (answer.problem ? base::toString(*answer.problem) : gateJson(answer.gate, answer.plan))
                       .c_str());
        return tell(engine::ApplyCorrection{answer.prepared});
    };
    const auto keep = [&] {
        ask<engine::IntentAnswer>(engine::KeepCorrection{drift()->corrections.front().id});
        QVERIFY_RESULT(read());
    };
    QVERIFY_RESULT(read());
    QVERIFY_RESULT(carryOut({edge, "10.97.0.0/16", "10.70.0.83", false}));
    keep();
    QVERIFY(edgeRoutes().find("10.97.0.0/16 10.70.0.83") != std::string::npos);
    // Another next hop is a replacement in one call, so the route is never gone in between.
    QVERIFY_RESULT(carryOut({edge, "10.97.0.0/16", "10.70.0.84", false}));
    keep();
    QVERIFY(edgeRoutes().find("10.97.0.0/16 10.70.0.84") != std::string::npos);
    QVERIFY_RESULT(carryOut({edge, "10.97.0.0/16", {}, true}));
    keep();
    QCOMPARE(edgeRoutes(), before);

    // A next hop that we know, on a wire that this router is not on: Neutron says so.
    const auto refused = carryOut({edge, "10.98.0.0/16", "10.71.0.9", false});
    QVERIFY_ERROR(refused, base::ErrorCode::InvalidValue);
    QVERIFY2(refused.error().detail.find("nexthop") != std::string::npos, refused.error().detail.c_str());
    QCOMPARE(edgeRoutes(), before);

    // All that is ours, sent back to the one who asked: refused before anything is sent.
    const auto wrongWay = ask<engine::CorrectionAnswer>(
        engine::PrepareCorrection{{},
                                  {{edge, "10.70.0.0/23", "10.70.0.9", false},
                                   {edge, "10.71.0.0/24", "10.70.0.9", false},
                                   {edge, "203.0.113.0/24", "10.70.0.9", false}},
                                  "writer",
                                  {}});
    QCOMPARE(wrongWay.prepared, 0);
    QVERIFY(wrongWay.gate.verdict == GateVerdict::Refuse);
    QVERIFY(wrongWay.gate.rails.front().rail == GuardRail::WholeSpace);
    QCOMPARE(edgeRoutes(), before);
}

/// With the kill switch on nothing happens; without it the next reading puts right what the client changed,
/// reads once more and says so. What only a person may do is left.
void TestOpenStack::driftIsPutRightWithoutAPerson()
{
    QVERIFY_RESULT(read());
    ask<engine::IntentAnswer>(engine::PinIntent{});
    ask<engine::IntentAnswer>(engine::AllowWriting{true});
    AutoRevertSettings settings;
    settings.account = "OpenStack reader";
    settings.mode = RevertMode::Auto;
    settings.classes = {RevertClass::RouteExtra, RevertClass::RuleExtra, RevertClass::RuleMissing};
    settings.most = 5;
    settings.window = windowFromText("daily 00:00-24:00 UTC").value();
    settings.profile = "reader";
    QVERIFY_ERROR(tell(engine::SetAutoRevert{settings}), base::ErrorCode::InvalidValue);
    settings.profile = "writer";
    settings.mayCutFlows = true;
    ask<engine::IntentAnswer>(engine::SetAutoRevert{settings});
    const std::string intended = edgeRoutes();
    const std::size_t written = drift()->corrections.size();

    ask<engine::Done>(engine::ThrowKillSwitch{true});
    QVERIFY_RESULT(m_lab->tell("router add route --route destination=10.99.0.0/16,gateway=10.70.0.90 edge"));
    QVERIFY_RESULT(m_lab->tell(
        "security group rule create --ingress --protocol tcp --dst-port 23 --remote-ip 10.71.0.0/24 web"));
    QVERIFY_RESULT(read());
    QVERIFY_RESULT(read());
    QCOMPARE(openDrift().size(), 2U);
    QVERIFY(drift()->killed);
    const auto held = drift();
    for (const engine::RevertNote& note : held->notes)
        QVERIFY2(note.decision.reason == RevertReason::Killed,
                 (std::string(revertReasonWord(note.decision.reason)) + ": " + note.decision.detail).c_str());
    QVERIFY(edgeRoutes() != intended);
    QCOMPARE(webRules(23), 1);
    QCOMPARE(drift()->corrections.size(), written);

    ask<engine::Done>(engine::ThrowKillSwitch{false});
    QVERIFY_RESULT(read());
    QVERIFY2(drift()->autoReverts.at(0).halted.empty(), drift()->autoReverts.at(0).halted.c_str());
    QCOMPARE(edgeRoutes(), intended);
    QCOMPARE(webRules(23), 0);
    QCOMPARE(drift()->corrections.size(), written + 1);
    QVERIFY(lastWritten().automatic && lastWritten().state == engine::CorrectionState::Kept);
    QCOMPARE(lastWritten().profile, std::string("writer"));
    QCOMPARE(drift()->autoReverts.at(0).runs.size(), 2U);
    QVERIFY(std::ranges::any_of(m_engine->events(), [](const pipeline::Event& event) {
        return event.kind == pipeline::Event::Kind::CloudChanged &&
               event.before.find("profile writer, without a person") != std::string::npos &&
               event.after.starts_with("kept");
    }));
    QVERIFY_RESULT(read());
    QVERIFY(openDrift().empty());

    // Closed behind our back; opening it for everybody again is for a person.
    const auto shown = m_lab->json("security group show web");
    QVERIFY_RESULT(shown);
    for (const QJsonValue rule : (*shown)["rules"].toArray())
        if (rule["port_range_min"].toInt() == 443)
            QVERIFY_RESULT(m_lab->tell("security group rule delete " + rule["id"].toString().toStdString()));
    QVERIFY_RESULT(read());
    QVERIFY_RESULT(read());
    QCOMPARE(webRules(443), 0);
    QCOMPARE(drift()->notes.size(), 1U);
    QVERIFY(drift()->notes[0].decision.reason == RevertReason::RailBroken);
    QVERIFY(drift()->notes[0].decision.step == RevertStep::Propose);
    QCOMPARE(drift()->corrections.size(), written + 1);
}

/// Passwords, tokens and pre-shared keys: in no database of ours.
void TestOpenStack::noSecretOnDisk()
{
    const std::string password = m_lab->profile().password;
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(m_data.path())) {
        if (!entry.is_regular_file())
            continue;
        ++files;
        const std::string text = kit::readText(entry.path());
        for (const std::string& secret : {password, std::string("canary"), std::string("gAAAA")})
            QVERIFY2(text.find(secret) == std::string::npos, entry.path().c_str());
    }
    QVERIFY(files > 2);
}
