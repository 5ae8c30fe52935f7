// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/aws_scan.h"

#include "model/cloud/aws_calls.h"
#include "model/cloud/aws_role.h"
#include "model/cloud/aws_xml.h"

#include <algorithm>
#include <array>

namespace zonescope::cloud {
namespace {

using base::ErrorCode;

/// One list of one region, or one content that has to be asked for by id.
struct Task
{
    const AwsList* list;
    std::string region;
    std::string parent;
};

/// So many calls AWS allows, per account, region and operation; Route 53 per account.
CallRate rateOf(const AwsCall& call)
{
    return call.service == "route53" ? CallRate{50, 10} : CallRate{100, 20};
}

/// The token stands at the answer's end, so that the next page need not wait until this one is read. Not when
/// it has to be unescaped first.
std::string tokenIn(std::string_view body, std::string_view element)
{
    const std::string opening = "<" + std::string(element) + ">";
    const std::size_t at = body.rfind(opening);
    if (at == std::string_view::npos)
        return {};
    const std::string_view rest = body.substr(at + opening.size());
    const std::string_view token = rest.substr(0, rest.find('<'));
    return token.find('&') == std::string_view::npos ? std::string(token) : std::string();
}

class Scan
{
public:
    explicit Scan(const AwsScanRequest& request)
        : m_request(request)
        , m_keys(request.profile.keys)
        , m_frame(request.settings)
    {
    }

    base::Result<SnapshotPtr> run()
    {
        HttpClient client(m_request.settings.http);
        if (const auto assumed = assumeRole(client); !assumed)
            return tl::unexpected(assumed.error());
        if (const auto asked = askWho(client); !asked)
            return tl::unexpected(asked.error());
        auto regions = m_request.regions;
        if (regions.empty()) {
            auto found = switchedOnRegions(client);
            if (!found)
                return tl::unexpected(found.error());
            regions = std::move(*found);
        }
        for (const AwsList& list : awsLists())
            for (const std::string& region : list.global ? std::vector<std::string>{"global"} : regions)
                postList({&list, region, {}});
        m_frame.run();
        for (const Task& task : contentTasks())
            postList(task);
        m_frame.run();
        return m_frame.finish();
    }

private:
    base::Result<HttpReply> ask(HttpClient& client, const AwsCall& call)
    {
        return m_frame.ask(client, {[&] {
                                        return signedRequest(call, m_keys, m_request.profile.endpoint,
                                                             m_request.settings.clock->wall());
                                    },
                                    [&](const HttpReply& reply) { return problemOf(reply, call.action); },
                                    call.region + "/" + (call.version.empty() ? "route53" : call.action),
                                    rateOf(call)});
    }

    base::Result<rapidjson::Document> askTree(HttpClient& client, const AwsCall& call)
    {
        const auto reply = ask(client, call);
        if (!reply)
            return tl::unexpected(reply.error());
        if (reply->status != 200)
            return base::fail(ErrorCode::PermissionDenied, problemOf(*reply, call.action).detail);
        return parseAwsXml(reply->body);
    }

    std::string homeRegion() const
    {
        return m_request.profile.region.empty() ? "us-east-1" : m_request.profile.region;
    }

    base::Status assumeRole(HttpClient& client)
    {
        if (m_request.profile.roleArn.empty())
            return {};
        const AwsCall call = assumeRoleCall(m_request.profile, "zonescope");
        const auto reply = ask(client, call);
        if (!reply)
            return tl::unexpected(reply.error());
        auto keys = readAssumedKeys(*reply);
        if (!keys)
            return tl::unexpected(keys.error());
        m_keys = std::move(*keys);
        return {};
    }

    base::Status askWho(HttpClient& client)
    {
        const auto tree = askTree(client, {"sts", homeRegion(), "GetCallerIdentity", "2011-06-15", {}, {}});
        if (!tree)
            return tl::unexpected(tree.error());
        m_account = memberText(*tree, "Account");
        return {};
    }

    base::Result<std::vector<std::string>> switchedOnRegions(HttpClient& client)
    {
        const auto tree = askTree(client, {"ec2", homeRegion(), "DescribeRegions", ec2Version, {}, {}});
        if (!tree)
            return tl::unexpected(tree.error());
        static const JsonPath names("Regions[].RegionName");
        return names.texts(*tree);
    }

    void postList(const Task& task)
    {
        auto pages = std::make_shared<PagedList>(
            m_frame,
            Scope{Provider::Aws, m_account, task.region, task.list->collection, ScopeState::Ok, {}, {}, 0},
            task.parent);
        m_frame.post([this, pages, task](HttpClient& client) { read(client, pages, task); });
    }

