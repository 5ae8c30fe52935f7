// SPDX-License-Identifier: GPL-3.0-or-later
// The simulator judged by strangers: the providers' own clients read it and change it.
#include "tests/cloudsim/simulator.h"

#include "model/cloud/http.h"
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"

#include <QJsonDocument>
#include <QTest>

#include <algorithm>

using namespace zonescope;
using namespace zonescope::cloudsim;

class TestCloudsim : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void awsReads();
    void awsPagesAndWaits();
    void awsChangesRoutesAndRules();
    void gcloudReadsAndChanges();
    void openstackReads();
    void azurePagesAndTags();
    void neutronGuardsRevisions();

private:
    using Words = std::vector<std::string>;
    kit::Output aws(Words words, const char* region = "eu-central-1") const;
    kit::Output gcloud(Words words) const;
    cloud::HttpReply http(const char* method, const std::string& url, const QJsonObject& body = {},
                          std::vector<std::pair<std::string, std::string>> headers = {}) const;
    static QJsonObject objectIn(const std::string& text)
    {
        return QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
    }
    std::string bearer(const std::string& url, const std::string& form) const;

    std::unique_ptr<Simulator> m_simulator;
    kit::TemporaryFolder m_folder;
};

void TestCloudsim::init()
{
    auto started = Simulator::start(smallEstate());
    QVERIFY_RESULT(started);
    m_simulator = std::move(*started);
}

kit::Output TestCloudsim::aws(Words words, const char* region) const
{
    Words command{"env",
                  "AWS_ACCESS_KEY_ID=AKIA111122223333",
                  "AWS_SECRET_ACCESS_KEY=secret",
                  "AWS_CONFIG_FILE=/dev/null",
                  "AWS_SHARED_CREDENTIALS_FILE=/dev/null",
                  "AWS_EC2_METADATA_DISABLED=true",
                  "aws",
                  "--no-cli-pager",
                  "--output",
                  "json",
                  "--region",
                  region,
                  "--endpoint-url",
                  m_simulator->root()};
    std::erase(command, "--no-cli-pager"); // version 1 does not know it
    std::ranges::move(words, std::back_inserter(command));
    const auto output = kit::run(command);
    return output ? *output : kit::Output{-1, {}, base::toString(output.error())};
}

kit::Output TestCloudsim::gcloud(Words words) const
{
    const auto tokenFile = m_folder.path() / "token";
    kit::writeText(tokenFile, bearer(m_simulator->googleToken(),
                                     "grant_type=refresh_token&refresh_token=r&client_id=c&client_secret=s"));
    Words command{"env",
                  "CLOUDSDK_CONFIG=" + m_folder.path().string(),
                  "CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE=" + m_simulator->googleCompute() + "/",
                  "CLOUDSDK_API_ENDPOINT_OVERRIDES_DNS=" + m_simulator->root() + "/",
                  "CLOUDSDK_AUTH_ACCESS_TOKEN_FILE=" + tokenFile.string(),
                  "CLOUDSDK_CORE_PROJECT=sim-project",
                  "CLOUDSDK_CORE_DISABLE_PROMPTS=1",
                  "CLOUDSDK_CORE_DISABLE_USAGE_REPORTING=1",
                  "CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK=1",
                  "gcloud"};
    std::ranges::move(words, std::back_inserter(command));
    const auto output = kit::run(command);
    return output ? *output : kit::Output{-1, {}, base::toString(output.error())};
}

cloud::HttpReply TestCloudsim::http(const char* method, const std::string& url, const QJsonObject& body,
                                    std::vector<std::pair<std::string, std::string>> headers) const
{
    const std::string text =
        body.isEmpty() ? "" : QJsonDocument(body).toJson(QJsonDocument::Compact).toStdString();
    const auto reply = cloud::HttpClient({}).perform({method, url, std::move(headers), text});
    return reply ? *reply : cloud::HttpReply{};
}

std::string TestCloudsim::bearer(const std::string& url, const std::string& form) const
{
    const auto reply = cloud::HttpClient({}).perform({"POST", url, {}, form});
    return reply ? objectIn(reply->body)["access_token"].toString().toStdString() : "";
}

