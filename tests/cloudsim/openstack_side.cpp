// SPDX-License-Identifier: GPL-3.0-or-later
// Keystone, Neutron, Designate and Nova as far as networks need them.
#include "tests/cloudsim/world.h"

#include <optional>

namespace zonescope::cloudsim {
namespace {

Answer keystoneFault(int status, const char* title, const std::string& message)
{
    return json({{"error", QJsonObject{{"code", status}, {"title", title}, {"message", text(message)}}}},
                status);
}

Answer neutronFault(int status, const char* type, const std::string& message)
{
    return json({{"NeutronError", QJsonObject{{"type", type}, {"message", text(message)}, {"detail", ""}}}},
                status);
}

QJsonObject endpoints(const std::string& root, const char* type, const char* name, const char* path)
{
    QJsonArray list;
    for (const char* interface : {"public", "internal", "admin"})
        list.append(QJsonObject{{"id", QLatin1String(type) + QLatin1String("-") + QLatin1String(interface)},
                                {"interface", interface},
                                {"region", "RegionOne"},
                                {"region_id", "RegionOne"},
                                {"url", text(root + path)}});
    return {{"type", type}, {"name", name}, {"id", type}, {"endpoints", list}};
}

bool isKnown(const QJsonObject& identity)
{
    if (identity["methods"].toArray().contains("application_credential")) {
        const QJsonObject given = identity["application_credential"].toObject();
        return given["id"] == "app" && given["secret"] == "sim-secret";
    }
    const QJsonObject user = identity["password"].toObject()["user"].toObject();
    return user["name"] == "reader" && user["password"] == "sim-secret" &&
           (user["domain"].toObject()["name"] == "Default" || user["domain"].toObject()["id"] == "default");
}

Answer giveToken(const Request& request, World& world)
{
    const QJsonObject auth = objectOf(request.body)["auth"].toObject();
    if (!isKnown(auth["identity"].toObject()))
        return keystoneFault(401, "Unauthorized", "The request you have made requires authentication.");
    const QJsonObject domain{{"id", "default"}, {"name", "Default"}};
    const QJsonObject token{
        {"methods", auth["identity"].toObject()["methods"]},
        {"expires_at", "2099-01-01T00:00:00.000000Z"},
        {"issued_at", "2026-01-01T00:00:00.000000Z"},
        {"user", QJsonObject{{"id", "u1"}, {"name", "reader"}, {"domain", domain}}},
        {"project", QJsonObject{{"id", openStackProject}, {"name", "demo"}, {"domain", domain}}},
        {"roles", QJsonArray{QJsonObject{{"id", "r1"}, {"name", "reader"}}}},
        {"catalog", QJsonArray{endpoints(world.root, "identity", "keystone", "/identity"),
                               endpoints(world.root, "network", "neutron", "/network"),
                               endpoints(world.root, "dns", "designate", "/designate"),
                               endpoints(world.root, "compute", "nova", "/nova/v2.1")}}};
    Answer answer = json({{"token", token}}, 201);
    answer.headers.emplace_back("X-Subject-Token", world.newToken("gAAAA-"));
    return answer;
}

/// limit and marker; a link to the next page as long as a page is full, as Neutron gives it.
Answer answerList(const Request& request, const World& world, const QJsonArray& all, const std::string& name)
{
    const int limit = std::atoi(request.parameter("limit").c_str());
    const QString marker = text(request.parameter("marker"));
    int from = 0;
    if (!marker.isEmpty()) {
        const int at = Estate::indexOf(all, "id", marker);
        if (at < 0)
            return neutronFault(400, "BadRequest", "marker not found");
        from = at + 1;
    }
    const Page page =
        pageOf(all, from == 0 ? "" : "p" + std::to_string(from), limit, world.behaviour.largestPage);
    QJsonObject body{{text(name), page.items}};
    const int size = limit > 0 && world.behaviour.largestPage > 0
                         ? std::min(limit, world.behaviour.largestPage)
                         : std::max(limit, world.behaviour.largestPage);
    if (size > 0 && page.items.size() == size) {
        const QString last = page.items.last().toObject()["id"].toString();
        const QString href =
            text(world.root + request.path + "?limit=" + std::to_string(size) + "&marker=") + last;
        if (request.path.starts_with("/designate"))
            body["links"] = QJsonObject{{"self", text(world.root + request.path)}, {"next", href}};
        else
            body[text(name + "_links")] = QJsonArray{QJsonObject{{"rel", "next"}, {"href", href}}};
    }
    return json(body);
}

std::string singular(const std::string& list)
{
    return list.ends_with("ies") ? list.substr(0, list.size() - 3) + "y" : list.substr(0, list.size() - 1);
}

bool onLink(const World& world, const QString& router, const QString& nexthop)
{
    const QString network = nexthop.section(u'.', 0, 2);
    for (const QJsonValue& port : world.estate.find("openstack/ports"))
        if (port.toObject()["device_id"] == router)
            for (const QJsonValue& fixed : port.toObject()["fixed_ips"].toArray())
                if (fixed.toObject()["ip_address"].toString().section(u'.', 0, 2) == network)
                    return true;
    return false;
}

std::optional<Answer> editRoutes(const World& world, QJsonObject& router, const QJsonArray& wanted, bool add)
{
    QJsonArray routes = router["routes"].toArray();
    for (const QJsonValue& route : wanted) {
        if (add && !onLink(world, router["id"].toString(), route.toObject()["nexthop"].toString()))
            return neutronFault(400, "InvalidRoutes",
                                "Invalid format for routes: the nexthop is not connected with router");
        for (int i = static_cast<int>(routes.size()) - 1; i >= 0; --i)
            if (routes[i] == route)
                routes.removeAt(i);
        if (add)
            routes.append(route);
    }
    router["routes"] = routes;
    return std::nullopt;
}

/// "revision_number=7" of If-Match against what the object has.
bool isStale(const Request& request, const QJsonObject& object)
{
    const QString wanted = text(request.header("if-match"));
    return !wanted.isEmpty() &&
           wanted != "revision_number=" + QString::number(object["revision_number"].toInt());
}

Answer change(const Request& request, World& world, const std::string& list, const std::string& id,
              const std::string& verb)
{
    QJsonArray& all = world.estate.list("openstack/" + list);
    const int at = Estate::indexOf(all, "id", text(id));
    const std::string one = singular(list);
    if (at < 0)
        return neutronFault(404, "NotFound", one + " " + id + " could not be found");
    QJsonObject object = all[at].toObject();
    if (request.method == "GET")
        return json({{text(one), object}});
    if (isStale(request, object))
        return neutronFault(412, "RevisionNumberConstraintFailed",
                            "Constrained to revision number in If-Match, but it has another");
    if (request.method == "DELETE") {
        all.removeAt(at);
        Answer none;
        none.status = 204;
        return none;
    }
    const QJsonObject given = objectOf(request.body)[text(one)].toObject();
    if (!verb.empty()) {
        if (auto fault = editRoutes(world, object, given["routes"].toArray(), verb == "add_extraroutes"))
            return *fault;
    } else {
        for (auto member = given.begin(); member != given.end(); ++member)
            object[member.key()] = member.value();
    }
    object["revision_number"] = object["revision_number"].toInt() + 1;
    all[at] = object;
    return json({{text(one), object}});
}

/// Rules live inside their groups.
Answer groupRule(const Request& request, World& world, const std::string& id)
{
    QJsonArray& groups = world.estate.list("openstack/security_groups");
    QJsonObject given = objectOf(request.body)["security_group_rule"].toObject();
    for (auto value : groups) {
        QJsonObject group = value.toObject();
        QJsonArray rules = group["security_group_rules"].toArray();
        const int at = Estate::indexOf(rules, "id", text(id));
        const bool mine = id.empty() ? group["id"] == given["security_group_id"] : at >= 0;
        if (!mine)
            continue;
        if (request.method == "DELETE") {
            rules.removeAt(at);
        } else {
            given["id"] = "sgr-" + QString::number(++world.made);
            rules.append(given);
        }
        group["security_group_rules"] = rules;
        group["revision_number"] = group["revision_number"].toInt() + 1;
        value = group;
        Answer answer = json({{"security_group_rule", given}}, request.method == "DELETE" ? 204 : 201);
        if (answer.status == 204)
            answer.body.clear();
        return answer;
    }
    return neutronFault(404, "SecurityGroupRuleNotFound", "no such group or rule");
}

QJsonArray groupRules(const World& world)
{
    QJsonArray all;
    for (const QJsonValue& group : world.estate.find("openstack/security_groups"))
        for (const QJsonValue& rule : group.toObject()["security_group_rules"].toArray())
            all.append(rule);
    return all;
}

std::optional<Answer> troubled(World& world, const Call& call)
{
    switch (world.troubleOf(call)) {
    case World::Trouble::Denied:
        return neutronFault(403, "PolicyNotAuthorized", "rule:get_" + call.name + " is disallowed by policy");
    case World::Trouble::Throttled: {
        Answer answer = json({{"overLimit", QJsonObject{{"code", 413}, {"message", "too many"}}}}, 413);
        answer.headers.emplace_back("Retry-After", "1");
        return answer;
    }
    case World::Trouble::Dead:
        return keystoneFault(503, "Service Unavailable", "no backend");
    case World::Trouble::HangUp:
        return Answer::none();
    case World::Trouble::None:
        break;
    }
    return std::nullopt;
}

Answer versions(const World& world, const std::string& path)
{
    const bool identity = path.starts_with("/identity");
    const QJsonObject version{
        {"id", identity ? "v3.14" : "v2.0"},
        {"status", identity ? "stable" : "CURRENT"},
        {"links", QJsonArray{QJsonObject{
                      {"rel", "self"},
                      {"href", text(world.root + (identity ? "/identity/v3/" : "/network/v2.0/"))}}}}};
    if (identity)
        return json({{"version", version}});
    return json({{"versions", QJsonArray{version}}});
}

} // namespace

Answer answerOpenStack(const Request& request, World& world, Call& call)
{
    call.provider = "openstack";
    call.account = openStackProject;
    call.region = "RegionOne";
    const auto parts = partsOf(request.path); // network v2.0 routers [id [add_extraroutes]]
    call.name = parts.size() > 2 ? parts[2] : "versions";
    if (parts.size() <= 2 && parts[0] != "nova")
        return versions(world, request.path);
    if (parts[0] == "identity" && parts[2] == "auth") {
        call.name = "tokens";
        if (request.method == "POST")
            return giveToken(request, world);
    }
    if (!world.takeToken(request.header("x-auth-token")))
        return keystoneFault(401, "Unauthorized", "The request you have made requires authentication.");
    std::string list = call.name;
    for (char& c : list)
        c = c == '-' ? '_' : c;
    if (list == "vpn" && parts.size() > 3) {
        list = parts[3] == "ipsec-site-connections" ? "ipsec_site_connections" : parts[3];
        call.name = list;
    }
    if (auto trouble = troubled(world, call))
        return *trouble;
    if (parts[0] == "designate" && parts.size() > 4)
        return answerList(request, world, world.estate.find("openstack/recordsets/" + parts[3]),
                          "recordsets");
    if (list == "security_group_rules" && (request.method == "POST" || request.method == "DELETE"))
        return groupRule(request, world, parts.size() > 3 ? parts[3] : "");
    if (list == "security_group_rules")
        return answerList(request, world, groupRules(world), list);
    const bool hasId = parts.size() > 3 && parts[2] != "vpn" && parts[3] != "detail";
    if (hasId)
        return change(request, world, list, parts[3], parts.size() > 4 ? parts[4] : "");
    if (request.method == "GET" && !world.estate.lists.contains("openstack/" + list))
        return neutronFault(404, "HTTPNotFound", "The resource could not be found.");
    return answerList(request, world, world.estate.find("openstack/" + list), list);
}

} // namespace zonescope::cloudsim
