// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/scan/scan_frame.h"

#include "model/cloud/mapping.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <thread>
#include <tuple>

namespace zonescope::cloud {
namespace {

using base::ErrorCode;
constexpr int mostAttempts = 8;         ///< at troubles of the moment
constexpr int mostThrottledTimes = 60;  ///< the bucket slows down meanwhile, so this is minutes
constexpr std::size_t mostReadings = 6; ///< pages of some megabytes each that wait to be read
constexpr unsigned mostReaders = 8;

std::string folded(std::string text)
{
    for (char& c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

/// Azure writes the types of its lists in capitals as it likes.
bool isOf(const Resource& resource, const Scope& scope, const std::string& parent)
{
    if (!parent.empty()) // content of one resource: of one zone, of one table
        return resource.provider == scope.provider && (resource.parent == parent || resource.id == parent) &&
               resource.kind != Kind::DnsZone;
    const bool list = resource.provider == Provider::Azure ? folded(resource.collection) == folded(scope.what)
                                                           : resource.collection == scope.what;
    return list && resource.provider == scope.provider &&
           (scope.account.empty() || resource.account == scope.account) &&
           (scope.region.empty() || scope.region == "global" || resource.region == scope.region);
}

} // namespace

base::Duration backoff(int attempt, double random)
{
    const double longest = std::min(10.0, 0.2 * static_cast<double>(1U << std::min(attempt - 1, 10)));
    return base::Duration(static_cast<std::int64_t>(longest * (0.5 + random / 2) * 1e6));
}

base::Duration retryAfter(const HttpReply& reply)
{
    const std::string& text = reply.retryAfter;
    if (text.empty() || text.size() > 3 ||
        !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))
        return base::Duration{0};
    const int seconds = std::atoi(text.c_str());
    return seconds > 120 ? base::Duration{0} : std::chrono::seconds(seconds);
}

ScanFrame::ScanFrame(const ScanSettings& settings)
    : m_settings(settings)
{
    if (settings.earlier)
        for (const ReplyPtr& reply : settings.earlier->replies())
            if (!reply->digest.empty())
                m_known.emplace(reply->digest, reply);
}

void ScanFrame::post(Job job)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_changed.notify_one();
}

void ScanFrame::postReading(std::function<void()> what)
{
    std::unique_lock lock(m_mutex);
    m_room.wait(lock, [this] { return m_readings.size() < mostReadings; });
    m_readings.push_back(std::move(what));
    lock.unlock();
    m_pages.notify_one();
}

void ScanFrame::run()
{
    const std::size_t count = std::max<std::size_t>(1, m_settings.inFlight);
    const unsigned cores = std::clamp(std::thread::hardware_concurrency(), 1U, mostReaders);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < count; ++i)
        threads.emplace_back([this] { work(); });
    for (unsigned i = 0; i < cores; ++i)
        threads.emplace_back([this] { readPages(); });
    for (std::thread& thread : threads)
        thread.join();
}

void ScanFrame::work()
{
    HttpClient client(m_settings.http);
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] { return !m_jobs.empty() || isDone(); });
        if (m_jobs.empty())
            return;
        Job job = std::move(m_jobs.front());
        m_jobs.pop_front();
        ++m_running;
        lock.unlock();
        if (!cancelled())
            job(client);
        job = nullptr; // what it holds may report on its way out
        lock.lock();
        --m_running;
        noteIfDone();
    }
}

void ScanFrame::readPages()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_pages.wait(lock, [this] { return !m_readings.empty() || isDone(); });
        if (m_readings.empty())
            return;
        std::function<void()> what = std::move(m_readings.front());
        m_readings.pop_front();
        ++m_running;
        lock.unlock();
        m_room.notify_one();
        if (!cancelled())
            what();
        what = nullptr;
        lock.lock();
        --m_running;
        noteIfDone();
    }
}

void ScanFrame::noteIfDone()
{
    if (!isDone())
        return;
    m_changed.notify_all();
    m_pages.notify_all();
}

base::Result<HttpReply> ScanFrame::ask(HttpClient& client, const Question& question)
{
    static thread_local std::mt19937 random(std::random_device{}());
    const base::Clock& clock = *m_settings.clock;
    int throttled = 0;
    for (int attempt = 1;; ++attempt) {
        const base::Duration turn = m_buckets.take(question.bucket, question.rate, clock.steady());
        if (turn.count() > 0 && !m_settings.wait(turn))
            return base::fail(ErrorCode::Cancelled);
        auto reply = client.perform(question.make());
        if (reply && reply->status / 100 == 2) {
            m_buckets.succeeded(question.bucket, clock.steady());
            return reply;
        }
        const ScanProblem problem = problemOf(reply, question);
        if (problem.throttled) {
            m_buckets.throttled(question.bucket, clock.steady());
            --attempt;
            ++throttled;
        }
        if (!problem.again || attempt >= mostAttempts || throttled >= mostThrottledTimes)
            return reply;
        base::Duration pause = backoff(std::max(1, problem.throttled ? std::min(throttled, 4) : attempt),
                                       std::uniform_real_distribution<>(0, 1)(random));
        if (reply)
            pause = std::max(pause, retryAfter(*reply));
        if (!m_settings.wait(pause))
            return base::fail(ErrorCode::Cancelled);
    }
}

