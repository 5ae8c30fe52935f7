// SPDX-License-Identifier: GPL-3.0-or-later
// Compute and Cloud DNS of Google. One aggregated list covers all regions and says which it could not reach.
#include "tests/cloudsim/world.h"

#include <QCryptographicHash>
#include <QJsonDocument>

#include <array>
#include <optional>

namespace zonescope::cloudsim {
namespace {

struct GoogleList
{
    const char* name;
    const char* kind; ///< of an item: "compute#network"
};
constexpr std::array lists{GoogleList{"networks", "network"},
                           GoogleList{"routes", "route"},
                           GoogleList{"firewalls", "firewall"},
                           GoogleList{"subnetworks", "subnetwork"},
                           GoogleList{"routers", "router"},
                           GoogleList{"vpnTunnels", "vpnTunnel"},
                           GoogleList{"vpnGateways", "vpnGateway"},
                           GoogleList{"targetVpnGateways", "targetVpnGateway"},
                           GoogleList{"externalVpnGateways", "externalVpnGateway"},
                           GoogleList{"forwardingRules", "forwardingRule"},
                           GoogleList{"addresses", "address"},
                           GoogleList{"instances", "instance"},
                           GoogleList{"interconnectAttachments", "interconnectAttachment"},
                           GoogleList{"firewallPolicies", "firewallPolicy"},
                           GoogleList{"regions", "region"}};

Answer fault(int status, const char* reason, const std::string& message)
{
    const QJsonObject detail{{"reason", reason}, {"message", text(message)}, {"domain", "global"}};
    return json({{"error",
                  QJsonObject{{"code", status}, {"message", text(message)}, {"errors", QJsonArray{detail}}}}},
                status);
}

std::string kindOf(const std::string& list)
{
    for (const GoogleList& known : lists)
        if (list == known.name)
            return std::string("compute#") + known.kind;
    return {};
}

QString fingerprintOf(const QJsonObject& object)
{
    QJsonObject bare = object;
    bare.remove("fingerprint");
    const QByteArray octets = QJsonDocument(bare).toJson(QJsonDocument::Compact);
    return QString::fromLatin1(QCryptographicHash::hash(octets, QCryptographicHash::Sha1).left(8).toBase64());
}

/// What every item has, whoever wrote it into the estate.
QJsonObject completed(QJsonObject object, const std::string& root, const std::string& path,
                      const std::string& list)
{
    object["kind"] = text(kindOf(list));
    if (!object.contains("selfLink"))
        object["selfLink"] = text(root + "/compute/v1/projects/" + path + "/") + object["name"].toString();
    if (list == "networks" || list == "subnetworks" || list == "firewallPolicies")
        object["fingerprint"] = fingerprintOf(object);
    return object;
}

/// Place in the estate and the item, in the order of places: what pages count through.
struct Placed
{
    std::string scope; ///< "regions/europe-west3"
    QJsonObject item;
};

std::vector<Placed> allOf(const World& world, const std::string& project, const std::string& list)
{
    std::vector<Placed> all;
    const std::string prefix = "google/" + project + "/";
    for (const auto& [path, items] : world.estate.lists) {
        if (!path.starts_with(prefix) || !path.ends_with("/" + list))
            continue;
        const std::string scope = path.substr(prefix.size(), path.size() - prefix.size() - list.size() - 1);
        for (const QJsonValue& item : items)
            all.push_back(
                {scope, completed(item.toObject(), world.root, project + "/" + scope + "/" + list, list)});
    }
    return all;
}

std::set<std::string> scopesOf(const World& world, const std::string& project)
{
    std::set<std::string> scopes{"global"};
    const std::string prefix = "google/" + project + "/";
    for (const auto& [path, items] : world.estate.lists)
        if (path.starts_with(prefix)) {
            const auto parts = partsOf(path.substr(prefix.size()));
            if (parts.size() == 3 && (parts[0] == "regions" || parts[0] == "zones"))
                scopes.insert(parts[0] + "/" + parts[1]);
        }
    return scopes;
}

bool isDead(const World& world, const std::string& scope)
{
    for (const std::string& region : world.behaviour.deadRegions)
        if (scope == "regions/" + region || scope.starts_with("zones/" + region + "-"))
            return true;
    return false;
}

QJsonObject warning(const char* code, const std::string& message)
{
    return {{"warning", QJsonObject{{"code", code}, {"message", text(message)}}}};
}

Answer aggregated(const Request& request, const World& world, const Call& call)
{
    QJsonArray living;
    for (const Placed& placed : allOf(world, call.account, call.name))
        if (!isDead(world, placed.scope)) {
            QJsonObject item = placed.item;
            item["zonescope-scope"] = text(placed.scope);
            living.append(item);
        }
    const int wanted = std::atoi(request.parameter("maxResults").c_str());
    const Page page = pageOf(living, request.parameter("pageToken"), wanted > 0 ? wanted : 500,
                             world.behaviour.largestPage);
    QJsonObject items;
    QJsonArray unreachable;
    for (const std::string& scope : scopesOf(world, call.account)) {
        const bool dead = isDead(world, scope);
        items[text(scope)] = dead ? warning("UNREACHABLE", scope + " did not answer")
                                  : warning("NO_RESULTS_ON_PAGE",
                                            "There are no results for scope '" + scope + "' on this page.");
        if (dead)
            unreachable.append(text(scope));
    }
    for (const QJsonValue& value : page.items) {
        QJsonObject item = value.toObject();
        const QString scope = item.take("zonescope-scope").toString();
        QJsonArray list = items[scope].toObject()[text(call.name)].toArray();
        list.append(item);
        items[scope] = QJsonObject{{text(call.name), list}};
    }
    QJsonObject body{{"kind", text(kindOf(call.name) + "AggregatedList")}, {"items", items}};
    if (!unreachable.isEmpty())
        body["unreachables"] = unreachable;
    if (!page.next.empty())
        body["nextPageToken"] = text(page.next);
    return json(body);
}

Answer plainList(const Request& request, const World& world, const Call& call, const std::string& scope)
{
    QJsonArray items;
    for (const Placed& placed : allOf(world, call.account, call.name))
        if (placed.scope == scope)
            items.append(placed.item);
    const int wanted = std::atoi(request.parameter("maxResults").c_str());
    const Page page =
        pageOf(items, request.parameter("pageToken"), wanted > 0 ? wanted : 500, world.behaviour.largestPage);
    QJsonObject body{{"kind", text(kindOf(call.name) + "List")}, {"items", page.items}};
    if (!page.next.empty())
        body["nextPageToken"] = text(page.next);
    return json(body);
}

Answer operation(World& world, const Call& call, const std::string& scope, const std::string& verb,
                 const QString& target, bool failed = false)
{
    const std::string project = world.root + "/compute/v1/projects/" + call.account + "/" + scope + "/";
    const std::string name = "operation-" + std::to_string(++world.made);
    QJsonObject made{{"kind", "compute#operation"},
                     {"name", text(name)},
                     {"status", world.behaviour.operationLooks > 0 ? "RUNNING" : "DONE"},
                     {"progress", world.behaviour.operationLooks > 0 ? 0 : 100},
                     {"operationType", text(verb)},
                     {"targetLink", text(project + call.name + "/") + target},
                     {"selfLink", text(project + "operations/" + name)}};
    if (failed) {
        made["status"] = "DONE";
        made["error"] = QJsonObject{{"errors", QJsonArray{QJsonObject{{"code", "RESOURCE_IN_USE"},
                                                                      {"message", "not possible now"}}}}};
    }
    return json(made);
}

/// How far an operation is; RUNNING for as many looks as it shall be.
Answer lookAt(World& world, const std::string& name)
{
    const bool done = ++world.looks[name] >= world.behaviour.operationLooks;
    return json({{"kind", "compute#operation"}, {"name", text(name)}, {"status", done ? "DONE" : "RUNNING"}});
}

QJsonObject merged(QJsonObject old, const QJsonObject& patch)
{
    for (auto member = patch.begin(); member != patch.end(); ++member)
        old[member.key()] = member.value();
    return old;
}

/// One item: read, inserted, patched, deleted. Routes cannot be patched.
Answer item(const Request& request, World& world, const Call& call, const std::string& scope,
            const std::string& name)
{
    const std::string path = "google/" + call.account + "/" + scope + "/" + call.name;
    QJsonArray& list = world.estate.list(path);
    const QJsonObject body = objectOf(request.body);
    const QString wanted = request.method == "POST" ? body["name"].toString() : text(name);
    const int at = Estate::indexOf(list, "name", wanted);
    if (request.method != "GET") {
        if (world.behaviour.failedWrites.contains(request.method + " " + call.name))
            return operation(world, call, scope, "failed", wanted, true);
        // A request that was carried out already is carried out once only.
        const std::string id = request.parameter("requestId");
        if (!id.empty() && !world.requestIds.insert(id).second)
            return operation(world, call, scope, "repeated", wanted);
    }
    if (request.method == "POST") {
        if (at >= 0)
            return fault(409, "alreadyExists", "The resource '" + wanted.toStdString() + "' already exists");
        // As everything else of the estate calls itself, whatever the address we are reached at.
        QJsonObject made = body;
        made["selfLink"] = text("https://www.googleapis.com/compute/v1/projects/" + call.account + "/" +
                                scope + "/" + call.name + "/") +
                           wanted;
        list.append(made);
        return operation(world, call, scope, "insert", wanted);
    }
    if (at < 0)
        return fault(404, "notFound", "The resource '" + path + "/" + name + "' was not found");
    const QJsonObject old =
        completed(list[at].toObject(), world.root, call.account + "/" + scope + "/" + call.name, call.name);
    if (request.method == "GET")
        return json(old);
    if (request.method == "DELETE") {
        list.removeAt(at);
        return operation(world, call, scope, "delete", wanted);
    }
    if (call.name == "routes")
        return fault(405, "methodNotAllowed", "routes cannot be changed");
    if (body.contains("fingerprint") && old.contains("fingerprint") &&
        body["fingerprint"] != old["fingerprint"])
        return fault(412, "conditionNotMet", "Supplied fingerprint does not match current metadata");
    list[at] = request.method == "PUT" ? body : merged(list[at].toObject(), body);
    return operation(world, call, scope, "patch", wanted);
}

Answer dns(const Request& request, const World& world, const Call& call, const std::string& zone)
{
    const bool records = call.name == "rrsets";
    const QJsonArray all =
        world.estate.find("google/" + call.account + "/dns/" + (records ? "rrsets/" + zone : "managedZones"));
    const int wanted = std::atoi(request.parameter("maxResults").c_str());
    const Page page =
        pageOf(all, request.parameter("pageToken"), wanted > 0 ? wanted : 100, world.behaviour.largestPage);
    QJsonObject body{
        {"kind", records ? "dns#resourceRecordSetsListResponse" : "dns#managedZonesListResponse"},
        {records ? "rrsets" : "managedZones", page.items}};
    if (!page.next.empty())
        body["nextPageToken"] = text(page.next);
    return json(body);
}

/// Three parts in base64, as RFC 7519 has them; whether the key is right its owner alone knows.
Answer giveToken(const Request& request, World& world)
{
    const auto fields = formFields(request.body);
    const auto field = [&](const char* name) {
        const auto found = fields.find(name);
        return found == fields.end() ? std::string() : found->second;
    };
    const bool jwt = field("grant_type") == "urn:ietf:params:oauth:grant-type:jwt-bearer" &&
                     text(field("assertion")).count(u'.') == 2;
    const bool refresh = field("grant_type") == "refresh_token" && !field("refresh_token").empty() &&
                         !field("client_id").empty() && !field("client_secret").empty();
    if (!jwt && !refresh)
        return json({{"error", "invalid_grant"}, {"error_description", "Invalid JWT Signature."}}, 400);
    return json(
        {{"access_token", text(world.newToken("ya29."))}, {"expires_in", 3599}, {"token_type", "Bearer"}});
}

std::optional<Answer> troubled(World& world, const Call& call)
{
    switch (world.troubleOf(call)) {
    case World::Trouble::Denied:
        return fault(403, "forbidden",
                     "Required 'compute." + call.name + ".list' permission for 'projects/" + call.account +
                         "'");
    case World::Trouble::Throttled:
        return fault(403, "rateLimitExceeded", "Quota exceeded for quota group 'ReadGroup'");
    case World::Trouble::Dead:
        return fault(503, "backendError", "The service is currently unavailable.");
    case World::Trouble::HangUp:
        return Answer::none();
    case World::Trouble::None:
        break;
    }
    return std::nullopt;
}

} // namespace

Answer answerGoogle(const Request& request, World& world, Call& call)
{
    call.provider = "google";
    if (request.path == "/token") {
        call.name = "token";
        return giveToken(request, world);
    }
    // compute v1 projects {p} {aggregated|global|regions r|zones z} list [name]; dns v1 projects {p} ...
    const auto parts = partsOf(request.path);
    if (parts.size() < 4)
        return fault(404, "notFound", "no such path");
    call.account = parts[3];
    const bool isDns = parts[0] == "dns";
    const bool placed = !isDns && parts.size() > 6 && (parts[4] == "regions" || parts[4] == "zones");
    const std::size_t at = isDns ? 4 : placed ? 6 : 5;
    call.name = parts.size() > at ? parts[at] : parts.size() > 4 ? parts[4] : "project";
    if (isDns && parts.size() > 6)
        call.name = parts[6];
    call.region = placed ? parts[5] : "";
    const std::string authorization = request.header("authorization");
    if (!authorization.starts_with("Bearer ") || !world.takeToken(authorization.substr(7)))
        return fault(401, "authError", "Invalid Credentials");
    if (!world.estate.has("google/" + call.account + "/"))
        return fault(404, "notFound", "The resource 'projects/" + call.account + "' was not found");
    if (auto trouble = troubled(world, call))
        return *trouble;
    if (isDns)
        return dns(request, world, call, parts.size() > 5 ? parts[5] : "");
    if (parts.size() == 4)
        return json({{"kind", "compute#project"},
                     {"name", text(call.account)},
                     {"selfLink", text(world.root + request.path)}});
    if (parts[4] == "aggregated")
        return aggregated(request, world, call);
    const std::string scope = placed ? parts[4] + "/" + parts[5] : "global";
    if (parts[4] == "regions" && parts.size() == 5) {
        call.name = "regions";
        return plainList(request, world, call, "global");
    }
    if (call.name == "operations")
        return lookAt(world, parts.back());
    if (request.method == "GET" && parts.size() == at + 1)
        return plainList(request, world, call, scope);
    return item(request, world, call, scope, parts.size() > at + 1 ? parts[at + 1] : "");
}

} // namespace zonescope::cloudsim
