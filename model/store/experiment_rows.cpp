// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/experiment_rows.h"

#include "model/store/sqlite.h"

#include <algorithm>
#include <map>

namespace zonescope::store {
namespace {

using congestion::Experiment;
using congestion::ExperimentId;
using congestion::ExperimentSample;

std::optional<base::Timestamp> timeOrNothing(base::Timestamp at)
{
    return at == base::Timestamp{} ? std::nullopt : std::optional(at);
}

/// Is it one of the enumerators up to `last`?
template <class Enum>
bool within(const Statement& row, int column, Enum last)
{
    return row.integer(column) >= 0 && row.integer(column) <= static_cast<std::int64_t>(last);
}

class SqliteExperimentBook final : public congestion::ExperimentBook
{
public:
    explicit SqliteExperimentBook(Database database)
        : m_database(std::move(database))
        , m_put(m_database.prepare(
              "INSERT INTO experiment(id, name, kind, state, blocks, repeats, bytes, timeout, pause, seed, "
              "kernel, "
              "algorithm, disciplines, cached, started_at, ended_at, note) "
              "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17) "
              "ON CONFLICT(id) DO UPDATE SET state=?4, ended_at=?16, note=?17"))
        , m_putArm(m_database.prepare("INSERT OR IGNORE INTO experiment_arm VALUES(?1, ?2, ?3)"))
        , m_putTarget(m_database.prepare("INSERT OR IGNORE INTO experiment_target VALUES(?1, ?2, ?3, ?4)"))
        , m_append(m_database.prepare(
              "INSERT OR REPLACE INTO experiment_sample VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, "
              "?8, ?9, ?10, ?11, ?12, ?13, ?14)"))
        , m_remove(m_database.prepare("DELETE FROM experiment WHERE id=?1"))
    {
    }

    base::Result<std::vector<Experiment>> load() override
    {
        std::map<std::uint32_t, Experiment> found;
        if (const auto done = loadHeads(found); !done)
            return tl::unexpected<base::Error>(done.error());
        if (const auto done = loadArms(found); !done)
            return tl::unexpected<base::Error>(done.error());
        if (const auto done = loadTargets(found); !done)
            return tl::unexpected<base::Error>(done.error());
        if (const auto done = loadSamples(found); !done)
            return tl::unexpected<base::Error>(done.error());
        std::vector<Experiment> experiments;
        for (auto& [id, experiment] : found)
            experiments.push_back(std::move(experiment));
        return experiments;
    }

    base::Status put(const Experiment& experiment) override
    {
        Transaction transaction(m_database);
        if (!transaction.begun())
            return transaction.begun();
        const auto& design = experiment.design;
        const auto& conditions = experiment.conditions;
        base::Status done = m_put.execute(
            experiment.id, design.name, design.kind, experiment.state, design.blocks, design.repeats,
            design.bytes, design.timeout, design.pause, design.seed, conditions.kernel,
            conditions.defaultAlgorithm, conditions.queueDisciplines, conditions.metricsCached,
            experiment.startedAt, timeOrNothing(experiment.endedAt), experiment.note);
        for (std::size_t i = 0; done && i < design.arms.size(); ++i)
            done = m_putArm.execute(experiment.id, i, design.arms[i]);
        for (std::size_t i = 0; done && i < design.targets.size(); ++i)
            done =
                m_putTarget.execute(experiment.id, i, design.targets[i].label, design.targets[i].at.toText());
        return done ? transaction.commit() : done;
    }

    base::Status append(ExperimentId id, const ExperimentSample& sample) override
    {
        return m_append.execute(id, sample.number, sample.block, sample.target, sample.arm, sample.startedAt,
                                sample.took, sample.outcome, sample.bytes, sample.bytesRetransmitted,
                                sample.minRttUs, sample.rttUs, sample.pathBefore, sample.pathAfter);
    }

    base::Status remove(ExperimentId id) override
    {
        Transaction transaction(m_database);
        if (!transaction.begun())
            return transaction.begun();
        for (const char* table : {"experiment_arm", "experiment_target", "experiment_sample"}) {
            Statement rows = m_database.prepare("DELETE FROM " + std::string(table) + " WHERE experiment=?1");
            if (const auto done = rows.execute(id); !done)
                return done;
        }
        const auto done = m_remove.execute(id);
        return done ? transaction.commit() : done;
    }

private:
    template <class Take>
    base::Status each(const char* sql, Take take)
    {
        Statement rows = m_database.prepare(sql);
        rows.start();
        return forEachRow(rows, [&]() -> base::Status {
            if (!take(rows))
                return base::fail(base::ErrorCode::StoreCorrupt, std::string("a row of: ") + sql);
            return {};
        });
    }

