// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/openstack/openstack_scan.h"

#include "model/cloud/openstack/keystone.h"
#include "model/cloud/sigv4.h"

#include <algorithm>
#include <array>

namespace zonescope::cloud {
namespace {

using base::ErrorCode;
constexpr int pageSize = 1000;

struct OpenStackList
{
    const char* service;
    const char* path; ///< below the service's endpoint; of the versions we speak
    const char* collection;
    const char* of = nullptr; ///< content: the collection whose ids stand for {id}
};
constexpr std::array lists{
    OpenStackList{"network", "/v2.0/networks", "networks"},
    OpenStackList{"network", "/v2.0/subnets", "subnets"},
    OpenStackList{"network", "/v2.0/ports", "ports"},
    OpenStackList{"network", "/v2.0/routers", "routers"},
    OpenStackList{"network", "/v2.0/security-groups", "security_groups"},
    OpenStackList{"network", "/v2.0/floatingips", "floatingips"},
    OpenStackList{"network", "/v2.0/subnetpools", "subnetpools"},
    OpenStackList{"network", "/v2.0/address-groups", "address_groups"},
    OpenStackList{"network", "/v2.0/rbac-policies", "rbac_policies"},
    OpenStackList{"network", "/v2.0/vpn/vpnservices", "vpnservices"},
    OpenStackList{"network", "/v2.0/vpn/ipsec-site-connections", "ipsec_site_connections"},
    OpenStackList{"network", "/v2.0/vpn/endpoint-groups", "endpoint_groups"},
    OpenStackList{"network", "/v2.0/vpn/ikepolicies", "ikepolicies"},
    OpenStackList{"network", "/v2.0/vpn/ipsecpolicies", "ipsecpolicies"},
    OpenStackList{"network", "/v2.0/bgp-speakers", "bgp_speakers"},
    OpenStackList{"network", "/v2.0/bgp-peers", "bgp_peers"},
    OpenStackList{"load-balancer", "/v2.0/lbaas/loadbalancers", "loadbalancers"},
    OpenStackList{"dns", "/v2/zones", "zones"},
    OpenStackList{"compute", "/servers/detail", "servers"},
};
constexpr OpenStackList recordSets{"dns", "/v2/zones/{id}/recordsets", "recordsets", "zones"};

/// The endpoint's own path may hold the version already.
std::string urlOf(const std::string& endpoint, std::string path)
{
    const std::size_t slash = path.find('/', 1);
    const std::string version = path.substr(0, slash); // "/v2.0"
    if (slash != std::string::npos && endpoint.ends_with(version))
        path = path.substr(slash);
    return endpoint + path;
}

class Scan
{
public:
    explicit Scan(const OpenStackScanRequest& request)
        : m_request(request)
        , m_frame(request.settings)
    {
    }

    base::Result<SnapshotPtr> run()
    {
        HttpClient client(m_request.settings.http);
        if (const auto signedIn = signIn(client, {}); !signedIn)
            return tl::unexpected(signedIn.error());
        const KeystoneToken token = currentToken();
        std::vector<std::string> regions = m_request.regions;
        if (regions.empty() && !m_request.profile.region.empty())
            regions = {m_request.profile.region};
        if (regions.empty())
            regions = token.regions();
        if (regions.empty())
            return base::fail(ErrorCode::NotFound, "the catalogue of this cloud has no network service");
        addProject(token);
        for (const std::string& region : regions)
            for (const OpenStackList& list : lists)
                postList(token, list, region, {});
        m_frame.run();
        m_frame.forEachResource([&](const Resource& resource) {
            if (resource.collection == recordSets.of)
                postList(token, recordSets, resource.region, resource.id);
        });
        m_frame.run();
        return m_frame.finish();
    }

private:
    KeystoneToken currentToken() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_token;
    }

    /// `refused`: the token that was not taken any more; whoever comes second finds a new one.
    base::Status signIn(HttpClient& client, const std::string& refused)
    {
        const std::scoped_lock lock(m_mutex);
        if (!refused.empty() && m_token.token != refused)
            return {};
        const ScanFrame::Question question{
            [this] { return signInRequest(m_request.profile); },
            [](const HttpReply& reply) { return openStackProblem(reply, "auth/tokens"); },
            "keystone",
            {}};
        const auto reply = m_frame.ask(client, question);
        if (!reply)
            return tl::unexpected(reply.error());
        auto token = readSignIn(*reply);
        if (!token)
            return tl::unexpected(token.error());
        m_token = std::move(*token);
        return {};
    }

    /// The project itself: Keystone lists it to administrators only, but the token says enough.
    void addProject(const KeystoneToken& token)
    {
        rapidjson::Document project(rapidjson::kObjectType);
        auto& allocator = project.GetAllocator();
        for (const auto& [name, value] : {std::pair{"id", token.projectId},
                                          {"name", token.projectName},
                                          {"domain_name", token.domainName}})
            project.AddMember(rapidjson::StringRef(name), Json(value.c_str(), allocator), allocator);
        std::vector<Resource> resources;
        normalise(project, "projects", {Provider::OpenStack, token.projectId, "global", ""}, {}, resources);
        m_frame.add(std::move(resources));
        m_frame.add(
            Scope{Provider::OpenStack, token.projectId, "global", "projects", ScopeState::Ok, {}, {}, 1});
    }

