// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/experiment/experiment_service.h"
#include "model/congestion/experiment/experiment_session.h"
#include "model/congestion/experiment/route_lookup.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace zonescope::congestion {
namespace {

ExperimentService::Options completed(ExperimentService::Options options)
{
    if (!options.clock)
        options.clock = std::make_shared<base::SystemClock>();
    if (!options.conditions)
        options.conditions = [] { return runExperimentPreflight().conditions; };
    if (!options.send)
        options.send = &sendStream;
    if (!options.pathOf)
        options.pathOf = [](const net::IpAddress& address) {
            const auto route = lookUpRoute(address);
            return route ? route->id() : 0;
        };
    return options;
}

/// The thread works off orders; a running experiment is one long order that looks at its stop mark.
class ExperimentWorker final : public ExperimentService
{
public:
    explicit ExperimentWorker(Options options)
        : m_options(completed(std::move(options)))
        , m_snapshot(std::make_shared<ExperimentsSnapshot>())
    {
        load();
        m_thread = std::thread([this] { run(); });
    }

    ~ExperimentWorker() override
    {
        {
            const std::lock_guard lock(m_mutex);
            m_ending = true;
            m_stop = true;
        }
        m_condition.notify_all();
        m_thread.join();
    }

    std::shared_ptr<const ExperimentsSnapshot> snapshot() const override
    {
        const std::lock_guard lock(m_mutex);
        return m_snapshot;
    }

    base::Result<ExperimentId> begin(ExperimentDesign design) override
    {
        if (const auto checked = checkDesign(design); !checked)
            return tl::unexpected(checked.error());
        if (design.kind == SendKind::ZoneTransfer && !m_options.served)
            return base::fail(base::ErrorCode::Unsupported,
                              "the built-in server serves nothing: it listens nowhere");
        const std::lock_guard lock(m_mutex);
        if (m_busy)
            return base::fail(base::ErrorCode::StillInUse, "another experiment is running");
        m_busy = true;
        m_stop = false;
        Experiment experiment;
        experiment.id = ExperimentId{++m_lastId};
        experiment.design = std::move(design);
        const ExperimentId id = experiment.id;
        m_current = id;
        m_orders.emplace_back([this, experiment = std::move(experiment)]() mutable {
            experiment.conditions = m_options.conditions();
            experiment.startedAt = m_options.clock->wall();
            put(experiment);
            perform(std::move(experiment));
        });
        m_condition.notify_all();
        return id;
    }

    void stop(ExperimentId id) override
    {
        const std::lock_guard lock(m_mutex);
        if (m_busy && m_current == id) {
            m_stop = true;
            m_condition.notify_all();
        }
    }

    void remove(ExperimentId id) override
    {
        stop(id);
        const std::lock_guard lock(m_mutex);
        m_orders.emplace_back([this, id] { forget(id); });
        m_condition.notify_all();
    }

private:
    void run()
    {
        std::unique_lock lock(m_mutex);
        while (true) {
            m_condition.wait(lock, [this] { return m_ending || !m_orders.empty(); });
            if (m_ending)
                return;
            auto order = std::move(m_orders.front());
            m_orders.pop_front();
            lock.unlock();
            order();
            lock.lock();
        }
    }

    /// Ids go on from the highest; what was running goes on.
    void load()
    {
        if (!m_options.book)
            return;
        auto loaded = m_options.book->load();
        if (!loaded) {
            note(tl::unexpected(loaded.error()));
            const std::lock_guard lock(m_mutex);
            publishLocked();
            return;
        }
        const std::lock_guard lock(m_mutex);
        for (Experiment& experiment : *loaded) {
            m_lastId = std::max(m_lastId, experiment.id.value);
            const bool unfinished = experiment.state == ExperimentState::Running;
            m_experiments.push_back(std::make_shared<const Experiment>(experiment));
            if (!unfinished || m_busy)
                continue;
            m_busy = true;
            m_current = experiment.id;
            m_orders.emplace_back(
                [this, experiment = std::move(experiment)]() mutable { perform(std::move(experiment)); });
        }
        publishLocked();
    }

    void perform(Experiment experiment)
    {
        ExperimentSession session(experiment.design, experiment.samples);
        while (const auto step = m_stop ? std::nullopt : session.next()) {
            const auto sample = carryOut(experiment, *step);
            if (!sample)
                continue;
            session.done(*sample);
            experiment.samples.push_back(*sample);
            if (m_options.book)
                note(m_options.book->append(experiment.id, *sample));
            show(experiment);
            pause(experiment.design.pause);
        }
        if (!isEnding())
            finish(std::move(experiment), session);
    }

    void finish(Experiment experiment, const ExperimentSession& session)
    {
        experiment.endedAt = m_options.clock->wall();
        experiment.state = ExperimentState::Finished;
        if (session.refused() || session.gaveUp())
            experiment.state = ExperimentState::Failed;
        else if (!session.finished())
            experiment.state = ExperimentState::Stopped;
        if (session.refused())
            experiment.note = m_detail;
        else if (session.gaveUp())
            experiment.note = "the route changed in as many blocks as were planned";
        {
            const std::lock_guard lock(m_mutex);
            m_busy = false;
        }
        put(experiment);
    }

