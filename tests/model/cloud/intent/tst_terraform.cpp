// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/intent/expectation.h"
#include "tests/kit/result_macros.h"

#include <QTest>

using namespace zonescope;
using namespace zonescope::cloud;

namespace {

std::string state(const std::string& resources)
{
    return R"({"version":4,"terraform_version":"1.5.7","serial":3,"lineage":"x","resources":[)" + resources +
           "]}";
}

std::string resource(const std::string& type, const std::string& attributes, const std::string& more = {})
{
    return R"({"mode":"managed","type":")" + type + R"(","name":"a","provider":"p","instances":[{)" + more +
           R"("schema_version":0,"attributes":)" + attributes + "}]}";
}

TerraformFile read(const std::string& text)
{
    auto file = readTerraform(text, "prod.tfstate");
    if (!file)
        qFatal("%s", base::toString(file.error()).c_str());
    return std::move(*file);
}

std::vector<std::string> identities(const Expectation& expectation)
{
    std::vector<std::string> all;
    for (const Part& part : expectation.parts)
        all.push_back(part.identity);
    return all;
}

} // namespace

class TestTerraform : public QObject
{
    Q_OBJECT

private slots:
    void stateIsRead();
    void whatIsNotWantedIsLeftOut();
    void sameRouteInsideAndBeside();
    void sameRuleInsideAndBeside_data();
    void sameRuleInsideAndBeside();
    void plansAreRead();
    void reducedIsEnoughAndHoldsNoSecret();
    void errorsSayWhereAndWhat_data();
    void errorsSayWhereAndWhat();
};

void TestTerraform::stateIsRead()
{
    const TerraformFile file = read(state(
        R"({"module":"module.net","mode":"managed","type":"aws_subnet","name":"web","instances":[{"index_key":"eu","attributes":{"id":"subnet-1","arn":"arn:aws:ec2:eu-central-1:123456789012:subnet/subnet-1","vpc_id":"vpc-1","cidr_block":"10.0.1.0/24","map_public_ip_on_launch":true,"tags_all":{"Name":"web"}}}]})"));
    QCOMPARE(file.expectations.size(), 1U);
    const Expectation& e = file.expectations.front();
    QCOMPARE(e.address, std::string("module.net.aws_subnet.web[\"eu\"]"));
    QCOMPARE(e.resource.id, std::string("subnet-1"));
    QCOMPARE(e.resource.account, std::string("123456789012"));
    QCOMPARE(e.resource.region, std::string("eu-central-1"));
    QVERIFY(e.resource.kind == Kind::Subnet);
    QCOMPARE(e.resource.name, std::string("web"));
    QCOMPARE(e.fields, (std::vector<std::string>{"CidrBlock", "VpcId", "MapPublicIpOnLaunch", "tag:Name"}));
}

void TestTerraform::whatIsNotWantedIsLeftOut()
{
    const TerraformFile file = read(state(
        R"({"mode":"data","type":"aws_vpc","name":"d","instances":[{"attributes":{"id":"vpc-9"}}]},)" +
        resource("aws_vpc", R"({"id":"vpc-8","cidr_block":"10.0.0.0/16"})", R"("deposed":"0badcafe",)") +
        "," + resource("random_pet", R"({"id":"dog"})")));
    QCOMPARE(file.expectations.size(), 0U);
    QCOMPARE(file.otherTypes, 1U);
}

void TestTerraform::sameRouteInsideAndBeside()
{
    const TerraformFile file = read(state(
        resource(
            "aws_route_table",
            R"({"id":"rtb-1","vpc_id":"vpc-1","route":[{"cidr_block":"0.0.0.0/0","gateway_id":"igw-1","nat_gateway_id":"","ipv6_cidr_block":""}]})") +
        "," +
        resource(
            "aws_route",
            R"({"id":"r-rtb-11080289494","route_table_id":"rtb-1","destination_cidr_block":"0.0.0.0/0","gateway_id":"igw-1","state":"active","origin":"CreateRoute"})")));
    QCOMPARE(file.expectations.size(), 2U);
    const Expectation& table = file.expectations[0];
    const Expectation& route = file.expectations[1];
    QVERIFY(table.ownsParts && !table.partOnly);
    QVERIFY(!route.ownsParts && route.partOnly);
    QCOMPARE(route.resource.id, std::string("rtb-1"));
    QCOMPARE(identities(table), (std::vector<std::string>{"route 0.0.0.0/0"}));
    QVERIFY(table.parts == route.parts);
    QVERIFY(route.parts[0].routes[0].targetKind == TargetKind::InternetGateway);
}