    base::Status loadHeads(std::map<std::uint32_t, Experiment>& into)
    {
        return each(
            "SELECT id, name, kind, state, blocks, repeats, bytes, timeout, pause, seed, kernel, algorithm, "
            "disciplines, cached, started_at, ended_at, note FROM experiment",
            [&](const Statement& row) {
                Experiment made;
                made.id = row.id<ExperimentId>(0);
                auto& design = made.design;
                design.name = row.text(1);
                design.kind = static_cast<congestion::SendKind>(row.integer(2));
                made.state = static_cast<congestion::ExperimentState>(row.integer(3));
                design.blocks = static_cast<std::uint32_t>(row.integer(4));
                design.repeats = static_cast<std::uint32_t>(row.integer(5));
                design.bytes = static_cast<std::uint64_t>(row.integer(6));
                design.timeout = base::Duration(row.integer(7));
                design.pause = base::Duration(row.integer(8));
                design.seed = static_cast<std::uint64_t>(row.integer(9));
                made.conditions = {std::string(row.text(10)), std::string(row.text(11)),
                                   std::string(row.text(12)), row.integer(13) != 0};
                made.startedAt = row.time(14);
                if (!row.isNull(15))
                    made.endedAt = row.time(15);
                made.note = row.text(16);
                const std::uint32_t id = made.id.value;
                into.emplace(id, std::move(made));
                return within(row, 2, congestion::SendKind::ZoneTransfer) &&
                       within(row, 3, congestion::ExperimentState::Failed);
            });
    }

    base::Status loadArms(std::map<std::uint32_t, Experiment>& into)
    {
        return each("SELECT experiment, algorithm FROM experiment_arm ORDER BY experiment, position",
                    [&](const Statement& row) {
                        const auto found = into.find(static_cast<std::uint32_t>(row.integer(0)));
                        if (found != into.end())
                            found->second.design.arms.emplace_back(row.text(1));
                        return found != into.end();
                    });
    }

    base::Status loadTargets(std::map<std::uint32_t, Experiment>& into)
    {
        return each("SELECT experiment, label, endpoint FROM experiment_target ORDER BY experiment, position",
                    [&](const Statement& row) {
                        const auto found = into.find(static_cast<std::uint32_t>(row.integer(0)));
                        const auto at = net::Endpoint::fromText(row.text(2));
                        if (found == into.end() || !at)
                            return false;
                        found->second.design.targets.push_back({std::string(row.text(1)), *at});
                        return true;
                    });
    }

    base::Status loadSamples(std::map<std::uint32_t, Experiment>& into)
    {
        return each(
            "SELECT experiment, number, block, target, arm, started_at, took, outcome, bytes, retransmitted, "
            "min_rtt, rtt, path_before, path_after FROM experiment_sample ORDER BY experiment, number",
            [&](const Statement& row) {
                const auto found = into.find(static_cast<std::uint32_t>(row.integer(0)));
                if (found == into.end())
                    return false;
                ExperimentSample sample;
                sample.number = static_cast<std::uint32_t>(row.integer(1));
                sample.block = static_cast<std::uint32_t>(row.integer(2));
                sample.target = static_cast<std::uint16_t>(row.integer(3));
                sample.arm = static_cast<std::uint16_t>(row.integer(4));
                sample.startedAt = row.time(5);
                sample.took = base::Duration(row.integer(6));
                sample.outcome = static_cast<congestion::SampleOutcome>(row.integer(7));
                sample.bytes = static_cast<std::uint64_t>(row.integer(8));
                sample.bytesRetransmitted = static_cast<std::uint64_t>(row.integer(9));
                sample.minRttUs = static_cast<std::uint32_t>(row.integer(10));
                sample.rttUs = static_cast<std::uint32_t>(row.integer(11));
                sample.pathBefore = static_cast<std::uint64_t>(row.integer(12));
                sample.pathAfter = static_cast<std::uint64_t>(row.integer(13));
                const auto& design = found->second.design;
                if (sample.target >= design.targets.size() || sample.arm >= design.arms.size() ||
                    !within(row, 7, congestion::SampleOutcome::Interrupted))
                    return false;
                found->second.samples.push_back(sample);
                return true;
            });
    }

    Database m_database;
    Statement m_put, m_putArm, m_putTarget, m_append, m_remove;
};

} // namespace

base::Result<std::unique_ptr<congestion::ExperimentBook>>
openExperimentBook(const std::filesystem::path& folder)
{
    auto database = Database::open(folder / "history.sqlite", Synchronous::Normal);
    if (!database)
        return tl::unexpected<base::Error>(database.error());
    return std::make_unique<SqliteExperimentBook>(std::move(*database));
}

} // namespace zonescope::store
