// SPDX-License-Identifier: GPL-3.0-or-later
// The whole way of a correction against a server that behaves like Neutron (revisions, If-Match) as far as a
// correction is concerned; and that misbehaves.
#include "model/cloud/gate/plan_json.h"
#include "model/cloud/json.h"
#include "model/cloud/mapping.h"
#include "model/cloud/write/corrector.h"
#include "model/cloud/write/openstack_writer.h"
#include "tests/kit/result_macros.h"
#include "tests/model/cloud/planned.h"
#include "tests/model/cloud/write/http_double.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace zonescope;
using namespace zonescope::cloud;
using base::ErrorCode;

namespace {

QByteArray bytes(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonObject object(const std::string& text)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
}

/// One router and one security group.
struct Neutron
{
    QJsonArray routes{QJsonObject{{"destination", "10.90.0.0/16"}, {"nexthop", "10.70.0.254"}}};
    QJsonArray rules{QJsonObject{{"id", "r1"},
                                 {"direction", "ingress"},
                                 {"ethertype", "IPv4"},
                                 {"protocol", "tcp"},
                                 {"port_range_min", 443},
                                 {"port_range_max", 443},
                                 {"remote_ip_prefix", "0.0.0.0/0"},
                                 {"revision_number", 0}}};
    int revision = 4;
    int nextRule = 2;
    int failWrites = 0; ///< answer 500 to so many writes
    int writesBeforeFail = 0;
    bool changeBehindTheBack = false; ///< between reading and writing
    bool refuseToken = false;

    kit::HttpGiven error(int status, const char* type)
    {
        return {status,
                bytes({{"NeutronError", QJsonObject{{"type", type}, {"message", "m"}, {"detail", ""}}}})
                    .toStdString()};
    }

    kit::HttpGiven answer(const kit::HttpAsked& asked)
    {
        if (refuseToken || asked.header("x-auth-token") != "good")
            return {401, "{}"};
        if (asked.method == "GET")
            return get(asked);
        if (writesBeforeFail-- == 0 && failWrites > 0) {
            --failWrites;
            return error(500, "Broken");
        }
        if (changeBehindTheBack) {
            ++revision;
            changeBehindTheBack = false;
        }
        return write(asked);
    }

    kit::HttpGiven get(const kit::HttpAsked& asked)
    {
        if (asked.path == "/v2.0/routers/aaaa")
            return {200, bytes({{"router", QJsonObject{{"id", "aaaa"},
                                                       {"name", "edge"},
                                                       {"routes", routes},
                                                       {"revision_number", revision}}}})
                             .toStdString()};
        if (asked.path == "/v2.0/security-groups/5a5a")
            return {200, bytes({{"security_group", QJsonObject{{"id", "5a5a"},
                                                               {"name", "web"},
                                                               {"security_group_rules", rules},
                                                               {"revision_number", revision}}}})
                             .toStdString()};
        return error(404, "NotFound");
    }

    kit::HttpGiven write(const kit::HttpAsked& asked)
    {
        if (asked.method == "PUT" && asked.path == "/v2.0/routers/aaaa") {
            if (asked.header("if-match") != "revision_number=" + std::to_string(revision))
                return error(412, "RevisionNumberConstraintFailed");
            routes = object(asked.body)["router"].toObject()["routes"].toArray();
            ++revision;
            return get({"GET", asked.path, {}, {}});
        }
        if (asked.method == "POST" && asked.path == "/v2.0/security-group-rules") {
            QJsonObject rule = object(asked.body)["security_group_rule"].toObject();
            rule["id"] = "r" + QString::number(nextRule++);
            rules.append(rule);
            return {201, "{}"};
        }
        for (int i = 0; asked.method == "DELETE" && i < rules.size(); ++i)
            if (asked.path ==
                "/v2.0/security-group-rules/" + rules[i].toObject()["id"].toString().toStdString()) {
                rules.removeAt(i);
                return {204, {}};
            }
        return error(404, "NotFound");
    }
};

const Resource router = normalised(
    Provider::OpenStack, "routers",
    R"({"id":"aaaa","routes":[{"destination":"10.90.0.0/16","nexthop":"10.70.0.254"},{"destination":"10.91.0.0/16","nexthop":"10.70.0.253"}]})");
const Resource movedRouter =
    normalised(Provider::OpenStack, "routers",
               R"({"id":"aaaa","routes":[{"destination":"10.90.0.0/16","nexthop":"10.70.0.99"}]})");
const Resource group = normalised(
    Provider::OpenStack, "security_groups",
    R"({"id":"5a5a","security_group_rules":[{"id":"x","direction":"ingress","ethertype":"IPv4","protocol":"tcp","port_range_min":443,"port_range_max":443,"remote_ip_prefix":"0.0.0.0/0"},{"id":"y","direction":"ingress","ethertype":"IPv4","protocol":"tcp","port_range_min":22,"port_range_max":22,"remote_ip_prefix":"10.0.0.0/8"},{"id":"z","direction":"ingress","ethertype":"IPv4","protocol":"icmp","remote_ip_prefix":"10.0.0.0/8"}]})");

const std::string oldRoute = "route 10.90.0.0/16";
const std::string newRoute = "route 10.91.0.0/16";
const std::string webRule = "rule in allow tcp 443 from 0.0.0.0/0";
const std::string sshRule = "rule in allow tcp 22 from 10.0.0.0/8";

} // namespace

