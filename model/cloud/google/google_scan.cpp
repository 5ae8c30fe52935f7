// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/google/google_scan.h"

#include "model/cloud/json_path.h"
#include "model/cloud/scan/bearer.h"
#include "model/cloud/sigv4.h"

#include <algorithm>
#include <array>
#include <set>

namespace zonescope::cloud {
namespace {

using base::ErrorCode;

struct GoogleList
{
    const char* path; ///< below the project
    const char* collection;
    const char* query = "maxResults=500";
    bool dns = false;
};
constexpr const char* partial = "maxResults=500&includeAllScopes=true&returnPartialSuccess=true";
constexpr const char* partialOnly = "maxResults=500&returnPartialSuccess=true";
constexpr std::array lists{
    GoogleList{"/regions", "compute#region"},
    GoogleList{"/global/networks", "compute#network"},
    GoogleList{"/global/routes", "compute#route"},
    GoogleList{"/global/firewalls", "compute#firewall"},
    GoogleList{"/global/externalVpnGateways", "compute#externalVpnGateway"},
    GoogleList{"/aggregated/subnetworks", "compute#subnetwork", partial},
    GoogleList{"/aggregated/routers", "compute#router", partial},
    GoogleList{"/aggregated/vpnTunnels", "compute#vpnTunnel", partialOnly},
    GoogleList{"/aggregated/vpnGateways", "compute#vpnGateway", partialOnly},
    GoogleList{"/aggregated/targetVpnGateways", "compute#targetVpnGateway", partial},
    GoogleList{"/aggregated/forwardingRules", "compute#forwardingRule", partial},
    GoogleList{"/aggregated/addresses", "compute#address", partial},
    GoogleList{"/aggregated/instances", "compute#instance", partial},
    GoogleList{"/aggregated/interconnectAttachments", "compute#interconnectAttachment", partial},
    GoogleList{"/aggregated/firewallPolicies", "compute#firewallPolicy", partialOnly},
    GoogleList{"/managedZones", "dns#managedZone", "maxResults=100", true},
};

/// "regions/europe-west3" and "zones/europe-west3-a" are both of europe-west3.
std::string regionOf(const std::string& scope)
{
    std::string place = scope.substr(scope.rfind('/') + 1);
    if (scope.find("zones/") != std::string::npos && place.size() > 2 && place[place.size() - 2] == '-')
        place.resize(place.size() - 2);
    return place;
}

class Scan
{
public:
    explicit Scan(const GoogleScanRequest& request)
        : m_request(request)
        , m_frame(request.settings)
        , m_bearer(
              m_frame,
              [this] { return googleTokenRequest(m_request.credentials, m_request.settings.clock->wall()); },
              readAccessToken)
    {
    }

    base::Result<SnapshotPtr> run()
    {
        std::vector<std::string> projects = m_request.projects;
        if (projects.empty() && !m_request.credentials.project.empty())
            projects = {m_request.credentials.project};
        if (projects.empty())
            return base::fail(
                ErrorCode::InvalidValue,
                "which project? The credentials name none; give one, or set GOOGLE_CLOUD_PROJECT");
        HttpClient client(m_request.settings.http);
        if (const auto signedIn = m_bearer.signIn(client); !signedIn)
            return tl::unexpected(signedIn.error());
        for (const std::string& project : projects) {
            postList(project, "", "compute#project", "", false, {});
            for (const GoogleList& list : lists)
                postList(project, list.path, list.collection, list.query, list.dns, {});
        }
        m_frame.run();
        m_frame.forEachResource([this](const Resource& zone) {
            if (zone.collection == "dns#managedZone")
                postList(zone.account, "/managedZones/" + percentEncoded(zone.name) + "/rrsets",
                         "dns#resourceRecordSet", "maxResults=500", true, zone.id);
        });
        m_frame.run();
        return m_frame.finish();
    }

private:
    std::string urlOf(const std::string& project, const std::string& path, bool dns) const
    {
        std::string root = m_request.endpoint;
        while (root.ends_with('/'))
            root.pop_back();
        if (root.empty())
            root = dns ? "https://dns.googleapis.com" : "https://compute.googleapis.com";
        return root + (dns ? "/dns/v1/projects/" : "/compute/v1/projects/") + percentEncoded(project) + path;
    }