ScanProblem ScanFrame::problemOf(const base::Result<HttpReply>& reply, const Question& question)
{
    if (reply)
        return question.judge(*reply);
    const bool again = reply.error().code == ErrorCode::ConnectionClosed;
    return {ScopeState::Unreachable, again, false, base::toString(reply.error())};
}

ReplyPtr ScanFrame::known(const std::string& digest) const
{
    const auto found = m_known.find(digest);
    return found == m_known.end() ? nullptr : found->second;
}

void ScanFrame::add(ReplyPtr reply)
{
    const std::scoped_lock lock(m_mutex);
    m_replies.push_back(std::move(reply));
}

void ScanFrame::add(std::vector<Resource> resources)
{
    if (resources.empty())
        return;
    std::string all;
    for (const Resource& r : resources)
        for (const std::string& text : {r.key(), r.collection, r.parent, r.raw})
            all.append(text).append("\n");
    Reply reply;
    reply.digest = digestOfAnswer(all, {resources[0].provider, {}, {}, {}}, "made here");
    reply.resources = std::move(resources);
    const ReplyPtr same = known(reply.digest);
    add(same ? same : std::make_shared<const Reply>(std::move(reply)));
}

void ScanFrame::add(Scope scope, std::string parent)
{
    scope.readAt = m_settings.clock->wall();
    const std::scoped_lock lock(m_mutex);
    m_asked.push_back({std::move(scope), std::move(parent)});
}

void ScanFrame::keepStale()
{
    if (!m_settings.earlier)
        return;
    std::vector<Resource> old;
    for (auto& [scope, parent] : m_asked) {
        if (scope.state == ScopeState::Ok)
            continue;
        const std::size_t had = old.size();
        std::ranges::copy_if(
            m_settings.earlier->resources(), std::back_inserter(old),
            [&scope = scope, &parent = parent](const Resource& r) { return isOf(r, scope, parent); });
        const auto kept = static_cast<std::uint32_t>(old.size() - had);
        scope.resources += kept;
        if (kept == 0)
            continue;
        // How old what is kept is: the time of the last scan that could look.
        for (const Scope& before : m_settings.earlier->scopes())
            if (before.provider == scope.provider && before.what == scope.what &&
                before.account == scope.account && before.region == scope.region)
                scope.readAt = before.readAt;
        if (scope.state == ScopeState::Unreachable)
            scope.state = ScopeState::Stale;
    }
    add(std::move(old));
}

base::Result<SnapshotPtr> ScanFrame::finish()
{
    if (cancelled())
        return base::fail(ErrorCode::Cancelled);
    std::ranges::sort(m_asked, {}, [](const Asked& a) {
        return std::tie(a.scope.provider, a.scope.account, a.scope.what, a.scope.region, a.parent);
    });
    keepStale();
    std::vector<Scope> scopes;
    for (Asked& asked : m_asked)
        scopes.push_back(std::move(asked.scope));
    return Snapshot::make(m_settings.label, m_settings.clock->wall(), std::move(scopes), std::move(m_replies),
                          m_settings.earlier);
}

PagedList::PagedList(ScanFrame& frame, Scope scope, std::string parent)
    : m_frame(frame)
    , m_scope(std::move(scope))
    , m_parent(std::move(parent))
{
}

base::Result<ReplyPtr> PagedList::take(std::string digest, const std::function<base::Result<Reply>()>& read)
{
    ReplyPtr reply = digest.empty() ? nullptr : m_frame.known(digest);
    if (!reply) {
        auto fresh = read();
        if (!fresh)
            return tl::unexpected(fresh.error());
        fresh->digest = std::move(digest);
        reply = std::make_shared<const Reply>(std::move(*fresh));
    }
    {
        const std::scoped_lock lock(m_mutex);
        m_scope.resources += static_cast<std::uint32_t>(reply->resources.size());
    }
    m_frame.add(reply);
    return reply;
}

void PagedList::fail(ScopeState state, std::string detail)
{
    const std::scoped_lock lock(m_mutex);
    m_scope.state = state;
    m_scope.detail = std::move(detail);
}

bool PagedList::failed() const
{
    const std::scoped_lock lock(m_mutex);
    return m_scope.state != ScopeState::Ok;
}

PagedList::~PagedList()
{
    m_frame.add(std::move(m_scope), m_parent);
}

} // namespace zonescope::cloud