void TestCloudsim::awsReads()
{
    if (kit::findProgram("aws").empty())
        QSKIP("the aws command line is not installed: nobody else read the simulator's AWS");
    struct Case
    {
        const char* command;
        const char* list;
        const char* id;
        int count;
    };
    for (const Case& c :
         {Case{"describe-vpcs", "Vpcs", "VpcId", 2},
          Case{"describe-route-tables", "RouteTables", "RouteTableId", 3},
          Case{"describe-security-groups", "SecurityGroups", "GroupId", 2},
          Case{"describe-security-group-rules", "SecurityGroupRules", "SecurityGroupRuleId", 5},
          Case{"describe-network-acls", "NetworkAcls", "NetworkAclId", 1},
          Case{"describe-vpn-connections", "VpnConnections", "VpnConnectionId", 1},
          Case{"describe-network-interfaces", "NetworkInterfaces", "NetworkInterfaceId", 3}}) {
        const auto output = aws({"ec2", c.command});
        QVERIFY2(output.exitCode == 0, output.errors.c_str());
        const QJsonArray list = objectIn(output.text)[QLatin1String(c.list)].toArray();
        QCOMPARE(list.size(), c.count);
        for (const QJsonValue& item : list)
            QVERIFY(!item.toObject()[QLatin1String(c.id)].toString().isEmpty());
    }
    const auto tables = objectIn(aws({"ec2", "describe-route-tables", "--route-table-ids", "rtb-app"}).text);
    QCOMPARE(tables["RouteTables"].toArray().size(), 1);
    const QJsonArray routes = tables["RouteTables"].toArray()[0].toObject()["Routes"].toArray();
    QCOMPARE(routes[0].toObject()["State"].toString(), QStringLiteral("active"));
    QCOMPARE(routes[1].toObject()["State"].toString(), QStringLiteral("blackhole")); // its gateway is deleted
    const auto zones = aws({"route53", "list-resource-record-sets", "--hosted-zone-id", "ZSHOP"});
    QVERIFY2(zones.exitCode == 0, zones.errors.c_str());
    QCOMPARE(objectIn(zones.text)["ResourceRecordSets"].toArray().size(), 4);
    const auto balancers = aws({"elbv2", "describe-load-balancers"});
    QCOMPARE(objectIn(balancers.text)["LoadBalancers"].toArray().size(), 1);
}

void TestCloudsim::awsPagesAndWaits()
{
    if (kit::findProgram("aws").empty())
        QSKIP("the aws command line is not installed");
    m_simulator->behave({.callsPerSecond = 20, .bucket = 1, .largestPage = 1});
    const auto output = aws({"ec2", "describe-network-interfaces", "--page-size", "5"});
    QVERIFY2(output.exitCode == 0, output.errors.c_str());
    QCOMPARE(objectIn(output.text)["NetworkInterfaces"].toArray().size(), 3);
    QVERIFY(std::ranges::any_of(m_simulator->calls(), [](const Call& call) { return call.status == 503; }));
    m_simulator->behave({.denied = {"DescribeVpcs"}});
    const auto denied = aws({"ec2", "describe-vpcs"});
    QVERIFY(denied.exitCode != 0 && denied.errors.find("UnauthorizedOperation") != std::string::npos);
}