    void postList(const std::string& project, const std::string& path, const std::string& collection,
                  const std::string& query, bool dns, const std::string& parent)
    {
        auto pages = std::make_shared<PagedList>(
            m_frame, Scope{Provider::Google, project, "global", collection, ScopeState::Ok, {}, {}, 0},
            parent);
        const std::string url = urlOf(project, path, dns) + (query.empty() ? "" : "?" + query);
        const ReadContext context{Provider::Google, project, "", parent};
        m_frame.post([this, pages, url, collection, context](HttpClient& client) {
            read(client, *pages, url, collection, context);
        });
    }

    void read(HttpClient& client, PagedList& pages, const std::string& url, const std::string& collection,
              const ReadContext& context)
    {
        std::string token;
        std::set<std::string> unreachable;
        for (int page = 0; page < mostPages; ++page) {
            const std::string whole = token.empty() ? url : url + "&pageToken=" + percentEncoded(token);
            const auto reply = m_bearer.get(
                client, {[&] {
                             return HttpRequest{"GET", whole, {}, {}};
                         },
                         [&](const HttpReply& answer) { return googleProblem(answer, collection); },
                         context.account + "/" + collection,
                         {}});
            if (!reply || reply->status != 200) {
                const ScanProblem problem =
                    reply ? googleProblem(*reply, collection)
                          : ScanProblem{ScopeState::Unreachable, false, false, base::toString(reply.error())};
                pages.fail(problem.state, problem.detail);
                break;
            }
            const auto read = pages.take(digestOfAnswer(reply->body, context, collection),
                                         [&] { return readReply(reply->body, context); });
            const std::string next = read ? (*read)->next : std::string();
            if (read) {
                for (const std::string& part : (*read)->unreachable)
                    unreachable.insert(regionOf(part));
            } else if (!isEmptyList(reply->body)) {
                pages.fail(ScopeState::Broken, base::toString(read.error()));
            }
            if (next.empty() || next == token)
                break;
            token = next;
        }
        for (const std::string& region : unreachable)
            m_frame.add(Scope{Provider::Google,
                              context.account,
                              region,
                              collection,
                              ScopeState::Unreachable,
                              collection + ": Google could not reach " + region,
                              {},
                              0});
    }

    /// A list without items has no "items".
    static bool isEmptyList(const std::string& body)
    {
        const auto tree = parseJson(body);
        const std::string kind = tree ? memberText(*tree, "kind") : std::string();
        return kind.ends_with("List") || kind.ends_with("ListResponse");
    }

    const GoogleScanRequest& m_request;
    ScanFrame m_frame;
    Bearer m_bearer;
};

} // namespace

ScanProblem googleProblem(const HttpReply& reply, const std::string& what)
{
    static const JsonPath messages("error.message|error_description");
    static const JsonPath reasons("error.errors[].reason");
    const auto tree = parseJson(reply.body);
    const std::string message = tree ? messages.text(*tree) : std::string();
    const std::string reason = tree ? reasons.text(*tree) : std::string();
    ScanProblem problem;
    problem.detail =
        what + ": HTTP " + std::to_string(reply.status) + (message.empty() ? "" : ": " + message);
    problem.throttled = reply.status == 429 || reason == "rateLimitExceeded" ||
                        reason == "userRateLimitExceeded" || reason == "quotaExceeded";
    problem.again = problem.throttled || reply.status >= 500;
    if (!problem.again)
        problem.state = reply.status == 401 || reply.status == 403 ? ScopeState::Denied : ScopeState::Broken;
    return problem;
}

base::Result<SnapshotPtr> scanGoogle(const GoogleScanRequest& request)
{
    return Scan(request).run();
}

} // namespace zonescope::cloud
