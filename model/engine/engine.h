// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/congestion/experiment/experiment_service.h"
#include "model/congestion/monitor.h"
#include "model/dns/record.h"
#include "model/engine/cloud_requests.h"
#include "model/engine/intent_requests.h"
#include "model/net/inherited_socket.h"
#include "model/path/target_watch.h"
#include "model/pipeline/history.h"
#include "model/pipeline/path_record.h"
#include "model/report/report_document.h"
#include "model/zone/configuration.h"
#include "model/zone/status.h"
#include "model/zone/zone_version.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace zonescope::engine {

struct Options
{
    std::filesystem::path dataFolder;         ///< database, zones, secrets; created with mode 0700
    std::vector<net::Endpoint> notifyListen;  ///< UDP and TCP each; port 0: the kernel chooses
    std::vector<net::Prefix> notifyProxies{}; ///< load balancers before it: PROXY protocol from them only
    std::vector<net::Endpoint> serveListen;   ///< built-in authoritative server, UDP and TCP
    std::string serveName = {}; ///< what it calls itself to who asks (NSID, RFC 5001); empty: nothing
    /// Sockets that somebody opened for us, for NOTIFY; taken out at the start.
    std::shared_ptr<std::vector<net::InheritedSocket>> notifySockets{};
    std::shared_ptr<const std::vector<net::InheritedSocket>> serveSockets{}; ///< the same for serveListen
    std::shared_ptr<const base::Clock> clock;                                ///< nothing: SystemClock
    base::Duration edgeLateAfter{5'000'000}; ///< an edge that lags longer is Behind
};

using RequestId = std::uint64_t; ///< 0: none

/// F5, Shift+F5, F6.
struct TransferRequest
{
    std::vector<base::ZoneId> zones;
    bool full = false;
    base::PrimaryId primary;              ///< none: the zone's own order
    std::optional<net::Endpoint> address; ///< with primary: this address and port only
};

/// Add-zone preview: one row to probe, nothing saved.
struct PreflightRow
{
    std::size_t row = 0; ///< the caller's number, given back
    dns::Name apex;
    net::Endpoint primary;
    std::optional<dns::TsigKey> key; ///< with an empty secret: the engine takes its own for this name
};
/// What the three probes said: unsigned SOA, signed SOA, first message of the AXFR.
enum class PreflightVerdict : std::uint8_t {
    Ok,
    NothingListens,
    TcpFiltered,
    ZoneNotThere,
    NotLoaded,
    KeyUnknown,
    SecretWrong,
    ClockSkew,
    KeyRejected,
    TransferRefused,
    NotAuthoritative,
    AlreadyHeld,
    Failed,
};
struct PreflightResult
{
    std::size_t row = 0;
    PreflightVerdict verdict = PreflightVerdict::Failed;
    std::optional<std::uint32_t> serial;
    std::optional<base::Error> error; ///< evidence of the probe that decided
    std::optional<std::int64_t> skewSeconds;
    std::optional<net::IpAddress> ourAddress; ///< the address the primary sees: for its ACL
    base::Duration took{0};
};

/// A primary has taken a test change.
struct TestChangeAnswer
{
    base::PrimaryId primary;
    net::Endpoint address;
    std::string record; ///< its name, for people
    std::string text;   ///< of its TXT record
    base::Duration took{0};
};

struct ReportRequest
{
    pipeline::HistoryFilter selection;
    base::Duration freshnessTarget{5'000'000}; ///< an edge is fresh when it has a change within this time
    bool clouds = false;                       ///< with what the newest snapshot of the clouds shows
};

// Answers to requests. Each comes back in a Batch with the number of its request.
struct Done
{
};
struct ChangesAnswer
{
    std::vector<pipeline::Change> changes;
}; ///< newest first
struct AttemptsAnswer
{
    std::vector<pipeline::TransferAttempt> attempts;
}; ///< newest first
struct EventsAnswer
{
    std::vector<pipeline::Event> events;
}; ///< newest first
struct LatencyAnswer
{
    std::vector<pipeline::HourlyLatency> hours;
};
struct SerialsAnswer
{
    std::vector<pipeline::SerialSpan> spans;
    std::vector<pipeline::DataGap> gaps;
};
struct VersionsAnswer
{
    std::vector<std::uint32_t> serials;
}; ///< kept, newest first: any two can be compared
struct ConnectionsAnswer
{
    std::vector<congestion::ClosedConnection> rows;
}; ///< newest first
struct MinutesAnswer
{
    std::vector<congestion::MinuteRow> rows;
}; ///< oldest first
struct DifferenceAnswer
{
    std::shared_ptr<const zone::Difference> difference;
};
struct PreflightAnswer
{
    std::vector<PreflightResult> results;
    bool last = false;
}; ///< several for one request
struct ReportAnswer
{
    std::shared_ptr<const report::Document> document;
};