void TestCloudsim::awsChangesRoutesAndRules()
{
    if (kit::findProgram("aws").empty())
        QSKIP("the aws command line is not installed");
    const Words route{"ec2",          "create-route", "--route-table-id",         "rtb-web",
                      "--gateway-id", "igw-shop",     "--destination-cidr-block", "10.77.0.0/16"};
    Words dry = route;
    dry.push_back("--dry-run");
    const auto tried = aws(dry);
    QVERIFY(tried.errors.find("DryRunOperation") != std::string::npos);
    const auto routes = [&] {
        const QJsonArray tables = m_simulator->estate().find("aws/111122223333/eu-central-1/routeTableSet");
        return tables[Estate::indexOf(tables, "routeTableId", "rtb-web")].toObject()["routeSet"].toArray();
    };
    QCOMPARE(routes().size(), 4); // unlike others, ours changes nothing in a dry run
    QVERIFY(aws(route).exitCode == 0);
    QCOMPARE(routes().size(), 5);
    QVERIFY(aws(route).errors.find("RouteAlreadyExists") != std::string::npos);
    QVERIFY(aws({"ec2", "delete-route", "--route-table-id", "rtb-web", "--destination-cidr-block",
                 "10.77.0.0/16"})
                .exitCode == 0);
    QCOMPARE(routes().size(), 4);
    const Words open{"ec2",        "authorize-security-group-ingress",
                     "--group-id", "sg-app",
                     "--protocol", "tcp",
                     "--port",     "22",
                     "--cidr",     "0.0.0.0/0"};
    const auto opened = aws(open);
    QVERIFY2(opened.exitCode == 0, opened.errors.c_str());
    QVERIFY(aws(open).errors.find("InvalidPermission.Duplicate") != std::string::npos);
    const auto rules =
        objectIn(aws({"ec2", "describe-security-group-rules"}).text)["SecurityGroupRules"].toArray();
    QCOMPARE(rules.size(), 6);
    std::string id;
    for (const QJsonValue& rule : rules)
        if (rule.toObject()["CidrIpv4"] == "0.0.0.0/0" && rule.toObject()["FromPort"] == 22)
            id = rule.toObject()["SecurityGroupRuleId"].toString().toStdString();
    QVERIFY(
        aws({"ec2", "revoke-security-group-ingress", "--group-id", "sg-app", "--security-group-rule-ids", id})
            .exitCode == 0);
    QCOMPARE(
        objectIn(aws({"ec2", "describe-security-group-rules"}).text)["SecurityGroupRules"].toArray().size(),
        5);
}

void TestCloudsim::gcloudReadsAndChanges()
{
    if (kit::findProgram("gcloud").empty())
        QSKIP("gcloud is not installed: nobody else read the simulator's Google Cloud");
    const auto listed = gcloud({"compute", "networks", "subnets", "list", "--format=json"});
    QVERIFY2(listed.exitCode == 0, listed.errors.c_str());
    QCOMPARE(QJsonDocument::fromJson(QByteArray::fromStdString(listed.text)).array().size(), 3);
    const auto created =
        gcloud({"compute", "routes", "create", "extra", "--network=core", "--destination-range=10.88.0.0/16",
                "--next-hop-gateway=default-internet-gateway", "--format=json"});
    QVERIFY2(created.exitCode == 0, created.errors.c_str());
    QCOMPARE(m_simulator->estate().find("google/sim-project/global/routes").size(), 3);
    const auto removed = gcloud({"compute", "routes", "delete", "extra"});
    QVERIFY2(removed.exitCode == 0, removed.errors.c_str());
    QCOMPARE(m_simulator->estate().find("google/sim-project/global/routes").size(), 2);
}

void TestCloudsim::openstackReads()
{
    if (kit::findProgram("openstack").empty())
        QSKIP("python3-openstackclient is not installed: nobody else read the simulator's OpenStack");
    const auto openstack = [&](Words words) {
        Words command{"env",
                      "OS_AUTH_URL=" + m_simulator->keystone(),
                      "OS_USERNAME=reader",
                      "OS_PASSWORD=sim-secret",
                      "OS_PROJECT_NAME=demo",
                      "OS_USER_DOMAIN_NAME=Default",
                      "OS_PROJECT_DOMAIN_NAME=Default",
                      "OS_IDENTITY_API_VERSION=3",
                      kit::findProgram("openstack")};
        std::ranges::move(words, std::back_inserter(command));
        const auto output = kit::run(command);
        return output ? *output : kit::Output{-1, {}, base::toString(output.error())};
    };
    m_simulator->behave({.largestPage = 1});
    const auto listed = openstack({"network", "list", "-f", "json"});
    QVERIFY2(listed.exitCode == 0, listed.errors.c_str());
    QCOMPARE(QJsonDocument::fromJson(QByteArray::fromStdString(listed.text)).array().size(), 2);
    const auto added = openstack(
        {"router", "add", "route", "--route", "destination=10.91.0.0/16,gateway=10.70.0.9", "rtr-edge"});
    QVERIFY2(added.exitCode == 0, added.errors.c_str());
    QCOMPARE(m_simulator->estate().find("openstack/routers")[0].toObject()["routes"].toArray().size(), 2);
}

