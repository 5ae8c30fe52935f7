// SPDX-License-Identifier: GPL-3.0-or-later
// The calls that change EC2, as they are sent, and dry runs: those that are one and those that are not.
#include "model/cloud/json.h"
#include "model/cloud/mapping.h"
#include "model/cloud/write/aws_writer.h"
#include "model/cloud/write/corrector.h"
#include "tests/kit/result_macros.h"
#include "tests/model/cloud/planned.h"
#include "tests/model/cloud/write/http_double.h"

#include <QTest>
#include <QUrlQuery>

#include <map>

using namespace zonescope;
using namespace zonescope::cloud;
using base::ErrorCode;

namespace {

const Resource table = normalised(
    Provider::Aws, "RouteTables",
    R"({"RouteTableId":"rtb-1","VpcId":"vpc-1","Routes":[{"DestinationCidrBlock":"10.9.0.0/16","VpcPeeringConnectionId":"pcx-1"},{"DestinationCidrBlock":"0.0.0.0/0","NatGatewayId":"nat-1"}]})");
const Resource movedTable = normalised(
    Provider::Aws, "RouteTables",
    R"({"RouteTableId":"rtb-1","VpcId":"vpc-1","Routes":[{"DestinationCidrBlock":"10.9.0.0/16","TransitGatewayId":"tgw-1"}]})");
const Resource awsGroup = normalised(
    Provider::Aws, "SecurityGroups",
    R"({"GroupId":"sg-1","IpPermissions":[{"IpProtocol":"tcp","FromPort":22,"ToPort":23,"IpRanges":[{"CidrIp":"10.0.0.0/8"}],"UserIdGroupPairs":[{"GroupId":"sg-2"}],"PrefixListIds":[{"PrefixListId":"pl-1"}]}],"IpPermissionsEgress":[{"IpProtocol":"-1","IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]})");
const Resource acl = normalised(
    Provider::Aws, "NetworkAcls",
    R"({"NetworkAclId":"acl-1","Entries":[{"RuleNumber":100,"Egress":false,"RuleAction":"allow","Protocol":"6","CidrBlock":"10.0.0.0/8","PortRange":{"From":80,"To":81}}]})");

} // namespace

class TestAwsWriter : public QObject
{
    Q_OBJECT

private slots:
    void awsCalls_data();
    void awsCalls();
    void awsDryRunFirst();
    void awsDryRunThatIsNone();
    void keysOfARoleAreRenewed();
};

void TestAwsWriter::awsCalls_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QStringList>("bodies");
    const QString version = QStringLiteral("&Version=2016-11-15&");
    const auto row = [&](const char* what, std::initializer_list<const char*> calls) {
        QStringList bodies;
        for (const char* call : calls) {
            const QString text = QString::fromLatin1(call);
            bodies += QStringLiteral("Action=") + text.section(u'&', 0, 0) + version + text.section(u'&', 1);
        }
        QTest::newRow(what) << QString::fromLatin1(what) << bodies;
    };
    row("create", {"CreateRoute&RouteTableId=rtb-1&DestinationCidrBlock=0.0.0.0%2F0&NatGatewayId=nat-1"});
    row("replace",
        {"ReplaceRoute&RouteTableId=rtb-1&DestinationCidrBlock=10.9.0.0%2F16&TransitGatewayId=tgw-1"});
    row("delete", {"DeleteRoute&RouteTableId=rtb-1&DestinationCidrBlock=10.9.0.0%2F16"});
    row("authorize",
        {"AuthorizeSecurityGroupIngress&GroupId=sg-1&IpPermissions.1.IpProtocol=6&IpPermissions.1.FromPort="
         "22&IpPermissions.1.ToPort=23&IpPermissions.1.IpRanges.1.CidrIp=10.0.0.0%2F8"});
    row("group", {"RevokeSecurityGroupIngress&GroupId=sg-1&IpPermissions.1.IpProtocol=6&IpPermissions.1."
                  "FromPort=22&IpPermissions.1.ToPort=23&IpPermissions.1.Groups.1.GroupId=sg-2"});
    row("egress", {"RevokeSecurityGroupEgress&GroupId=sg-1&IpPermissions.1.IpProtocol=-1&IpPermissions.1."
                   "IpRanges.1.CidrIp=0.0.0.0%2F0"});
    row("entry", {"CreateNetworkAclEntry&NetworkAclId=acl-1&RuleNumber=100&Egress=false&Protocol=6&"
                  "RuleAction=allow&CidrBlock=10.0.0.0%2F8&PortRange.From=80&PortRange.To=81"});
}

void TestAwsWriter::awsCalls()
{
    QFETCH(QString, what);
    QFETCH(QStringList, bodies);
    const auto add = ChangeVerb::AddPart;
    const auto remove = ChangeVerb::RemovePart;
    const std::map<QString, std::pair<Resource, std::vector<PlannedChange>>> plans{
        {"create", {table, {change(table, add, table, "route 0.0.0.0/0")}}},
        {"replace",
         {table,
          {change(table, remove, table, "route 10.9.0.0/16"),
           change(table, add, movedTable, "route 10.9.0.0/16")}}},
        {"delete", {table, {change(table, remove, table, "route 10.9.0.0/16")}}},
        {"authorize",
         {awsGroup, {change(awsGroup, add, awsGroup, "rule in allow tcp 22-23 from 10.0.0.0/8")}}},
        {"group", {awsGroup, {change(awsGroup, remove, awsGroup, "rule in allow tcp 22-23 from sg-2")}}},
        {"egress", {awsGroup, {change(awsGroup, remove, awsGroup, "rule out allow all to 0.0.0.0/0")}}},
        {"entry", {acl, {change(acl, add, acl, "rule 100 in")}}}};
    AwsWriteAccess access;
    access.keys = {"AKID", "canary-secret", {}};
    access.clock = std::make_shared<base::SystemClock>();
    AwsWriter writer(access);
    const auto& [resource, changes] = plans.at(what);
    const auto calls = writer.calls(resource, changes);
    QVERIFY_RESULT(calls);
    QStringList made;
    for (const WriteCall& call : *calls) {
        made += QString::fromStdString(call.request.body);
        const QString text = QString::fromStdString(callText(call));
        QVERIFY(text.startsWith(QStringLiteral("POST https://ec2.eu-central-1.amazonaws.com/\n")));
        QVERIFY(!text.contains(QStringLiteral("canary")) && !text.contains(QStringLiteral("Authorization")));
    }
    QCOMPARE(made, bodies);
}

