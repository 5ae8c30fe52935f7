// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/path/trace_worker.h"

#include "model/net/event_loop.h"
#include "model/path/probe_sockets.h"

#include <pthread.h>
#include <sys/epoll.h>

#include <deque>
#include <list>
#include <map>
#include <thread>

namespace zonescope::path {
namespace {

constexpr std::size_t mostRemembered = 5000; // targets; more only when somebody types addresses all day

/// What is kept of a target from round to round.
struct Memory
{
    std::map<std::uint8_t, std::uint16_t> ports; ///< by flow
    std::optional<std::uint8_t> length;
    bool oneByOne = false;
};

struct Running
{
    TraceWorker::Work work;
    TraceSession session;
    std::unique_ptr<ProbeSockets> sockets;
    std::vector<std::uint16_t> ports;
    net::EventLoop::TimerId timer = 0;
};

class Worker final : public TraceWorker
{
public:
    Worker(Options options, Done done)
        : m_options(std::move(options))
        , m_done(std::move(done))
    {
        if (!m_options.clock)
            m_options.clock = std::make_shared<base::SystemClock>();
    }

    base::Status run()
    {
        auto loop = net::EventLoop::create(*m_options.clock);
        if (!loop)
            return tl::unexpected(loop.error());
        m_loop = std::move(*loop);
        m_thread = std::thread([this] {
            m_loop->run();
            m_running.clear(); // sockets leave the loop on its own thread
        });
        pthread_setname_np(m_thread.native_handle(), "path");
        return {};
    }
    ~Worker() override
    {
        if (!m_thread.joinable())
            return;
        m_loop->stop();
        m_thread.join();
    }
    Worker(const Worker&) = delete;

    void trace(Work work) override
    {
        m_loop->post([this, work = std::move(work)] {
            m_waiting.push_back(work);
            begin();
        });
    }

private:
    using Place = std::list<Running>::iterator;

    void begin()
    {
        while (!m_waiting.empty() && m_running.size() < m_options.atOnce) {
            const Work work = std::move(m_waiting.front());
            m_waiting.pop_front();
            beginOne(work);
        }
    }

    void beginOne(const Work& work)
    {
        if (m_memory.size() > mostRemembered)
            m_memory.clear();
        const Memory& memory = m_memory[work.target];
        TraceSession::Options options;
        options.flows = work.flows;
        options.firstFlow = work.firstFlow;
        options.timeout = m_options.timeout;
        options.knownLength = memory.length;
        options.oneByOne = memory.oneByOne;
        const base::Instant now = m_loop->clock().steady();
        std::vector<std::uint16_t> ports;
        for (std::uint8_t flow = 0; flow < work.flows; ++flow) {
            const auto known = memory.ports.find(static_cast<std::uint8_t>(work.firstFlow + flow));
            ports.push_back(known == memory.ports.end() ? 0 : known->second);
        }
        auto sockets = ProbeSockets::open(work.target, work.firstFlow, ports);
        if (!sockets) {
            fail(work, sockets.error());
            return;
        }
        const Place place = m_running.insert(
            m_running.end(),
            Running{work, TraceSession(options, m_loop->clock().wall(), now), std::move(*sockets), ports, 0});
        const auto watched = place->sockets->watch([this, place](int fd) {
            if (fd < 0)
                m_loop->remove(-1 - fd);
            else
                static_cast<void>(m_loop->add(fd, watchedEvents(place->work),
                                              [this, place, fd](std::uint32_t) { received(place, fd); }));
        });
        if (!watched)
            return end(place, watched.error());
        if (const auto sent = send(place, place->session.start(now)))
            return end(place, *sent);
        proceed(place);
    }

    static std::uint32_t watchedEvents(const Work& work)
    {
        return work.target.protocol == Protocol::Tcp ? EPOLLOUT : EPOLLIN;
    }

    std::optional<base::Error> send(Place place, const std::vector<Probe>& probes)
    {
        for (const Probe& probe : probes)
            if (const auto sent = place->sockets->send(probe); !sent)
                return sent.error();
        return std::nullopt;
    }

    void received(Place place, int fd)
    {
        const base::Instant now = m_loop->clock().steady();
        for (const Reply& reply : place->sockets->receive(fd))
            if (const auto failed = send(place, place->session.replied(reply, now)))
                return end(place, *failed);
        proceed(place);
    }

    void proceed(Place place)
    {
        m_loop->cancel(std::exchange(place->timer, 0));
        if (place->session.finished())
            return end(place, std::nullopt);
        const auto when = place->session.nextDeadline();
        if (!when)
            return end(place, base::Error{base::ErrorCode::Internal, "a trace that waits for nothing"});
        place->timer = m_loop->at(*when, [this, place] {
            place->timer = 0;
            if (const auto failed = send(place, place->session.timePassed(m_loop->clock().steady())))
                return end(place, *failed);
            proceed(place);
        });
    }

    void end(Place place, const std::optional<base::Error>& error)
    {
        m_loop->cancel(std::exchange(place->timer, 0));
        Round round = place->session.round();
        round.error = error;
        const Work work = place->work;
        Memory& memory = m_memory[work.target];
        for (std::size_t flow = 0; flow < place->ports.size(); ++flow)
            memory.ports[static_cast<std::uint8_t>(work.firstFlow + flow)] = place->ports[flow];
        memory.length = round.reached ? round.length : std::nullopt;
        const bool again = place->sockets->unmatched() > 0 && !std::exchange(memory.oneByOne, true);
        if (work.target.protocol == Protocol::Udp)
            static_cast<void>(place->sockets->watch([this](int fd) { m_loop->remove(fd); }));
        m_running.erase(place);
        if (again)
            m_waiting.push_front(work); // as often as it takes to tell the answers apart: once
        else
            m_done(work, round);
        m_loop->post([this] { begin(); });
    }

    void fail(const Work& work, const base::Error& error)
    {
        Round round;
        round.at = m_loop->clock().wall();
        round.error = error;
        m_done(work, round);
    }

    Options m_options;
    Done m_done;
    std::unique_ptr<net::EventLoop> m_loop;
    std::deque<Work> m_waiting; ///< these three: the thread's own
    std::list<Running> m_running;
    std::map<Target, Memory> m_memory;
    std::thread m_thread;
};

} // namespace

base::Result<std::unique_ptr<TraceWorker>> TraceWorker::start(Options options, Done done)
{
    auto worker = std::make_unique<Worker>(std::move(options), std::move(done));
    if (auto running = worker->run(); !running)
        return tl::unexpected(running.error());
    return worker;
}

} // namespace zonescope::path