void TestTerraform::sameRuleInsideAndBeside_data()
{
    QTest::addColumn<std::string>("inside");
    QTest::addColumn<std::string>("beside");
    QTest::newRow("AWS, old rule type")
        << resource(
               "aws_security_group",
               R"({"id":"sg-1","vpc_id":"vpc-1","name":"web","ingress":[{"from_port":443,"to_port":443,"protocol":"tcp","cidr_blocks":["10.0.0.0/8"],"ipv6_cidr_blocks":[],"security_groups":[],"self":true}],"egress":[]})")
        << resource(
               "aws_security_group_rule",
               R"({"type":"ingress","security_group_id":"sg-1","from_port":443,"to_port":443,"protocol":"tcp","cidr_blocks":["10.0.0.0/8"],"self":true})");
    QTest::newRow("AWS, egress")
        << resource(
               "aws_security_group",
               R"({"id":"sg-1","ingress":[],"egress":[{"from_port":0,"to_port":0,"protocol":"-1","cidr_blocks":["0.0.0.0/0"]}]})")
        << resource(
               "aws_vpc_security_group_egress_rule",
               R"({"id":"sgr-1","security_group_id":"sg-1","ip_protocol":"-1","cidr_ipv4":"0.0.0.0/0"})");
    QTest::newRow("AWS, from a group of another account")
        << resource(
               "aws_security_group",
               R"({"id":"sg-1","ingress":[{"from_port":22,"to_port":23,"protocol":"6","security_groups":["999999999999/sg-2"]}]})")
        << resource(
               "aws_vpc_security_group_ingress_rule",
               R"({"security_group_id":"sg-1","ip_protocol":"tcp","from_port":22,"to_port":23,"referenced_security_group_id":"sg-2"})");
    QTest::newRow("AWS, list")
        << resource(
               "aws_network_acl",
               R"({"id":"acl-1","ingress":[{"rule_no":100,"action":"allow","protocol":"6","cidr_block":"10.0.0.0/8","from_port":80,"to_port":80}],"egress":[]})")
        << resource(
               "aws_network_acl_rule",
               R"({"network_acl_id":"acl-1","rule_number":100,"egress":false,"rule_action":"allow","protocol":"tcp","cidr_block":"10.0.0.0/8","from_port":80,"to_port":80})");
    QTest::newRow("Azure")
        << resource(
               "azurerm_network_security_group",
               R"({"id":"/subscriptions/S/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/n","name":"n","security_rule":[{"name":"ssh","priority":100,"direction":"Inbound","access":"Allow","protocol":"Tcp","source_port_range":"*","destination_port_range":"22","source_address_prefix":"10.0.0.0/8","source_address_prefixes":[],"destination_address_prefix":"*","description":""}]})")
        << resource(
               "azurerm_network_security_rule",
               R"({"id":"/subscriptions/S/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/n/securityRules/ssh","name":"ssh","priority":100,"direction":"Inbound","access":"Allow","protocol":"Tcp","source_port_range":"*","destination_port_range":"22","source_address_prefix":"10.0.0.0/8","destination_address_prefix":"*"})");
}

void TestTerraform::sameRuleInsideAndBeside()
{
    QFETCH(std::string, inside);
    QFETCH(std::string, beside);
    const TerraformFile file = read(state(inside + "," + beside));
    QCOMPARE(file.expectations.size(), 2U);
    QVERIFY(!file.expectations[0].parts.empty());
    QCOMPARE(identities(file.expectations[0]), identities(file.expectations[1]));
    for (std::size_t i = 0; i < file.expectations[0].parts.size(); ++i)
        QCOMPARE(file.expectations[0].parts[i].value, file.expectations[1].parts[i].value);
    QCOMPARE(file.expectations[1].resource.id, file.expectations[0].resource.id);
    QVERIFY(file.expectations[1].resource.provider == file.expectations[0].resource.provider);
}

void TestTerraform::plansAreRead()
{
    const std::string plan =
        R"({"format_version":"1.2","planned_values":{"root_module":{"resources":[{"address":"openstack_networking_router_route_v2.r","mode":"managed","type":"openstack_networking_router_route_v2","name":"r","values":{"router_id":"aaaa","destination_cidr":"10.9.0.0/16","next_hop":"10.0.0.9"}}],"child_modules":[{"address":"module.m","resources":[{"address":"module.m.aws_vpc.v","mode":"managed","type":"aws_vpc","name":"v","values":{"cidr_block":"10.1.0.0/16"}}]}]}},)"
        R"("resource_changes":[{"address":"openstack_networking_router_route_v2.r","mode":"managed","type":"openstack_networking_router_route_v2","name":"r","change":{"actions":["create"],"before":null,"after":{"router_id":"aaaa","destination_cidr":"10.9.0.0/16","next_hop":"10.0.0.9"},"after_unknown":{"id":true}}},)"
        R"({"address":"aws_vpc.same","mode":"managed","type":"aws_vpc","name":"same","change":{"actions":["no-op"],"before":{},"after":{}}}]})";
    const TerraformFile file = read(plan);
    QVERIFY(file.form == IntentForm::Plan);
    QCOMPARE(file.expectations.size(), 2U);
    QCOMPARE(identities(file.expectations[0]), (std::vector<std::string>{"route 10.9.0.0/16"}));
    QVERIFY(file.expectations[1].resource.id.empty()); // still to be made
    QCOMPARE(file.expectations[1].address, std::string("module.m.aws_vpc.v"));

    const auto changes = readTerraformPlan(plan, "plan.json");
    QVERIFY_RESULT(changes);
    QCOMPARE(changes->size(), 1U);
    QVERIFY(changes->front().before.empty());
    QCOMPARE(changes->front().after.front().parts.front().value, std::string("10.0.0.9"));
    QVERIFY_ERROR(readTerraformPlan(state(""), "s"), base::ErrorCode::InvalidValue);
}

