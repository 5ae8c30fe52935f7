// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/azure/azure_scan.h"

#include "model/cloud/google/google_credentials.h"
#include "model/cloud/json_path.h"
#include "model/cloud/scan/bearer.h"

#include <algorithm>
#include <array>

namespace zonescope::cloud {
namespace {

using base::ErrorCode;
constexpr CallRate readRate{250, 25}; // per subscription, principal and region

struct AzureList
{
    const char* type;
    const char* version = "2023-09-01";
    bool perGroup = false;
};
constexpr std::array lists{
    AzureList{"Microsoft.Network/virtualNetworks"},
    AzureList{"Microsoft.Network/networkSecurityGroups"},
    AzureList{"Microsoft.Network/routeTables"},
    AzureList{"Microsoft.Network/publicIPAddresses"},
    AzureList{"Microsoft.Network/networkInterfaces"},
    AzureList{"Microsoft.Network/natGateways"},
    AzureList{"Microsoft.Network/loadBalancers"},
    AzureList{"Microsoft.Network/applicationGateways"},
    AzureList{"Microsoft.Network/virtualHubs"},
    AzureList{"Microsoft.Network/privateEndpoints"},
    AzureList{"Microsoft.Network/azureFirewalls"},
    AzureList{"Microsoft.Compute/virtualMachines", "2024-03-01"},
    AzureList{"Microsoft.Network/privateDnsZones", "2020-06-01"},
    AzureList{"Microsoft.Network/dnszones", "2018-05-01"},
    AzureList{"Microsoft.Network/virtualNetworkGateways", "2023-09-01", true},
    AzureList{"Microsoft.Network/localNetworkGateways", "2023-09-01", true},
    AzureList{"Microsoft.Network/connections", "2023-09-01", true},
};

/// "https://host:port" of a link: what a token may be sent to.
std::string originOf(const std::string& url)
{
    const std::size_t scheme = url.find("://");
    return scheme == std::string::npos ? std::string() : url.substr(0, scheme + 3) + hostOf(url);
}

class Scan
{
public:
    explicit Scan(const AzureScanRequest& request)
        : m_request(request)
        , m_frame(request.settings)
        , m_bearer(
              m_frame,
              [this]() -> base::Result<HttpRequest> { return azureTokenRequest(m_request.credentials); },
              readAccessToken)
    {
    }

    base::Result<SnapshotPtr> run()
    {
        HttpClient client(m_request.settings.http);
        if (const auto signedIn = m_bearer.signIn(client); !signedIn)
            return tl::unexpected(signedIn.error());
        const auto subscriptions = addSubscriptions(client);
        if (!subscriptions)
            return tl::unexpected(subscriptions.error());
        for (const std::string& subscription : *subscriptions) {
            m_frame.post([this, subscription](HttpClient& own) { postGroups(own, subscription); });
            for (const AzureList& list : lists)
                if (!list.perGroup)
                    postList(subscription, list.type, "/providers/" + std::string(list.type), list.version);
        }
        m_frame.run();
        m_frame.forEachResource([this](const Resource& zone) {
            if (zone.kind == Kind::DnsZone)
                postRecords(zone);
        });
        m_frame.run();
        return m_frame.finish();
    }

private:
    base::Result<HttpReply> get(HttpClient& client, const std::string& url, const std::string& what,
                                const std::string& account)
    {
        return m_bearer.get(client, {[&] {
                                         return HttpRequest{"GET", url, {}, {}};
                                     },
                                     [&](const HttpReply& reply) { return azureProblem(reply, what); },
                                     "azure/" + account, readRate});
    }

    /// All pages of a list that is needed to go on; `each` gets its items.
    base::Status walk(HttpClient& client, std::string url, const std::string& what,
                      const std::string& account, const std::function<void(const Json&)>& each)
    {
        for (int page = 0; page < mostPages && !url.empty(); ++page) {
            const auto reply = get(client, url, what, account);
            if (!reply)
                return tl::unexpected(reply.error());
            if (reply->status != 200)
                return base::fail(ErrorCode::PermissionDenied, azureProblem(*reply, what).detail);
            const auto tree = parseJson(reply->body);
            if (!tree)
                return tl::unexpected(tree.error());
            static const JsonPath items("value[]");
            for (const Json* item : items.find(*tree))
                each(*item);
            const std::string next = memberText(*tree, "nextLink");
            if (!next.empty() && originOf(next) != originOf(url))
                return base::fail(ErrorCode::InvalidValue,
                                  what + ": the next page is at another host, " + originOf(next));
            url = next == url ? std::string() : next;
        }
        return {};
    }

    base::Result<std::vector<std::string>> addSubscriptions(HttpClient& client)
    {
        std::vector<std::string> wanted = m_request.subscriptions;
        if (wanted.empty() && !m_request.credentials.subscription.empty())
            wanted = {m_request.credentials.subscription};
        std::vector<std::string> all;
        std::vector<Resource> resources;
        const auto walked =
            walk(client, m_request.credentials.manager + "/subscriptions?api-version=2022-12-01",
                 "subscriptions", "", [&](const Json& item) {
                     const std::string id = memberText(item, "subscriptionId");
                     if (!wanted.empty() && std::ranges::find(wanted, id) == wanted.end())
                         return;
                     all.push_back(id);
                     rapidjson::Document copy;
                     copy.CopyFrom(item, copy.GetAllocator());
                     if (copy.IsObject())
                         normalise(copy, "Microsoft.Resources/subscriptions",
                                   {Provider::Azure, id, "global", ""}, {}, resources);
                 });
        if (!walked && wanted.empty())
            return tl::unexpected(walked.error());
        m_frame.add(std::move(resources));
        for (const std::string& id : wanted) // named, but perhaps not to be listed: asked for all the same
            if (std::ranges::find(all, id) == all.end())
                all.push_back(id);
        if (all.empty())
            return base::fail(ErrorCode::NotFound, "this service principal can see no subscription");
        return all;
    }

