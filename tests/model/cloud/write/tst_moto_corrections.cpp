// SPDX-License-Identifier: GPL-3.0-or-later
// Corrections against moto, where that is at hand. It takes dry runs of security groups for what they are,
// and carries out those of routes: both are what a provider may do.
#include "model/cloud/write/aws_writer.h"
#include "model/cloud/write/corrector.h"
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::cloud;

class TestMotoCorrections : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void rulesAreAuthorisedAndRevoked();
    void routeWithADryRunThatIsNone();

private:
    AwsWriter writer() const
    {
        AwsWriteAccess access;
        access.keys = {"AKIDEXAMPLE", "secret", {}};
        access.endpoint = m_url;
        access.clock = std::make_shared<base::SystemClock>();
        return AwsWriter(access);
    }
    /// What boto3 prints about it: a stranger's eyes.
    std::string says(const std::string& expression) const
    {
        const std::string code =
            "import boto3; ec2 = boto3.client('ec2', region_name='eu-central-1', endpoint_url='" + m_url +
            "', aws_access_key_id='AKIDEXAMPLE', aws_secret_access_key='secret'); print(" + expression + ")";
        const auto output = kit::run({"env", "python3", "-c", code}, std::chrono::seconds(60));
        if (!output || output->exitCode != 0)
            qFatal("boto3 failed: %s", output ? output->errors.c_str() : "not started");
        return QString::fromStdString(output->text).trimmed().toStdString();
    }
    static PlannedChange wanted(Kind kind, const std::string& id)
    {
        PlannedChange change;
        change.provider = Provider::Aws;
        change.resourceKind = kind;
        change.region = "eu-central-1";
        change.resource = id;
        return change;
    }

    kit::TemporaryFolder m_folder;
    std::optional<kit::Process> m_server;
    std::string m_url;
};

void TestMotoCorrections::initTestCase()
{
    const auto there =
        kit::run({"env", "python3", "-c", "import moto.server, boto3"}, std::chrono::seconds(30));
    if (!there || there->exitCode != 0)
        QSKIP("moto is not installed: corrections were not tried against a foreign AWS");
    const std::string port = std::to_string(kit::freePort());
    m_url = "http://127.0.0.1:" + port;
    auto server = kit::Process::start({"env", "python3", "-m", "moto.server", "-H", "127.0.0.1", "-p", port},
                                      m_folder.path() / "log");
    QVERIFY_RESULT(server);
    m_server.emplace(std::move(*server));
    const auto listens = [&] { return HttpClient({}).perform({"GET", m_url + "/", {}, {}}).has_value(); };
    QTRY_VERIFY_WITH_TIMEOUT(listens(), 30'000);
}

void TestMotoCorrections::rulesAreAuthorisedAndRevoked()
{
    const std::string id = says("ec2.describe_security_groups()['SecurityGroups'][0]['GroupId']");
    const std::string ranges = "str([r['CidrIp'] for g in ec2.describe_security_groups(GroupIds=['" + id +
                               "'])['SecurityGroups'] for p in g['IpPermissions'] for r in p['IpRanges']])";
    QCOMPARE(says(ranges).find("192.0.2.0/24"), std::string::npos);
    AwsWriter writes = writer();
    const auto group = writes.read(wanted(Kind::Filter, id));
    QVERIFY_RESULT(group);
    Resource only = *group;
    Rule rule;
    rule.protocol = 6;
    rule.ports = {{22, 23}};
    rule.remotes = {*prefixFromText("192.0.2.0/24")};
    only.rules = {rule};
    PlannedChange added = wanted(Kind::Filter, id);
    added.part = partsOf(only);
    const ChangePlan plan{{added}, {}};
    const auto prepared = prepare(writes, plan);
    QVERIFY_RESULT(prepared);
    QVERIFY_RESULT(carryOut(writes, *prepared));
    QVERIFY(says(ranges).find("192.0.2.0/24") != std::string::npos);
    QVERIFY_ERROR(prepare(writes, plan), base::ErrorCode::Superseded); // it is there already
    QVERIFY_RESULT(takeBack(writes, plan));
    QCOMPARE(says(ranges).find("192.0.2.0/24"), std::string::npos);
}

void TestMotoCorrections::routeWithADryRunThatIsNone()
{
    const std::string gateway = says("ec2.create_internet_gateway()['InternetGateway']['InternetGatewayId']");
    const std::string network = says("ec2.describe_vpcs()['Vpcs'][0]['VpcId']");
    says("ec2.attach_internet_gateway(InternetGatewayId='" + gateway + "', VpcId='" + network + "')");
    const std::string id = says("ec2.describe_route_tables(Filters=[{'Name':'vpc-id','Values':['" + network +
                                "']}])['RouteTables'][0]['RouteTableId']");
    const std::string routes = "str([r.get('DestinationCidrBlock') for t in ec2.describe_route_tables("
                               "RouteTableIds=['" +
                               id + "'])['RouteTables'] for r in t['Routes']])";
    AwsWriter writes = writer();
    const auto table = writes.read(wanted(Kind::RouteTable, id));
    QVERIFY_RESULT(table);
    Route route;
    route.destination = prefixFromText("203.0.113.0/24");
    route.targetKind = TargetKind::InternetGateway;
    route.target = gateway;
    const auto prepared = prepare(writes, {{routeChange(*table, ChangeVerb::AddPart, route)}, {}});
    QVERIFY_RESULT(prepared);
    const auto done = carryOut(writes, *prepared);
    if (done)
        QSKIP("this moto knows dry runs of routes");
    QCOMPARE(done.error().code, base::ErrorCode::Internal);
    QCOMPARE(says(routes).find("203.0.113.0/24"), std::string::npos); // taken back
}

QTEST_GUILESS_MAIN(TestMotoCorrections)
#include "tst_moto_corrections.moc"