void TestCloudsim::azurePagesAndTags()
{
    const std::string subscription = m_simulator->root() + "/subscriptions/" + azureSubscription;
    const std::string version = "?api-version=2025-05-01";
    const std::string key =
        "Bearer " + bearer(m_simulator->azureAuthority() + "/tenant/oauth2/v2.0/token",
                           "grant_type=client_credentials&client_id=c&client_secret=s&scope=x");
    const std::string network = "/providers/Microsoft.Network/";
    QCOMPARE(http("GET", subscription + network + "routeTables" + version).status, 401);
    QCOMPARE(http("GET", subscription + network + "routeTables", {}, {{"Authorization", key}}).status, 400);
    const std::string route = subscription + "/resourceGroups/Net" + network + "routeTables/ways/routes/more";
    const QJsonObject body{
        {"properties", QJsonObject{{"addressPrefix", "10.5.0.0/16"}, {"nextHopType", "None"}}}};
    QCOMPARE(http("PUT", route + version, body, {{"Authorization", key}, {"If-Match", "W/\"old\""}}).status,
             412);
    const auto made = http("PUT", route + version, body, {{"Authorization", key}});
    QCOMPARE(made.status, 201);
    const std::string tag = objectIn(made.body)["etag"].toString().toStdString();
    QCOMPARE(http("DELETE", route + version, {}, {{"Authorization", key}, {"If-Match", tag}}).status, 200);
    m_simulator->change([](Estate& estate) {
        QJsonArray& tables =
            estate.list(std::string("azure/") + azureSubscription + "/microsoft.network/routetables");
        QJsonObject second = tables[0].toObject();
        second["name"] = "second";
        second["id"] = second["id"].toString() + "2";
        tables.append(second);
    });
    m_simulator->behave({.largestPage = 1});
    std::string next = subscription + network + "routeTables" + version;
    int seen = 0;
    for (; !next.empty() && seen < 9; ++seen) {
        const QJsonObject page = objectIn(http("GET", next, {}, {{"Authorization", key}}).body);
        QCOMPARE(page["value"].toArray().size(), 1);
        next = page["nextLink"].toString().toStdString();
    }
    QCOMPARE(seen, 2);
}

void TestCloudsim::neutronGuardsRevisions()
{
    const QJsonObject user{
        {"name", "reader"}, {"password", "sim-secret"}, {"domain", QJsonObject{{"name", "Default"}}}};
    const QJsonObject identity{{"methods", QJsonArray{"password"}},
                               {"password", QJsonObject{{"user", user}}}};
    const auto given = http("POST", m_simulator->keystone() + "/auth/tokens",
                            {{"auth", QJsonObject{{"identity", identity}}}});
    QCOMPARE(given.status, 201);
    QVERIFY(!given.subjectToken.empty());
    const std::string router = m_simulator->root() + "/network/v2.0/routers/rtr-edge";
    const auto put = [&](const char* revision) {
        return http("PUT", router, {{"router", QJsonObject{{"name", "renamed"}}}},
                    {{"X-Auth-Token", given.subjectToken}, {"If-Match", revision}})
            .status;
    };
    QCOMPARE(put("revision_number=7"), 412);
    QCOMPARE(put("revision_number=1"), 200);
    QCOMPARE(put("revision_number=1"), 412);
    QCOMPARE(m_simulator->estate().find("openstack/routers")[0].toObject()["name"].toString(),
             QStringLiteral("renamed"));
}

QTEST_GUILESS_MAIN(TestCloudsim)
#include "tst_cloudsim.moc"