    void postGroups(HttpClient& client, const std::string& subscription)
    {
        const std::string base = m_request.credentials.manager + "/subscriptions/" + subscription;
        std::vector<std::string> groups;
        const auto walked =
            walk(client, base + "/resourcegroups?api-version=2021-04-01", "resourceGroups", subscription,
                 [&](const Json& item) { groups.push_back(memberText(item, "name")); });
        for (const AzureList& list : lists) {
            if (!list.perGroup)
                continue;
            if (!walked) { // without its groups nothing of them was looked at
                m_frame.add(Scope{Provider::Azure,
                                  subscription,
                                  "global",
                                  list.type,
                                  walked.error().code == ErrorCode::PermissionDenied
                                      ? ScopeState::Denied
                                      : ScopeState::Unreachable,
                                  base::toString(walked.error()),
                                  {},
                                  0});
                continue;
            }
            auto pages = scopeOf(subscription, list.type);
            for (const std::string& group : groups)
                postPages(pages, subscription, "/resourceGroups/" + group + "/providers/" + list.type,
                          list.version, {});
        }
    }

    std::shared_ptr<PagedList> scopeOf(const std::string& subscription, const std::string& type,
                                       const std::string& parent = {})
    {
        return std::make_shared<PagedList>(
            m_frame, Scope{Provider::Azure, subscription, "global", type, ScopeState::Ok, {}, {}, 0}, parent);
    }

    void postList(const std::string& subscription, const std::string& type, const std::string& path,
                  const char* version)
    {
        postPages(scopeOf(subscription, type), subscription, path, version, {});
    }

    void postRecords(const Resource& zone)
    {
        const bool isPrivate = zone.id.find("/privatednszones/") != std::string::npos;
        const std::size_t providers = zone.id.find("/resourcegroups/");
        if (providers == std::string::npos)
            return;
        postPages(
            scopeOf(zone.account, zone.name + (isPrivate ? " (private records)" : " (records)"), zone.id),
            zone.account, zone.id.substr(providers) + (isPrivate ? "/ALL" : "/recordsets"),
            isPrivate ? "2020-06-01" : "2018-05-01", zone.id);
    }

    void postPages(const std::shared_ptr<PagedList>& pages, const std::string& subscription,
                   const std::string& path, const char* version, const std::string& parent)
    {
        const std::string url = m_request.credentials.manager + "/subscriptions/" + subscription + path +
                                "?api-version=" + version;
        const ReadContext context{Provider::Azure, subscription, "global", parent};
        m_frame.post([this, pages, url, path, context](HttpClient& client) {
            read(client, *pages, url, path, context);
        });
    }

    void read(HttpClient& client, PagedList& pages, std::string url, const std::string& what,
              const ReadContext& context)
    {
        for (int page = 0; page < mostPages && !url.empty(); ++page) {
            const auto reply = get(client, url, what, context.account);
            if (!reply || reply->status != 200) {
                const ScanProblem problem =
                    reply ? azureProblem(*reply, what)
                          : ScanProblem{ScopeState::Unreachable, false, false, base::toString(reply.error())};
                pages.fail(problem.state, problem.detail);
                return;
            }
            const auto read = pages.take(digestOfAnswer(reply->body, context, what),
                                         [&] { return readReply(reply->body, context); });
            if (!read) {
                pages.fail(ScopeState::Broken, base::toString(read.error()));
                return;
            }
            const std::string& next = (*read)->next;
            if (!next.empty() && originOf(next) != originOf(url)) {
                pages.fail(ScopeState::Broken,
                           "the next page is at another host, to which no token is sent: " + originOf(next));
                return;
            }
            url = next == url ? std::string() : next;
        }
    }

    const AzureScanRequest& m_request;
    ScanFrame m_frame;
    Bearer m_bearer;
};

} // namespace

ScanProblem azureProblem(const HttpReply& reply, const std::string& what)
{
    static const JsonPath codes("error.code|error");
    static const JsonPath messages("error.message|error_description");
    const auto tree = parseJson(reply.body);
    const std::string code = tree ? codes.text(*tree) : std::string();
    const std::string message = tree ? messages.text(*tree) : std::string();
    ScanProblem problem;
    problem.detail = what + ": " + (code.empty() ? "HTTP " + std::to_string(reply.status) : code) +
                     (message.empty() ? "" : ": " + message);
    problem.throttled = reply.status == 429;
    problem.again = problem.throttled || reply.status >= 500;
    if (!problem.again)
        problem.state = reply.status == 401 || reply.status == 403 ? ScopeState::Denied : ScopeState::Broken;
    return problem;
}

base::Result<SnapshotPtr> scanAzure(const AzureScanRequest& request)
{
    return Scan(request).run();
}

} // namespace zonescope::cloud
