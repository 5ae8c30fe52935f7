// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/aws_scan.h"

#include "model/cloud/aws_calls.h"
#include "model/cloud/aws_xml.h"
#include "model/cloud/reply_reader.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <random>
#include <thread>

namespace zonescope::cloud {
namespace {

using base::ErrorCode;
constexpr int mostAttempts = 8;
constexpr int mostPages = 100'000; ///< a server that gives the same token for ever

/// One list of one region, or one content that has to be asked for by id.
struct Task
{
    const AwsList* list;
    std::string region;
    std::string parent;
};

class Scan
{
public:
    explicit Scan(const AwsScanRequest& request)
        : m_request(request)
        , m_keys(request.profile.keys)
    {
    }

    base::Result<SnapshotPtr> run()
    {
        HttpClient client(m_request.http);
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
        std::vector<Task> tasks;
        for (const AwsList& list : awsLists())
            for (const std::string& region : list.global ? std::vector<std::string>{"global"} : regions)
                tasks.push_back({&list, region, {}});
        work(std::move(tasks));
        work(contentTasks());
        if (cancelled())
            return base::fail(ErrorCode::Cancelled);
        keepStale();
        return Snapshot::make(m_request.label, m_request.clock->wall(), std::move(m_scopes),
                              std::move(m_resources));
    }

private:
    bool cancelled() const { return m_request.http.cancelled && m_request.http.cancelled(); }

    /// Asks until there is an answer that is not "later".
    base::Result<HttpReply> ask(HttpClient& client, const AwsCall& call)
    {
        static thread_local std::mt19937 random(std::random_device{}());
        for (int attempt = 1;; ++attempt) {
            auto reply = client.perform(
                signedRequest(call, m_keys, m_request.profile.endpoint, m_request.clock->wall()));
            const bool broken = !reply && reply.error().code == ErrorCode::ConnectionClosed;
            const bool again =
                broken || (reply && reply->status != 200 && problemOf(*reply, call.action).again);
            if (!again || attempt == mostAttempts)
                return reply;
            if (!m_request.wait(backoff(attempt, std::uniform_real_distribution<>(0, 1)(random))))
                return base::fail(ErrorCode::Cancelled);
        }
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
        AwsCall call{"sts",
                     homeRegion(),
                     "AssumeRole",
                     "2011-06-15",
                     {{"RoleArn", m_request.profile.roleArn},
                      {"RoleSessionName", "zonescope"},
                      {"DurationSeconds", "3600"}},
                     {}};
        if (!m_request.profile.externalId.empty())
            call.parameters.emplace_back("ExternalId", m_request.profile.externalId);
        const auto tree = askTree(client, call);
        if (!tree)
            return tl::unexpected(tree.error());
        const Json* given = member(*tree, "Credentials");
        if (!given)
            return base::fail(ErrorCode::PermissionDenied, "AssumeRole gave no credentials");
        m_keys = {memberText(*given, "AccessKeyId"), memberText(*given, "SecretAccessKey"),
                  memberText(*given, "SessionToken")};
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

    void work(std::vector<Task> tasks)
    {
        std::atomic<std::size_t> next = 0;
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < std::min(m_request.threads, tasks.size()); ++i)
            threads.emplace_back([&] {
                HttpClient client(m_request.http);
                for (std::size_t at = next++; at < tasks.size() && !cancelled(); at = next++)
                    read(client, tasks[at]);
            });
        for (std::thread& thread : threads)
            thread.join();
    }

