// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/servers/demo_network.h"

#include "tests/servers/demo_edge.h"
#include "tests/servers/demo_zone.h"
#include "tests/servers/scripted_primary.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <string_view>
#include <thread>
#include <vector>

namespace zonescope::servers {
namespace {

using namespace std::chrono_literals;
using Mood = DemoZone::Mood;

enum class Home : std::uint8_t {
    First,             ///< the first primary
    Second,            ///< the second, which wants a TSIG key and notifies over TCP
    FirstAfterRefusal, ///< the refusing one is asked first
    Refused,           ///< only the refusing one
};

struct ZonePlan
{
    std::string_view apex;
    Mood mood;
    std::size_t hosts;
    Home home;
    bool everywhere = false; ///< also at the edge that lags
};

constexpr std::array<ZonePlan, 24> zonePlans{{
    {"corp.example", Mood::Busy, 60, Home::First, true},
    {"shop.example", Mood::Busy, 24, Home::Second},
    {"api.example", Mood::Busy, 12, Home::First},
    {"cdn.example", Mood::Usual, 5000, Home::First},
    {"mail.example", Mood::Quiet, 6, Home::Second, true},
    {"status.example", Mood::Usual, 3, Home::First, true},
    {"bank.example", Mood::Quiet, 40, Home::Second},
    {"games.example", Mood::Busy, 120, Home::First},
    {"news.example", Mood::Usual, 30, Home::First},
    {"video.example", Mood::Usual, 400, Home::Second},
    {"maps.example", Mood::Usual, 80, Home::First},
    {"travel.example", Mood::Usual, 15, Home::Second, true},
    {"music.example", Mood::Usual, 25, Home::First},
    {"health.example", Mood::Quiet, 20, Home::Second},
    {"school.example", Mood::Quiet, 35, Home::First},
    {"city.example", Mood::Usual, 55, Home::Second, true},
    {"library.example", Mood::Quiet, 9, Home::First},
    {"museum.example", Mood::Quiet, 5, Home::Second, true},
    {"weather.example", Mood::Busy, 18, Home::Second},
    {"radio.example", Mood::Usual, 7, Home::FirstAfterRefusal},
    {"example.com", Mood::Usual, 10, Home::First},
    {"example.net", Mood::Quiet, 10, Home::Second},
    {"example.org", Mood::Usual, 10, Home::First},
    {"forgotten.example", Mood::Quiet, 4, Home::Refused},
}};

struct EdgePlan
{
    std::string_view name;
    std::chrono::milliseconds delay;
    bool v6;
};

constexpr std::array<EdgePlan, 7> edgePlans{{
    {"ams-1", 100ms, false},
    {"fra-1", 300ms, false},
    {"iad-1", 700ms, false},
    {"sin-1", 1600ms, true},
    {"gru-1", 2400ms, false},
    {"syd-1", 3400ms, false},
    {"jnb-1", 34000ms, false}, // lags: a slow link somebody has to look at
}};

// Something moves from the first second on, on zones of both primaries.
constexpr std::array<std::pair<std::size_t, std::chrono::milliseconds>, 8> earlyChanges{{{0, 900ms},
                                                                                         {1, 1500ms},
                                                                                         {7, 2100ms},
                                                                                         {2, 2600ms},
                                                                                         {18, 3200ms},
                                                                                         {8, 3700ms},
                                                                                         {0, 4300ms},
                                                                                         {10, 4800ms}}};

// Its NOTIFY never leaves: the refresh timer finds it, and the primary's row says so.
constexpr std::pair<std::size_t, std::chrono::milliseconds> earlyLoss{20, 3000ms};

constexpr std::uint32_t refreshSeconds = 25; // a lost NOTIFY is made good while somebody still watches
constexpr std::uint32_t retrySeconds = 10;
constexpr std::uint32_t expireSeconds = 86400;
constexpr std::uint32_t minimumSeconds = 60;
constexpr std::uint16_t edgeQueriesPerSecond = 500; // our own edges: nobody has to be spared
constexpr std::string_view keyName = "transfer.demo.example";

net::Endpoint loopback(bool v6)
{
    return {*net::IpAddress::fromText(v6 ? "::1" : "127.0.0.1"), 0};
}

dns::TsigKey makeKey(std::uint64_t seed)
{
    std::mt19937_64 random(seed);
    base::Bytes secret;
    for (int i = 0; i < 32; ++i)
        secret += static_cast<char>(random() & 0xff);
    return {*dns::Name::fromText(keyName), dns::TsigAlgorithm::HmacSha256, secret};
}

} // namespace

struct DemoNetworkState
{
    ~DemoNetworkState() { stop(); }