void TestTerraform::reducedIsEnoughAndHoldsNoSecret()
{
    const TerraformFile file = read(state(
        resource(
            "aws_vpn_connection",
            R"({"id":"vpn-1","customer_gateway_id":"cgw-1","type":"ipsec.1","tunnel1_preshared_key":"canary-psk","customer_gateway_configuration":"<xml>canary-xml</xml>"})") +
        "," +
        resource("aws_instance", R"({"id":"i-1","subnet_id":"subnet-1","user_data":"canary-user-data"})") +
        "," +
        resource("aws_vpc", R"({"id":"vpc-1","cidr_block":"10.77.0.0/16"})",
                 R"("sensitive_attributes":[[{"type":"get_attr","value":"cidr_block"}]],)")));
    QVERIFY(file.reduced.find("canary") == std::string::npos);
    QVERIFY(file.reduced.find("10.77") == std::string::npos); // Terraform was told that it is secret
    QVERIFY(file.expectations[2].fields.empty());
    const TerraformFile again = read(file.reduced);
    QCOMPARE(again.expectations.size(), file.expectations.size());
    for (std::size_t i = 0; i < again.expectations.size(); ++i) {
        QCOMPARE(again.expectations[i].resource.id, file.expectations[i].resource.id);
        QCOMPARE(again.expectations[i].fields, file.expectations[i].fields);
        QCOMPARE(again.expectations[i].resource.raw, file.expectations[i].resource.raw);
        QCOMPARE(again.expectations[i].address, file.expectations[i].address);
    }
    QCOMPARE(again.reduced, file.reduced);
}

void TestTerraform::errorsSayWhereAndWhat_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<int>("code");
    QTest::addColumn<std::string>("says");
    const auto row = [](const char* name, const std::string& text, base::ErrorCode code, const char* says) {
        QTest::newRow(name) << text << static_cast<int>(code) << std::string(says);
    };
    using enum base::ErrorCode;
    row("no JSON", "resource \"aws_vpc\" {\n}", SyntaxError, "prod.tfstate: line 1");
    row("cut", "{\"version\":4,\n\"resources\":[", SyntaxError, "prod.tfstate: line 2");
    row("list", "[]", SyntaxError, "terraform show -json");
    row("neither", "{}", InvalidValue, "neither a state");
    row("version 3", R"({"version":3,"modules":[]})", Unsupported, "version is 3");
    row("format 2", R"({"format_version":"2.0","planned_values":{}})", Unsupported, "format_version is 2.0");
    row("no list", R"({"version":4,"resources":{}})", InvalidValue, "resources is no list");
    row("no object", R"({"version":4,"resources":[7]})", InvalidValue, "resources[0] is no object");
    row("no attributes",
        R"({"version":4,"resources":[{"mode":"managed","type":"aws_vpc","instances":[{"attributes":{"id":"v"}},{}]}]})",
        InvalidValue, "resources[0].instances[1].attributes is no object");
    row("plan without values", R"({"format_version":"1.0","resource_changes":[]})", InvalidValue,
        "planned_values is missing");
    row("module", R"({"format_version":"1.0","planned_values":{"root_module":{"child_modules":[1]}}})",
        InvalidValue, "planned_values.root_module.child_modules[0] is no object");
}

void TestTerraform::errorsSayWhereAndWhat()
{
    QFETCH(std::string, text);
    QFETCH(int, code);
    QFETCH(std::string, says);
    const auto file = readTerraform(text, "prod.tfstate");
    QVERIFY_ERROR(file, static_cast<base::ErrorCode>(code));
    QVERIFY2(file.error().detail.find(says) != std::string::npos, file.error().detail.c_str());
}

QTEST_GUILESS_MAIN(TestTerraform)
#include "tst_terraform.moc"
