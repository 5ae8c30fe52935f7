// SPDX-License-Identifier: GPL-3.0-or-later
// The providers' own clients and we read the same simulated clouds, in small pages: the same ids come out.
#include "model/cloud/aws_scan.h"
#include "model/cloud/azure/azure_scan.h"
#include "model/cloud/google/google_scan.h"
#include "model/cloud/http.h"
#include "model/cloud/openstack/openstack_scan.h"
#include "tests/cloudsim/simulator.h"
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"

#include <QJsonDocument>
#include <QTest>

#include <algorithm>
#include <set>

using namespace zonescope;
using namespace zonescope::cloud;
using cloudsim::Simulator;

class TestCloudClients : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void awsCommandLine();
    void gcloud();
    void googleJavaScript();
    void azureJavaScript();
    void openstackClient();

private:
    using Words = std::vector<std::string>;
    /// stdout as JSON; the test fails when the program does.
    QJsonDocument run(Words environment, Words command) const;
    ScanSettings settings() const;
    GoogleCredentials googleCredentials() const;
    /// Ids of a list as the provider's JavaScript client reads them.
    std::set<std::string> listed(Provider provider, const std::string& endpoint, const std::string& account,
                                 const std::string& list, const std::string& token) const;
    std::string tokenOf(const std::string& url, const std::string& form) const;

    std::unique_ptr<Simulator> m_simulator;
    kit::TemporaryFolder m_folder;
};

namespace {

std::set<std::string> idsOf(const Snapshot& snapshot, const std::string& collection,
                            const std::string& region = {})
{
    std::set<std::string> ids;
    for (const Resource& resource : snapshot.resources())
        if (resource.collection == collection && (region.empty() || resource.region == region))
            ids.insert(resource.id);
    return ids;
}

std::set<std::string> idsIn(const QJsonArray& list, const char* member, Provider provider)
{
    std::set<std::string> ids;
    for (const QJsonValue& item : list)
        ids.insert(foldedId(provider, item.toObject()[QLatin1String(member)].toString().toStdString()));
    return ids;
}

constexpr const char* refreshing = "grant_type=refresh_token&refresh_token=r&client_id=c&client_secret=s";

bool clientsAreThere()
{
    return !kit::findProgram("node").empty() && std::filesystem::exists(CLOUD_CLIENTS "/complete");
}

} // namespace

GoogleCredentials TestCloudClients::googleCredentials() const
{
    GoogleCredentials credentials;
    credentials.project = cloudsim::googleProject;
    credentials.tokenUri = m_simulator->googleToken();
    credentials.clientId = credentials.clientSecret = credentials.refreshToken = "x";
    return credentials;
}

std::string TestCloudClients::tokenOf(const std::string& url, const std::string& form) const
{
    const auto given = HttpClient({}).perform({"POST", url, {}, form});
    const auto token = given ? readAccessToken(*given) : tl::unexpected(given.error());
    if (!token)
        QTest::qFail(base::toString(token.error()).c_str(), __FILE__, __LINE__);
    return token.value_or(std::string());
}

std::set<std::string> TestCloudClients::listed(Provider provider, const std::string& endpoint,
                                               const std::string& account, const std::string& list,
                                               const std::string& token) const
{
    const auto theirs =
        run({std::string("CLOUD_CLIENTS=") + CLOUD_CLIENTS},
            {kit::findProgram("node"), CLIENT_SCRIPT, provider == Provider::Azure ? "azure" : "google",
             endpoint, account, list, token});
    std::set<std::string> ids;
    for (const QJsonValue& id : theirs.array())
        ids.insert(foldedId(provider, id.toString().toStdString()));
    return ids;
}

void TestCloudClients::init()
{
    cloudsim::Behaviour behaviour;
    behaviour.largestPage = 2;
    auto started = Simulator::start(cloudsim::smallEstate(), behaviour);
    QVERIFY_RESULT(started);
    m_simulator = std::move(*started);
}

