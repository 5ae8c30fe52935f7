// SPDX-License-Identifier: GPL-3.0-or-later
// data/aws holds answers of moto 5.2.1 as they came over the wire and as boto3 understood them.
#include "model/cloud/aws_xml.h"
#include "model/cloud/difference.h"
#include "model/cloud/folder_reader.h"
#include "model/cloud/json.h"
#include "tests/kit/result_macros.h"
#include "tests/model/cloud/samples.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace zonescope;
using namespace zonescope::cloud;

namespace {

const Resource* find(const std::vector<Resource>& all, std::string_view id)
{
    const auto found = std::ranges::find(all, id, &Resource::id);
    return found == all.end() ? nullptr : &*found;
}

bool points(const Resource& from, RelationKind kind, std::string_view to)
{
    return std::ranges::any_of(from.relations,
                               [&](const Relation& r) { return r.kind == kind && r.target == to; });
}

} // namespace

class TestReplies : public QObject
{
    Q_OBJECT

private slots:
    void wireAndCommandLineAgree_data();
    void wireAndCommandLineAgree();
    void awsNetwork();
    void awsContentAskedForById();
    void awsRecordsKnowTheirZone();
    void google();
    void googleAggregated();
    void azure();
    void azureInlineOrNot();
    void openStack();
    void whatNobodyMappedIsKept();
    void folderBecomesSnapshot();
    void wrongAnswers_data();
    void wrongAnswers();
    void awsFaults();
    void numbers_data();
    void numbers();
    void numberTooBig();
    void halfOfAPair();
};

void TestReplies::wireAndCommandLineAgree_data()
{
    QTest::addColumn<QString>("name");
    for (const QString& file : QDir(QStringLiteral(CLOUD_DATA "/aws")).entryList({"*.xml"}))
        QTest::newRow(qPrintable(file)) << file.chopped(4);
}

/// A stranger wrote the XML, another stranger read it: our reading of the wire must equal boto3's.
void TestReplies::wireAndCommandLineAgree()
{
    QFETCH(QString, name);
    const std::string path = "aws/" + name.toStdString();
    const ReadContext context{Provider::Aws, "123456789012", "eu-central-1",
                              name.contains("pl-")       ? "pl-1"
                              : name.contains("tgw-rtb") ? "tgw-rtb-1"
                                                         : ""};
    const auto wire = readReply(sampleText(path + ".xml"), context);
    const auto printed = readReply(sampleText(path + ".json"), context);
    QVERIFY_RESULT(wire);
    QVERIFY_RESULT(printed);
    QVERIFY(!wire->resources.empty());
    QCOMPARE(wire->resources.size(), printed->resources.size());
    for (std::size_t i = 0; i < wire->resources.size(); ++i) {
        const Resource& a = wire->resources[i];
        const Resource& b = printed->resources[i];
        QCOMPARE(QString::fromStdString(a.key()), QString::fromStdString(b.key()));
        QCOMPARE(a.name, b.name);
        QCOMPARE(a.state, b.state);
        QVERIFY(a.tags == b.tags);
        QVERIFY(a.prefixes == b.prefixes);
        QVERIFY(a.addresses == b.addresses);
        QVERIFY(a.dnsNames == b.dnsNames);
        QVERIFY(a.relations == b.relations);
        QVERIFY(a.routes == b.routes);
        QVERIFY(a.rules == b.rules);
        for (const FieldChange& change : fieldChanges(a, b)) {
            const QString where = QString::fromStdString(change.path);
            // Times are written differently; what boto3 does not know it leaves out, we keep it.
            if (where.contains("Time") || where.contains("Date") ||
                change.before.find("Time") != std::string::npos || change.after.empty() ||
                (change.before == "\"\"" && change.after == "{}"))
                continue;
            QFAIL(qPrintable(where + ": " + QString::fromStdString(change.before + " or " + change.after)));
        }
    }
}

