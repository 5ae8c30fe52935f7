// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/commit_worker.h"

#include "model/dns/text.h"
#include "tests/kit/result_macros.h"

#include <future>
#include <map>

using namespace zonescope;
using namespace zonescope::engine;

namespace {

/// Holds the serials only, and fails as it is told.
class FakeStore final : public publish::KeyValueStore
{
public:
    std::mutex mutex;
    std::condition_variable changed;
    bool held = false; ///< commits wait while set
    std::map<base::ZoneId, std::uint32_t> serials;
    std::vector<std::size_t> batches;
    std::optional<base::ZoneId> tooLarge; ///< a batch with it fails as a whole
    std::vector<base::ZoneId> removed;

    base::Result<publish::CommitReport> commit(const std::vector<publish::ZoneWrite>& batch) override
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return !held; });
        batches.push_back(batch.size());
        publish::CommitReport report;
        for (const auto& write : batch)
            if (tooLarge == write.zone)
                return base::fail(base::ErrorCode::StoreFull, "no space left");
        for (const auto& write : batch) {
            const auto found = serials.find(write.zone);
            if (write.onto && (found == serials.end() || found->second != *write.onto)) {
                report.zones.push_back(base::fail(base::ErrorCode::StoreFailed, "not what is held"));
                continue;
            }
            serials[write.zone] = write.serial;
            report.zones.emplace_back();
        }
        report.durable = true;
        return report;
    }
    base::Status remove(const std::vector<base::ZoneId>& zones) override
    {
        const std::scoped_lock lock(mutex);
        for (const base::ZoneId zone : zones) {
            serials.erase(zone);
            removed.push_back(zone);
        }
        return {};
    }
    base::Result<std::optional<std::string>> readEntry(std::string_view) const override
    {
        return std::optional<std::string>();
    }
    base::Result<publish::StoredZone> loadZone(base::ZoneId, const Visit&) const override
    {
        return base::fail(base::ErrorCode::NotFound);
    }
    base::Result<std::vector<publish::StoredZone>> listZones() const override
    {
        return std::vector<publish::StoredZone>();
    }
    void hold(bool on)
    {
        {
            const std::scoped_lock lock(mutex);
            held = on;
        }
        changed.notify_all();
    }
};

zone::ZoneVersionPtr version(std::uint32_t serial)
{
    const dns::Name apex = *dns::Name::fromText("example.org.");
    zone::ZoneLoader loader(apex);
    const std::string text = "@ SOA ns h " + std::to_string(serial) + " 1 1 1 1\n@ NS ns\n";
    const auto records = *dns::recordsFromText(text, apex);
    for (const dns::Record& record : records)
        (void)loader.add(record);
    return *loader.finish();
}

} // namespace

class TestCommitWorker : public QObject
{
    Q_OBJECT

    FakeStore store;
    std::map<std::uint32_t, std::promise<base::Status>> outcomes;

    void commit(CommitWorker& worker, std::uint32_t zone, std::uint32_t serial,
                std::optional<std::uint32_t> onto = {})
    {
        CommitWorker::Job job;
        job.zone = {zone};
        job.version = version(serial);
        job.onto = onto;
        job.built = std::make_shared<const build::BuildResult>();
        job.done = [this, zone](const base::Status& outcome) { outcomes[zone].set_value(outcome); };
        outcomes[zone] = {};
        worker.commit(std::move(job));
    }
    base::Status outcome(std::uint32_t zone) { return outcomes[zone].get_future().get(); }

private slots:
    void init()
    {
        store.serials.clear();
        store.batches.clear();
        store.removed.clear();
        store.tooLarge.reset();
    }
    void whatCameMeanwhileGoesTogether()
    {
        CommitWorker worker(store);
        store.hold(true);
        for (std::uint32_t zone = 1; zone <= 20; ++zone)
            commit(worker, zone, 1);
        store.hold(false);
        for (std::uint32_t zone = 1; zone <= 20; ++zone)
            QVERIFY_RESULT(outcome(zone));
        worker.stop();
        QVERIFY(store.batches.size() <= 2); // at most one was on its way before the hold
    }
    void differenceThatDoesNotFitIsWrittenInFull()
    {
        CommitWorker worker(store);
        commit(worker, 1, 5, 4); // the store holds nothing
        QVERIFY_RESULT(outcome(1));
        worker.stop();
        QCOMPARE(store.serials.at({1}), 5U);
    }
    void oneTooLargeDoesNotTakeTheOthers()
    {
        store.tooLarge = base::ZoneId{2};
        CommitWorker worker(store);
        store.hold(true);
        for (std::uint32_t zone = 1; zone <= 3; ++zone)
            commit(worker, zone, 1);
        store.hold(false);
        QVERIFY_RESULT(outcome(1));
        QVERIFY_ERROR(outcome(2), base::ErrorCode::StoreFull);
        QVERIFY_RESULT(outcome(3));
        worker.stop();
        QVERIFY(!store.serials.contains({2}));
    }
    void removedAfterItsLastCommit()
    {
        CommitWorker worker(store);
        commit(worker, 1, 1);
        QVERIFY_RESULT(outcome(1));
        worker.remove({1});
        worker.stop();
        QCOMPARE(store.removed, std::vector<base::ZoneId>{{1}});
        QVERIFY(store.serials.empty());
    }
    void stopWritesWhatIsQueued()
    {
        CommitWorker worker(store);
        for (std::uint32_t zone = 1; zone <= 5; ++zone)
            commit(worker, zone, 1);
        worker.stop();
        QCOMPARE(store.serials.size(), std::size_t{5});
    }
};

QTEST_APPLESS_MAIN(TestCommitWorker)
#include "tst_commit_worker.moc"
