// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/engine_impl.h"

#include "model/base/log.h"
#include "model/store/lmdb/journaled_store.h"

#include <pthread.h>
#include <sys/stat.h>

#include <future>
#include <random>

namespace zonescope::engine {
namespace {

using Kind = pipeline::Event::Kind;
using pipeline::Severity;
using pipeline::Stage;

constexpr std::size_t buildThreads = 2;

base::Status makeFolder(const std::filesystem::path& folder)
{
    std::error_code error;
    const bool created = std::filesystem::create_directories(folder, error);
    if (error)
        return base::fail(base::ErrorCode::StoreOpen, folder.string() + ": " + error.message());
    if (created && ::chmod(folder.c_str(), S_IRWXU) != 0)
        return base::fail(base::ErrorCode::PermissionDenied, folder.string() + " cannot be made private");
    return {};
}

/// A damaged store of published versions costs transfers, not data: the primaries have it all.
base::Status openEntries(const std::filesystem::path& folder, Opened& opened)
{
    auto entries = store::openZoneStore(folder);
    if (!entries && entries.error().code == base::ErrorCode::StoreCorrupt) {
        opened.entriesDamage = entries.error();
        if (const auto aside = store::setAsideLmdbStore(folder); !aside)
            return tl::unexpected(aside.error());
        entries = store::openZoneStore(folder);
    }
    if (!entries)
        return tl::unexpected(entries.error());
    opened.entries = std::move(*entries);
    return {};
}

Core makeCore(const base::Clock& clock, Opened& opened, publish::PublishedZones& published, Batcher& batcher,
              Journal& journal, Snapshots& snapshots, TaskPool& pool, TaskPool& background,
              const Options& options)
{
    observe::TrackerSettings tracking;
    tracking.edgeLateAfter = options.edgeLateAfter;
    return Core{.clock = clock,
                .loop = *opened.loop,
                .store = *opened.store,
                .entries = *opened.entries,
                .published = published,
                .batcher = batcher,
                .journal = journal,
                .snapshots = snapshots,
                .pool = pool,
                .background = background,
                .configuration = std::make_shared<const zone::Configuration>(),
                .keys = std::make_shared<const dns::KeyRing>(),
                .zones = {},
                .primaries = {},
                .scheduler = schedule::Scheduler(opened.store->ledger(), {}),
                .tracker = observe::ChangeTracker(tracking),
                .jitterSeed = std::random_device{}(),
                .stopping = false,
                .notifiesAccepted = 0,
                .notifiesRefused = 0,
                .storeError = {},
                .configurationError = {},
                .clockWatch = {}};
}

transfer::TransferService::Limits limitsOf(const zone::Configuration& configuration)
{
    transfer::TransferService::Limits limits;
    limits.threads = configuration.limits().transferThreads;
    limits.maxTransfers = configuration.limits().maxTransfers;
    return limits;
}

} // namespace

base::Result<std::unique_ptr<Engine>> Engine::start(Options options)
{
    if (!options.clock) // the store and everything else keep a reference to it
        options.clock = std::make_shared<const base::SystemClock>();
    auto opened = EngineImpl::open(options);
    if (!opened)
        return tl::unexpected(opened.error());
    auto engine = std::make_unique<EngineImpl>(std::move(options), std::move(*opened));
    if (const auto running = engine->run(); !running)
        return tl::unexpected(running.error());
    return std::unique_ptr<Engine>(std::move(engine));
}

base::Result<Opened> EngineImpl::open(const Options& options)
{
    Opened opened;
    if (const auto made = makeFolder(options.dataFolder); !made)
        return tl::unexpected(made.error());
    auto loop = net::EventLoop::create(*options.clock);
    if (!loop)
        return tl::unexpected(loop.error());
    opened.loop = std::move(*loop);
    auto store = store::Store::open(options.dataFolder, *options.clock);
    if (!store)
        return tl::unexpected(store.error());
    opened.store = std::move(*store);
    if (const auto entries = openEntries(options.dataFolder, opened); !entries)
        return tl::unexpected(entries.error());
    auto configuration = opened.store->loadConfiguration();
    if (!configuration)
        return tl::unexpected(configuration.error());
    auto keys = opened.store->loadSecrets(*configuration);
    if (!keys)
        return tl::unexpected(keys.error());
    opened.keys = std::move(*keys);
    opened.configuration = std::make_shared<const zone::Configuration>(std::move(*configuration));
    auto work = opened.store->ledger().load();
    if (!work)
        return tl::unexpected(work.error());
    opened.work = std::move(*work);
    return opened;
}

EngineImpl::EngineImpl(Options options, Opened opened)
    : m_options(std::move(options))
    , m_opened(std::move(opened))
    , m_journal(*m_options.clock, *m_opened.store, m_batcher)
    , m_pool(buildThreads)
    , m_background(1)
    , m_core(makeCore(*m_options.clock, m_opened, *m_published, m_batcher, m_journal, m_snapshots, m_pool,
                      m_background, m_options))
    , m_prober(*m_options.clock,
               [this](std::vector<observe::ProbeResult> results) {
                   m_core.loop.post([this, results = std::move(results)] { m_observation.results(results); });
               })
    , m_transfers(*m_options.clock, limitsOf(*m_opened.configuration), transferCallbacks())
    , m_commits(m_core.entries)
    , m_board(m_core, [this] { return m_prober.probesSent(); })
    , m_edges(m_core, m_board)
    , m_observation(m_core, m_board, m_prober)
    , m_runner(m_core, m_board, m_observation, m_commits, m_transfers)
    , m_registry(m_core, m_board, m_observation, m_commits, m_runner)
    , m_configurator(m_core, m_registry, [this] { applied(); })
    , m_local(m_core, m_board, m_options.dataFolder)
    , m_catalogs(m_core, m_board, m_observation, m_commits, m_configurator)
    , m_notify(m_core, m_board, m_runner)
    , m_queries(*m_options.clock, m_core.store, m_snapshots, m_batcher, m_background)
    , m_clouds(m_options.dataFolder / "cloud.sqlite", *m_options.clock, m_snapshots, m_batcher,
               [this](pipeline::Event event) { m_journal.event(std::move(event)); })
    , m_preflight(*m_options.clock, m_snapshots, m_batcher)
    , m_experiments(m_options.clock, m_options.dataFolder, !m_options.serveListen.empty())
    , m_paths(m_core)
    , m_testChanges(m_core)
    , m_connections(congestion::Monitor::start(monitorOptions()))
{
    m_core.connections = m_connections.get();
    m_connections->setWatched(false);
}

transfer::TransferService::Callbacks EngineImpl::transferCallbacks()
{
    return {.finished =
                [this](transfer::TransferResult result) {
                    m_core.loop.post([this, result = std::move(result)]() mutable {
                        m_runner.transferFinished(std::move(result));
                    });
                },
            .progress =
                [this](const pipeline::TransferProgress& progress) {
                    m_core.loop.post([this, progress] { m_runner.transferProgress(progress); });
                },
            .event =
                [this](pipeline::Event event) {
                    m_core.loop.post([this, event = std::move(event)]() mutable {
                        if (const ZoneRuntime* zone = m_core.find(event.zone); zone && zone->inHand)
                            event.change = zone->inHand->change;
                        m_journal.event(std::move(event));
                    });
                }};
}

/// What the host's connections leave behind goes straight to the store, which is thread-safe like the
/// journal.
congestion::Monitor::Options EngineImpl::monitorOptions()
{
    congestion::Monitor::Options options;
    options.clock = m_options.clock;
    options.closed = [this](congestion::ClosedChunk rows) { m_core.store.append(std::move(rows)); };
    options.minutes = [this](std::vector<congestion::MinuteRow> rows) {
        m_core.store.append(std::move(rows));
    };
    options.dropped = [this](const congestion::DropAlert& alert) {
        pipeline::Event event = makeEvent(Kind::HostDropsRose, Stage::Transfer, Severity::Warning);
        event.at = alert.at;
        event.records = alert.count;
        event.error = base::Error{base::ErrorCode::NetworkDrops, alert.what};
        m_journal.event(std::move(event));
    };
    return options;
}

std::vector<net::InheritedSocket> EngineImpl::takeSockets()
{
    return m_options.notifySockets ? std::exchange(*m_options.notifySockets, {})
                                   : std::vector<net::InheritedSocket>();
}

base::Status EngineImpl::run()
{
    // 1. Sockets first: when an address is taken nothing else has happened yet.
    if (const auto bound = m_notify.listen(m_options.notifyListen, m_options.notifyProxies, takeSockets());
        !bound)
        return bound;
    if (!m_options.serveListen.empty()) {
        auto server =
            publish::AuthoritativeServer::start(m_options.serveListen, m_published, *m_options.clock,
                                                {.threads = m_opened.configuration->limits().serveThreads,
                                                 .name = m_options.serveName,
                                                 .rate = {},
                                                 .inherited = m_options.serveSockets,
                                                 .observer = m_experiments.observer()});
        if (!server)
            return tl::unexpected(server.error());
        m_server = std::move(*server);
    }
    m_board.setBound(m_notify.boundTo(), m_server ? m_server->boundTo() : std::vector<net::Endpoint>());
    // 2. What the last run left: queue, timers, zones (their versions arrive while we already listen).
    m_core.store.setErrorListener([this](const std::optional<base::Error>& error) {
        m_core.loop.post([this, error] { storeChanged(error); });
    });
    m_journal.event(makeEvent(Kind::EngineStarted, Stage::Schedule, Severity::Notice));
    if (m_opened.entriesDamage) {
        pipeline::Event event = makeEvent(Kind::StoreFailed, Stage::Publish, Severity::Error);
        event.error = m_opened.entriesDamage;
        m_journal.event(std::move(event));
    }
    if (const auto damage = m_core.store.historyDamage()) {
        pipeline::Event event = makeEvent(Kind::StoreFailed, Stage::Observe, Severity::Error);
        event.error = damage;
        m_journal.event(std::move(event));
    }
    m_core.edges = &m_edges;
    m_core.local = &m_local;
    m_core.catalogs = &m_catalogs;
    m_core.paths = &m_paths;
    m_paths.begin();
    m_core.scheduler.restore(m_opened.work);
    m_registry.begin(m_opened.configuration, std::make_shared<const dns::KeyRing>(std::move(m_opened.keys)));
    m_configurator.begin(*m_core.keys);
    applied();
    m_board.setRunning(true);
    // 3. From here on everything above belongs to the engine thread.
    m_thread = std::thread([this] { m_core.loop.run(); });
    pthread_setname_np(m_thread.native_handle(), "engine");
    return {};
}

void EngineImpl::applied()
{
    m_transfers.setMaxTransfers(m_core.configuration->limits().maxTransfers);
    m_edges.configure();
    m_catalogs.configured();
    m_paths.configured();
    if (m_server)
        m_server->setKeys(m_core.keys, m_core.configuration);
}

void EngineImpl::storeChanged(const std::optional<base::Error>& error)
{
    const bool failedBefore = m_core.storeError.has_value();
    m_core.storeError = error;
    m_board.touchEngine();
    if (error.has_value() == failedBefore)
        return;
    pipeline::Event event = makeEvent(error ? Kind::StoreFailed : Kind::StoreRecovered, Stage::Publish,
                                      error ? Severity::Error : Severity::Notice);
    event.error = error;
    m_journal.event(std::move(event));
}

EngineImpl::~EngineImpl()
{
    stop();
}

void EngineImpl::stop()
{
    const auto onEngineThread = [this](const std::function<void()>& task) {
        if (!m_thread.joinable()) // run() failed half-way: nobody else is there
            return task();
        std::promise<void> done;
        m_core.loop.post([&] {
            task();
            done.set_value();
        });
        done.get_future().wait();
    };
    // 1. Nothing new comes in, what is in hand goes back to the queue.
    onEngineThread([this] {
        m_core.stopping = true;
        m_notify.close();
        m_runner.releaseAll();
        m_local.stop();
        m_testChanges.stop();
        if (m_thread.joinable())
            m_journal.event(makeEvent(Kind::EngineStopped, Stage::Schedule, Severity::Notice));
    });
    // 2. The threads that post home, then home itself.
    m_server.reset();
    m_preflight.stop();
    m_paths.stop();
    m_clouds.stop();
    m_transfers.stop();
    m_prober.stop();
    m_pool.stop();
    m_commits.stop();
    if (m_thread.joinable()) {
        m_core.loop.stop();
        m_thread.join();
    }
    // 3. Nobody is there to be woken. The last differences are written, then the database commits and closes.
    m_batcher.setWake({});
    m_background.finish();
    m_core.connections = nullptr;
    m_connections.reset(); // hands over what it still has
    m_opened.store.reset();
}

} // namespace zonescope::engine