struct PathHistoryAnswer
{
    std::vector<pipeline::PathRecord> rounds;
}; ///< oldest first

using Answer = std::variant<Done, ChangesAnswer, AttemptsAnswer, EventsAnswer, LatencyAnswer, SerialsAnswer,
                            VersionsAnswer, DifferenceAnswer, PreflightAnswer, ReportAnswer,
                            PathHistoryAnswer, ConnectionsAnswer, MinutesAnswer, CloudAnswer,
                            CloudDifferenceAnswer, CloudHistoryAnswer, SuppressionsAnswer, IntentAnswer,
                            TerraformPreviewAnswer, GateAnswer, CorrectionAnswer, TestChangeAnswer>;
struct Reply
{
    RequestId request = 0;
    base::Result<Answer> answer;
};

/// How the engine itself is.
struct EngineStatus
{
    bool running = false;
    std::vector<net::Endpoint> notifyAt; ///< bound, with the ports the kernel chose
    std::vector<net::Endpoint> serveAt;
    std::uint32_t transfersOpen = 0;
    std::uint32_t zonesScheduled = 0;
    double transfersPerMinute = 0;
    std::uint64_t notifiesAccepted = 0;
    std::uint64_t notifiesRefused = 0;
    std::uint64_t probesSent = 0;
    std::optional<base::Error> storeError; ///< disk full and the like: history is not being written
    /// Why the configuration file that was read last is not in force; the one before is.
    std::optional<base::Error> configurationError;

    friend bool operator==(const EngineStatus&, const EngineStatus&) = default;
};

/// Everything that happened since the batch before: latest value per zone, primary and change; events in
/// order.
struct Batch
{
    zone::ConfigurationPtr configuration; ///< only when it changed
    std::vector<zone::ZoneStatus> zones;
    std::vector<base::ZoneId> removedZones;
    std::vector<zone::PrimaryStatus> primaries;
    std::vector<pipeline::TransferProgress> progress;
    std::vector<pipeline::TransferAttempt> attempts;
    std::vector<pipeline::Change> changes;
    std::vector<pipeline::Event> events; ///< bounded ring
    std::uint64_t droppedEvents = 0;     ///< since the start
    std::optional<EngineStatus> engine;
    std::vector<std::shared_ptr<const path::PathView>> paths; ///< the newest of each target
    std::vector<Reply> replies;                               ///< never dropped
};

/// The one door to the engine. All calls are thread-safe and return at once; start() and the destructor
/// block. Answers and news come in batches: wake() is called on an engine thread once while a batch is
/// waiting and not taken.
class Engine
{
public:
    /// Opens the data folder, resumes timers, queue and versions, binds the sockets, starts the threads.
    /// Errors: StoreOpen, StoreCorrupt, AddressInUse, PermissionDenied (detail says what and where).
    static base::Result<std::unique_ptr<Engine>> start(Options options);
    virtual ~Engine() = default; ///< stops: running transfers go back to the queue, threads are joined

    virtual void setWake(std::function<void()> wake) = 0;
    virtual Batch takeBatch() = 0;
    /// Whether anybody follows what happens. While nobody does, batches hold answers and configurations only:
    /// the snapshots below and history know the rest. True at first.
    virtual void followNews(bool followed) { (void)followed; }

    /// Snapshots, any thread, no waiting.
    virtual zone::ConfigurationPtr configuration() const = 0;
    virtual zone::ZoneVersionPtr heldVersion(base::ZoneId zone) const = 0;
    virtual std::vector<zone::ZoneStatus> zoneStatuses() const = 0;
    virtual std::vector<zone::PrimaryStatus> primaryStatuses() const { return {}; }
    virtual EngineStatus status() const = 0;
    /// TCP connections of this host, those of the transfers among them; never nothing.
    virtual std::shared_ptr<const congestion::Snapshot> connections() const = 0;
    /// While somebody looks the open ones are read every second; those that end are always logged.
    virtual void watchConnections(bool watched) = 0;
    /// Experiments on congestion control; never nothing.
    virtual std::shared_ptr<const congestion::ExperimentsSnapshot> experiments() const
    {
        return std::make_shared<congestion::ExperimentsSnapshot>();
    }
    /// Errors: InvalidValue, StillInUse (another one is running), Unsupported.
    virtual base::Result<congestion::ExperimentId> beginExperiment(congestion::ExperimentDesign /*design*/)
    {
        return base::fail(base::ErrorCode::Unsupported, "this engine makes no experiments");
    }
    virtual void stopExperiment(congestion::ExperimentId /*id*/) {}
    virtual void removeExperiment(congestion::ExperimentId /*id*/) {}
    /// Connections to look at ten times a second, with a memory of a minute; replaces those before.
    virtual void watchClosely(std::vector<congestion::Connection> connections) { (void)connections; }
    /// Nothing: it is not watched closely.
    virtual std::shared_ptr<const congestion::WatchSeries> closeWatch(std::uint64_t cookie) const
    {
        (void)cookie;
        return nullptr;
    }

