// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transfer/transfer_worker.h"

#include "model/transfer/query_pipe.h"
#include "model/transfer/transfer_session.h"

#include <pthread.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace zonescope::transfer {

/// A connection that was not answered on for so long is taken for accepted all the same: a zone that the
/// primary is slow to give must not keep others from asking.
constexpr base::Duration newForSoLong{100'000};

/// A session with its wire, its timer and its place.
class TransferWorker::Running final : public SessionHost
{
public:
    Running(TransferWorker& worker, TransferJob job)
        : m_worker(worker)
        , m_session(std::move(job), worker.m_shared.clock, m_piped, *this, worker.m_shared.limits.timings)
        , m_wire(*worker.m_loop, m_session, [this] { settle(); })
        , m_piped(m_wire, m_session, [this] { settle(); })
    {
    }
    ~Running() override
    {
        m_worker.m_loop->cancel(m_timer);
        releasePlace();
    }

    void start()
    {
        m_session.start();
        settle();
    }
    void cancel(base::ErrorCode why)
    {
        m_session.cancel(why);
        settle();
    }
    void granted(TransferPlaces::Ticket ticket)
    {
        if (ticket != m_ticket)
            return; // given back while the news was under way
        const auto key = m_session.waitingCheck();
        if (key && m_worker.othersWait(*this, *key)) {
            m_ticket = 0; // the pipe's
            return m_worker.openPipe(*this, *key, ticket);
        }
        if (m_places == &m_worker.m_shared.connections)
            connectWith(m_worker.m_kept.take(m_primary, true));
        m_session.placeGranted();
        settle();
    }
    bool waitsFor(base::PrimaryId primary, const ConnectionKey& key) const
    {
        return primary == m_primary && m_session.waitingCheck() == key;
    }
    /// In place of a place of its own.
    void ask(std::shared_ptr<QueryPipe> pipe)
    {
        if (const auto ticket = std::exchange(m_ticket, 0); ticket != 0)
            m_places->release(ticket);
        m_piped.join(std::move(pipe));
        m_session.placeGranted();
        settle();
    }
    base::PrimaryId primary() const { return m_primary; }

    bool askPlace(PlaceKind kind, const Target& target) override;
    void releasePlace() override;
    bool ednsWorks(const net::Endpoint& server) const override
    {
        return m_worker.m_shared.notes.ednsWorks(server);
    }
    void ednsFails(const net::Endpoint& server) override { m_worker.m_shared.notes.ednsFails(server); }
    bool tlsWorks(const net::Endpoint& server) const override
    {
        return m_worker.m_shared.notes.tlsWorks(server);
    }
    void tlsFails(const net::Endpoint& server) override { m_worker.m_shared.notes.tlsFails(server); }
    base::Bytes cookieFor(const net::Endpoint& server) override
    {
        return m_worker.m_shared.notes.cookieFor(server);
    }
    void learnCookie(const net::Endpoint& server, const base::Bytes& cookie) override
    {
        m_worker.m_shared.notes.learnCookie(server, cookie);
    }
    void progress(const pipeline::TransferProgress& progress) override
    {
        if (m_worker.m_shared.callbacks.progress)
            m_worker.m_shared.callbacks.progress(progress);
    }
    void event(pipeline::Event event) override
    {
        if (event.kind == pipeline::Event::Kind::ProxyWithoutUdp &&
            !m_worker.m_shared.notes.sayThatProxyHasNoUdp(event.primary))
            return;
        if (m_worker.m_shared.callbacks.event)
            m_worker.m_shared.callbacks.event(std::move(event));
    }

private:
    void settle();
    void arm();
    void connectWith(std::optional<KeptConnections::Taken> kept);
    void watchNew();
    void tellPlaces();

    TransferWorker& m_worker;
    TransferPlaces* m_places = nullptr; ///< of m_ticket
    TransferPlaces::Ticket m_ticket = 0;
    /// The connection of the place: New as long as nothing came over it.
    enum class Opened : std::uint8_t { No, New, HandedOn } m_opened = Opened::No;
    base::PrimaryId m_primary; ///< whose place it is
    net::EventLoop::TimerId m_timer = 0;
    base::Instant m_armedFor;
    bool m_told = false; ///< finished() was called
    TransferSession m_session;
    SocketWire m_wire;
    PipedWire m_piped; ///< what the session sees
};

/// Holds the place of the connection it goes over.
struct TransferWorker::Piped
{
    base::PrimaryId primary;
    TransferPlaces::Ticket ticket = 0;
    std::shared_ptr<QueryPipe> pipe;
};

bool TransferWorker::Running::askPlace(PlaceKind kind, const Target& target)
{
    TransferShared& shared = m_worker.m_shared;
    const bool check = kind == PlaceKind::Check;
    m_places = check ? &shared.checks : &shared.connections;
    m_primary = target.primary;
    if (!check)
        if (auto kept = m_worker.m_kept.take(target.primary, false)) {
            m_wire.offer(std::move(kept->connection));
            m_ticket = kept->ticket; // the place comes with the connection
            return true;
        }
    if (const auto key = m_session.waitingCheck(); key && !check)
        if (auto pipe = m_worker.pipeFor(target.primary, *key)) {
            m_piped.join(std::move(pipe));
            return true; // without a place of its own
        }
    const std::size_t limit = check ? shared.limits.maxChecksPerPrimary : target.maxTransfers;
    // The callback runs on whichever thread made room; the ticket is known only after ask() came back, so it
    // looks the job up.
    TransferWorker* worker = &m_worker;
    const JobId id = m_session.job().id;
    auto ticket = std::make_shared<TransferPlaces::Ticket>(0);
    const auto answer = m_places->ask(
        target.primary, limit,
        [worker, id, ticket] {
            worker->m_loop->post([worker, id, ticket] {
                if (const auto found = worker->m_running.find(id); found != worker->m_running.end())
                    found->second->granted(*ticket);
            });
        },
        worker);
    *ticket = m_ticket = answer.ticket; // before any posted task runs: those run on this thread
    if (answer.granted && !check)
        connectWith(std::nullopt);
    return answer.granted;
}

/// Nothing: over a connection of its own.
void TransferWorker::Running::connectWith(std::optional<KeptConnections::Taken> kept)
{
    if (!kept)
        return watchNew();
    m_opened = Opened::HandedOn;
    m_wire.offer(std::move(kept->connection));
}

void TransferWorker::Running::watchNew()
{
    m_opened = Opened::New;
    m_worker.m_loop->after(newForSoLong, [places = m_places, ticket = m_ticket] { places->answers(ticket); });
}

void TransferWorker::Running::tellPlaces()
{
    if (m_opened == Opened::New && m_wire.heard()) {
        m_opened = Opened::No;
        m_places->answers(m_ticket);
    } else if (m_opened == Opened::HandedOn && m_wire.connecting()) {
        m_places->connectsAnew(m_ticket);
        watchNew();
    }
}

void TransferWorker::Running::releasePlace()
{
    std::optional<KeptConnection> left = m_wire.takeReleased();
    const TransferPlaces::Ticket ticket = std::exchange(m_ticket, 0);
    m_opened = Opened::No;
    if (ticket == 0)
        return;
    if (left && m_places == &m_worker.m_shared.connections && !m_worker.m_stopping)
        return m_worker.m_kept.keep(m_primary, std::move(*left), ticket, &m_worker);
    left.reset();
    m_places->release(ticket);
}

/// After every event: is it done, and when must it be woken?
void TransferWorker::Running::settle()
{
    if (m_told)
        return;
    if (!m_session.done()) {
        tellPlaces();
        return arm();
    }
    m_told = true;
    m_worker.m_loop->cancel(m_timer);
    releasePlace();
    // Not from inside an event of our own wire.
    m_worker.m_loop->post([worker = &m_worker, id = m_session.job().id] { worker->remove(id); });
    m_worker.m_load.fetch_sub(1, std::memory_order_relaxed);
    m_worker.m_shared.callbacks.finished(m_session.takeResult());
}

/// A deadline that moved away (another octet came) is left as it is: the early call finds nothing to do and
/// arms again.
void TransferWorker::Running::arm()
{
    const auto deadline = m_session.deadline();
    if (!deadline || (m_timer != 0 && m_armedFor <= *deadline))
        return;
    m_worker.m_loop->cancel(m_timer);
    m_armedFor = *deadline;
    m_timer = m_worker.m_loop->at(*deadline, [this] {
        m_timer = 0;
        m_session.timePassed();
        settle();
    });
}

std::shared_ptr<QueryPipe> TransferWorker::pipeFor(base::PrimaryId primary, const ConnectionKey& key) const
{
    for (const auto& [number, piped] : m_pipes)
        if (piped.primary == primary && piped.pipe->key() == key && piped.pipe->guests() < mostPiped)
            return piped.pipe;
    return nullptr;
}

bool TransferWorker::othersWait(const Running& but, const ConnectionKey& key) const
{
    return std::any_of(m_running.begin(), m_running.end(), [&](const auto& entry) {
        return entry.second.get() != &but && entry.second->waitsFor(but.primary(), key);
    });
}

/// Many SOA checks wait for a connection to one primary, and one has come free: all of them ask through it.
void TransferWorker::openPipe(Running& first, const ConnectionKey& key, TransferPlaces::Ticket ticket)
{
    const std::uint64_t number = m_nextPipe++;
    const auto pipe = std::make_shared<QueryPipe>(*m_loop, key, [this, number] { pipeEmpty(number); });
    m_pipes.emplace(number, Piped{first.primary(), ticket, pipe});
    if (auto kept = m_kept.take(first.primary(), true))
        pipe->offer(std::move(kept->connection));
    else
        m_shared.connections.answers(ticket); // one for many, so it is no burst
    std::vector<Running*> guests{&first};
    for (const auto& [id, running] : m_running)
        if (guests.size() < mostPiped && running.get() != &first && running->waitsFor(first.primary(), key))
            guests.push_back(running.get());
    for (Running* guest : guests)
        guest->ask(pipe);
}

void TransferWorker::pipeEmpty(std::uint64_t number)
{
    auto node = m_pipes.extract(number);
    if (node.empty())
        return;
    Piped piped = std::move(node.mapped());
    auto left = piped.pipe->takeReleased();
    if (left && !m_stopping)
        m_kept.keep(piped.primary, std::move(*left), piped.ticket, this);
    else {
        left.reset();
        m_shared.connections.release(piped.ticket);
    }
    m_loop->post([pipe = std::move(piped.pipe)] {}); // we are inside a call of its
}

base::Result<std::unique_ptr<TransferWorker>> TransferWorker::start(TransferShared& shared)
{
    auto loop = net::EventLoop::create(shared.clock);
    if (!loop)
        return tl::unexpected(loop.error());
    std::unique_ptr<TransferWorker> worker(new TransferWorker(shared, std::move(*loop)));
    worker->m_thread = std::thread([raw = worker.get()] { raw->m_loop->run(); });
    pthread_setname_np(worker->m_thread.native_handle(), "transfer");
    return worker;
}

TransferWorker::TransferWorker(TransferShared& shared, std::unique_ptr<net::EventLoop> loop)
    : m_shared(shared)
    , m_loop(std::move(loop))
    , m_kept(*m_loop, shared.connections)
{
}

TransferWorker::~TransferWorker() = default;

void TransferWorker::submit(std::vector<TransferJob> jobs)
{
    m_load.fetch_add(jobs.size(), std::memory_order_relaxed);
    m_loop->post([this, shared = std::make_shared<std::vector<TransferJob>>(std::move(jobs))] {
        for (TransferJob& job : *shared)
            begin(std::move(job));
    });
}

void TransferWorker::begin(TransferJob job)
{
    const JobId id = job.id;
    const auto [entry, fresh] = m_running.try_emplace(id);
    if (!fresh) { // ids are the caller's; two jobs of one id would share their places
        m_load.fetch_sub(1, std::memory_order_relaxed);
        TransferResult result;
        result.job = id;
        result.zone = job.zone;
        result.startedAt = result.finishedAt = m_shared.clock.wall();
        result.error = base::Error{base::ErrorCode::Internal, "a job of this number is running"};
        return m_shared.callbacks.finished(std::move(result));
    }
    entry->second = std::make_unique<Running>(*this, std::move(job));
    Running& running = *entry->second;
    if (m_stopping)
        running.cancel(base::ErrorCode::ShuttingDown);
    else
        running.start();
}

void TransferWorker::remove(JobId job)
{
    m_running.erase(job);
}

void TransferWorker::cancel(JobId job)
{
    m_loop->post([this, job] {
        if (const auto found = m_running.find(job); found != m_running.end())
            found->second->cancel(base::ErrorCode::Cancelled);
    });
}

void TransferWorker::cancelAll()
{
    m_stopping = true;
    for (const auto& [id, running] : m_running)
        running->cancel(base::ErrorCode::ShuttingDown);
}

void TransferWorker::stop()
{
    m_loop->post([this] { cancelAll(); });
    m_loop->stop();
}

void TransferWorker::join()
{
    if (m_thread.joinable())
        m_thread.join();
    m_running.clear();
}

} // namespace zonescope::transfer
