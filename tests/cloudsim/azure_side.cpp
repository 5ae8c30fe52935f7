// SPDX-License-Identifier: GPL-3.0-or-later
// Azure Resource Manager: lists of a subscription or a resource group with a link to the next page, ETags,
// and routes and security rules as children that can be put and deleted.
#include "tests/cloudsim/world.h"

#include <QCryptographicHash>
#include <QJsonDocument>

#include <optional>

namespace zonescope::cloudsim {
namespace {

std::string lower(const std::string& value)
{
    return text(value).toLower().toStdString();
}

Answer fault(int status, const char* code, const std::string& message)
{
    return json({{"error", QJsonObject{{"code", code}, {"message", text(message)}}}}, status);
}

/// Of what is in it: another content, another tag.
QString etagOf(QJsonObject object)
{
    object.remove("etag");
    const QByteArray octets = QJsonDocument(object).toJson(QJsonDocument::Compact);
    return "W/\"" + QCryptographicHash::hash(octets, QCryptographicHash::Sha1).toHex().left(16) + "\"";
}

QJsonObject withEtag(QJsonObject object)
{
    object["etag"] = etagOf(object);
    return object;
}

/// Routes and security rules have tags of their own beside the resource's.
QJsonObject withEtags(QJsonObject object)
{
    const QString own = etagOf(object);
    QJsonObject properties = object["properties"].toObject();
    for (const char* member : {"routes", "securityRules"})
        if (properties.contains(QLatin1String(member))) {
            QJsonArray children;
            for (const QJsonValue& child : properties[QLatin1String(member)].toArray())
                children.append(withEtag(child.toObject()));
            properties[QLatin1String(member)] = children;
        }
    if (!properties.isEmpty())
        object["properties"] = properties;
    object["etag"] = own;
    return object;
}

Answer giveToken(const Request& request, World& world)
{
    const auto fields = formFields(request.body);
    const auto has = [&](const char* name) {
        const auto found = fields.find(name);
        return found != fields.end() && !found->second.empty();
    };
    if (!has("client_id") || !has("client_secret") || !has("scope") || fields.at("client_secret") == "wrong")
        return json({{"error", "invalid_client"},
                     {"error_description", "AADSTS7000215: Invalid client secret provided."}},
                    401);
    return json(
        {{"token_type", "Bearer"}, {"expires_in", 3599}, {"access_token", text(world.newToken("eyJ."))}});
}

/// The list below a subscription, or of one resource group only.
QJsonArray listOf(const World& world, const std::string& subscription, const std::string& type,
                  const std::string& group)
{
    const QJsonArray all = world.estate.find("azure/" + subscription + "/" + type);
    QJsonArray mine;
    for (const QJsonValue& value : all) {
        const QString id = value.toObject()["id"].toString().toLower();
        if (group.empty() || id.contains("/resourcegroups/" + text(group).toLower() + "/"))
            mine.append(withEtags(value.toObject()));
    }
    return mine;
}

Answer answerList(const Request& request, World& world, const QJsonArray& all)
{
    const int own = world.behaviour.largestPage;
    const Page page = pageOf(all, request.parameter("$skiptoken"), 0, own);
    QJsonObject body{{"value", page.items}};
    if (!page.next.empty())
        body["nextLink"] =
            text(world.root + request.path + "?api-version=" + request.parameter("api-version") +
                 "&%24skiptoken=" + page.next);
    return json(body);
}

/// A resource, its place in the estate, and the name of the child that is meant, if one is.
struct Place
{
    std::string type;
    QString id;         ///< in lower case
    const char* member; ///< of properties: the children's list; null: the resource itself
    QString child;
};

Answer writeChild(const Request& request, World& world, QJsonArray& list, int at, const Place& place)
{
    QJsonObject parent = list[at].toObject();
    QJsonObject properties = parent["properties"].toObject();
    QJsonArray children = properties[QLatin1String(place.member)].toArray();
    int child = -1;
    for (int i = 0; i < children.size(); ++i)
        if (children[i].toObject()["name"].toString().compare(place.child, Qt::CaseInsensitive) == 0)
            child = i;
    if (request.method == "GET")
        return child < 0 ? fault(404, "NotFound", "no such child")
                         : json(withEtag(children[child].toObject()));
    const QString wanted = text(request.header("if-match"));
    const QString own = child < 0 ? QString() : etagOf(children[child].toObject());
    if (!wanted.isEmpty() && wanted != QStringLiteral("*") && wanted != own && wanted != etagOf(parent))
        return fault(412, "PreconditionFailed", "Precondition failed.");
    if (request.header("if-none-match") == "*" && child >= 0)
        return fault(412, "PreconditionFailed", "The resource exists.");
    if (request.method == "DELETE" && child < 0)
        return json({}, 204);
    QJsonObject made = objectOf(request.body);
    const QJsonObject asked = made["properties"].toObject();
    for (int i = 0; i < children.size() && request.method == "PUT"; ++i) {
        const QJsonObject other = children[i].toObject()["properties"].toObject();
        if (i != child && asked.contains("priority") && other["priority"] == asked["priority"] &&
            other["direction"] == asked["direction"])
            return fault(400, "SecurityRuleConflict", "Security rules conflict with each other.");
    }
    if (request.method == "DELETE") {
        children.removeAt(child);
    } else {
        made["name"] = place.child;
        made["id"] = parent["id"].toString() + "/" + QLatin1String(place.member) + "/" + place.child;
        if (child < 0)
            children.append(made);
        else
            children[child] = made;
    }
    properties[QLatin1String(place.member)] = children;
    parent["properties"] = properties;
    list[at] = parent;
    ++world.made;
    return request.method == "DELETE" ? json({}) : json(withEtag(made), child < 0 ? 201 : 200);
}

Answer one(const Request& request, World& world, const Call& call, const Place& place)
{
    QJsonArray& list = world.estate.list("azure/" + call.account + "/" + place.type);
    int at = -1;
    for (int i = 0; i < list.size(); ++i)
        if (list[i].toObject()["id"].toString().toLower() == place.id)
            at = i;
    if (at < 0)
        return fault(404, "ResourceNotFound", "The Resource '" + place.id.toStdString() + "' was not found.");
    if (place.member)
        return writeChild(request, world, list, at, place);
    const QJsonObject old = withEtags(list[at].toObject());
    if (request.method == "GET")
        return json(old);
    const QString wanted = text(request.header("if-match"));
    if (!wanted.isEmpty() && wanted != old["etag"].toString())
        return fault(412, "PreconditionFailed", "Precondition failed.");
    if (request.method == "DELETE") {
        list.removeAt(at);
        return json({});
    }
    QJsonObject made = objectOf(request.body);
    for (const char* member : {"id", "name", "type"})
        made[QLatin1String(member)] = old[QLatin1String(member)];
    list[at] = made;
    return json(withEtag(made));
}

std::optional<Answer> troubled(World& world, const Call& call)
{
    switch (world.troubleOf(call)) {
    case World::Trouble::Denied:
        return fault(403, "AuthorizationFailed",
                     "The client does not have authorization to perform action 'Microsoft.Network/" +
                         call.name + "/read' over scope '/subscriptions/" + call.account + "'");
    case World::Trouble::Throttled: {
        Answer answer = fault(429, "TooManyRequests", "The request is being throttled.");
        answer.headers.emplace_back("Retry-After", "1");
        return answer;
    }
    case World::Trouble::Dead:
        return fault(503, "ServiceUnavailable", "The service is unavailable.");
    case World::Trouble::HangUp:
        return Answer::none();
    case World::Trouble::None:
        break;
    }
    return std::nullopt;
}

Answer answerResources(const Request& request, World& world, const Call& call,
                       const std::vector<std::string>& parts)
{
    // subscriptions {s} [resourceGroups {g}] providers {ns} {type} [name [child name]]
    const bool grouped = parts.size() > 3 && lower(parts[2]) == "resourcegroups";
    const std::size_t at = grouped ? 4 : 2;
    const std::string group = grouped ? parts[3] : "";
    if (parts.size() < at + 3)
        return fault(404, "InvalidResourceType", "no such path");
    const std::string type = lower(parts[at + 1] + "/" + parts[at + 2]);
    if (parts.size() == at + 3)
        return answerList(request, world, listOf(world, call.account, type, group));
    if (type == "microsoft.network/dnszones" || type == "microsoft.network/privatednszones")
        return answerList(
            request, world,
            world.estate.find("azure/" + call.account + "/" + type + "/all/" + lower(parts[at + 3])));
    Place place{type, {}, nullptr, {}};
    std::string id;
    for (std::size_t i = 0; i < std::min(parts.size(), at + 4); ++i)
        id += "/" + parts[i];
    place.id = text(id).toLower();
    if (parts.size() >= at + 6) {
        place.child = text(parts[at + 5]);
        const std::string children = lower(parts[at + 4]);
        place.member = children == "routes"          ? "routes"
                       : children == "securityrules" ? "securityRules"
                                                     : "subnets";
    }
    return one(request, world, call, place);
}

} // namespace

Answer answerAzure(const Request& request, World& world, Call& call)
{
    call.provider = "azure";
    if (request.path.find("/oauth2/") != std::string::npos) {
        call.name = "token";
        return giveToken(request, world);
    }
    const auto parts = partsOf(request.path);
    call.account = parts.size() > 1 ? parts[1] : "";
    call.name = "subscriptions";
    for (std::size_t i = 0; i < parts.size(); ++i)
        if (parts[i] == "providers" && i + 2 < parts.size())
            call.name = parts.back() == "ALL" || parts.back() == "recordsets" ? "recordsets" : parts[i + 2];
    if (parts.size() == 3)
        call.name = parts[2];
    const std::string authorization = request.header("authorization");
    if (!authorization.starts_with("Bearer ") || !world.takeToken(authorization.substr(7)))
        return fault(401, "InvalidAuthenticationToken", "The access token is invalid.");
    if (request.parameter("api-version").empty())
        return fault(400, "MissingApiVersionParameter", "The api-version query parameter is required.");
    if (auto trouble = troubled(world, call))
        return *trouble;
    if (parts.size() == 1) {
        QJsonArray subscriptions;
        for (const auto& [path, list] : world.estate.lists)
            if (path.starts_with("azure/")) {
                const QString id = text(path).section(u'/', 1, 1);
                const QJsonObject entry{{"id", "/subscriptions/" + id},
                                        {"subscriptionId", id},
                                        {"displayName", "simulated"},
                                        {"state", "Enabled"}};
                if (!subscriptions.contains(entry))
                    subscriptions.append(entry);
            }
        return answerList(request, world, subscriptions);
    }
    if (!world.estate.has("azure/" + call.account + "/"))
        return fault(404, "SubscriptionNotFound", "The subscription could not be found.");
    if (parts.size() == 3)
        return answerList(request, world, listOf(world, call.account, lower(parts[2]), ""));
    return answerResources(request, world, call, parts);
}

} // namespace zonescope::cloudsim