class TestCorrector : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void routeIsInjectedAndTakenBack();
    void routeIsMovedInOneCall();
    void previewIsWhatIsSentAndHoldsNoToken();
    void rulesAreReplacedAddingFirst();
    void whatIsNotThereIsSaid();
    void changedSincePreviewStops();
    void staleRevisionStops();
    void halfDoneIsTakenBack();
    void othersChangesAreLeftAlone();
    void icmpIsNotGuessed();
    void expiredTokenIsRenewedOnce();
    void plansAreKeptWhole();

private:
    std::unique_ptr<OpenStackWriter> writer()
    {
        OpenStackWriteAccess access;
        access.networkUrl = m_server->url();
        access.token = [this](bool again) -> base::Result<std::string> {
            m_tokens += again ? 1 : 0;
            return std::string(again || m_goodToken ? "good" : "old");
        };
        return std::make_unique<OpenStackWriter>(access);
    }
    QStringList writes() const
    {
        QStringList all;
        for (const auto& asked : m_server->asked())
            if (asked.method != "GET")
                all += QString::fromStdString(asked.method + " " + asked.path);
        return all;
    }

    Neutron m_neutron;
    bool m_goodToken = true;
    int m_tokens = 0;
    std::unique_ptr<kit::HttpDouble> m_server;
};

void TestCorrector::init()
{
    m_neutron = {};
    m_goodToken = true;
    m_tokens = 0;
    m_server = std::make_unique<kit::HttpDouble>(
        [this](const kit::HttpAsked& asked) { return m_neutron.answer(asked); });
}

void TestCorrector::cleanup()
{
    m_server.reset();
}

void TestCorrector::routeIsInjectedAndTakenBack()
{
    const auto neutron = writer();
    const ChangePlan plan{{change(router, ChangeVerb::AddPart, router, newRoute)}, {}};
    const auto prepared = prepare(*neutron, plan);
    QVERIFY_RESULT(prepared);
    QVERIFY(writes().isEmpty()); // a preview changes nothing
    QVERIFY_RESULT(carryOut(*neutron, *prepared));
    QCOMPARE(m_neutron.routes.size(), 2);
    QCOMPARE(writes(), QStringList{QStringLiteral("PUT /v2.0/routers/aaaa")});
    QVERIFY_RESULT(takeBack(*neutron, plan));
    QCOMPARE(m_neutron.routes.size(), 1);
    QCOMPARE(m_neutron.routes[0].toObject()["destination"].toString(), QStringLiteral("10.90.0.0/16"));
    const auto before = writes().size();
    QVERIFY_RESULT(takeBack(*neutron, plan)); // as before already
    QCOMPARE(writes().size(), before);
}

void TestCorrector::routeIsMovedInOneCall()
{
    const auto neutron = writer();
    const ChangePlan plan{{change(router, ChangeVerb::RemovePart, router, oldRoute),
                           change(router, ChangeVerb::AddPart, movedRouter, oldRoute)},
                          {}};
    const auto prepared = prepare(*neutron, plan);
    QVERIFY_RESULT(prepared);
    QCOMPARE(prepared->calls.size(), 1U);
    QVERIFY_RESULT(carryOut(*neutron, *prepared));
    QCOMPARE(m_neutron.routes.size(), 1);
    QCOMPARE(m_neutron.routes[0].toObject()["nexthop"].toString(), QStringLiteral("10.70.0.99"));
    QVERIFY_RESULT(takeBack(*neutron, plan));
    QCOMPARE(m_neutron.routes[0].toObject()["nexthop"].toString(), QStringLiteral("10.70.0.254"));
}