void TestReplies::awsNetwork()
{
    const auto vpcs = sampleResources("aws/describe-vpcs.xml");
    QCOMPARE(vpcs.size(), 2U);
    const auto production = std::ranges::find(vpcs, "production", &Resource::name);
    QVERIFY(production != vpcs.end());
    QCOMPARE(production->prefixes.size(), 2U);
    QCOMPARE(production->account, std::string("123456789012"));
    const auto tables = sampleResources("aws/describe-route-tables.xml");
    const auto custom = std::ranges::find_if(tables, [](const Resource& r) { return r.routes.size() == 5; });
    QVERIFY2(custom != tables.end(), "two local routes, the internet, a peering and an endpoint");
    const auto internet = std::ranges::find(custom->routes, TargetKind::InternetGateway, &Route::targetKind);
    QVERIFY(internet != custom->routes.end() && internet->destination == wholeInternet(net::Family::V4));
    QVERIFY(std::ranges::find(custom->routes, TargetKind::Peering, &Route::targetKind) !=
            custom->routes.end());
    const auto groups = sampleResources("aws/describe-security-groups.json");
    const auto web = std::ranges::find(groups, "web", &Resource::name);
    QVERIFY(web != groups.end());
    const auto https =
        std::ranges::find_if(web->rules, [](const Rule& r) { return r.ports[0].first == 443; });
    QVERIFY(https != web->rules.end() && https->ingress && https->remotes.size() == 2);
    const auto ssh = std::ranges::find_if(web->rules, [](const Rule& r) { return r.ports[0].first == 22; });
    QVERIFY(ssh != web->rules.end() && ssh->remoteGroups == std::vector<std::string>{web->id});
    const auto acls = sampleResources("aws/describe-network-acls.xml");
    const auto strict = std::ranges::find_if(acls, [](const Resource& r) {
        return std::ranges::any_of(r.rules, [](const Rule& rule) {
            return rule.ports[0] == PortRange{443, 443};
        });
    });
    QVERIFY(strict != acls.end());
}

void TestReplies::awsContentAskedForById()
{
    const QString name = QDir(QStringLiteral(CLOUD_DATA "/aws")).entryList({"search-transit*.xml"}).value(0);
    const auto reply =
        readReply(sampleText("aws/" + name.toStdString()), {Provider::Aws, "1", "eu-central-1", "tgw-rtb-7"});
    QVERIFY_RESULT(reply);
    QCOMPARE(reply->resources.size(), 1U);
    QCOMPARE(reply->resources[0].id, std::string("tgw-rtb-7"));
    QCOMPARE(reply->resources[0].routes.size(), 1U);
    QVERIFY(reply->resources[0].routes[0].blackhole);
}

void TestReplies::awsRecordsKnowTheirZone()
{
    const auto records = sampleResources("aws/list-resource-record-sets.xml");
    const Resource* old = find(records, "example.org./old.example.org./CNAME");
    QVERIFY(old);
    QVERIFY(points(*old, RelationKind::ResolvesTo, "gone-1.eu-central-1.elb.amazonaws.com"));
    QCOMPARE(old->dnsNames, std::vector<std::string>{"old.example.org"});
}

