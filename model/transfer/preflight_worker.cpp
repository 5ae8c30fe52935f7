// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/log.h"
#include "model/net/event_loop.h"
#include "model/transfer/preflight.h"
#include "model/transfer/preflight_session.h"
#include "model/transfer/socket_wire.h"

#include <pthread.h>

#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace zonescope::transfer {
namespace {

/// Rows become ready by the hundred a second: they go home in handfuls.
constexpr base::Duration reportEvery{30'000};

/// The rows of one submit().
struct Batch
{
    PreflightWorker::Report report;
    std::size_t open = 0; ///< rows without a finding
    std::vector<PreflightFinding> ready;
    net::EventLoop::TimerId timer = 0;
};

struct Waiting
{
    PreflightProbe probe;
    std::shared_ptr<Batch> batch;
};

} // namespace

struct PreflightWorker::State
{
    struct Running
    {
        Running(State& owner, std::uint64_t id, Waiting waiting)
            : batch(std::move(waiting.batch))
            , session(std::move(waiting.probe), owner.clock, wire, owner.limits)
            , wire(*owner.loop, session, [&owner, id] { owner.settle(id); })
        {
        }
        std::shared_ptr<Batch> batch;
        net::EventLoop::TimerId timer = 0;
        bool told = false;
        PreflightSession session;
        SocketWire wire;
    };

    State(const base::Clock& c, Limits l)
        : clock(c)
        , limits(l)
    {
    }

    void begin(std::vector<PreflightProbe> probes, Report report);
    void fill();
    void settle(std::uint64_t id);
    void finished(std::uint64_t id, Running& running);
    void deliver(const std::shared_ptr<Batch>& batch);

    const base::Clock& clock;
    Limits limits;
    std::unique_ptr<net::EventLoop> loop;
    std::deque<Waiting> waiting;
    std::map<std::uint64_t, std::unique_ptr<Running>> running;
    std::uint64_t next = 1;
    std::mutex stopMutex;
    std::thread thread;
};

void PreflightWorker::State::begin(std::vector<PreflightProbe> probes, Report report)
{
    auto batch = std::make_shared<Batch>();
    batch->report = std::move(report);
    batch->open = probes.size();
    if (probes.empty())
        return batch->report({}, true);
    for (PreflightProbe& probe : probes)
        waiting.push_back({std::move(probe), batch});
    fill();
}

void PreflightWorker::State::fill()
{
    while (!waiting.empty() && running.size() < limits.parallel) {
        const std::uint64_t id = next++;
        auto started = std::make_unique<Running>(*this, id, std::move(waiting.front()));
        waiting.pop_front();
        Running& r = *started;
        running.emplace(id, std::move(started));
        r.session.start();
        settle(id);
    }
}

void PreflightWorker::State::settle(std::uint64_t id)
{
    const auto found = running.find(id);
    if (found == running.end() || found->second->told)
        return;
    Running& r = *found->second;
    if (r.session.done())
        return finished(id, r);
    loop->cancel(r.timer);
    r.timer = 0;
    if (const auto deadline = r.session.deadline())
        r.timer = loop->at(*deadline, [this, id, &r] {
            r.timer = 0;
            r.session.timePassed();
            settle(id);
        });
}

void PreflightWorker::State::finished(std::uint64_t id, Running& r)
{
    r.told = true;
    loop->cancel(r.timer);
    r.batch->ready.push_back(r.session.finding());
    --r.batch->open;
    if (r.batch->open == 0)
        deliver(r.batch);
    else if (r.batch->timer == 0)
        r.batch->timer = loop->after(reportEvery, [this, batch = r.batch] { deliver(batch); });
    // Not from inside an event of its own wire.
    loop->post([this, id] {
        running.erase(id);
        fill();
    });
}

void PreflightWorker::State::deliver(const std::shared_ptr<Batch>& batch)
{
    loop->cancel(std::exchange(batch->timer, 0));
    batch->report(std::exchange(batch->ready, {}), batch->open == 0);
}

PreflightWorker::PreflightWorker(const base::Clock& clock)
    : PreflightWorker(clock, Limits{})
{
}

PreflightWorker::PreflightWorker(const base::Clock& clock, Limits limits)
    : m_state(std::make_unique<State>(clock, limits))
{
    auto loop = net::EventLoop::create(clock);
    if (!loop) {
        base::log(base::LogCategory::Transfer, base::LogLevel::Error,
                  "no preflight thread: " + base::toString(loop.error()));
        return;
    }
    m_state->loop = std::move(*loop);
    m_state->thread = std::thread([raw = m_state->loop.get()] { raw->run(); });
    pthread_setname_np(m_state->thread.native_handle(), "preflight");
}

PreflightWorker::~PreflightWorker()
{
    stop();
}

void PreflightWorker::submit(std::vector<PreflightProbe> probes, Report report)
{
    if (m_state->loop) {
        m_state->loop->post(
            [state = m_state.get(), probes = std::move(probes), report = std::move(report)]() mutable {
                state->begin(std::move(probes), std::move(report));
            });
        return;
    }
    std::vector<PreflightFinding> failed;
    for (const PreflightProbe& probe : probes) {
        PreflightFinding finding;
        finding.row = probe.row;
        finding.error = base::Error{base::ErrorCode::SocketFailed, "no thread could be started"};
        failed.push_back(std::move(finding));
    }
    report(std::move(failed), true);
}

void PreflightWorker::stop()
{
    const std::lock_guard lock(m_state->stopMutex);
    if (!m_state->thread.joinable())
        return;
    m_state->loop->stop();
    m_state->thread.join();
    m_state->running.clear();
    m_state->waiting.clear();
}

} // namespace zonescope::transfer