    /// Nothing: it was no transfer to count, try again.
    std::optional<ExperimentSample> carryOut(const Experiment& experiment, const ExperimentStep& step)
    {
        const ExperimentDesign& design = experiment.design;
        const net::Endpoint& to = design.targets[step.target].at;
        ExperimentSample sample;
        sample.number = step.number;
        sample.block = step.block;
        sample.target = step.target;
        sample.arm = step.arm;
        sample.startedAt = m_options.clock->wall();
        sample.pathBefore = m_options.pathOf(to.address);
        const SendOrder order{to, design.arms[step.arm], design.bytes, design.timeout};
        SendResult result;
        if (design.kind == SendKind::ZoneTransfer) {
            auto outcome = m_options.served->next(order, *m_options.clock, m_stop);
            sample.startedAt = outcome.startedAt;
            result = std::move(outcome.result);
            if (!sameObject(experiment, step, result))
                return std::nullopt;
        } else {
            result = m_options.send(order, m_stop);
        }
        if (isEnding() && result.outcome == SampleOutcome::Interrupted)
            return std::nullopt; // the block is made again after the restart
        m_detail = result.detail;
        sample.outcome = result.outcome;
        sample.took = result.took;
        sample.bytes = result.bytes;
        sample.bytesRetransmitted = result.bytesRetransmitted;
        sample.minRttUs = result.minRttUs;
        sample.rttUs = result.rttUs;
        sample.pathAfter = m_options.pathOf(to.address);
        return sample;
    }

    /// A secondary may ask for other zones or differences in between: only transfers of about the size of the
    /// block's first one are compared with it.
    static bool sameObject(const Experiment& experiment, const ExperimentStep& step, const SendResult& result)
    {
        if (result.outcome != SampleOutcome::Ok)
            return true;
        if (result.bytes < experiment.design.bytes)
            return false;
        for (const ExperimentSample& sample : experiment.samples)
            if (sample.block == step.block && sample.outcome == SampleOutcome::Ok)
                return std::max(sample.bytes, result.bytes) * 20 <= std::min(sample.bytes, result.bytes) * 21;
        return true;
    }

    void pause(base::Duration length)
    {
        std::unique_lock lock(m_mutex);
        m_condition.wait_for(lock, length, [this] { return m_stop.load(); });
    }

    bool isEnding() const
    {
        const std::lock_guard lock(m_mutex);
        return m_ending;
    }

    void put(const Experiment& experiment)
    {
        if (m_options.book)
            note(m_options.book->put(experiment));
        show(experiment);
    }

    void forget(ExperimentId id)
    {
        if (m_options.book)
            note(m_options.book->remove(id));
        {
            const std::lock_guard lock(m_mutex);
            std::erase_if(m_experiments, [&](const auto& kept) { return kept->id == id; });
        }
        publish();
    }

    void show(const Experiment& experiment)
    {
        auto shown = std::make_shared<const Experiment>(experiment);
        {
            const std::lock_guard lock(m_mutex);
            const auto found = std::find_if(m_experiments.begin(), m_experiments.end(),
                                            [&](const auto& kept) { return kept->id == experiment.id; });
            if (found == m_experiments.end())
                m_experiments.push_back(std::move(shown));
            else
                *found = std::move(shown);
        }
        publish();
    }

    void note(const base::Status& outcome)
    {
        const std::lock_guard lock(m_mutex);
        if (outcome)
            m_bookError.reset();
        else
            m_bookError = outcome.error();
    }

    void publish()
    {
        {
            const std::lock_guard lock(m_mutex);
            publishLocked();
        }
        if (m_options.news)
            m_options.news();
    }

    void publishLocked() ///< precondition: m_mutex held
    {
        auto snapshot = std::make_shared<ExperimentsSnapshot>();
        snapshot->number = m_snapshot->number + 1;
        snapshot->experiments = m_experiments;
        if (m_busy)
            snapshot->running = m_current;
        snapshot->bookError = m_bookError;
        m_snapshot = std::move(snapshot);
    }

    Options m_options;
    std::string m_detail; ///< why the last transfer did not succeed; own thread only
    std::atomic<bool> m_stop{false};

    mutable std::mutex m_mutex; ///< guards all below
    std::condition_variable m_condition;
    std::deque<std::function<void()>> m_orders;
    std::vector<std::shared_ptr<const Experiment>> m_experiments;
    std::shared_ptr<const ExperimentsSnapshot> m_snapshot;
    std::optional<base::Error> m_bookError;
    ExperimentId m_current;
    std::uint32_t m_lastId = 0;
    bool m_busy = false;
    bool m_ending = false;
    std::thread m_thread;
};

} // namespace

const Experiment* ExperimentsSnapshot::find(ExperimentId id) const
{
    for (const auto& experiment : experiments)
        if (experiment->id == id)
            return experiment.get();
    return nullptr;
}

std::unique_ptr<ExperimentService> ExperimentService::start(Options options)
{
    return std::make_unique<ExperimentWorker>(std::move(options));
}

} // namespace zonescope::congestion