void TestReplies::google()
{
    const auto all = sampleResources("google/compute.json");
    const Resource* network = find(all, "projects/acme-shop/global/networks/shop");
    const Resource* peering = find(all, "projects/acme-shop/global/networks/shop/to-data");
    const Resource* subnet = find(all, "projects/acme-shop/regions/europe-west3/subnetworks/shop-eu");
    const Resource* nic = find(all, "projects/acme-shop/zones/europe-west3-a/instances/web-1/nic0");
    QVERIFY(network && peering && subnet && nic);
    QCOMPARE(network->region, std::string("global"));
    QCOMPARE(network->account, std::string("acme-shop"));
    QVERIFY2(network->raw.find("aFieldOfTomorrow") != std::string::npos, "unknown fields are kept");
    QVERIFY(points(*peering, RelationKind::PeersWith, "projects/acme-data/global/networks/data"));
    QVERIFY(points(*peering, RelationKind::ContainedIn, network->id));
    QCOMPARE(subnet->region, std::string("europe-west3"));
    QCOMPARE(subnet->prefixes.size(), 2U);
    QCOMPARE(nic->kind, Kind::Interface);
    QCOMPARE(nic->addresses.size(), 2U);
    QVERIFY(points(*nic, RelationKind::ContainedIn, subnet->id));
    const Resource* route = find(all, "projects/acme-shop/global/routes/to-office");
    QVERIFY(route && route->routes.size() == 1);
    QVERIFY(route->routes[0].blackhole);
    QCOMPARE(route->routes[0].priority, 900U);
    const Resource* firewall = find(all, "projects/acme-shop/global/firewalls/allow-web");
    QVERIFY(firewall && firewall->rules.size() == 1);
    QCOMPARE(firewall->rules[0].ports.size(), 2U);
    QCOMPARE(firewall->rules[0].onlyTo, std::vector<std::string>{"web"});
    const Resource* off = find(all, "projects/acme-shop/global/firewalls/off");
    QVERIFY2(off && off->rules.empty(), "a disabled firewall rule rules nothing");
}

void TestReplies::googleAggregated()
{
    const auto reply =
        readReply(sampleText("google/aggregated-subnetworks.json"), {Provider::Google, "", "", ""});
    QVERIFY_RESULT(reply);
    QCOMPARE(reply->resources.size(), 1U);
    QCOMPARE(reply->next, std::string("CgYxMjM0"));
    QCOMPARE(reply->unreachable, std::vector<std::string>{"regions/asia-east1"});
    const auto records = sampleResources("google/dns-records.json", Provider::Google);
    QCOMPARE(records.size(), 2U);
    QVERIFY(points(records[1], RelationKind::ResolvesTo, "203.0.113.5"));
}

void TestReplies::azure()
{
    const auto all = sampleResources("azure/arm-network.json");
    const std::string group =
        "/subscriptions/0b1f6471-1bf0-4dda-aec3-111122223333/resourcegroups/net/providers/"
        "microsoft.network/";
    const Resource* guard = find(all, group + "networksecuritygroups/appguard");
    QVERIFY(guard && guard->rules.size() == 3);
    QCOMPARE(guard->rules[0].remoteGroups, std::vector<std::string>{"Internet"});
    QCOMPARE(guard->rules[1].ports.size(), 2U);
    QCOMPARE(guard->rules[1].remotes.size(), 2U);
    QCOMPARE(guard->rules[1].locals.size(), 1U);
    QVERIFY(!guard->rules[2].allow);
    const Resource* ways = find(all, group + "routetables/ways");
    QVERIFY(ways && ways->routes.size() == 2);
    QCOMPARE(ways->routes[0].targetKind, TargetKind::Address);
    QCOMPARE(ways->routes[1].targetKind, TargetKind::Drop);
    const Resource* nic = find(all, group + "networkinterfaces/nic1");
    QVERIFY(nic && points(*nic, RelationKind::ContainedIn, group + "virtualnetworks/spoke/subnets/app"));
    QCOMPARE(nic->account, std::string("0b1f6471-1bf0-4dda-aec3-111122223333"));
}

/// az leaves "properties" out and writes ids in other capitals: the same resources all the same.
void TestReplies::azureInlineOrNot()
{
    const auto all = sampleResources("azure/vnet-list.json");
    QCOMPARE(all.size(), 3U);
    QCOMPARE(all[0].kind, Kind::Network);
    QCOMPARE(all[1].kind, Kind::Subnet);
    QCOMPARE(all[1].region, std::string("westeurope"));
    QVERIFY(points(all[1], RelationKind::ContainedIn, all[0].id));
    QVERIFY(points(all[1], RelationKind::AssociatedWith,
                   "/subscriptions/0b1f6471-1bf0-4dda-aec3-111122223333/resourcegroups/net/providers/"
                   "microsoft.network/networksecuritygroups/appguard"));
    QCOMPARE(all[2].kind, Kind::Peering);
}

