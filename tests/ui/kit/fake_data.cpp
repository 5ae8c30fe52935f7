// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/kit/fake_data.h"

#include <cmath>

namespace zonescope::uikit {
namespace {

using namespace std::chrono_literals;

/// A small generator of our own: std:: distributions differ between libraries, pictures must not.
class Dice
{
public:
    explicit Dice(std::uint64_t seed)
        : m_state(seed * 2862933555777941757ULL + 3037000493ULL)
    {
    }
    double next() // 0..1
    {
        m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<double>(m_state >> 11) / 9007199254740992.0;
    }
    double normal() { return next() + next() + next() + next() - 2.0; }
    base::Duration around(double medianMs, double spread)
    {
        return base::Duration(static_cast<std::int64_t>(medianMs * 1000 * std::exp(normal() * spread)));
    }

private:
    std::uint64_t m_state;
};

const char* const zoneWords[] = {"corp", "shop", "lab",  "legacy", "img",
                                 "docs", "api",  "mail", "auth",   "edge"};
const char* const edgeNames[] = {"ams-1", "ams-2", "fra-1", "fra-2", "lhr-1", "cdg-1",
                                 "iad-1", "iad-2", "ord-1", "sjc-1", "sin-1", "nrt-1"};

dns::Name name(const std::string& text)
{
    return *dns::Name::fromText(text);
}

zone::ZoneState stateOf(std::size_t number, const FakeOptions& options)
{
    if (!options.troubled)
        return zone::ZoneState::Current;
    switch (number % 40) {
    case 3:
        return zone::ZoneState::Failing;
    case 6:
    case 17:
        return zone::ZoneState::Behind;
    case 9:
        return zone::ZoneState::Refreshing;
    case 14:
        return zone::ZoneState::Expired;
    default:
        return zone::ZoneState::Current;
    }
}

void addEdges(zone::ZoneStatus& status, const zone::Zone& zone, std::size_t number, base::Timestamp now)
{
    Dice dice(number + 7);
    std::size_t position = 0;
    for (const base::EdgeId id : zone.edges) {
        zone::EdgeSerial edge;
        edge.edge = id;
        edge.serial = status.heldSerial;
        edge.serialSince = *status.heldSince + dice.around(1500, 0.6);
        edge.lastAnswer = now - dice.around(2000, 0.5);
        const bool stale = status.state == zone::ZoneState::Behind && position >= zone.edges.size() - 2;
        const bool silent = (status.state == zone::ZoneState::Failing) && position == 1;
        if (stale)
            edge.serial = *status.heldSerial - 1;
        if (silent) {
            edge.error = base::Error{base::ErrorCode::TimedOut, "no answer within 2 s"};
            edge.errorSince = now - 3min;
        }
        status.edgesCurrent += stale || silent ? 0 : 1;
        status.edges.push_back(edge);
        ++position;
    }
    if (status.edgesCurrent == zone.edges.size())
        status.visibleEverywhereAt = *status.heldSince + dice.around(4100, 0.3);
    else
        status.behindSince = now - 42s - std::chrono::minutes(number % 7);
}

} // namespace

zone::ConfigurationPtr sampleConfiguration(const FakeOptions& options)
{
    auto made = std::make_shared<zone::Configuration>();
    const base::KeyId key = *made->put(zone::Key{{}, name("k1."), dns::TsigAlgorithm::HmacSha256});
    const base::KeyId weak = *made->put(zone::Key{{}, name("old-md5."), dns::TsigAlgorithm::HmacMd5});
    std::vector<base::PrimaryId> primaries;
    for (std::size_t i = 0; i < options.primaries; ++i) {
        zone::Primary primary;
        primary.name = "ns" + std::to_string(i + 1) + ".primary.example";
        primary.addresses = {*net::Endpoint::fromText("192.0.2." + std::to_string(i + 1)),
                             *net::Endpoint::fromText("2001:db8::" + std::to_string(i + 1))};
        if (i < 2)
            primary.key = key;
        if (i == 3)
            primary.key = weak;
        primaries.push_back(*made->put(primary));
    }
    std::vector<base::EdgeId> edges;
    for (std::size_t i = 0; i < options.edges; ++i) {
        zone::Edge edge;
        edge.name = i < std::size(edgeNames) ? edgeNames[i] : "edge-" + std::to_string(i + 1);
        edge.endpoint = *net::Endpoint::fromText("198.51.100." + std::to_string(i % 250 + 1) + ":" +
                                                 std::to_string(53 + i / 250));
        edges.push_back(*made->put(edge));
    }
    made->put(zone::Acl{{}, "notify senders", {*net::Prefix::fromText("192.0.2.0/24")}, {key}});
    for (std::size_t i = 0; i < options.zones; ++i) {
        zone::Zone zone;
        zone.apex = name(std::string(zoneWords[i % 10]) + (i < 10 ? "" : std::to_string(i)) + ".example.");
        zone.primaries = {primaries[i % primaries.size()]};
        zone.edges = edges;
        zone.paused = options.troubled && i % 40 == 27;
        made->put(zone);
    }
    return made;
}

zone::ZoneStatus sampleStatus(const zone::Zone& zone, std::size_t number, const FakeOptions& options,
                              base::Timestamp now)
{
    Dice dice(number);
    zone::ZoneStatus status;
    status.zone = zone.id;
    status.state = stateOf(number, options);
    status.heldSerial = 2026112100 + static_cast<std::uint32_t>(number % 20);
    status.heldSince = now - std::chrono::minutes(1 + number * 7 % 57);
    status.primarySerial = *status.heldSerial + (status.state == zone::ZoneState::Refreshing ? 1 : 0);
    status.primarySerialAt = now - 40s;
    status.primarySeen = zone.primaries.front();
    status.nextCheck = now + std::chrono::seconds(60 + number * 97 % 3600);
    status.expiresAt = now + 168h;
    status.recordCount = 40 + number % 100;
    addEdges(status, zone, number, now);
    if (status.state == zone::ZoneState::Failing)
        status.lastError = base::Error{base::ErrorCode::TsigBadKey, "key k1. unknown to 192.0.2.4#53"};
    if (status.state == zone::ZoneState::Expired) {
        status.lastError = base::Error{base::ErrorCode::AllPrimariesFailed, "3 addresses tried"};
        status.expiresAt = now - 42min;
    }
    if (status.lastError) {
        status.lastErrorSince = now - 14min;
        status.lastErrorPrimary = zone.primaries.front();
    }
    status.working = status.state == zone::ZoneState::Refreshing;
    return status;
}

zone::PrimaryStatus samplePrimaryStatus(base::PrimaryId id, std::size_t number, const FakeOptions& options,
                                        base::Timestamp now)
{
    zone::PrimaryStatus status;
    status.primary = id;
    status.lastAnswer = now - 3s;
    status.soaLatency = base::Duration(12'400 + static_cast<std::int64_t>(number) * 3'100);
    status.lastNotify = now - 3s * static_cast<int>(number + 1);
    status.notifies = 410 + number;
    status.changesByNotify = 398;
    status.transfersOk = 1200 + number * 17;
    if (options.troubled && number == 1) {
        status.lastError = base::Error{base::ErrorCode::TsigBadKey, "key k1. unknown to 192.0.2.2#53"};
        status.lastErrorSince = now - 14min;
        status.transfersFailed = 23;
        status.zonesAffected = 15;
    }
    if (options.troubled && number == 2) {
        status.lastNotify.reset();
        status.changesByNotify = 0;
        status.changesByPolling = 41;
    }
    return status;
}

std::vector<pipeline::Change> sampleChanges(const zone::Configuration& configuration,
                                            const FakeOptions& options, base::Timestamp now)
{
    std::vector<const zone::Zone*> zones;
    for (const auto& [id, zone] : configuration.zones())
        zones.push_back(zone.get());
    std::vector<pipeline::Change> changes;
    if (zones.empty())
        return changes;
    for (std::size_t i = 0; i < options.changes; ++i) {
        Dice dice(i + 1000);
        const zone::Zone& zone = *zones[i * 7 % zones.size()];
        pipeline::Change change;
        change.id = i + 1;
        change.zone = zone.id;
        change.toSerial = 2026112000 + static_cast<std::uint32_t>(i);
        change.fromSerial = change.toSerial - 1;
        const double back =
            24.0 * 3600 * (1.0 - (static_cast<double>(i) + 1) / static_cast<double>(options.changes + 1));
        change.startedAt = now - base::Duration(static_cast<std::int64_t>(back * 1e6));
        change.triggers = static_cast<pipeline::Triggers>(i % 9 == 0 ? pipeline::Trigger::Refresh
                                                                     : pipeline::Trigger::Notify);
        change.primary = zone.primaries.front();
        change.kind = i % 5 == 0 ? pipeline::TransferKind::Axfr : pipeline::TransferKind::Ixfr;
        const double medians[] = {4, 8, 620, 12, 310};
        for (std::size_t s = 0; s < 5; ++s)
            change.stage[s] = dice.around(medians[s], 0.5);
        base::Duration last{0};
        std::size_t position = 0;
        for (const base::EdgeId id : zone.edges) {
            pipeline::EdgeArrival arrival;
            arrival.edge = id;
            const bool slow = position == 3;
            if (dice.next() < 0.004)
                arrival.failure = base::ErrorCode::TimedOut;
            else
                arrival.delay = dice.around(slow ? 9000 : 1500, 0.8);
            arrival.uncertainty = 200ms;
            last = std::max(last, arrival.delay.value_or(base::Duration(0)));
            change.edges.push_back(arrival);
            ++position;
        }
        change.stage[5] = last;
        change.added = 3;
        change.removed = 2;
        change.complete = true;
        changes.push_back(change);
    }
    return changes;
}

engine::PreflightResult samplePreflight(const engine::PreflightRow& row)
{
    using V = engine::PreflightVerdict;
    engine::PreflightResult result;
    result.row = row.row;
    const V verdicts[] = {V::Ok, V::Ok, V::TransferRefused, V::Ok, V::KeyUnknown, V::ZoneNotThere};
    result.verdict = verdicts[row.row % 6];
    result.ourAddress = *net::IpAddress::fromText("203.0.113.7");
    if (result.verdict == V::Ok)
        result.serial = 2026112101;
    else
        result.error = base::Error{base::ErrorCode::RcodeRefused, "AXFR: rcode 5"};
    result.took = 31ms;
    return result;
}

pipeline::Event sampleEvent(const zone::Configuration& configuration, std::uint64_t id, base::Timestamp at)
{
    using K = pipeline::Event::Kind;
    const K kinds[] = {K::NotifyAccepted, K::TransferStarted,   K::TransferDone,   K::Published,
                       K::VisibleAtEdge,  K::VisibleEverywhere, K::TransferFailed, K::EdgeLate};
    pipeline::Event event;
    event.id = id;
    event.at = at;
    event.kind = kinds[id % 8];
    const auto& zones = configuration.zones();
    if (!zones.empty()) {
        auto it = zones.begin();
        std::advance(it, static_cast<std::ptrdiff_t>(id * 5 % std::min<std::size_t>(zones.size(), 50)));
        event.zone = it->first;
        event.primary = it->second->primaries.front();
        if (event.kind >= K::VisibleAtEdge && !it->second->edges.empty())
            event.edge = it->second->edges[id % it->second->edges.size()];
    }
    event.fromSerial = 2026112103;
    event.toSerial = 2026112104;
    event.transferKind = pipeline::TransferKind::Ixfr;
    event.records = 5;
    event.duration = 812ms;
    if (event.kind == K::TransferFailed) {
        event.severity = pipeline::Severity::Error;
        event.error = base::Error{base::ErrorCode::TsigBadKey, "key k1. unknown to 192.0.2.2#53"};
    } else if (event.kind == K::EdgeLate) {
        event.severity = pipeline::Severity::Warning;
    }
    return event;
}

pipeline::TransferAttempt sampleAttempt(const zone::Configuration& configuration, std::uint64_t id,
                                        base::ZoneId zone, base::Timestamp at)
{
    const zone::Zone* settings = configuration.zone(zone);
    pipeline::TransferAttempt attempt;
    attempt.id = id;
    attempt.zone = zone;
    attempt.apex = settings->apex;
    attempt.primary = settings->primaries.front();
    attempt.address = configuration.primary(attempt.primary)->addresses.front();
    attempt.keyName = "k1";
    attempt.kind = id % 3 == 0 ? pipeline::TransferKind::Axfr : pipeline::TransferKind::Ixfr;
    attempt.startedAt = at;
    attempt.duration = std::chrono::milliseconds(300 + id * 13);
    attempt.fromSerial = 2026112100 + static_cast<std::uint32_t>(id);
    attempt.toSerial = *attempt.fromSerial + 1;
    attempt.records = 5 + id * 10;
    attempt.bytes = 800 + id * 977;
    attempt.messages = 1;
    attempt.triggers = static_cast<pipeline::Triggers>(pipeline::Trigger::Notify);
    if (id % 7 == 0)
        attempt.error = base::Error{base::ErrorCode::ConnectionReset, "after 12 of 40 messages"};
    net::TcpInfo info;
    info.rttUs = info.receiveRttUs = 5'000 + static_cast<std::uint32_t>(id) * 900;
    info.outOfOrderReceived = id % 5 == 0 ? static_cast<std::uint32_t>(id) : 0;
    info.receiveSpace = 131'072;
    attempt.tcpInfo = info;
    pipeline::TransferFlow flow;
    flow.connectedAfter = base::Duration(info.rttUs);
    flow.firstOctetAfter = base::Duration(2 * static_cast<std::int64_t>(info.rttUs));
    if (id % 4 == 0) {
        flow.stalls = 1;
        flow.stalled = attempt.duration / 3;
        flow.spans = {{attempt.duration / 2, flow.stalled}};
    }
    attempt.flow = flow;
    attempt.verdict = static_cast<pipeline::TransferVerdict>(
        id % 4 == 0 ? static_cast<int>(pipeline::TransferVerdict::SlowPrimary) : static_cast<int>(id % 2));
    return attempt;
}

} // namespace zonescope::uikit
