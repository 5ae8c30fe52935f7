// SPDX-License-Identifier: GPL-3.0-or-later
// Against a server that keeps one route table as Azure does: an ETag a route, and a while in which the table
// is being updated.
#include "model/cloud/json.h"
#include "model/cloud/mapping.h"
#include "model/cloud/write/azure_writer.h"
#include "model/cloud/write/corrector.h"
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

const std::string table = "/subscriptions/s/resourcegroups/g/providers/microsoft.network/routetables/t";

struct Azure
{
    QMap<QString, QJsonObject> routes{{QStringLiteral("own"), QJsonObject{{"addressPrefix", "10.9.0.0/16"},
                                                                          {"nextHopType", "VirtualAppliance"},
                                                                          {"nextHopIpAddress", "10.0.0.4"}}}};
    int generation = 1;
    int busy = 0; ///< so many looks until it is done
    bool changeBehindTheBack = false;

    QString tag() const { return QStringLiteral("W/\"%1\"").arg(generation); }

    kit::HttpGiven answer(const kit::HttpAsked& asked)
    {
        if (asked.header("authorization") != "Bearer good")
            return {401, "{}"};
        const QString path = QString::fromStdString(asked.path).section(u'?', 0, 0);
        if (asked.method == "GET")
            return {200, get()};
        if (std::exchange(changeBehindTheBack, false))
            ++generation;
        const QString name = path.section(u'/', -1);
        const bool there = routes.contains(name);
        const bool fresh = there ? QString::fromStdString(asked.header("if-match")) == tag()
                                 : asked.header("if-none-match") == "*";
        if (!fresh)
            return {412, R"({"error":{"code":"PreconditionFailed","message":"m"}})"};
        if (asked.method == "DELETE")
            routes.remove(name);
        else
            routes[name] = QJsonDocument::fromJson(QByteArray::fromStdString(asked.body))
                               .object()["properties"]
                               .toObject();
        ++generation;
        busy = 2;
        return {asked.method == "DELETE" ? 202 : 201, "{}"};
    }
    std::string get()
    {
        QJsonArray list;
        for (auto route = routes.begin(); route != routes.end(); ++route)
            list.append(QJsonObject{{"name", route.key()}, {"etag", tag()}, {"properties", route.value()}});
        const QJsonObject all{
            {"id", QString::fromStdString(table)},
            {"name", "t"},
            {"location", "westeurope"},
            {"properties",
             QJsonObject{{"provisioningState", busy-- > 0 ? "Updating" : "Succeeded"}, {"routes", list}}}};
        return QJsonDocument(all).toJson(QJsonDocument::Compact).toStdString();
    }
};

PlannedChange change(ChangeVerb verb, const Route& which)
{
    Resource only;
    only.provider = Provider::Azure;
    only.kind = Kind::RouteTable;
    only.id = table;
    return routeChange(only, verb, which);
}

const Route own = route("10.9.0.0/16", TargetKind::Address, "10.0.0.4");
const Route moved = route("10.9.0.0/16", TargetKind::Address, "10.0.0.5");
const Route more = route("203.0.113.0/24", TargetKind::InternetGateway, "Internet");

} // namespace

class TestAzureWriter : public QObject
{
    Q_OBJECT

private slots:
    void addedAndTakenBack();
    void movedInPlace();
    void staleTagStops();
    void networksAreNotWritten();
    void aBusyTableIsAskedAgain();

private:
    AzureWriter writer(const kit::HttpDouble& server)
    {
        AzureWriteAccess access;
        access.endpoint = server.url() + "/";
        access.token = [](bool) -> base::Result<std::string> { return std::string("good"); };
        access.wait = [this](base::Duration) { return ++m_waits < 100; };
        return AzureWriter(access);
    }
    int m_waits = 0;
};