    void read(HttpClient& client, const Task& task)
    {
        Scope scope{
            Provider::Aws,           m_account, task.region, task.list->collection, ScopeState::Ok, {},
            m_request.clock->wall(), 0};
        std::vector<Resource> resources;
        AwsCall call = callFor(*task.list, task.region, task.parent);
        for (int page = 0; page < mostPages; ++page) {
            const auto reply = ask(client, call);
            if (!reply || reply->status != 200) {
                const AwsProblem problem =
                    reply ? problemOf(*reply, call.action)
                          : AwsProblem{ScopeState::Unreachable, false, base::toString(reply.error())};
                scope.state = problem.state;
                scope.detail = problem.detail;
                break;
            }
            auto tree = parseAwsXml(reply->body);
            const std::string next = tree ? nextPage(*task.list, *tree, call) : std::string();
            auto read = tree ? readTree(*tree, {Provider::Aws, m_account, task.region, task.parent})
                             : base::Result<Reply>(tl::unexpected(tree.error()));
            if (!read) {
                scope.state = ScopeState::Broken;
                scope.detail = base::toString(read.error());
                break;
            }
            std::ranges::move(read->resources, std::back_inserter(resources));
            if (next.empty())
                break;
        }
        scope.resources = static_cast<std::uint32_t>(resources.size());
        const std::scoped_lock lock(m_mutex);
        std::ranges::move(resources, std::back_inserter(m_resources));
        m_scopes.push_back(std::move(scope));
    }

    /// What lists of the first round have inside, asked for one by one.
    std::vector<Task> contentTasks() const
    {
        std::vector<Task> tasks;
        for (const AwsList& list : awsContents())
            for (const Resource& resource : m_resources)
                if (resource.collection == list.of)
                    tasks.push_back({&list, resource.region, resource.id});
        return tasks;
    }

    /// What an earlier scan saw where this one could not look stays, and says so.
    void keepStale()
    {
        if (!m_request.earlier)
            return;
        for (Scope& scope : m_scopes) {
            if (scope.state == ScopeState::Ok)
                continue;
            std::uint32_t kept = 0;
            for (const Resource& old : m_request.earlier->resources())
                if (old.provider == Provider::Aws && old.collection == scope.what &&
                    old.region == scope.region && old.account == scope.account) {
                    m_resources.push_back(old);
                    ++kept;
                }
            scope.resources += kept;
            if (kept > 0 && scope.state == ScopeState::Unreachable)
                scope.state = ScopeState::Stale;
        }
    }

    const AwsScanRequest& m_request;
    AwsKeys m_keys;
    std::string m_account;
    std::mutex m_mutex;
    std::vector<Scope> m_scopes;       ///< guarded by m_mutex
    std::vector<Resource> m_resources; ///< guarded by m_mutex
};

} // namespace

AwsProblem problemOf(const HttpReply& reply, const std::string& action)
{
    const auto fault = awsFaultIn(reply.body);
    const std::string code = fault ? fault->code : "HTTP " + std::to_string(reply.status);
    static constexpr std::array<std::string_view, 8> later{
        "RequestLimitExceeded",    "Throttling",         "ThrottlingException", "ThrottledException",
        "PriorRequestNotComplete", "ServiceUnavailable", "InternalError",       "Unavailable"};
    static constexpr std::array<std::string_view, 9> denied{
        "UnauthorizedOperation", "AccessDenied",          "AccessDeniedException",
        "AuthFailure",           "InvalidClientTokenId",  "ExpiredToken",
        "OptInRequired",         "SignatureDoesNotMatch", "UnrecognizedClientException"};
    AwsProblem problem;
    problem.detail = action + ": " + code + (fault && !fault->message.empty() ? ": " + fault->message : "");
    problem.again = std::ranges::find(later, code) != later.end() || reply.status == 429 ||
                    (reply.status >= 500 && !fault);
    if (std::ranges::find(denied, code) != denied.end()) {
        problem.state = ScopeState::Denied;
        problem.again = false;
    } else if (!problem.again) {
        problem.state = ScopeState::Broken;
    }
    return problem;
}

base::Duration backoff(int attempt, double random)
{
    const double longest = std::min(10.0, 0.2 * static_cast<double>(1U << std::min(attempt - 1, 10)));
    return base::Duration(static_cast<std::int64_t>(longest * (0.5 + random / 2) * 1e6));
}

base::Result<SnapshotPtr> scanAws(const AwsScanRequest& request)
{
    return Scan(request).run();
}

} // namespace zonescope::cloud