    /// Replaces the configuration when `base` is still the newest. Errors in the reply: Superseded (take the
    /// newest and edit again), whatever Configuration checks, TsigSecretMissing (a new key without secret).
    /// Durable when the reply comes.
    virtual RequestId configure(zone::ConfigurationPtr base, zone::Configuration changed,
                                std::map<base::KeyId, base::Bytes> newSecrets = {}) = 0;
    /// The configuration file was read again: it is in force, or was refused. Becomes an event and part of
    /// status().
    virtual void configurationFileRead(const base::Status& outcome) { (void)outcome; }
    virtual RequestId transfer(TransferRequest request) = 0;
    virtual RequestId cancelTransfer(base::ZoneId zone) = 0;
    virtual RequestId probeNow(std::vector<base::ZoneId> zones) = 0; ///< F7
    virtual RequestId preflight(std::vector<PreflightRow> rows) = 0;
    /// Sets one TXT record of the zone anew at a primary, by a signed UPDATE (RFC 2136), to see how a change
    /// travels: TestChangeAnswer when the primary has taken it. Errors: UpdateNeedsKey, UpdateUnderWay,
    /// UpdateRefused, those of the connection.
    virtual RequestId testChange(base::ZoneId /*zone*/) { return 0; }

    /// A whole round to a server, whether it is one of ours or not; the picture comes in a batch before the
    /// reply. Errors: those of the sockets.
    virtual RequestId tracePath(path::Target /*target*/) { return 0; }
    /// Somebody looks at this path: a round a second. Nothing: nobody looks.
    virtual void watchPath(std::optional<path::Target> /*target*/) {}
    /// The servers of the configuration that are reached directly, and what is known of the way to each.
    virtual std::vector<std::shared_ptr<const path::PathView>> paths() const { return {}; }
    virtual RequestId pathHistory(net::Endpoint /*target*/, pipeline::Period /*period*/) { return 0; }

    virtual RequestId changes(pipeline::HistoryFilter filter) = 0;
    virtual RequestId attempts(pipeline::HistoryFilter filter) = 0;
    virtual RequestId events(pipeline::HistoryFilter filter) = 0;
    virtual RequestId latency(pipeline::HistoryFilter filter, bool byEdge) = 0;
    virtual RequestId serials(pipeline::HistoryFilter filter) = 0;
    virtual RequestId versions(base::ZoneId zone) = 0;
    virtual RequestId difference(base::ZoneId zone, std::uint32_t fromSerial, std::uint32_t toSerial) = 0;
    virtual RequestId report(ReportRequest request) = 0;
    /// The log of TCP connections of this host that ended: ConnectionsAnswer.
    virtual RequestId endedConnections(congestion::ConnectionFilter filter) = 0;
    /// Figures a minute, by network of the peer and algorithm: MinutesAnswer.
    virtual RequestId connectionMinutes(pipeline::Period period, std::optional<net::Prefix> peer) = 0;
    /// Clouds: read, kept, compared on a thread of their own. The answer is a CloudAnswer, for ExportCloud
    /// Done, for CompareClouds a CloudDifferenceAnswer, for AskCloudHistory a CloudHistoryAnswer, for
    /// SuppressFinding a SuppressionsAnswer. 0: this engine knows no clouds.
    virtual RequestId clouds(CloudRequest request)
    {
        (void)request;
        return 0;
    }
    /// What clouds shall be and how they differ from it. The answer is an IntentAnswer, for PreviewTerraform
    /// a TerraformPreviewAnswer, for CheckTerraformPlan a GateAnswer. 0: this engine knows no clouds.
    virtual RequestId cloudIntent(IntentRequest request)
    {
        (void)request;
        return 0;
    }
};

} // namespace zonescope::engine