void TestAzureWriter::addedAndTakenBack()
{
    Azure azure;
    const kit::HttpDouble server([&](const kit::HttpAsked& asked) { return azure.answer(asked); });
    AzureWriter writes = writer(server);
    const ChangePlan plan{{change(ChangeVerb::AddPart, more)}, {}};
    const auto prepared = prepare(writes, plan);
    QVERIFY_RESULT(prepared);
    const QString text = QString::fromStdString(callText(prepared->calls.at(0)));
    QVERIFY2(text.contains(QStringLiteral("/routes/zonescope-203-0-113-0-24?api-version=")),
             qPrintable(text));
    QVERIFY(text.contains(QStringLiteral("If-None-Match: *")) && !text.contains(QStringLiteral("Bearer")));
    QVERIFY_RESULT(carryOut(writes, *prepared));
    QCOMPARE(azure.routes.size(), 2);
    QVERIFY(m_waits > 0); // it was not believed before it was done
    QVERIFY_RESULT(takeBack(writes, plan));
    QCOMPARE(azure.routes.keys(), QStringList{QStringLiteral("own")});
}

void TestAzureWriter::movedInPlace()
{
    Azure azure;
    const kit::HttpDouble server([&](const kit::HttpAsked& asked) { return azure.answer(asked); });
    AzureWriter writes = writer(server);
    const ChangePlan plan{{change(ChangeVerb::RemovePart, own), change(ChangeVerb::AddPart, moved)}, {}};
    const auto prepared = prepare(writes, plan);
    QVERIFY_RESULT(prepared);
    QCOMPARE(prepared->calls.size(), 1U);
    QVERIFY_RESULT(carryOut(writes, *prepared));
    QCOMPARE(azure.routes.value(QStringLiteral("own"))["nextHopIpAddress"].toString(),
             QStringLiteral("10.0.0.5"));
    QVERIFY_RESULT(takeBack(writes, plan));
    QCOMPARE(azure.routes.value(QStringLiteral("own"))["nextHopIpAddress"].toString(),
             QStringLiteral("10.0.0.4"));
}

void TestAzureWriter::staleTagStops()
{
    Azure azure;
    const kit::HttpDouble server([&](const kit::HttpAsked& asked) { return azure.answer(asked); });
    AzureWriter writes = writer(server);
    const auto prepared =
        prepare(writes, {{change(ChangeVerb::RemovePart, own), change(ChangeVerb::AddPart, moved)}, {}});
    QVERIFY_RESULT(prepared);
    azure.changeBehindTheBack = true;
    QVERIFY_ERROR(carryOut(writes, *prepared), ErrorCode::Superseded);
    QCOMPARE(azure.routes.value(QStringLiteral("own"))["nextHopIpAddress"].toString(),
             QStringLiteral("10.0.0.4"));
}

void TestAzureWriter::networksAreNotWritten()
{
    Azure azure;
    const kit::HttpDouble server([&](const kit::HttpAsked& asked) { return azure.answer(asked); });
    AzureWriter writes = writer(server);
    PlannedChange network = change(ChangeVerb::AddPart, more);
    network.resourceKind = Kind::Network;
    QVERIFY_ERROR(prepare(writes, {{network}, {}}), ErrorCode::Unsupported);
}

void TestAzureWriter::aBusyTableIsAskedAgain()
{
    Azure azure;
    int refused = 0;
    const kit::HttpDouble server([&](const kit::HttpAsked& asked) -> kit::HttpGiven {
        if (asked.method == "PUT" && refused++ < 2)
            return {409, R"({"error":{"code":"AnotherOperationInProgress","message":"m"}})"};
        return azure.answer(asked);
    });
    AzureWriter writes = writer(server);
    const auto prepared = prepare(writes, {{change(ChangeVerb::AddPart, more)}, {}});
    QVERIFY_RESULT(prepared);
    QVERIFY_RESULT(carryOut(writes, *prepared));
    QCOMPARE(refused, 3);
    QCOMPARE(azure.routes.size(), 2);
}

QTEST_GUILESS_MAIN(TestAzureWriter)
#include "tst_azure_writer.moc"
