// SPDX-License-Identifier: GPL-3.0-or-later
// Drift at Azure from the scan to the roll-back, against the simulator: read, changed behind our back, found,
// put right, taken back; with throttling, tokens that run out and somebody who was quicker.
#include "tests/model/cloud/write/sim_corrections.h"

using namespace zonescope;
using namespace zonescope::cloud;

namespace {

const std::string groups =
    std::string("azure/") + cloudsim::azureSubscription + "/microsoft.network/networksecuritygroups";

QJsonArray rulesOf(const Estate& estate)
{
    return named(estate.find(groups), "guard")["properties"].toObject()["securityRules"].toArray();
}

void setRules(Estate& estate, const QJsonArray& rules)
{
    change(estate, groups, "guard", [&](QJsonObject& group) {
        QJsonObject properties = group["properties"].toObject();
        properties["securityRules"] = rules;
        group["properties"] = properties;
    });
}

QJsonObject azureRule(const char* name, int priority, const char* ports)
{
    return {{"name", name},
            {"properties", QJsonObject{{"protocol", "Tcp"},
                                       {"sourcePortRange", "*"},
                                       {"destinationPortRange", ports},
                                       {"sourceAddressPrefix", "192.0.2.0/24"},
                                       {"destinationAddressPrefix", "*"},
                                       {"access", "Allow"},
                                       {"priority", priority},
                                       {"direction", "Inbound"}}}};
}

const std::vector<Drift>& azureDrifts()
{
    static const std::vector<Drift> all{
        {"a rule is gone", [](Estate& e) { setRules(e, {}); }, {QStringLiteral("PUT securityRules/web")}},
        {"a rule that nobody wanted",
         [](Estate& e) {
             QJsonArray rules = rulesOf(e);
             rules.append(azureRule("ssh", 200, "22"));
             setRules(e, rules);
         },
         {QStringLiteral("DELETE securityRules/ssh")}},
        {"a rule says something else",
         [](Estate& e) { setRules(e, {azureRule("web", 130, "0-65535")}); },
         {QStringLiteral("PUT securityRules/web")}},
        {"another rule took its priority",
         [](Estate& e) { setRules(e, {azureRule("other", 130, "443")}); },
         {QStringLiteral("DELETE securityRules/other"), QStringLiteral("PUT securityRules/web")}},
    };
    return all;
}

} // namespace

class TestSimAzureCorrections : public QObject, private SimFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void driftIsPutRight_data();
    void driftIsPutRight();
    void somebodyWasQuicker();
    void whatCannotBePutBack();
    void throttledAndExpired();
};

void TestSimAzureCorrections::driftIsPutRight_data()
{
    addRows(azureDrifts());
}

void TestSimAzureCorrections::driftIsPutRight()
{
    QFETCH(int, index);
    const Drift& drift = azureDrifts()[static_cast<std::size_t>(index)];
    const ChangePlan plan = planFor(Provider::Azure, drift.what);
    QVERIFY2(!plan.changes.empty(), plan.notModelled.empty() ? "" : plan.notModelled.front().c_str());
    const auto azure = writer(Provider::Azure);
    const auto prepared = prepare(*azure, plan);
    QVERIFY_RESULT(prepared);
    QCOMPARE(shown(*prepared), drift.calls);
    for (const WriteCall& call : prepared->calls) { // each says what it starts from
        const QString text = QString::fromStdString(callText(call));
        QVERIFY2(text.contains(QStringLiteral("If-Match: W/")) ||
                     text.contains(QStringLiteral("If-None-Match: *")),
                 qPrintable(text));
    }
    QVERIFY_RESULT(carryOut(*azure, *prepared));
    QVERIFY(isInSync(Provider::Azure));
    QVERIFY_RESULT(takeBack(*azure, plan));
    QVERIFY(!isInSync(Provider::Azure));
}

void TestSimAzureCorrections::somebodyWasQuicker()
{
    const ChangePlan plan = planFor(Provider::Azure, azureDrifts()[2].what);
    const auto azure = writer(Provider::Azure);
    const auto prepared = prepare(*azure, plan);
    QVERIFY_RESULT(prepared);
    // After the last look: only the tag can notice it.
    m_simulator->change([](Estate& e) { setRules(e, {azureRule("web", 130, "8443")}); });
    const auto done = azure->perform(prepared->calls.at(0));
    QVERIFY_ERROR(done, ErrorCode::Superseded);
    QCOMPARE(rulesOf(m_simulator->estate())[0]
                 .toObject()["properties"]
                 .toObject()["destinationPortRange"]
                 .toString(),
             QStringLiteral("8443"));
}

void TestSimAzureCorrections::whatCannotBePutBack()
{
    const ChangePlan plan = planFor(Provider::Azure, [](Estate& e) {
        QJsonArray rules = rulesOf(e);
        QJsonObject narrow = azureRule("narrow", 210, "22");
        QJsonObject properties = narrow["properties"].toObject();
        properties["sourcePortRange"] = "1024-2048";
        narrow["properties"] = properties;
        rules.append(narrow);
        setRules(e, rules);
    });
    const auto azure = writer(Provider::Azure);
    QVERIFY_ERROR(prepare(*azure, plan), ErrorCode::Unsupported);
}

void TestSimAzureCorrections::throttledAndExpired()
{
    putRightAmongThrottling(Provider::Azure, azureDrifts()[0]);
}

QTEST_GUILESS_MAIN(TestSimAzureCorrections)
#include "tst_sim_azure_corrections.moc"
