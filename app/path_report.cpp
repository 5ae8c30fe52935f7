// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/path_report.h"

#include "model/congestion/host_counters.h"
#include "model/engine/json_writer.h"
#include "model/path/trace_worker.h"

#include <condition_variable>
#include <mutex>
#include <optional>

namespace zonescope::app {
namespace {

constexpr std::uint8_t allFlows = 8;

std::string_view word(path::HopVerdict verdict)
{
    switch (verdict) {
    case path::HopVerdict::Good:
        return "good";
    case path::HopVerdict::LimitedAnswers:
        return "limited-answers";
    case path::HopVerdict::Silent:
        return "silent";
    case path::HopVerdict::MissingFromHereOn:
        return "missing-from-here-on";
    case path::HopVerdict::Target:
        return "target";
    case path::HopVerdict::NothingBeyond:
        return "nothing-beyond";
    }
    return {};
}

std::string_view word(path::TunnelKind kind)
{
    switch (kind) {
    case path::TunnelKind::Uniform:
        return "uniform";
    case path::TunnelKind::Pipe:
        return "pipe";
    case path::TunnelKind::NotCopiedBack:
        return "ttl-not-copied-back";
    case path::TunnelKind::Unclear:
        return "unclear";
    }
    return {};
}

void writeFigures(engine::JsonWriter& json, const path::RttStatistics& rtt)
{
    if (rtt.count() == 0)
        return;
    json.field("lastMs", rtt.last());
    json.field("averageMs", rtt.mean());
    json.field("bestMs", rtt.best());
    json.field("worstMs", rtt.worst());
    json.field("deviationMs", rtt.deviation());
    json.field("jitterMs", rtt.jitter());
}

void writeRouter(engine::JsonWriter& json, const path::HopAddress& router)
{
    json.beginObject();
    json.field("address", router.address.toText());
    json.field("flows", std::uint64_t{router.flows.size()});
    if (router.returnLength)
        json.field("hopsBack", std::uint64_t(std::max(0, *router.returnLength)));
    writeFigures(json, router.rtt);
    if (!router.labels.empty()) {
        json.beginArray("labels");
        for (const path::MplsLabel& label : router.labels) {
            json.beginObject();
            json.field("label", label.value);
            json.field("ttl", std::uint64_t{label.ttl});
            json.endObject();
        }
        json.endArray();
    }
    json.endObject();
}

void writeHop(engine::JsonWriter& json, const path::Hop& hop)
{
    json.beginObject();
    json.field("ttl", std::uint64_t{hop.ttl});
    json.field("probes", hop.sent);
    json.field("answered", hop.received);
    json.field("finding", word(hop.verdict));
    writeFigures(json, hop.rtt);
    json.beginArray("routers");
    for (const path::HopAddress& router : hop.addresses)
        writeRouter(json, router);
    json.endArray();
    json.endObject();
}

} // namespace

base::Result<std::shared_ptr<const path::PathView>> tracePath(const path::Target& target, unsigned rounds)
{
    std::mutex mutex;
    std::condition_variable came;
    std::optional<path::Round> newest; // guarded by mutex
    auto worker = path::TraceWorker::start({}, [&](const path::TraceWorker::Work&, const path::Round& round) {
        const std::scoped_lock lock(mutex);
        newest = round;
        came.notify_one();
    });
    if (!worker)
        return tl::unexpected(worker.error());
    path::TargetWatch watch(target);
    for (unsigned i = 0; i < rounds; ++i) {
        (*worker)->trace({target, allFlows, 0});
        std::unique_lock lock(mutex);
        came.wait(lock, [&] { return newest.has_value(); }); // every trace ends: each probe has its time-out
        if (newest->error)
            return tl::unexpected(*newest->error);
        watch.add(*newest);
        newest.reset();
    }
    return watch.view();
}

std::string pathJson(const path::PathView& view)
{
    engine::JsonWriter json;
    json.beginObject();
    json.field("target", view.target.address.toText());
    json.field("probes", view.target.protocol == path::Protocol::Tcp ? "tcp" : "udp");
    json.field("rounds", view.rounds);
    json.field("from", view.since);
    json.field("to", view.at);
    json.field("kernel", congestion::kernelRelease());
    json.field("reached", view.reached);
    json.field("blocked", view.blocked);
    json.field("route", path::routeName(view.route.id));
    if (view.route.length)
        json.field("length", std::uint64_t{*view.route.length});
    if (!view.nsid.empty())
        json.field("nsid", view.nsid);
    json.beginArray("hops");
    for (const path::Hop& hop : view.hops)
        writeHop(json, hop);
    json.endArray();
    json.beginArray("labelSwitched");
    for (const path::TunnelVerdict& tunnel : view.tunnels) {
        json.beginObject();
        json.field("kind", word(tunnel.kind));
        json.field("afterTtl", std::uint64_t{tunnel.afterTtl});
        json.field("beforeTtl", std::uint64_t{tunnel.beforeTtl});
        json.field(tunnel.kind == path::TunnelKind::Uniform ? "routers" : "hiddenRouters",
                   std::uint64_t(std::max(0, tunnel.routers)));
        json.field("roundTripLeaps", tunnel.rttLeaps);
        json.endObject();
    }
    json.endArray();
    json.endObject();
    return json.finish();
}

} // namespace zonescope::app