void TestReplies::openStack()
{
    const auto reply = readReply(sampleText("openstack/neutron.json"), {});
    QVERIFY_RESULT(reply);
    QCOMPARE(reply->next, std::string("http://127.0.0.1:9696/v2.0/networks?marker=6f1a"));
    const auto& all = reply->resources;
    QCOMPARE(all.size(), 6U);
    const Resource* port = find(all, "91aa");
    QVERIFY(port && points(*port, RelationKind::ContainedIn, "83c0"));
    QVERIFY(points(*port, RelationKind::AssociatedWith, "5a5a"));
    QCOMPARE(port->account, std::string("7d2b"));
    const Resource* router = find(all, "aaaa");
    QVERIFY(router && router->routes.size() == 1);
    QCOMPARE(router->routes[0].target, std::string("10.70.0.254"));
    const Resource* group = find(all, "5a5a");
    QVERIFY(group && group->rules.size() == 2);
    QVERIFY(group->rules[1].remotes == std::vector{wholeInternet(net::Family::V4)});
}

void TestReplies::whatNobodyMappedIsKept()
{
    const auto all = sampleResources("azure/arm-network.json");
    const auto unknown = std::ranges::find(all, Kind::Other, &Resource::kind);
    QVERIFY(unknown != all.end());
    QVERIFY(unknown->raw.find("\"color\":\"blue\"") != std::string::npos);
    const auto other = readReply(R"({"Gizmos":[{"Id":"g-1","Name":"one"}]})", {Provider::Aws, "1", "r", ""});
    QVERIFY_RESULT(other);
    QCOMPARE(other->resources.size(), 1U);
    QCOMPARE(other->resources[0].id, std::string("g-1"));
}

void TestReplies::folderBecomesSnapshot()
{
    QTemporaryDir folder;
    QDir(folder.path()).mkpath("123456789012/eu-central-1");
    const QString below = folder.path() + "/123456789012/eu-central-1/";
    for (const QString& file : QDir(QStringLiteral(CLOUD_DATA "/aws")).entryList({"*.json"}))
        QVERIFY(QFile::copy(QStringLiteral(CLOUD_DATA "/aws/") + file, below + file));
    QVERIFY(QFile::copy(QStringLiteral(CLOUD_DATA "/google/compute.json"), folder.path() + "/gcloud.json"));
    QVERIFY(QFile::copy(QStringLiteral(CLOUD_DATA "/azure/vnet-list.json"), folder.path() + "/az.json"));
    QFile broken(folder.path() + "/broken.json");
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("{\"Vpcs\": [\n");
    broken.close();
    const auto read = readFolder(folder.path().toStdString(), base::fromMicroseconds(1));
    QVERIFY_RESULT(read);
    QCOMPARE(read->filesNotRead, 1U);
    const auto scope = std::ranges::find(read->snapshot->scopes(), ScopeState::Broken, &Scope::state);
    QVERIFY(scope != read->snapshot->scopes().end());
    QCOMPARE(scope->what, std::string("broken.json"));
    QVERIFY2(scope->detail.find("line 2") != std::string::npos, scope->detail.c_str());
    const auto subnets = std::ranges::count(read->snapshot->resources(), Kind::Subnet, &Resource::kind);
    QCOMPARE(subnets, 4);
    for (const Resource& r : read->snapshot->resources())
        if (r.provider == Provider::Aws && r.kind == Kind::NatGateway)
            QCOMPARE(r.region, std::string("eu-central-1"));
    QVERIFY_ERROR(readFolder("/nowhere/at/all", {}), base::ErrorCode::FileFailed);
    QTemporaryDir empty;
    QVERIFY_ERROR(readFolder(empty.path().toStdString(), {}), base::ErrorCode::NotFound);
}

