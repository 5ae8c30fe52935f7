// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/control_protocol.h"

#include "model/dns/types.h"
#include "model/engine/json_writer.h"
#include "model/zone/access_lines.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <vector>

namespace zonescope::engine {
namespace {

constexpr std::array<std::pair<pipeline::Trigger, std::string_view>, 7> triggerNames{{
    {pipeline::Trigger::Notify, "notify"},
    {pipeline::Trigger::Refresh, "refresh"},
    {pipeline::Trigger::Retry, "retry"},
    {pipeline::Trigger::Forced, "forced"},
    {pipeline::Trigger::ForcedFull, "forced-full"},
    {pipeline::Trigger::Added, "added"},
    {pipeline::Trigger::Recovered, "recovered"},
}};

/// A primary that was removed since keeps its number.
std::optional<std::string> primaryName(const zone::Configuration& configuration, base::PrimaryId id)
{
    if (!id)
        return std::nullopt;
    const zone::Primary* primary = configuration.primary(id);
    return primary != nullptr ? primary->name : "#" + std::to_string(id.value);
}

std::string edgeName(const zone::Configuration& configuration, base::EdgeId id)
{
    const zone::Edge* edge = configuration.edge(id);
    return edge != nullptr ? edge->name : "#" + std::to_string(id.value);
}

void writeEndpoints(JsonWriter& json, std::string_view name, const std::vector<net::Endpoint>& endpoints)
{
    json.beginArray(name);
    for (const net::Endpoint& endpoint : endpoints)
        json.text(endpoint.toText());
    json.endArray();
}

void writeEngine(JsonWriter& json, const EngineStatus& engine)
{
    json.beginObject("engine");
    json.field("running", engine.running);
    writeEndpoints(json, "notifyAt", engine.notifyAt);
    writeEndpoints(json, "serveAt", engine.serveAt);
    json.field("transfersOpen", engine.transfersOpen);
    json.field("zonesScheduled", engine.zonesScheduled);
    json.field("transfersPerMinute", engine.transfersPerMinute);
    json.field("notifiesAccepted", engine.notifiesAccepted);
    json.field("notifiesRefused", engine.notifiesRefused);
    json.field("probesSent", engine.probesSent);
    json.field("storeError", engine.storeError);
    json.field("configurationError", engine.configurationError);
    json.endObject();
}

std::string_view noticeWord(zone::EdgeNotice::State state)
{
    switch (state) {
    case zone::EdgeNotice::State::Waiting:
        return "waiting";
    case zone::EdgeNotice::State::Acknowledged:
        return "acknowledged";
    case zone::EdgeNotice::State::Refused:
        return "refused";
    case zone::EdgeNotice::State::Unanswered:
        return "unanswered";
    }
    return {};
}

/// Octets that may be anything, as JSON text: what is not printable ASCII becomes \DDD.
std::string printable(std::string_view octets)
{
    std::string text;
    for (const char c : octets) {
        const auto octet = static_cast<std::uint8_t>(c);
        if (octet >= 0x20 && octet < 0x7f && c != '\\')
            text += c;
        else
            text += '\\' + std::to_string(1000 + octet).substr(1);
    }
    return text;
}

void writeEdge(JsonWriter& json, const zone::EdgeSerial& edge, const zone::Configuration& configuration)
{
    const zone::Edge* known = configuration.edge(edge.edge);
    json.beginObject();
    json.field("name", edgeName(configuration, edge.edge));
    json.field("address", known != nullptr ? std::optional(known->endpoint.toText()) : std::nullopt);
    json.field("serial", edge.serial);
    json.field("serialSince", edge.serialSince);
    json.field("lastAnswer", edge.lastAnswer);
    json.field("error", edge.error);
    json.field("errorSince", edge.errorSince);
    json.field("nsid", edge.nsid.empty() ? std::nullopt : std::optional(printable(edge.nsid)));
    json.field("zoneVersion", edge.givesVersion);
    json.field("expire", edge.expire);
    if (edge.notice) {
        json.beginObject("notify");
        json.field("state", noticeWord(edge.notice->state));
        json.field("serial", edge.notice->serial);
        json.field("attempts", edge.notice->attempts);
        json.field("at", std::optional(edge.notice->at));
        json.field("error", edge.notice->error);
        json.endObject();
    }
    json.endObject();
}

/// What was found in the content and what is ours in it; only what there is.
void writeContent(JsonWriter& json, const zone::ZoneStatus& zone)
{
    static constexpr std::array<std::string_view, 3> levels{"note", "warning", "error"};
    if (!zone.findings.empty()) {
        json.beginArray("findings");
        for (const zone::ContentFinding& finding : zone.findings) {
            json.beginObject();
            json.field("level", levels[static_cast<std::size_t>(finding.level)]);
            json.field("code", base::errorName(finding.code));
            json.field("owner", finding.owner.toText());
            json.field("count", finding.count);
            json.field("detail", finding.detail);
            json.endObject();
        }
        json.endArray();
    }
    const zone::LocalStatus& local = zone.local;
    if (local.publishedSerial)
        json.field("publishedSerial", local.publishedSerial);
    if (local.overrides != 0)
        json.field("overrides", std::uint64_t{local.overrides});
    if (!local.conflicts.empty()) {
        json.beginArray("overrideConflicts");
        for (const std::string& conflict : local.conflicts)
            json.text(conflict);
        json.endArray();
    }
    if (local.flattened) {
        json.beginObject("flattened");
        json.field("from", local.flattened->target.toText());
        json.field("at", local.flattened->at);
        json.field("addresses", std::uint64_t{local.flattened->addresses});
        json.field("error", local.flattened->error);
        json.endObject();
    }
}

void writeZone(JsonWriter& json, const zone::ZoneStatus& zone, const std::string& name,
               const zone::Configuration& configuration)
{
    json.beginObject();
    json.field("name", name);
    json.field("state", zoneStateName(zone.state));
    json.field("heldSerial", zone.heldSerial);
    json.field("heldSince", zone.heldSince);
    json.field("primarySerial", zone.primarySerial);
    json.field("primarySerialAt", zone.primarySerialAt);
    json.field("primarySeen", primaryName(configuration, zone.primarySeen));
    json.field("announcedSerial", zone.announcedSerial);
    json.field("announcedAt", zone.announcedAt);
    json.field("edgesCurrent", zone.edgesCurrent);
    json.field("edgesTotal", std::uint64_t{zone.edges.size()});
    json.field("visibleEverywhereAt", zone.visibleEverywhereAt);
    json.field("behindSince", zone.behindSince);
    json.field("nextCheck", zone.nextCheck);
    json.field("expiresAt", zone.expiresAt);
    json.field("lastError", zone.lastError);
    json.field("lastErrorSince", zone.lastErrorSince);
    json.field("lastErrorPrimary", primaryName(configuration, zone.lastErrorPrimary));
    json.field("working", zone.working);
    json.field("scheduled", zone.scheduled);
    json.field("recordCount", zone.recordCount);
    json.field("mergedTriggers", zone.mergedTriggers);
    writeContent(json, zone);
    json.beginArray("edges");
    for (const zone::EdgeSerial& edge : zone.edges)
        writeEdge(json, edge, configuration);
    json.endArray();
    json.endObject();
}

void writePrimary(JsonWriter& json, const zone::Primary& primary, const zone::PrimaryStatus& status,
                  const EngineStatus& engine, const zone::Configuration& configuration)
{
    const zone::Proxy* proxy = primary.proxy ? configuration.proxy(*primary.proxy) : nullptr;
    const zone::AccessLines lines =
        zone::accessLines(configuration, primary.id, engine.notifyAt, status.seenFrom);
    json.beginObject();
    json.field("name", primary.name);
    writeEndpoints(json, "addresses", primary.addresses);
    json.field("proxy", proxy != nullptr ? std::optional(proxy->name) : std::nullopt);
    json.field("seenFrom", status.seenFrom ? std::optional(status.seenFrom->toText()) : std::nullopt);
    json.field("lastAnswer", status.lastAnswer);
    json.field("lastError", status.lastError);
    json.field("lastErrorSince", status.lastErrorSince);
    json.beginObject("accessLines");
    json.field("bind", lines.bind);
    json.field("knot", lines.knot);
    json.field("nsd", lines.nsd);
    json.field("powerdns", lines.powerDns);
    json.endObject();
    json.endObject();
}

void writeAttempt(JsonWriter& json, const pipeline::TransferAttempt& attempt,
                  const zone::Configuration& configuration)
{
    json.beginObject();
    json.field("id", attempt.id);
    json.field("startedAt", attempt.startedAt);
    json.field("durationMs", attempt.duration);
    json.field("primary", primaryName(configuration, attempt.primary));
    json.field("address", attempt.address.toText());
    json.field("key", attempt.keyName.empty() ? std::nullopt : std::optional(attempt.keyName));
    json.field("kind", pipeline::transferKindName(attempt.kind));
    json.field("fromSerial", attempt.fromSerial);
    json.field("toSerial", attempt.toSerial);
    json.field("records", attempt.records);
    json.field("bytes", attempt.bytes);
    json.field("messages", attempt.messages);
    json.field("rcode", dns::rcodeText(static_cast<dns::Rcode>(attempt.rcode)));
    json.field("extendedError",
               attempt.extendedError ? std::optional(std::uint32_t{*attempt.extendedError}) : std::nullopt);
    json.field("extendedErrorText", attempt.extendedErrorText);
    json.field("transport", pipeline::transportName(attempt.transport));
    json.field("nsid", attempt.nsid);
    json.field("error", attempt.error);
    json.endObject();
}

void writeChange(JsonWriter& json, const pipeline::Change& change, const zone::Configuration& configuration)
{
    json.beginObject();
    json.field("id", change.id);
    json.field("startedAt", change.startedAt);
    json.field("fromSerial", change.fromSerial);
    json.field("toSerial", change.toSerial);
    json.field("kind", pipeline::transferKindName(change.kind));
    json.field("primary", primaryName(configuration, change.primary));
    json.beginArray("triggers");
    for (const auto& [trigger, name] : triggerNames)
        if (pipeline::has(change.triggers, trigger))
            json.text(name);
    json.endArray();
    json.field("added", change.added);
    json.field("removed", change.removed);
    json.field("complete", change.complete);
    json.beginObject("stagesMs");
    for (const pipeline::Stage stage : pipeline::stages)
        json.field(pipeline::stageName(stage), change.stage[static_cast<std::size_t>(stage)]);
    json.endObject();
    json.beginArray("edges");
    for (const pipeline::EdgeArrival& edge : change.edges) {
        json.beginObject();
        json.field("name", edgeName(configuration, edge.edge));
        json.field("delayMs", edge.delay);
        json.field("uncertaintyMs", edge.uncertainty);
        json.field("failure", edge.failure ? std::optional(base::errorName(*edge.failure)) : std::nullopt);
        json.endObject();
    }
    json.endArray();
    json.endObject();
}

void writeAttempts(JsonWriter& json, const std::vector<pipeline::TransferAttempt>& attempts,
                   const zone::Configuration& configuration)
{
    json.beginArray("transfers");
    for (const pipeline::TransferAttempt& attempt : attempts)
        writeAttempt(json, attempt, configuration);
    json.endArray();
}

} // namespace

std::string isoTime(base::Timestamp at)
{
    const std::int64_t ms = std::chrono::floor<std::chrono::milliseconds>(at).time_since_epoch().count();
    const std::int64_t whole = ms >= 0 ? ms / 1000 : (ms - 999) / 1000;
    const std::time_t seconds = whole;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 64> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    std::snprintf(text.data() + size, text.size() - size, ".%03dZ", static_cast<int>(ms - whole * 1000));
    return text.data();
}

std::string_view zoneStateName(zone::ZoneState state)
{
    constexpr std::array<std::string_view, 7> names{"unknown", "current", "refreshing", "behind",
                                                    "failing", "expired", "paused"};
    return names.at(static_cast<std::size_t>(state));
}

std::string encodeStatus(const EngineStatus& engine, const std::vector<zone::ZoneStatus>& zones,
                         const zone::Configuration& configuration,
                         const std::vector<zone::PrimaryStatus>& primaries)
{
    std::vector<std::pair<std::string, const zone::ZoneStatus*>> byName;
    for (const zone::ZoneStatus& status : zones)
        if (const zone::Zone* zone = configuration.zone(status.zone))
            byName.emplace_back(zone->apex.toDisplay(), &status);
    std::ranges::sort(byName);
    JsonWriter json;
    json.beginObject();
    writeEngine(json, engine);
    json.beginArray("zones");
    for (const auto& [name, status] : byName)
        writeZone(json, *status, name, configuration);
    json.endArray();
    json.beginArray("primaries");
    for (const auto& [id, primary] : configuration.primaries()) {
        const auto found = std::ranges::find(primaries, id, &zone::PrimaryStatus::primary);
        writePrimary(json, primary, found == primaries.end() ? zone::PrimaryStatus() : *found, engine,
                     configuration);
    }
    json.endArray();
    json.endObject();
    return json.finish();
}

std::string encodeTransfer(const TransferOutcome& outcome, const zone::Configuration& configuration)
{
    JsonWriter json;
    json.beginObject();
    json.field("zone", outcome.zone);
    json.field("outcome", outcome.outcome);
    json.field("serial", outcome.serial);
    json.field("error", outcome.error);
    writeAttempts(json, outcome.attempts, configuration);
    json.endObject();
    return json.finish();
}

std::string encodeHistory(const std::string& zone, const std::vector<pipeline::Change>& changes,
                          const std::vector<pipeline::TransferAttempt>& attempts,
                          const zone::Configuration& configuration)
{
    JsonWriter json;
    json.beginObject();
    json.field("zone", zone);
    json.beginArray("changes");
    for (const pipeline::Change& change : changes)
        writeChange(json, change, configuration);
    json.endArray();
    writeAttempts(json, attempts, configuration);
    json.endObject();
    return json.finish();
}

std::string encodeTestChange(const std::string& zone, const TestChangeAnswer& answer,
                             const zone::Configuration& configuration)
{
    const zone::Primary* primary = configuration.primary(answer.primary);
    JsonWriter json;
    json.beginObject();
    json.field("zone", zone);
    json.field("record", answer.record);
    json.field("text", answer.text);
    json.field("primary", primary ? primary->name : std::string());
    json.field("address", answer.address.toText());
    json.field("tookMs", answer.took);
    json.endObject();
    return json.finish();
}

std::string encodeError(const base::Error& error)
{
    JsonWriter json;
    json.beginObject();
    json.field("error", error);
    json.endObject();
    return json.finish();
}

} // namespace zonescope::engine