    base::Status build(std::uint64_t seed);
    net::Endpoint place(bool v6);
    base::Status addEdge(const EdgePlan& plan, std::uint64_t seed);
    base::Status startEdges(const net::Endpoint& serve);
    void subscribe(const net::Endpoint& notify);
    void change(std::size_t index, bool notifyLost);
    void changeLater(std::size_t index);
    ScriptedPrimary& primaryOf(std::size_t index)
    {
        switch (zonePlans.at(index).home) {
        case Home::Second:
            return *second;
        case Home::Refused:
            return *refusing;
        default:
            return *first;
        }
    }
    void stop();

    base::SystemClock clock;
    DemoNetwork::Where where;
    unsigned placed = 0;
    std::unique_ptr<ScriptedPrimary> first;
    std::unique_ptr<ScriptedPrimary> second;
    std::unique_ptr<ScriptedPrimary> refusing;
    dns::TsigKey key;
    std::vector<DemoZone> zones; ///< as zonePlans
    std::vector<std::unique_ptr<DemoEdge>> edges;
    std::unique_ptr<net::EventLoop> loop;
    std::atomic<std::uint64_t> changes{0};
    std::thread thread;
};

base::Status DemoNetworkState::build(std::uint64_t seed)
{
    auto made = net::EventLoop::create(clock);
    if (!made)
        return tl::unexpected(made.error());
    loop = std::move(*made);
    for (auto* primary : {&first, &second, &refusing}) {
        auto started = ScriptedPrimary::start(place(false));
        if (!started)
            return tl::unexpected(started.error());
        *primary = std::move(*started);
    }
    key = makeKey(seed);
    second->addKey(key);
    second->setAnswerDelay(3ms); // further away than the first
    for (const EdgePlan& plan : edgePlans)
        if (auto added = addEdge(plan, ++seed); !added)
            return added;
    for (std::size_t i = 0; i < zonePlans.size(); ++i) {
        const ZonePlan& plan = zonePlans.at(i);
        DemoZone& zone = zones.emplace_back(plan.apex, plan.mood, plan.hosts, ++seed);
        ScriptedPrimary& primary = primaryOf(i);
        std::vector<dns::Record> records = zone.firstRecords();
        if (i == 0)
            std::ranges::move(zone.cloudRecords(), std::back_inserter(records));
        primary.addZone(zone.apex(), zone.firstSerial(), std::move(records));
        primary.setTimers(zone.apex(), refreshSeconds, retrySeconds, expireSeconds, minimumSeconds);
        if (plan.home == Home::Second)
            primary.requireKey(zone.apex(), key.name);
        for (const auto& edge : edges) // they serve the version before, from another day
            edge->addZone(zone.apex(), zone.firstSerial() - 1);
    }
    refusing->refuse(true);
    return {};
}

net::Endpoint DemoNetworkState::place(bool v6)
{
    return where ? net::Endpoint{where(v6, placed++), 0} : loopback(v6);
}

base::Status DemoNetworkState::addEdge(const EdgePlan& plan, std::uint64_t seed)
{
    auto server = ScriptedEdge::start(place(plan.v6));
    if (!server && plan.v6 && !where) // a machine without IPv6
        server = ScriptedEdge::start(loopback(false));
    if (!server)
        return tl::unexpected(server.error());
    edges.push_back(std::make_unique<DemoEdge>(DemoEdge::Place{std::string(plan.name), plan.delay},
                                               std::move(*server), seed));
    return {};
}

base::Status DemoNetworkState::startEdges(const net::Endpoint& serve)
{
    for (const auto& edge : edges)
        if (auto started = edge->start(*loop, serve); !started)
            return started;
    return {};
}

void DemoNetworkState::subscribe(const net::Endpoint& notify)
{
    for (std::size_t i = 0; i < zonePlans.size(); ++i) {
        ScriptedPrimary::Secondary secondary;
        secondary.endpoint = notify;
        if (zonePlans.at(i).home == Home::Second) { // as Knot does
            secondary.transport = ScriptedPrimary::Transport::Tcp;
            secondary.key = key.name;
        }
        primaryOf(i).addSecondary(zones[i].apex(), secondary);
    }
}

void DemoNetworkState::change(std::size_t index, bool notifyLost)
{
    ScriptedPrimary& primary = primaryOf(index);
    const DemoZone::Edit edit = zones[index].nextEdit();
    if (notifyLost)
        primary.dropNotifies(1);
    primary.changeZone(zones[index].apex(), edit.remove, edit.add);
    ++changes;
}

void DemoNetworkState::changeLater(std::size_t index)
{
    loop->after(zones[index].nextPause(), [this, index] {
        change(index, zones[index].losesNotify());
        changeLater(index);
    });
}

void DemoNetworkState::stop()
{
    if (!thread.joinable())
        return;
    loop->stop();
    thread.join();
    for (const auto& edge : edges)
        edge->stop();
}

base::Result<std::unique_ptr<DemoNetwork>> DemoNetwork::create(std::uint64_t seed, Where where)
{
    auto state = std::make_unique<DemoNetworkState>();
    state->where = std::move(where);
    if (auto built = state->build(seed); !built)
        return tl::unexpected(built.error());
    return std::unique_ptr<DemoNetwork>(new DemoNetwork(std::move(state)));
}

DemoNetwork::DemoNetwork(std::unique_ptr<DemoNetworkState> state)
    : m_state(std::move(state))
{
}

DemoNetwork::~DemoNetwork() = default;

base::Result<DemoNetwork::Seed> DemoNetwork::seedConfiguration() const
{
    Seed seed;
    zone::Configuration& configuration = seed.configuration;
    const auto key = configuration.put(zone::Key{{}, m_state->key.name, m_state->key.algorithm});
    if (!key)
        return tl::unexpected(key.error());
    seed.secrets[*key] = m_state->key.secret;

    std::array<zone::PrimaryId, 3> primaries;
    const std::array<std::pair<std::string_view, const ScriptedPrimary*>, 3> servers{
        {{"ns1.primary.example", m_state->first.get()},
         {"ns2.primary.example", m_state->second.get()},
         {"ns.refusing.example", m_state->refusing.get()}}};
    for (std::size_t i = 0; i < servers.size(); ++i) {
        zone::Primary primary;
        primary.name = servers.at(i).first;
        primary.addresses = {servers.at(i).second->endpoint()};
        if (i == 1)
            primary.key = *key;
        const auto id = configuration.put(primary);
        if (!id)
            return tl::unexpected(id.error());
        primaries.at(i) = *id;
    }

    std::vector<zone::EdgeId> edges;
    for (const auto& each : m_state->edges) {
        const auto id =
            configuration.put(zone::Edge{{}, each->name(), each->endpoint(), edgeQueriesPerSecond});
        if (!id)
            return tl::unexpected(id.error());
        edges.push_back(*id);
    }

    for (std::size_t i = 0; i < zonePlans.size(); ++i) {
        zone::Zone zone;
        zone.apex = m_state->zones[i].apex();
        zone.edges = edges;
        if (!zonePlans.at(i).everywhere)
            zone.edges.pop_back(); // the one that lags comes last
        zone.timers.minRefresh = refreshSeconds;
        switch (zonePlans.at(i).home) {
        case Home::First:
            zone.primaries = {primaries[0]};
            break;
        case Home::Second:
            zone.primaries = {primaries[1]};
            break;
        case Home::FirstAfterRefusal:
            zone.primaries = {primaries[2], primaries[0]};
            break;
        case Home::Refused:
            zone.primaries = {primaries[2]};
            break;
        }
        if (const auto id = configuration.put(zone); !id)
            return tl::unexpected(id.error());
    }
    return seed;
}

base::Status DemoNetwork::start(const net::Endpoint& notify, const net::Endpoint& serve)
{
    if (m_state->thread.joinable())
        return base::fail(base::ErrorCode::Internal, "the demo network runs already");
    m_state->subscribe(notify);
    if (auto started = m_state->startEdges(serve); !started)
        return started;
    DemoNetworkState& state = *m_state;
    for (const auto& [index, at] : earlyChanges)
        state.loop->after(at, [&state, zone = index] { state.change(zone, false); });
    state.loop->after(earlyLoss.second, [&state] { state.change(earlyLoss.first, true); });
    for (std::size_t i = 0; i < zonePlans.size(); ++i)
        if (zonePlans.at(i).home != Home::Refused)
            state.changeLater(i);
    state.thread = std::thread([&state] { state.loop->run(); });
    return {};
}

void DemoNetwork::stop()
{
    m_state->stop();
}

std::uint64_t DemoNetwork::changesMade() const
{
    return m_state->changes;
}

} // namespace zonescope::servers