void TestCorrector::previewIsWhatIsSentAndHoldsNoToken()
{
    const auto neutron = writer();
    const auto prepared = prepare(*neutron, {{change(router, ChangeVerb::AddPart, router, newRoute)}, {}});
    QVERIFY_RESULT(prepared);
    const QString text = QString::fromStdString(callText(prepared->calls.at(0)));
    QVERIFY(text.startsWith(QStringLiteral("PUT ") + QString::fromStdString(m_server->url()) +
                            QStringLiteral("/v2.0/routers/aaaa\n")));
    QVERIFY(text.contains(QStringLiteral("If-Match: revision_number=4")));
    QVERIFY(!text.contains(QStringLiteral("good")) && !text.contains(QStringLiteral("Token")));
    QVERIFY_RESULT(carryOut(*neutron, *prepared));
    for (const auto& asked : m_server->asked())
        if (asked.method == "PUT")
            QCOMPARE(asked.body, prepared->calls.at(0).request.body);
}

void TestCorrector::rulesAreReplacedAddingFirst()
{
    const auto neutron = writer();
    const ChangePlan plan{{change(group, ChangeVerb::RemovePart, group, webRule),
                           change(group, ChangeVerb::AddPart, group, sshRule)},
                          {}};
    const auto prepared = prepare(*neutron, plan);
    QVERIFY_RESULT(prepared);
    QVERIFY_RESULT(carryOut(*neutron, *prepared));
    QCOMPARE(writes(), (QStringList{QStringLiteral("POST /v2.0/security-group-rules"),
                                    QStringLiteral("DELETE /v2.0/security-group-rules/r1")}));
    QCOMPARE(m_neutron.rules.size(), 1);
    QCOMPARE(m_neutron.rules[0].toObject()["remote_ip_prefix"].toString(), QStringLiteral("10.0.0.0/8"));
    // The rule comes back under another id.
    QVERIFY_RESULT(takeBack(*neutron, plan));
    QCOMPARE(m_neutron.rules.size(), 1);
    QCOMPARE(m_neutron.rules[0].toObject()["port_range_min"].toInt(), 443);
}

void TestCorrector::whatIsNotThereIsSaid()
{
    const auto neutron = writer();
    const auto gone = prepare(*neutron, {{change(router, ChangeVerb::RemovePart, router, newRoute)}, {}});
    QVERIFY_ERROR(gone, ErrorCode::Superseded);
    QVERIFY(gone.error().detail.find("10.91.0.0/16") != std::string::npos);
    const auto there = prepare(*neutron, {{change(router, ChangeVerb::AddPart, router, oldRoute)}, {}});
    QVERIFY_ERROR(there, ErrorCode::Superseded);
    const auto other =
        prepare(*neutron, {{change(router, ChangeVerb::RemovePart, movedRouter, oldRoute)}, {}});
    QVERIFY_ERROR(other, ErrorCode::Superseded);
    auto nobody = change(router, ChangeVerb::AddPart, router, newRoute);
    nobody.resource = "ffff";
    QVERIFY_ERROR(prepare(*neutron, {{nobody}, {}}), ErrorCode::NotFound);
    PlannedChange whole;
    whole.verb = ChangeVerb::RemoveResource;
    whole.resource = "aaaa";
    QVERIFY_ERROR(prepare(*neutron, {{whole}, {}}), ErrorCode::Unsupported);
}

void TestCorrector::changedSincePreviewStops()
{
    const auto neutron = writer();
    const auto prepared = prepare(*neutron, {{change(router, ChangeVerb::AddPart, router, newRoute)}, {}});
    QVERIFY_RESULT(prepared);
    m_neutron.routes.append(QJsonObject{{"destination", "10.99.0.0/16"}, {"nexthop", "10.70.0.1"}});
    QVERIFY_ERROR(carryOut(*neutron, *prepared), ErrorCode::Superseded);
    QVERIFY(writes().isEmpty());
}