    void postList(const KeystoneToken& token, const OpenStackList& list, const std::string& region,
                  const std::string& parent)
    {
        const std::string endpoint = token.endpoint(list.service, region, m_request.profile.interface);
        const bool network = std::string_view(list.service) == "network";
        if (endpoint.empty() && !network)
            return; // a cloud without that service
        auto pages = std::make_shared<PagedList>(
            m_frame,
            Scope{Provider::OpenStack, token.projectId, region, list.collection, ScopeState::Ok, {}, {}, 0},
            parent);
        if (endpoint.empty()) {
            pages->fail(ScopeState::Broken, "the catalogue has no " + m_request.profile.interface +
                                                " network endpoint in region " + region);
            return;
        }
        std::string path = list.path;
        if (const std::size_t at = path.find("{id}"); at != std::string::npos)
            path.replace(at, 4, percentEncoded(parent));
        m_frame.post([this, pages, url = urlOf(endpoint, path), collection = std::string(list.collection),
                      context = ReadContext{Provider::OpenStack, token.projectId, region, parent}](
                         HttpClient& client) { read(client, *pages, url, collection, context); });
    }

    base::Result<HttpReply> get(HttpClient& client, const std::string& url, const std::string& bucket)
    {
        for (bool again = true;; again = false) {
            const std::string token = currentToken().token;
            const ScanFrame::Question question{
                [&] {
                    return HttpRequest{
                        "GET", url, {{"X-Auth-Token", token}, {"Accept", "application/json"}}, {}};
                },
                [&](const HttpReply& reply) { return openStackProblem(reply, bucket); },
                bucket,
                {}};
            auto reply = m_frame.ask(client, question);
            if (!reply || reply->status != 401 || !again)
                return reply;
            if (const auto renewed = signIn(client, token); !renewed)
                return tl::unexpected(renewed.error());
        }
    }

    void read(HttpClient& client, PagedList& pages, const std::string& url, const std::string& collection,
              const ReadContext& context)
    {
        std::string marker;
        for (int page = 0; page < mostPages; ++page) {
            std::string query = "?limit=" + std::to_string(pageSize);
            if (!marker.empty())
                query += "&marker=" + percentEncoded(marker);
            const auto reply = get(client, url + query, context.region + "/" + collection);
            // What every Neutron has cannot be missing; the others are extensions.
            const bool always = collection == "networks" || collection == "subnets" || collection == "ports";
            if (reply && reply->status == 404 && page == 0 && !always)
                return;
            if (!reply || reply->status / 100 != 2) {
                const ScanProblem problem =
                    reply ? openStackProblem(*reply, collection)
                          : ScanProblem{ScopeState::Unreachable, false, false, base::toString(reply.error())};
                pages.fail(problem.state, problem.detail);
                return;
            }
            const std::string next = takePage(pages, reply->body, collection, context);
            if (next.empty() || next == marker)
                return;
            marker = next;
        }
    }

    /// Gives the id of the page's last resource; empty when nothing follows.
    static std::string takePage(PagedList& pages, const std::string& body, const std::string& collection,
                                const ReadContext& context)
    {
        const auto read = pages.take(digestOfAnswer(body, context, collection),
                                     [&] { return readPage(body, collection, context); });
        if (!read)
            pages.fail(ScopeState::Broken, base::toString(read.error()));
        return read ? (*read)->next : std::string();
    }

    static base::Result<Reply> readPage(const std::string& body, const std::string& collection,
                                        const ReadContext& context)
    {
        auto tree = parseJson(body);
        if (!tree)
            return tl::unexpected(tree.error());
        const Json* list = member(*tree, collection);
        if (!list || !list->IsArray())
            return base::fail(ErrorCode::Unsupported, "no list " + collection + " in the answer");
        // A server with a smaller limit of its own says by its link that more follows.
        const bool link = memberText(*tree, "next").empty() ? hasNextLink(*tree, collection) : true;
        const bool more = !list->Empty() && (link || list->Size() >= pageSize);
        std::string last = more ? memberText((*list)[list->Size() - 1], "id") : std::string();
        auto read = readTree(*tree, context);
        if (read)
            read->next = std::move(last);
        return read;
    }

    static bool hasNextLink(const Json& tree, const std::string& collection)
    {
        if (const Json* links = member(tree, "links"); links && !memberText(*links, "next").empty())
            return true; // Designate
        const Json* links = member(tree, collection + "_links");
        if (!links || !links->IsArray())
            return false;
        return std::ranges::any_of(links->GetArray(),
                                   [](const Json& link) { return memberText(link, "rel") == "next"; });
    }

    const OpenStackScanRequest& m_request;
    ScanFrame m_frame;
    mutable std::mutex m_mutex;
    KeystoneToken m_token; ///< guarded by m_mutex
};

} // namespace

ScanProblem openStackProblem(const HttpReply& reply, const std::string& what)
{
    static const JsonPath messages("NeutronError.message|error.message|forbidden.message|message|"
                                   "overLimit.message|badRequest.message|faultstring");
    const auto tree = parseJson(reply.body);
    const std::string message = tree ? messages.text(*tree) : std::string();
    ScanProblem problem;
    problem.detail =
        what + ": HTTP " + std::to_string(reply.status) + (message.empty() ? "" : ": " + message);
    problem.throttled = reply.status == 429 || reply.status == 413;
    problem.again = problem.throttled || reply.status >= 500;
    if (reply.status == 401 || reply.status == 403)
        problem.state = ScopeState::Denied;
    else if (!problem.again)
        problem.state = ScopeState::Broken;
    return problem;
}

base::Result<SnapshotPtr> scanOpenStack(const OpenStackScanRequest& request)
{
    return Scan(request).run();
}

} // namespace zonescope::cloud