void TestReplies::wrongAnswers_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("code");
    const int syntax = static_cast<int>(base::ErrorCode::SyntaxError);
    QTest::newRow("nothing") << QByteArray() << syntax;
    QTest::newRow("page") << QByteArray("<!DOCTYPE html><html><body>Not Found</body></html>") << syntax;
    QTest::newRow("cut") << QByteArray("{\"Vpcs\":[{\"VpcId\":\"vpc-1\"") << syntax;
    QTest::newRow("deep") << QByteArray(5000, '[') << syntax;
    QTest::newRow("deep xml") << QByteArray("<a>").repeated(5000) + QByteArray("</a>").repeated(5000)
                              << syntax;
    QTest::newRow("no list") << QByteArray("{\"a\":1}") << static_cast<int>(base::ErrorCode::Unsupported);
    QTest::newRow("number") << QByteArray("12") << static_cast<int>(base::ErrorCode::Unsupported);
}

void TestReplies::wrongAnswers()
{
    QFETCH(QByteArray, text);
    QFETCH(int, code);
    const auto reply = readReply({text.data(), static_cast<std::size_t>(text.size())}, {});
    QVERIFY(!reply);
    QCOMPARE(static_cast<int>(reply.error().code), code);
    QVERIFY(!reply.error().detail.empty());
}

void TestReplies::awsFaults()
{
    for (const char* text : {"<Response><Errors><Error><Code>AuthFailure</Code><Message>no</Message></"
                             "Error></Errors></Response>",
                             "<ErrorResponse><Error><Type>Sender</Type><Code>AuthFailure</Code><Message>no</"
                             "Message></Error></ErrorResponse>",
                             "<ErrorResponse><Errors><Error><Code>AuthFailure</Code><Message>no</Message></"
                             "Error></Errors></ErrorResponse>"}) {
        const auto fault = awsFaultIn(text);
        QVERIFY(fault);
        QCOMPARE(fault->code, std::string("AuthFailure"));
        QCOMPARE(fault->message, std::string("no"));
    }
    QVERIFY(!awsFaultIn(sampleText("aws/describe-vpcs.xml")));
}

void TestReplies::numbers_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("same");
    const auto row = [](const char* text, const char* same) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(same);
    };
    // What RapidJSON reads as 1e293 and the like.
    row("0E110", "0.0");
    row("0.0e-300", "0.0");
    row("-0E300", "-0.0");
    row("0", "0");
    row("-0", "0");
    row("18446744073709551615", "18446744073709551615");
    row("-9223372036854775808", "-9223372036854775808");
    row("18446744073709551616", "18446744073709553000.0");
    row("0.1", "0.1");
    row("5e-324", "5e-324");
    row("1e-400", "0.0");
    row("2.2250738585072011e-308", "2.225073858507201e-308");
    row("1E5", "100000.0");
}

void TestReplies::numbers()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, same);
    const auto read = parseJson("[" + text.toStdString() + "]");
    QVERIFY_RESULT(read);
    QCOMPARE(QByteArray::fromStdString(jsonText(*read)), "[" + same + "]");
}

void TestReplies::numberTooBig()
{
    const auto read = parseJson("{\n\"a\": 1e400}");
    QVERIFY_ERROR(read, base::ErrorCode::SyntaxError);
    QVERIFY(read.error().detail.find("line 2: Number too big") == 0);
}

void TestReplies::halfOfAPair()
{
    QVERIFY_RESULT(parseJson(R"(["\uD83D\uDE00\uD7FF\uE000"])"));
    for (const char* text : {R"({"a":"\uDE00"})", R"({"\uDE00":1})", R"({"a":"\uD83D"})"}) {
        const auto read = parseJson(text);
        QVERIFY_ERROR(read, base::ErrorCode::SyntaxError);
        QVERIFY2(read.error().detail.find("surrogate") != std::string::npos, read.error().detail.c_str());
    }
}

QTEST_APPLESS_MAIN(TestReplies)
#include "tst_replies.moc"