void TestCorrector::staleRevisionStops()
{
    const auto neutron = writer();
    const auto prepared = prepare(*neutron, {{change(router, ChangeVerb::AddPart, router, newRoute)}, {}});
    QVERIFY_RESULT(prepared);
    m_neutron.changeBehindTheBack = true; // after the last reading: only If-Match can tell
    const auto done = carryOut(*neutron, *prepared);
    QVERIFY_ERROR(done, ErrorCode::Superseded);
    QVERIFY(done.error().detail.find("RevisionNumberConstraintFailed") != std::string::npos);
    QCOMPARE(m_neutron.routes.size(), 1);
}

void TestCorrector::halfDoneIsTakenBack()
{
    const auto neutron = writer();
    const ChangePlan plan{{change(group, ChangeVerb::AddPart, group, sshRule),
                           change(router, ChangeVerb::AddPart, router, newRoute)},
                          {}};
    const auto prepared = prepare(*neutron, plan);
    QVERIFY_RESULT(prepared);
    m_neutron.writesBeforeFail = 1; // the second
    m_neutron.failWrites = 1;
    const auto done = carryOut(*neutron, *prepared);
    QVERIFY(!done);
    QVERIFY2(done.error().detail.find("taken back") != std::string::npos, done.error().detail.c_str());
    QCOMPARE(m_neutron.rules.size(), 1);
    QCOMPARE(m_neutron.routes.size(), 1);
}

void TestCorrector::othersChangesAreLeftAlone()
{
    const auto neutron = writer();
    const ChangePlan plan{{change(router, ChangeVerb::RemovePart, router, oldRoute),
                           change(router, ChangeVerb::AddPart, movedRouter, oldRoute)},
                          {}};
    const auto prepared = prepare(*neutron, plan);
    QVERIFY_RESULT(prepared);
    QVERIFY_RESULT(carryOut(*neutron, *prepared));
    m_neutron.routes = {QJsonObject{{"destination", "10.90.0.0/16"}, {"nexthop", "10.70.0.7"}}};
    QVERIFY_ERROR(takeBack(*neutron, plan), ErrorCode::Superseded);
    QCOMPARE(m_neutron.routes[0].toObject()["nexthop"].toString(), QStringLiteral("10.70.0.7"));
}

void TestCorrector::icmpIsNotGuessed()
{
    const auto neutron = writer();
    const ChangePlan plan{{change(group, ChangeVerb::AddPart, group, "rule in allow icmp from 10.0.0.0/8")},
                          {}};
    QVERIFY_ERROR(prepare(*neutron, plan), ErrorCode::Unsupported);
}

void TestCorrector::expiredTokenIsRenewedOnce()
{
    m_goodToken = false;
    const auto neutron = writer();
    QVERIFY_RESULT(prepare(*neutron, {{change(router, ChangeVerb::AddPart, router, newRoute)}, {}}));
    QCOMPARE(m_tokens, 1);
    m_neutron.refuseToken = true;
    QVERIFY_ERROR(prepare(*neutron, {{change(router, ChangeVerb::AddPart, router, newRoute)}, {}}),
                  ErrorCode::PermissionDenied);
}

void TestCorrector::plansAreKeptWhole()
{
    const ChangePlan plan{{change(router, ChangeVerb::RemovePart, router, oldRoute),
                           change(group, ChangeVerb::AddPart, group, sshRule)},
                          {}};
    const auto again = planFromJson(planJson(plan));
    QVERIFY(again);
    QVERIFY(again->changes == plan.changes);
    QVERIFY(again->changes[1].part[0].rules[0].remotes == plan.changes[1].part[0].rules[0].remotes);
    // Azure's rules have more to them.
    Rule wide = plan.changes[1].part[0].rules[0];
    wide.ports = {{80, 80}, {8000, 8080}};
    wide.locals = {*prefixFromText("10.1.0.0/16")};
    wide.onlyTo = {"VirtualNetwork"};
    ChangePlan more{{plan.changes[1]}, {}};
    more.changes[0].part[0].rules = {wide};
    const auto kept = planFromJson(planJson(more));
    QVERIFY(kept);
    QVERIFY(kept->changes[0].part[0].rules[0] == wide);
    for (const char* bad :
         {"", "{}", "[{}]", "[{\"verb\":\"add\",\"provider\":\"aws\",\"resource_kind\":\"filter\"}]"})
        QVERIFY(!planFromJson(bad));
}

QTEST_GUILESS_MAIN(TestCorrector)
#include "tst_corrector.moc"
