// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/store.h"

#include "model/base/log.h"
#include "model/store/configuration_lane.h"
#include "model/store/data_folder.h"
#include "model/store/history_lane.h"
#include "model/store/ledger.h"
#include "model/store/migrations.h"
#include "model/store/reader_thread.h"
#include "model/store/writer_thread.h"

#include <utility>

namespace zonescope::store {
namespace {

base::Result<Database> openMigrated(const std::filesystem::path& file, Synchronous synchronous,
                                    std::span<const char* const> steps)
{
    auto database = Database::open(file, synchronous);
    if (!database)
        return database;
    if (const auto done = migrate(*database, steps); !done)
        return tl::unexpected<base::Error>(done.error());
    return database;
}

class SqliteStore final : public Store
{
public:
    SqliteStore(DataFolder folder, Database work, Database history, const base::Clock& clock)
        : m_folder(std::move(folder))
        , m_work(std::move(work))
        , m_historyDatabase(std::move(history))
        , m_ledger(m_work, m_health, [this] { m_writer.wake(); })
        , m_configuration(m_work, SecretFile(m_folder.secrets()), [this] { m_writer.wake(); })
        , m_history(
              m_historyDatabase, clock, m_health, [this] { m_historyWriter.wake(); }, [] { return false; })
    {
    }

    ~SqliteStore() override
    {
        // The writers first: answers to flush() may still ask the reader something, and what the work writer
        // says in the end may still go into history.
        m_writer.stop();
        m_historyWriter.stop();
        if (m_reader)
            m_reader->stop();
        m_history.close();
        m_ledger.close();
    }

    base::Status start(Database reading)
    {
        base::Status done = m_ledger.open(m_folder.workJournal());
        if (done)
            done = m_configuration.open();
        if (done)
            done = m_history.open(m_folder.historyJournal());
        if (!done)
            return done;
        useLimits(*m_configuration.stored());
        m_reader = std::make_unique<ReaderThread>(std::move(reading));
        m_writer.start({&m_ledger, &m_configuration});
        m_historyWriter.start({&m_history}, base::ThreadPriority::Low);
        return {};
    }

    std::optional<base::Error> historyDamage() const override { return m_historyDamage; }
    void keepReserve() const { m_folder.keepReserve(); }
    void setHistoryDamage(std::optional<base::Error> damage) { m_historyDamage = std::move(damage); }

    base::Result<zone::Configuration> loadConfiguration() override { return *m_configuration.stored(); }
    base::Result<dns::KeyRing> loadSecrets(const zone::Configuration& configuration) override;
    void saveConfiguration(zone::ConfigurationPtr configuration,
                           std::map<base::KeyId, base::Bytes> newSecrets, Durable durable) override;

    schedule::WorkLedger& ledger() override { return m_ledger; }

    std::uint64_t firstFreeId() const override { return m_history.firstFreeId(); }
    void append(pipeline::TransferAttempt attempt) override { m_history.push(std::move(attempt)); }
    void append(pipeline::Event event) override { m_history.push(std::move(event)); }
    void put(pipeline::Change change) override { m_history.push(std::move(change)); }
    void append(pipeline::SerialSpan span) override { m_history.push(std::move(span)); }
    void append(pipeline::PathRecord record) override { m_history.push(std::move(record)); }
    void append(std::shared_ptr<const std::vector<congestion::ClosedConnection>> rows) override
    {
        m_history.push(ClosedConnections{*rows});
    }
    void append(std::vector<congestion::MinuteRow> minutes) override
    {
        m_history.push(ConnectionMinutes{std::move(minutes)});
    }
    void keepDifference(base::ZoneId zone, zone::Changeset change) override
    {
        m_history.push(HistoryDifference{zone, std::move(change), m_keptVersions});
    }
    void flush(Durable durable) override { m_history.push(HistoryFlush{std::move(durable)}); }
    std::uint64_t droppedRows() const override { return m_history.dropped(); }

    void read(std::function<void(HistoryReader&)> work) override
    {
        if (!m_history.holdsBack())
            return m_reader->post(std::move(work));
        m_history.push(HistoryFlush{[this, work = std::move(work)](const base::Status&) {
            m_reader->post(work); // what could not be moved is missing, as it would be without a journal
        }});
    }
    void prune(base::Timestamp olderThan) override { m_history.prune(olderThan); }
    void setErrorListener(std::function<void(std::optional<base::Error>)> listener) override
    {
        m_health.setListener([this, listener = std::move(listener)](const std::optional<base::Error>& error) {
            if (!error)
                m_folder.keepReserve(); // there is room again
            if (listener)
                listener(error);
        });
    }

private:
    void useLimits(const zone::Configuration& configuration)
    {
        m_history.setHistoryDays(configuration.limits().historyDays);
        m_history.setConnectionLimits(
            {configuration.limits().connectionLogDays, configuration.limits().connectionLogMegabytes});
        m_keptVersions = configuration.limits().keptVersions;
    }

