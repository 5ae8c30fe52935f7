// SPDX-License-Identifier: GPL-3.0-or-later
// What can be changed at EC2: routes, rules of security groups, entries of network ACLs, associations, tags.
// DryRun says what would be allowed and changes nothing.
#include "tests/cloudsim/aws_side.h"

#include "tests/cloudsim/aws_xml_writer.h"

#include <QCryptographicHash>

#include <array>
#include <optional>

namespace zonescope::cloudsim {
namespace {

QString text(const AwsQuery& query, const std::string& name)
{
    return QString::fromStdString(query.field(name));
}

Answer done(const AwsQuery& query)
{
    return awsXmlAnswer(query.field("Action"), "<return>true</return>");
}

/// One resource of a list, changed in place by `change`, which gives a fault or nothing. A dry run throws the
/// changed copy away.
template <class Change>
Answer changed(const AwsQuery& query, const char* listName, const char* idMember, const QString& id,
               const std::string& notFound, const Change& change)
{
    QJsonArray& list = query.world.estate.list(query.path(listName));
    const int at = Estate::indexOf(list, QLatin1String(idMember), id);
    if (at < 0)
        return awsFault(400, notFound, "The ID '" + id.toStdString() + "' does not exist");
    QJsonObject object = list[at].toObject();
    if (const std::optional<Answer> fault = change(object))
        return *fault;
    if (query.field("DryRun") == "true")
        return awsFault(412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
    list[at] = object;
    return done(query);
}

int indexOfDestination(const QJsonArray& routes, const AwsQuery& query)
{
    for (const char* member :
         {"destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"}) {
        std::string field = member;
        field[0] = 'D';
        if (const QString wanted = text(query, field); !wanted.isEmpty())
            return Estate::indexOf(routes, QLatin1String(member), wanted);
    }
    return -1;
}

QJsonObject routeFrom(const AwsQuery& query)
{
    QJsonObject route{{"origin", "CreateRoute"}, {"state", "active"}};
    for (const char* name :
         {"DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId", "GatewayId",
          "NatGatewayId", "TransitGatewayId", "VpcPeeringConnectionId", "NetworkInterfaceId", "InstanceId",
          "EgressOnlyInternetGatewayId", "LocalGatewayId"})
        if (const QString value = text(query, name); !value.isEmpty()) {
            QString member = QLatin1String(name);
            member[0] = member[0].toLower();
            route[member] = value;
        }
    return route;
}

Answer writeRoute(const AwsQuery& query)
{
    return changed(query, "routeTableSet", "routeTableId", text(query, "RouteTableId"),
                   "InvalidRouteTableID.NotFound", [&](QJsonObject& table) -> std::optional<Answer> {
                       const std::string action = query.field("Action");
                       QJsonArray routes = table["routeSet"].toArray();
                       const int at = indexOfDestination(routes, query);
                       if (action == "CreateRoute" && at >= 0)
                           return awsFault(400, "RouteAlreadyExists", "The route identified already exists.");
                       if (action != "CreateRoute" && at < 0)
                           return awsFault(400, "InvalidRoute.NotFound",
                                           "no route with that destination-cidr-block");
                       if (at >= 0 && routes[at].toObject()["gatewayId"] == QStringLiteral("local"))
                           return awsFault(400, "InvalidParameterValue", "cannot change the local route");
                       if (action == "CreateRoute")
                           routes.append(routeFrom(query));
                       else if (action == "ReplaceRoute")
                           routes[at] = routeFrom(query);
                       else
                           routes.removeAt(at);
                       table["routeSet"] = routes;
                       return std::nullopt;
                   });
}

QString ruleId(const QString& group, bool egress, const QJsonObject& permission, const QString& peer)
{
    const QString what = group + (egress ? u'e' : u'i') + permission["ipProtocol"].toString() +
                         QString::number(permission["fromPort"].toInt(-1)) + u'/' +
                         QString::number(permission["toPort"].toInt(-1)) + peer;
    return "sgr-" + QCryptographicHash::hash(what.toUtf8(), QCryptographicHash::Sha1).toHex().left(17);
}

struct PeerList
{
    const char* list;   ///< of a permission in an answer
    const char* member; ///< of its items
    const char* field;  ///< of a request
    const char* rule;   ///< of a rule that is an object of its own
};
constexpr std::array peerLists{PeerList{"ipRanges", "cidrIp", "IpRanges", "cidrIpv4"},
                               PeerList{"ipv6Ranges", "cidrIpv6", "Ipv6Ranges", "cidrIpv6"},
                               PeerList{"groups", "groupId", "Groups", "referencedGroupInfo"},
                               PeerList{"prefixListIds", "prefixListId", "PrefixListIds", "prefixListId"}};

/// Permissions of the request with one peer each.
QJsonArray permissionsFrom(const AwsQuery& query)
{
    QJsonArray permissions;
    for (int i = 1; !query.field("IpPermissions." + std::to_string(i) + ".IpProtocol").empty(); ++i) {
        const std::string prefix = "IpPermissions." + std::to_string(i) + ".";
        QJsonObject permission{{"ipProtocol", text(query, prefix + "IpProtocol")}};
        if (!query.field(prefix + "FromPort").empty()) {
            permission["fromPort"] = text(query, prefix + "FromPort").toInt();
            permission["toPort"] = text(query, prefix + "ToPort").toInt();
        }
        for (const PeerList& peers : peerLists) {
            std::string member = peers.member;
            member[0] = static_cast<char>(member[0] - 'a' + 'A');
            for (int k = 1;; ++k) {
                const QString peer =
                    text(query, prefix + peers.field + "." + std::to_string(k) + "." + member);
                if (peer.isEmpty())
                    break;
                QJsonObject one = permission;
                one[QLatin1String(peers.list)] = QJsonArray{QJsonObject{{QLatin1String(peers.member), peer}}};
                permissions.append(one);
            }
        }
    }
    return permissions;
}

/// Every permission with one peer each: what can be compared.
QJsonArray split(const QJsonArray& permissions)
{
    QJsonArray pieces;
    for (const QJsonValue& value : permissions)
        for (const PeerList& peers : peerLists)
            for (const QJsonValue& peer : value.toObject()[QLatin1String(peers.list)].toArray()) {
                QJsonObject piece{{"ipProtocol", value.toObject()["ipProtocol"]}};
                for (const char* port : {"fromPort", "toPort"})
                    if (value.toObject().contains(QLatin1String(port)))
                        piece[QLatin1String(port)] = value.toObject()[QLatin1String(port)];
                piece[QLatin1String(peers.list)] = QJsonArray{peer};
                pieces.append(piece);
            }
    return pieces;
}

QString peerOf(const QJsonObject& piece)
{
    for (const PeerList& peers : peerLists)
        if (const QJsonArray list = piece[QLatin1String(peers.list)].toArray(); !list.isEmpty())
            return list[0].toObject()[QLatin1String(peers.member)].toString();
    return {};
}

int indexOfPiece(const QJsonArray& pieces, const QString& id, const QString& group, bool egress)
{
    for (int i = 0; i < pieces.size(); ++i)
        if (ruleId(group, egress, pieces[i].toObject(), peerOf(pieces[i].toObject())) == id)
            return i;
    return -1;
}

std::optional<Answer> authorize(const AwsQuery& query, const QString& group, bool egress, QJsonArray& pieces)
{
    for (const QJsonValue& wanted : permissionsFrom(query)) {
        const QJsonObject piece = wanted.toObject();
        if (indexOfPiece(pieces, ruleId(group, egress, piece, peerOf(piece)), group, egress) >= 0)
            return awsFault(400, "InvalidPermission.Duplicate", "the specified rule already exists");
        pieces.append(piece);
    }
    return std::nullopt;
}

std::optional<Answer> revoke(const AwsQuery& query, const QString& group, bool egress, QJsonArray& pieces)
{
    std::vector<QString> ids;
    for (int i = 1; !query.field("SecurityGroupRuleId." + std::to_string(i)).empty(); ++i)
        ids.push_back(text(query, "SecurityGroupRuleId." + std::to_string(i)));
    for (const QJsonValue& wanted : permissionsFrom(query))
        ids.push_back(ruleId(group, egress, wanted.toObject(), peerOf(wanted.toObject())));
    for (const QString& id : ids) {
        const int at = indexOfPiece(pieces, id, group, egress);
        if (at < 0)
            return awsFault(400, "InvalidPermission.NotFound",
                            "The specified rule does not exist in this security group.");
        pieces.removeAt(at);
    }
    return std::nullopt;
}

Answer writeGroupRule(const AwsQuery& query)
{
    const QString group = text(query, "GroupId");
    return changed(query, "securityGroupInfo", "groupId", group, "InvalidGroup.NotFound",
                   [&](QJsonObject& object) -> std::optional<Answer> {
                       const std::string action = query.field("Action");
                       const bool egress = action.ends_with("Egress");
                       const char* member = egress ? "ipPermissionsEgress" : "ipPermissions";
                       QJsonArray pieces = split(object[QLatin1String(member)].toArray());
                       const auto fault = action.starts_with("Authorize")
                                              ? authorize(query, group, egress, pieces)
                                              : revoke(query, group, egress, pieces);
                       object[QLatin1String(member)] = pieces;
                       return fault;
                   });
}

Answer writeAclEntry(const AwsQuery& query)
{
    return changed(
        query, "networkAclSet", "networkAclId", text(query, "NetworkAclId"), "InvalidNetworkAclID.NotFound",
        [&](QJsonObject& acl) -> std::optional<Answer> {
            const std::string action = query.field("Action");
            const int number = text(query, "RuleNumber").toInt();
            const bool egress = query.field("Egress") == "true";
            QJsonArray entries = acl["entrySet"].toArray();
            int at = -1;
            for (int i = 0; i < entries.size(); ++i)
                if (entries[i].toObject()["ruleNumber"].toInt() == number &&
                    entries[i].toObject()["egress"].toBool() == egress)
                    at = i;
            if (action == "CreateNetworkAclEntry" && at >= 0)
                return awsFault(400, "NetworkAclEntryAlreadyExists", "an entry with that number exists");
            if (action != "CreateNetworkAclEntry" && at < 0)
                return awsFault(400, "InvalidNetworkAclEntry.NotFound", "no entry with that number");
            if (at >= 0)
                entries.removeAt(at);
            QJsonObject entry{{"ruleNumber", number},
                              {"egress", egress},
                              {"protocol", text(query, "Protocol")},
                              {"ruleAction", text(query, "RuleAction")},
                              {"cidrBlock", text(query, "CidrBlock")}};
            if (!query.field("PortRange.From").empty())
                entry["portRange"] = QJsonObject{{"from", text(query, "PortRange.From").toInt()},
                                                 {"to", text(query, "PortRange.To").toInt()}};
            if (action != "DeleteNetworkAclEntry")
                entries.append(entry);
            acl["entrySet"] = entries;
            return std::nullopt;
        });
}

Answer associate(const AwsQuery& query)
{
    return changed(query, "routeTableSet", "routeTableId", text(query, "RouteTableId"),
                   "InvalidRouteTableID.NotFound", [&](QJsonObject& table) -> std::optional<Answer> {
                       QJsonArray all = table["associationSet"].toArray();
                       all.append(QJsonObject{
                           {"routeTableAssociationId", "rtbassoc-" + QString::number(++query.world.made)},
                           {"routeTableId", table["routeTableId"]},
                           {"subnetId", text(query, "SubnetId")},
                           {"main", false}});
                       table["associationSet"] = all;
                       return std::nullopt;
                   });
}

} // namespace

QJsonArray awsGroupRules(const QJsonArray& groups)
{
    QJsonArray rules;
    for (const QJsonValue& group : groups)
        for (const bool egress : {false, true}) {
            const QString id = group.toObject()["groupId"].toString();
            const char* member = egress ? "ipPermissionsEgress" : "ipPermissions";
            for (const QJsonValue& value : split(group.toObject()[QLatin1String(member)].toArray())) {
                const QJsonObject piece = value.toObject();
                QJsonObject rule{{"securityGroupRuleId", ruleId(id, egress, piece, peerOf(piece))},
                                 {"groupId", id},
                                 {"isEgress", egress},
                                 {"ipProtocol", piece["ipProtocol"]},
                                 {"fromPort", piece["fromPort"].toInt(-1)},
                                 {"toPort", piece["toPort"].toInt(-1)}};
                for (const PeerList& peers : peerLists)
                    if (piece.contains(QLatin1String(peers.list))) {
                        const QJsonValue peer = peerOf(piece);
                        const bool isGroup = QLatin1String(peers.list) == QLatin1String("groups");
                        rule[QLatin1String(peers.rule)] =
                            isGroup ? QJsonValue(QJsonObject{{"groupId", peer}}) : peer;
                    }
                rules.append(rule);
            }
        }
    return rules;
}

std::optional<Answer> answerAwsWrite(const AwsQuery& query)
{
    const std::string action = query.field("Action");
    if (action == "CreateRoute" || action == "ReplaceRoute" || action == "DeleteRoute")
        return writeRoute(query);
    if (action.ends_with("SecurityGroupIngress") || action.ends_with("SecurityGroupEgress"))
        return writeGroupRule(query);
    if (action.ends_with("NetworkAclEntry"))
        return writeAclEntry(query);
    if (action == "AssociateRouteTable")
        return associate(query);
    return std::nullopt;
}

} // namespace zonescope::cloudsim