    void read(HttpClient& client, const std::shared_ptr<PagedList>& pages, const Task& task)
    {
        AwsCall call = callFor(*task.list, task.region, task.parent);
        const ReadContext context{Provider::Aws, m_account, task.region, task.parent};
        std::string earlier;
        for (int page = 0; page < mostPages && !pages->failed(); ++page) {
            auto reply = ask(client, call);
            if (!reply || reply->status != 200) {
                const ScanProblem problem =
                    reply ? problemOf(*reply, call.action)
                          : ScanProblem{ScopeState::Unreachable, false, false, base::toString(reply.error())};
                pages->fail(problem.state, problem.detail);
                return;
            }
            const bool ec2 = task.list->service == "ec2";
            const std::string early = ec2 ? tokenIn(reply->body, "nextToken") : "";
            if (early.empty()) {
                if (takeLastPage(*pages, reply->body, context, task, call).empty())
                    return;
                continue;
            }
            if (early == earlier)
                return; // a server that turns in a circle
            earlier = early;
            setPage(call, early);
            m_frame.postReading([pages, list = task.list->collection, body = std::move(reply->body),
                                 context]() mutable { takePage(*pages, body, context, list); });
        }
    }

    /// Of a list of EC2, where the next page's token is known already or there is none.
    static void takePage(PagedList& pages, std::string& body, const ReadContext& context,
                         std::string_view list)
    {
        const auto taken = pages.take(digestOfAnswer(body, context, list), [&]() -> base::Result<Reply> {
            auto tree = parseAwsXmlInPlace(body);
            return tree ? readTree(*tree, context) : tl::unexpected(tree.error());
        });
        if (!taken)
            pages.fail(ScopeState::Broken, base::toString(taken.error()));
    }

    /// Gives the next page's token, found in the tree, and prepares the call for it.
    static std::string takeLastPage(PagedList& pages, std::string& body, const ReadContext& context,
                                    const Task& task, AwsCall& call)
    {
        if (task.list->service == "ec2" && body.find("<nextToken>") == std::string::npos) {
            takePage(pages, body, context, task.list->collection); // without a tree when it is known
            return {};
        }
        std::string digest = digestOfAnswer(body, context, task.list->collection);
        auto tree = parseAwsXmlInPlace(body);
        const std::string next = tree ? nextPage(*task.list, *tree, call) : std::string();
        const auto taken = pages.take(std::move(digest), [&]() -> base::Result<Reply> {
            return tree ? readTree(*tree, context) : tl::unexpected(tree.error());
        });
        if (taken)
            return next;
        pages.fail(ScopeState::Broken, base::toString(taken.error()));
        return {};
    }

    /// What lists of the first round have inside, asked for one by one.
    std::vector<Task> contentTasks() const
    {
        std::vector<Task> tasks;
        for (const AwsList& list : awsContents())
            m_frame.forEachResource([&](const Resource& resource) {
                if (resource.collection == list.of)
                    tasks.push_back({&list, resource.region, resource.id});
            });
        return tasks;
    }

    const AwsScanRequest& m_request;
    AwsKeys m_keys;
    std::string m_account;
    ScanFrame m_frame;
};

} // namespace

ScanProblem problemOf(const HttpReply& reply, const std::string& action)
{
    const auto fault = awsFaultIn(reply.body);
    const std::string code = fault ? fault->code : "HTTP " + std::to_string(reply.status);
    static constexpr std::array<std::string_view, 5> later{
        "PriorRequestNotComplete", "InternalFailure", "ServiceUnavailable", "InternalError", "Unavailable"};
    static constexpr std::array<std::string_view, 9> denied{
        "UnauthorizedOperation", "AccessDenied",          "AccessDeniedException",
        "AuthFailure",           "InvalidClientTokenId",  "ExpiredToken",
        "OptInRequired",         "SignatureDoesNotMatch", "UnrecognizedClientException"};
    ScanProblem problem;
    problem.detail = action + ": " + code + (fault && !fault->message.empty() ? ": " + fault->message : "");
    problem.throttled =
        code.find("Throttl") != std::string::npos || code == "RequestLimitExceeded" || reply.status == 429;
    problem.again =
        problem.throttled || std::ranges::find(later, code) != later.end() || (reply.status >= 500 && !fault);
    if (std::ranges::find(denied, code) != denied.end()) {
        problem.state = ScopeState::Denied;
        problem.again = false;
    } else if (!problem.again) {
        problem.state = ScopeState::Broken;
    }
    return problem;
}

base::Result<SnapshotPtr> scanAws(const AwsScanRequest& request)
{
    return Scan(request).run();
}

} // namespace zonescope::cloud