    DataFolder m_folder; ///< first in, last out: the lock covers everything
    Database m_work;
    Database m_historyDatabase;
    StoreHealth m_health;
    WriterThread m_writer;        ///< what somebody waits for
    WriterThread m_historyWriter; ///< another database: a burst of rows holds up no NOTIFY
    Ledger m_ledger;
    ConfigurationLane m_configuration;
    HistoryLane m_history;
    std::atomic<std::uint32_t> m_keptVersions{0};
    std::unique_ptr<ReaderThread> m_reader;
    std::optional<base::Error> m_historyDamage;
};

base::Result<dns::KeyRing> SqliteStore::loadSecrets(const zone::Configuration& configuration)
{
    const auto secrets = m_configuration.secrets();
    if (!secrets)
        return tl::unexpected<base::Error>(secrets.error());
    dns::KeyRing ring;
    for (const auto& [id, key] : configuration.keys()) {
        if (const auto found = secrets->find(id); found != secrets->end())
            ring.add({key.name, key.algorithm, found->second, key.leastMac});
        else // transfers that need it say so (TsigSecretMissing); all others go on
            base::log(base::LogCategory::Store, base::LogLevel::Warning,
                      "no secret is stored for key " + key.name.toDisplay());
    }
    for (const auto& [id, proxy] : configuration.proxies())
        if (const auto found = secrets->find(proxy.secretId());
            found != secrets->end() && !proxy.user.empty())
            ring.addPassword(proxy.secretId(), found->second);
    return ring;
}

void SqliteStore::saveConfiguration(zone::ConfigurationPtr configuration,
                                    std::map<base::KeyId, base::Bytes> newSecrets, Durable durable)
{
    auto done = [this, configuration, before = m_configuration.stored(),
                 durable = std::move(durable)](base::Status outcome) {
        if (outcome) {
            useLimits(*configuration);
            for (const auto& [id, zone] : before->zones())
                if (configuration->zone(id) == nullptr)
                    m_history.push(ForgetDifferences{id});
        }
        if (durable)
            durable(std::move(outcome));
    };
    m_configuration.save(std::move(configuration), std::move(newSecrets), std::move(done));
}

base::Result<std::unique_ptr<SqliteStore>> openIn(const std::filesystem::path& folder,
                                                  const base::Clock& clock)
{
    auto lock = DataFolder::acquire(folder);
    if (!lock)
        return tl::unexpected<base::Error>(lock.error());
    auto work = openMigrated(lock->work(), Synchronous::Full, workMigrations());
    if (!work) {
        base::Error error = work.error();
        if (error.code == base::ErrorCode::StoreCorrupt) // nobody but the operator may decide that
            error.detail += ". " + lock->work().string() +
                            " holds what is configured and queued: take it back from a backup. A service "
                            "that has its configuration in a file can do without: remove it";
        return tl::unexpected<base::Error>(std::move(error));
    }
    auto history = openMigrated(lock->history(), Synchronous::Normal, historyMigrations());
    if (!history)
        return tl::unexpected<base::Error>(history.error());
    auto reading = Database::openForReading(lock->history());
    if (!reading)
        return tl::unexpected<base::Error>(reading.error());
    auto store =
        std::make_unique<SqliteStore>(std::move(*lock), std::move(*work), std::move(*history), clock);
    if (const auto started = store->start(std::move(*reading)); !started)
        return tl::unexpected<base::Error>(started.error());
    return store;
}

/// With what belongs to it. The lock is held again by then, or somebody else's start has done the same.
base::Status setHistoryAside(const std::filesystem::path& folder, base::Error& damage)
{
    const auto lock = DataFolder::acquire(folder);
    if (!lock)
        return tl::unexpected<base::Error>(lock.error());
    std::filesystem::path aside;
    for (int number = 1; aside.empty() || std::filesystem::exists(aside); ++number)
        aside = folder / ("history.sqlite.damaged-" + std::to_string(number));
    std::error_code failed;
    std::filesystem::rename(lock->history(), aside, failed);
    if (failed)
        return base::fail(base::ErrorCode::StoreFailed,
                          "renaming " + lock->history().string() + ": " + failed.message());
    for (const char* end : {"-wal", "-shm"})
        std::filesystem::rename(lock->history().string() + end, aside.string() + end, failed);
    std::filesystem::remove(lock->historyJournal(), failed); // fits onto what it stood before only
    damage.detail += "; set aside as " + aside.filename().string() + ", history begins anew";
    return {};
}

} // namespace

base::Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& folder,
                                                 const base::Clock& clock)
{
    auto store = openIn(folder, clock);
    if (!store && store.error().code == base::ErrorCode::StoreFull) {
        if (const auto lock = DataFolder::acquire(folder); !lock || !lock->freeReserve())
            return tl::unexpected<base::Error>(store.error());
        base::log(base::LogCategory::Store, base::LogLevel::Warning,
                  folder.string() + " is on a full disk: this start takes the room that was reserved for it");
        store = openIn(folder, clock);
    }
    std::optional<base::Error> damage;
    if (!store && store.error().code == base::ErrorCode::StoreCorrupt &&
        store.error().detail.starts_with("history.sqlite")) {
        damage = store.error();
        if (const auto aside = setHistoryAside(folder, *damage); !aside)
            return tl::unexpected<base::Error>(aside.error());
        store = openIn(folder, clock);
    }
    if (!store)
        return tl::unexpected<base::Error>(store.error());
    (*store)->setHistoryDamage(std::move(damage));
    (*store)->keepReserve();
    return std::unique_ptr<Store>(std::move(*store));
}

} // namespace zonescope::store
