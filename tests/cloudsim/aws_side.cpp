// SPDX-License-Identifier: GPL-3.0-or-later
// EC2, ELBv2 and STS speak the query protocol: POST, the answer is XML; Route 53 is REST.
#include "tests/cloudsim/aws_side.h"

#include "tests/cloudsim/aws_xml_writer.h"

#include <QStringList>

#include <array>
#include <atomic>
#include <optional>

namespace zonescope::cloudsim {
namespace {

struct ReadAction
{
    const char* action;
    const char* list;
    XmlStyle style = XmlStyle::Ec2;
};
constexpr std::array reads{
    ReadAction{"DescribeVpcs", "vpcSet"},
    ReadAction{"DescribeSubnets", "subnetSet"},
    ReadAction{"DescribeRouteTables", "routeTableSet"},
    ReadAction{"DescribeSecurityGroups", "securityGroupInfo"},
    ReadAction{"DescribeSecurityGroupRules", "securityGroupRuleSet"},
    ReadAction{"DescribeNetworkAcls", "networkAclSet"},
    ReadAction{"DescribeInternetGateways", "internetGatewaySet"},
    ReadAction{"DescribeEgressOnlyInternetGateways", "egressOnlyInternetGatewaySet"},
    ReadAction{"DescribeNatGateways", "natGatewaySet"},
    ReadAction{"DescribeVpnGateways", "vpnGatewaySet"},
    ReadAction{"DescribeVpnConnections", "vpnConnectionSet"},
    ReadAction{"DescribeCustomerGateways", "customerGatewaySet"},
    ReadAction{"DescribeTransitGateways", "transitGatewaySet"},
    ReadAction{"DescribeTransitGatewayAttachments", "transitGatewayAttachments"},
    ReadAction{"DescribeTransitGatewayVpcAttachments", "transitGatewayVpcAttachments"},
    ReadAction{"DescribeTransitGatewayPeeringAttachments", "transitGatewayPeeringAttachments"},
    ReadAction{"DescribeTransitGatewayRouteTables", "transitGatewayRouteTables"},
    ReadAction{"DescribeVpcPeeringConnections", "vpcPeeringConnectionSet"},
    ReadAction{"DescribeVpcEndpoints", "vpcEndpointSet"},
    ReadAction{"DescribeNetworkInterfaces", "networkInterfaceSet"},
    ReadAction{"DescribeAddresses", "addressesSet"},
    ReadAction{"DescribeManagedPrefixLists", "prefixListSet"},
    ReadAction{"DescribeInstances", "reservationSet"},
    ReadAction{"SearchTransitGatewayRoutes", "routeSet"},
    ReadAction{"GetManagedPrefixListEntries", "entrySet"},
    ReadAction{"DescribeLoadBalancers", "LoadBalancers", XmlStyle::Query},
    ReadAction{"DescribeTargetGroups", "TargetGroups", XmlStyle::Query},
};

/// Whose target is gone leads nowhere, and AWS says so.
QString routeState(const QJsonObject& route, const AwsQuery& query)
{
    struct Target
    {
        const char* member;
        const char* list;
        const char* id;
    };
    static constexpr std::array targets{
        Target{"gatewayId", "internetGatewaySet", "internetGatewayId"},
        Target{"natGatewayId", "natGatewaySet", "natGatewayId"},
        Target{"transitGatewayId", "transitGatewaySet", "transitGatewayId"},
        Target{"vpcPeeringConnectionId", "vpcPeeringConnectionSet", "vpcPeeringConnectionId"},
        Target{"networkInterfaceId", "networkInterfaceSet", "networkInterfaceId"}};
    for (const Target& target : targets) {
        const QString id = route[QLatin1String(target.member)].toString();
        if (id.isEmpty() || id == QStringLiteral("local"))
            continue;
        const char* list = id.startsWith(QStringLiteral("vgw-"))    ? "vpnGatewaySet"
                           : id.startsWith(QStringLiteral("vpce-")) ? "vpcEndpointSet"
                                                                    : target.list;
        const char* member = id.startsWith(QStringLiteral("vgw-"))    ? "vpnGatewayId"
                             : id.startsWith(QStringLiteral("vpce-")) ? "vpcEndpointId"
                                                                      : target.id;
        const QJsonArray all = query.world.estate.find(query.path(list));
        const int at = Estate::indexOf(all, QLatin1String(member), id);
        const QString state = at < 0 ? QStringLiteral("deleted") : all[at].toObject()["state"].toString();
        return state == QStringLiteral("deleted") || state == QStringLiteral("deleting")
                   ? QStringLiteral("blackhole")
                   : QStringLiteral("active");
    }
    return QStringLiteral("active");
}

QJsonArray withRouteStates(QJsonArray tables, const AwsQuery& query)
{
    for (auto table : tables) {
        QJsonObject object = table.toObject();
        QJsonArray routes = object["routeSet"].toArray();
        for (auto route : routes) {
            QJsonObject changed = route.toObject();
            changed["state"] = routeState(changed, query);
            route = changed;
        }
        object["routeSet"] = routes;
        table = object;
    }
    return tables;
}

/// "VpcId.1=vpc-1" and "Filter.1.Name=vpc-id, Filter.1.Value.1=vpc-1" on members of the resource itself.
QJsonArray filtered(QJsonArray list, const AwsQuery& query)
{
    std::map<QString, QStringList> wanted;
    for (const auto& [name, value] : query.fields) {
        const QStringList parts = QString::fromStdString(name).split(u'.');
        if (parts.size() == 2 && parts[0].endsWith(QStringLiteral("Id")))
            wanted[parts[0].left(1).toLower() + parts[0].mid(1)].append(QString::fromStdString(value));
        if (parts.size() == 4 && parts[0] == QStringLiteral("Filter") &&
            parts[2] == QStringLiteral("Value")) {
            QString member =
                QString::fromStdString(query.field("Filter." + parts[1].toStdString() + ".Name"));
            for (qsizetype dash = member.indexOf(u'-'); dash >= 0; dash = member.indexOf(u'-'))
                member = member.left(dash) + member.mid(dash + 1, 1).toUpper() + member.mid(dash + 2);
            wanted[member].append(QString::fromStdString(value));
        }
    }
    for (const auto& [member, values] : wanted)
        for (int i = static_cast<int>(list.size()) - 1; i >= 0; --i) {
            const QJsonValue value = list[i].toObject()[member];
            if (!value.isUndefined() && !values.contains(value.toString()))
                list.removeAt(i);
        }
    return list;
}

QJsonArray contentOf(const ReadAction& read, const AwsQuery& query)
{
    const std::string action = read.action;
    const auto list = [&](const char* name) { return query.world.estate.find(query.path(name)); };
    if (action == "DescribeSecurityGroupRules")
        return awsGroupRules(filtered(list("securityGroupInfo"), query));
    if (action == "SearchTransitGatewayRoutes")
        return list(("routeSet/" + query.field("TransitGatewayRouteTableId")).c_str());
    if (action == "GetManagedPrefixListEntries")
        return list(("entrySet/" + query.field("PrefixListId")).c_str());
    QJsonArray all = filtered(list(read.list), query);
    return action == "DescribeRouteTables" ? withRouteStates(std::move(all), query) : all;
}

Answer answerList(const ReadAction& read, const AwsQuery& query)
{
    const bool ec2 = read.style == XmlStyle::Ec2;
    const int wanted = std::atoi(query.field(ec2 ? "MaxResults" : "PageSize").c_str());
    if (ec2 && wanted != 0 && (wanted < 5 || wanted > 1000))
        return awsFault(400, "InvalidParameterValue", "MaxResults must be between 5 and 1000");
    // What has no page size of its own is never paged.
    const bool paged = wanted > 0 || !ec2;
    const Page page = pageOf(contentOf(read, query), query.field(ec2 ? "NextToken" : "Marker"), wanted,
                             paged ? query.world.behaviour.largestPage : 0);
    QJsonObject body{{QLatin1String(read.list), page.items}};
    if (!page.next.empty())
        body[ec2 ? "nextToken" : "NextMarker"] = QString::fromStdString(page.next);
    const std::string inside = awsXml(body, read.style);
    const std::string action = read.action;
    return awsXmlAnswer(action, ec2 ? inside : "<" + action + "Result>" + inside + "</" + action + "Result>");
}

Answer answerSts(const AwsQuery& query)
{
    const std::string action = query.field("Action");
    QJsonObject result;
    if (action == "GetCallerIdentity") {
        const QString account = QString::fromStdString(query.call.account);
        result = {
            {"Account", account}, {"UserId", "AIDASIM"}, {"Arn", "arn:aws:iam::" + account + ":user/reader"}};
    } else {
        const QStringList arn = QString::fromStdString(query.field("RoleArn")).split(u':');
        const QString account = arn.size() > 4 ? arn[4] : QString();
        if (!query.world.estate.has("aws/" + account.toStdString() + "/"))
            return awsFault(403, "AccessDenied", "not authorized to perform: sts:AssumeRole");
        const QString keys = "ASIA" + account;
        result = {{"Credentials", QJsonObject{{"AccessKeyId", keys},
                                              {"SecretAccessKey", "canary-assumed-secret"},
                                              {"SessionToken", "canary-session"},
                                              {"Expiration", "2099-01-01T00:00:00Z"}}}};
    }
    return awsXmlAnswer(action, "<" + action + "Result>" + awsXml(result, XmlStyle::Query) + "</" + action +
                                    "Result>");
}

Answer answerRegions(const AwsQuery& query)
{
    QJsonArray regions;
    const std::string prefix = "aws/" + query.call.account + "/";
    QString last;
    for (const auto& [path, list] : query.world.estate.lists)
        if (path.starts_with(prefix)) {
            const QString region = QString::fromStdString(path).section(u'/', 2, 2);
            if (region != last && region != QStringLiteral("global"))
                regions.append(QJsonObject{{"regionName", region},
                                           {"regionEndpoint", "ec2." + region + ".amazonaws.com"},
                                           {"optInStatus", "opt-in-not-required"}});
            last = region;
        }
    return awsXmlAnswer("DescribeRegions", awsXml({{"regionInfo", regions}}, XmlStyle::Ec2));
}

Answer answerQuery(const AwsQuery& query)
{
    const std::string action = query.field("Action");
    if (action == "GetCallerIdentity" || action == "AssumeRole")
        return answerSts(query);
    if (action == "DescribeRegions")
        return answerRegions(query);
    for (const ReadAction& read : reads)
        if (action == read.action)
            return answerList(read, query);
    if (const auto written = answerAwsWrite(query))
        return *written;
    return awsFault(400, "InvalidAction", "The action " + action + " is not valid for this web service.");
}

/// Zones have a cursor of one part, records one of up to three.
Answer answerRoute53(const Request& request, const Call& call, World& world)
{
    const auto parts = partsOf(request.path); // 2013-04-01 hostedzone [id rrset]
    const bool records = parts.size() == 4;
    const std::string root = "aws/" + call.account + "/global/";
    const QJsonArray all =
        world.estate.find(records ? root + "ResourceRecordSets/" + parts[2] : root + "HostedZones");
    std::string from;
    const QString name = QString::fromStdString(request.parameter("name"));
    const QString type = QString::fromStdString(request.parameter("type"));
    for (int i = 0; records && !name.isEmpty() && i < all.size(); ++i)
        if (all[i].toObject()["Name"] == name && (type.isEmpty() || all[i].toObject()["Type"] == type)) {
            from = "p" + std::to_string(i);
            break;
        }
    const int wanted = std::atoi(request.parameter("maxitems").c_str());
    const Page page = pageOf(all, records ? from : request.parameter("marker"), wanted > 0 ? wanted : 100,
                             world.behaviour.largestPage);
    QJsonObject body{{records ? "ResourceRecordSets" : "HostedZones", page.items},
                     {"IsTruncated", !page.next.empty()},
                     {"MaxItems", wanted}};
    if (!page.next.empty() && records) {
        const QJsonObject next = all[std::atoi(page.next.c_str() + 1)].toObject();
        body["NextRecordName"] = next["Name"];
        body["NextRecordType"] = next["Type"];
    } else if (!page.next.empty()) {
        body["NextMarker"] = QString::fromStdString(page.next);
    }
    return awsXmlAnswer(records ? "ListResourceRecordSets" : "ListHostedZones", awsXml(body, XmlStyle::Rest));
}

/// "AWS4-HMAC-SHA256 Credential=AKIA111122223333/20261121/eu-central-1/ec2/aws4_request, ..."
bool readCredential(const std::string& authorization, Call& call)
{
    const QString scope = QString::fromStdString(authorization).section(QStringLiteral("Credential="), 1);
    const QStringList parts = scope.section(u',', 0, 0).split(u'/');
    if (parts.size() != 5 || !authorization.starts_with("AWS4-HMAC-SHA256 "))
        return false;
    call.account = parts[0].mid(4).toStdString();
    call.region = parts[2].toStdString();
    return true;
}

} // namespace

Answer awsXmlAnswer(const std::string& action, const std::string& inside)
{
    static std::atomic<int> number = 0; // as at AWS no two answers have the same
    Answer answer;
    answer.type = "text/xml;charset=UTF-8";
    answer.body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + action +
                  "Response xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>sim-" +
                  std::to_string(++number) + "</requestId>" + inside + "</" + action + "Response>";
    return answer;
}

Answer awsFault(int status, const std::string& code, const std::string& message)
{
    Answer answer;
    answer.status = status;
    answer.type = "text/xml;charset=UTF-8";
    answer.body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error><Code>" + code +
                  "</Code><Message>" + escaped(QString::fromStdString(message)) +
                  "</Message></Error></Errors><RequestID>sim</RequestID></Response>";
    return answer;
}

Answer answerAws(const Request& request, World& world, Call& call)
{
    call.provider = "aws";
    const bool rest = request.path.starts_with("/2013-04-01/");
    const AwsQuery query{call, formFields(request.body), world};
    call.name = rest ? request.path.ends_with("/rrset") ? "ListResourceRecordSets" : "ListHostedZones"
                     : query.field("Action");
    if (!readCredential(request.header("authorization"), call) ||
        !world.estate.has("aws/" + call.account + "/"))
        return awsFault(401, "AuthFailure", "AWS was not able to validate the provided access credentials");
    switch (world.troubleOf(call)) {
    case World::Trouble::Denied:
        return awsFault(403, "UnauthorizedOperation", "You are not authorized to perform this operation.");
    case World::Trouble::Throttled:
        return rest ? awsFault(400, "Throttling", "Rate exceeded")
                    : awsFault(503, "RequestLimitExceeded", "Request limit exceeded.");
    case World::Trouble::Dead:
        return awsFault(503, "Unavailable", "The service is unavailable. Please try again shortly.");
    case World::Trouble::HangUp:
        return Answer::none();
    case World::Trouble::None:
        break;
    }
    return rest ? answerRoute53(request, call, world) : answerQuery(query);
}

} // namespace zonescope::cloudsim