namespace {

/// One route table with at most one route more; says yes to dry runs, or carries them out.
struct Ec2
{
    bool has = false;
    bool ignoresDryRun = false;
    bool denies = false;
    kit::HttpGiven answer(const kit::HttpAsked& asked)
    {
        const QUrlQuery query(QString::fromStdString(asked.body));
        const QString action = query.queryItemValue(QStringLiteral("Action"));
        const auto fault = [](int status, const char* code) {
            return kit::HttpGiven{status, std::string("<Response><Errors><Error><Code>") + code +
                                              "</Code><Message>m</Message></Error></Errors></Response>"};
        };
        if (action == QStringLiteral("DescribeRouteTables"))
            return {
                200,
                std::string("<DescribeRouteTablesResponse><routeTableSet><item><routeTableId>rtb-1</"
                            "routeTableId><vpcId>vpc-1</vpcId><routeSet>") +
                    (has ? "<item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><natGatewayId>nat-1</"
                           "natGatewayId><state>active</state><origin>CreateRoute</origin></item>"
                         : "") +
                    "</routeSet></item></routeTableSet></DescribeRouteTablesResponse>"};
        if (denies)
            return fault(403, "UnauthorizedOperation");
        if (query.queryItemValue(QStringLiteral("DryRun")) == QStringLiteral("true") && !ignoresDryRun)
            return fault(412, "DryRunOperation");
        has = action == QStringLiteral("CreateRoute");
        return {200, "<R><return>true</return></R>"};
    }
};

} // namespace

void TestAwsWriter::awsDryRunFirst()
{
    Ec2 ec2;
    const kit::HttpDouble server([&](const kit::HttpAsked& asked) { return ec2.answer(asked); });
    AwsWriteAccess access;
    access.keys = {"AKID", "secret", {}};
    access.endpoint = server.url();
    access.clock = std::make_shared<base::SystemClock>();
    AwsWriter writer(access);
    const ChangePlan plan{{change(table, ChangeVerb::AddPart, table, "route 0.0.0.0/0")}, {}};
    const auto prepared = prepare(writer, plan);
    QVERIFY_RESULT(prepared);
    QVERIFY(prepared->dryRun);
    QVERIFY_RESULT(carryOut(writer, *prepared));
    QVERIFY(ec2.has);
    QVERIFY_RESULT(takeBack(writer, plan));
    QVERIFY(!ec2.has);
    const auto again = prepare(writer, plan);
    QVERIFY_RESULT(again);
    ec2.denies = true;
    QVERIFY_ERROR(carryOut(writer, *again), ErrorCode::PermissionDenied);
    QVERIFY(!ec2.has);
}

void TestAwsWriter::awsDryRunThatIsNone()
{
    Ec2 ec2;
    ec2.ignoresDryRun = true;
    const kit::HttpDouble server([&](const kit::HttpAsked& asked) { return ec2.answer(asked); });
    AwsWriteAccess access;
    access.keys = {"AKID", "secret", {}};
    access.endpoint = server.url();
    access.clock = std::make_shared<base::SystemClock>();
    AwsWriter writer(access);
    const auto prepared =
        prepare(writer, {{change(table, ChangeVerb::AddPart, table, "route 0.0.0.0/0")}, {}});
    QVERIFY_RESULT(prepared);
    const auto done = carryOut(writer, *prepared);
    QVERIFY_ERROR(done, ErrorCode::Internal);
    QVERIFY(!ec2.has); // what the "dry run" did was taken back
}

void TestAwsWriter::keysOfARoleAreRenewed()
{
    int given = 0;
    const kit::HttpDouble server([&](const kit::HttpAsked& asked) -> kit::HttpGiven {
        if (asked.header("x-amz-security-token") == "session-1")
            return {403,
                    "<Response><Errors><Error><Code>ExpiredToken</Code><Message>too old</Message></Error>"
                    "</Errors></Response>"};
        return {200, "<DescribeRouteTablesResponse><routeTableSet><item><routeTableId>rtb-1</routeTableId>"
                     "<routeSet/></item></routeTableSet></DescribeRouteTablesResponse>"};
    });
    AwsWriteAccess access;
    access.endpoint = server.url();
    access.clock = std::make_shared<base::SystemClock>();
    access.role = [&](bool again) -> base::Result<AwsKeys> {
        given += again || given == 0 ? 1 : 0;
        return AwsKeys{"ASIA", "secret", "session-" + std::to_string(given)};
    };
    AwsWriter writer(access);
    PlannedChange change;
    change.resourceKind = Kind::RouteTable;
    change.region = "eu-central-1";
    change.resource = "rtb-1";
    QVERIFY_RESULT(writer.read(change));
    QCOMPARE(given, 2);
    QCOMPARE(server.asked().back().header("x-amz-security-token"), std::string("session-2"));
}

QTEST_GUILESS_MAIN(TestAwsWriter)
#include "tst_aws_writer.moc"
