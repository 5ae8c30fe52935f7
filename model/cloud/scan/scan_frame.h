// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/http.h"
#include "model/cloud/reply_reader.h"
#include "model/cloud/scan/token_buckets.h"
#include "model/cloud/snapshot.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace zonescope::cloud {

/// What every scan needs, whoever the provider is.
struct ScanSettings
{
    std::string label;
    HttpSettings http;
    std::size_t inFlight = 64; ///< calls at the same time
    SnapshotPtr earlier;       ///< what a scope that fails now keeps, marked stale; may be null
    std::shared_ptr<const base::Clock> clock;
    /// Waits between attempts; replaced by tests. Gives false when the scan was cancelled meanwhile.
    std::function<bool(base::Duration)> wait;
};

/// What an answer with an error status means for the scope.
struct ScanProblem
{
    ScopeState state = ScopeState::Unreachable;
    bool again = false;     ///< a trouble of the moment: ask once more later
    bool throttled = false; ///< and ask less often
    std::string detail;
};

/// Doubles from 200 ms, at most 10 s, with jitter in the upper half: `random` from 0 to 1.
base::Duration backoff(int attempt, double random);
/// Retry-After in seconds; 0 when it is missing, a date, or longer than two minutes.
base::Duration retryAfter(const HttpReply& reply);

/// How a scan is run: jobs on as many threads as calls may be in flight, each thread with its own
/// connections; asking again what was throttled; what came of it, until it is a snapshot. One failing list
/// stops no other.
class ScanFrame
{
public:
    using Job = std::function<void(HttpClient&)>;
    struct Question
    {
        std::function<HttpRequest()> make; ///< anew for each attempt: signatures carry the time
        std::function<ScanProblem(const HttpReply&)> judge;
        std::string bucket;
        CallRate rate;
    };

    explicit ScanFrame(const ScanSettings& settings);

    bool cancelled() const { return m_settings.http.cancelled && m_settings.http.cancelled(); }
    const ScanSettings& settings() const { return m_settings; }

    /// May be called by jobs as well.
    void post(Job job);
    /// Reading a page costs a core, not a connection: as many threads as cores do that, while the next page
    /// is fetched. Waits while too many pages wait already. For jobs.
    void postReading(std::function<void()> what);
    /// Until there is nothing left to do, or the scan is cancelled.
    void run();

    /// Asks until there is an answer that is not "later". Errors: as HttpClient, Cancelled.
    base::Result<HttpReply> ask(HttpClient& client, const Question& question);
    /// The question's scope when the answer is no 200.
    static ScanProblem problemOf(const base::Result<HttpReply>& reply, const Question& question);

    /// What an earlier scan made of an answer with this digest; null: nobody has seen it. Any thread.
    ReplyPtr known(const std::string& digest) const;

    /// Any thread.
    void add(ReplyPtr reply);
    void add(std::vector<Resource> resources);
    /// `parent`: whose content was asked for; empty: the list itself.
    void add(Scope scope, std::string parent = {});
    /// Only while no job runs.
    const std::vector<ReplyPtr>& replies() const { return m_replies; }
    template <class Each>
    void forEachResource(const Each& each) const
    {
        for (const ReplyPtr& reply : m_replies)
            for (const Resource& resource : reply->resources)
                each(resource);
    }

    /// What earlier scans saw where this one could not look stays and says so. Errors: Cancelled.
    base::Result<SnapshotPtr> finish();

private:
    void work();
    void readPages();
    bool isDone() const { return m_running == 0 && m_jobs.empty() && m_readings.empty(); }
    void noteIfDone();
    void keepStale();

    const ScanSettings& m_settings;
    TokenBuckets m_buckets;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Job> m_jobs; ///< guarded by m_mutex, like all below
    std::size_t m_running = 0;
    std::condition_variable m_pages; ///< there is one to be read
    std::condition_variable m_room;  ///< for one more that waits
    std::deque<std::function<void()>> m_readings;
    struct Asked
    {
        Scope scope;
        std::string parent;
    };
    std::vector<Asked> m_asked;
    std::vector<ReplyPtr> m_replies;
    std::unordered_map<std::string_view, ReplyPtr> m_known; ///< by digest; never changed
};

/// One list of one scope, page by page: fetches, reads, adds, and says how it went when it is through.
class PagedList : public std::enable_shared_from_this<PagedList>
{
public:
    /// `scope.what`, account and region are set; the rest is filled in.
    PagedList(ScanFrame& frame, Scope scope, std::string parent = {});
    /// What the answer with this digest says: as the snapshot before has it, or as `read` reads it. An empty
    /// digest is always read. It is added, and given back. Any thread. Errors: as `read`.
    base::Result<ReplyPtr> take(std::string digest, const std::function<base::Result<Reply>()>& read);
    void fail(ScopeState state, std::string detail);
    bool failed() const;
    /// With the last page that is read the scope is added.
    ~PagedList();
    PagedList(const PagedList&) = delete;
    PagedList& operator=(const PagedList&) = delete;

private:
    ScanFrame& m_frame;
    mutable std::mutex m_mutex;
    Scope m_scope; ///< guarded by m_mutex
    const std::string m_parent;
};

inline constexpr int mostPages = 100'000; ///< a server that gives the same token for ever

} // namespace zonescope::cloud