QJsonDocument TestCloudClients::run(Words environment, Words command) const
{
    environment.insert(environment.begin(), "env");
    std::ranges::move(command, std::back_inserter(environment));
    const auto output = kit::run(environment);
    if (!output || output->exitCode != 0)
        QTest::qFail(output ? output->errors.c_str() : base::toString(output.error()).c_str(), __FILE__,
                     __LINE__);
    return output ? QJsonDocument::fromJson(QByteArray::fromStdString(output->text)) : QJsonDocument();
}

ScanSettings TestCloudClients::settings() const
{
    ScanSettings made;
    made.clock = std::make_shared<base::SystemClock>();
    made.wait = [](base::Duration) { return true; };
    return made;
}

void TestCloudClients::awsCommandLine()
{
    if (kit::findProgram("aws").empty())
        QSKIP("the aws command line (awscli) is not installed: our ids were compared with nobody's");
    AwsProfile profile;
    profile.keys = {"AKIA111122223333", "secret", {}};
    profile.endpoint = m_simulator->root();
    const auto ours = scanAws({profile, {}, settings()});
    QVERIFY_RESULT(ours);
    struct Case
    {
        const char* command;
        const char* list;
        const char* id;
    };
    for (const Case& c :
         {Case{"describe-subnets", "Subnets", "SubnetId"},
          Case{"describe-route-tables", "RouteTables", "RouteTableId"},
          Case{"describe-network-interfaces", "NetworkInterfaces", "NetworkInterfaceId"},
          Case{"describe-transit-gateways", "TransitGateways", "TransitGatewayId"},
          Case{"describe-vpc-peering-connections", "VpcPeeringConnections", "VpcPeeringConnectionId"},
          Case{"describe-addresses", "Addresses", "AllocationId"}}) {
        const auto theirs = run({"AWS_ACCESS_KEY_ID=AKIA111122223333", "AWS_SECRET_ACCESS_KEY=secret",
                                 "AWS_EC2_METADATA_DISABLED=true", "AWS_CONFIG_FILE=/dev/null"},
                                {"aws", "--output", "json", "--region", "eu-central-1", "--endpoint-url",
                                 m_simulator->root(), "ec2", c.command});
        const auto ids = idsIn(theirs[c.list].toArray(), c.id, Provider::Aws);
        QVERIFY2(!ids.empty(), c.command);
        QVERIFY2(idsOf(**ours, c.list, "eu-central-1") == ids, c.command);
    }
}

void TestCloudClients::gcloud()
{
    if (kit::findProgram("gcloud").empty())
        QSKIP("gcloud is not installed: our ids were compared with nobody's");
    const auto ours = scanGoogle({googleCredentials(), {}, m_simulator->root(), settings()});
    QVERIFY_RESULT(ours);
    const auto tokenFile = m_folder.path() / "token";
    kit::writeText(tokenFile, tokenOf(m_simulator->googleToken(), refreshing));
    struct Case
    {
        Words command;
        const char* collection;
    };
    for (const Case& c :
         {Case{{"networks", "list"}, "compute#network"},
          Case{{"networks", "subnets", "list"}, "compute#subnetwork"},
          Case{{"routes", "list"}, "compute#route"}, Case{{"firewall-rules", "list"}, "compute#firewall"},
          Case{{"vpn-tunnels", "list"}, "compute#vpnTunnel"}}) {
        Words command{"gcloud", "compute"};
        command.insert(command.end(), c.command.begin(), c.command.end());
        command.push_back("--format=json");
        const auto theirs =
            run({"CLOUDSDK_CONFIG=" + m_folder.path().string(),
                 "CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE=" + m_simulator->googleCompute() + "/",
                 "CLOUDSDK_AUTH_ACCESS_TOKEN_FILE=" + tokenFile.string(), "CLOUDSDK_CORE_PROJECT=sim-project",
                 "CLOUDSDK_CORE_DISABLE_PROMPTS=1", "CLOUDSDK_CORE_DISABLE_USAGE_REPORTING=1"},
                command);
        const auto ids = idsIn(theirs.array(), "selfLink", Provider::Google);
        QVERIFY2(!ids.empty(), c.collection);
        QVERIFY2(idsOf(**ours, c.collection) == ids, c.collection);
    }
}

void TestCloudClients::googleJavaScript()
{
    if (!clientsAreThere())
        QSKIP("Google's JavaScript client is not there (npm): our ids were compared with nobody's");
    const auto ours = scanGoogle({googleCredentials(), {}, m_simulator->root(), settings()});
    QVERIFY_RESULT(ours);
    const std::string token = tokenOf(m_simulator->googleToken(), refreshing);
    for (const auto& [list, collection] :
         {std::pair("networks", "compute#network"), std::pair("subnetworks", "compute#subnetwork"),
          std::pair("routes", "compute#route"), std::pair("firewalls", "compute#firewall"),
          std::pair("vpnTunnels", "compute#vpnTunnel")}) {
        const auto theirs =
            listed(Provider::Google, m_simulator->root() + "/", cloudsim::googleProject, list, token);
        QVERIFY2(!theirs.empty(), list);
        QVERIFY2(idsOf(**ours, collection) == theirs, list);
    }
}

void TestCloudClients::azureJavaScript()
{
    if (!clientsAreThere())
        QSKIP("Azure's JavaScript client is not there (npm): our ids were compared with nobody's");
    const AzureProfiles profiles({{"AZURE_TENANT_ID", "tenant"},
                                  {"AZURE_CLIENT_ID", "client"},
                                  {"AZURE_CLIENT_SECRET", "sim-secret"},
                                  {"AZURE_AUTHORITY_HOST", m_simulator->azureAuthority()}},
                                 {});
    auto credentials = profiles.find("");
    QVERIFY_RESULT(credentials);
    credentials->manager = m_simulator->root();
    const auto ours = scanAzure({*credentials, {}, settings()});
    QVERIFY_RESULT(ours);
    const std::string token =
        tokenOf(m_simulator->azureAuthority() + "/tenant/oauth2/v2.0/token",
                "grant_type=client_credentials&client_id=client&client_secret=sim-secret&scope=x");
    for (const auto& [list, collection] :
         {std::pair("virtualNetworks", "Microsoft.Network/virtualNetworks"),
          std::pair("networkSecurityGroups", "Microsoft.Network/networkSecurityGroups"),
          std::pair("routeTables", "Microsoft.Network/routeTables"),
          std::pair("networkInterfaces", "Microsoft.Network/networkInterfaces"),
          std::pair("publicIPAddresses", "Microsoft.Network/publicIPAddresses")}) {
        const auto theirs =
            listed(Provider::Azure, m_simulator->root(), cloudsim::azureSubscription, list, token);
        QVERIFY2(!theirs.empty(), list);
        QVERIFY2(idsOf(**ours, collection) == theirs, list);
    }
}

void TestCloudClients::openstackClient()
{
    if (kit::findProgram("openstack").empty())
        QSKIP("python3-openstackclient is not installed: our ids were compared with nobody's");
    OpenStackProfile profile;
    profile.authUrl = m_simulator->keystone();
    profile.userName = "reader";
    profile.password = "sim-secret";
    profile.projectName = "demo";
    const auto ours = scanOpenStack({profile, {}, settings()});
    QVERIFY_RESULT(ours);
    struct Case
    {
        Words command;
        const char* collection;
    };
    for (const Case& c : {Case{{"network", "list"}, "networks"}, Case{{"port", "list"}, "ports"},
                          Case{{"router", "list"}, "routers"}}) {
        Words command{kit::findProgram("openstack")};
        command.insert(command.end(), c.command.begin(), c.command.end());
        command.insert(command.end(), {"-f", "json"});
        const auto theirs =
            run({"PATH=/usr/bin:/bin", "OS_AUTH_URL=" + m_simulator->keystone(), "OS_USERNAME=reader",
                 "OS_PASSWORD=sim-secret", "OS_PROJECT_NAME=demo", "OS_USER_DOMAIN_NAME=Default",
                 "OS_PROJECT_DOMAIN_NAME=Default", "OS_IDENTITY_API_VERSION=3"},
                command);
        const auto ids = idsIn(theirs.array(), "ID", Provider::OpenStack);
        QVERIFY2(!ids.empty(), c.collection);
        QVERIFY2(idsOf(**ours, c.collection) == ids, c.collection);
    }
}

QTEST_GUILESS_MAIN(TestCloudClients)
#include "tst_cloud_clients.moc"
