// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/store/sample_data.h"

#include "tests/model/store/sample_random.h"

#include <stdexcept>

namespace zonescope::kit {
namespace {

constexpr std::int64_t january = 1767225600'000000;

template <class T>
T must(base::Result<T> result)
{
    if (!result)
        throw std::runtime_error(base::toString(result.error())); // the test itself is wrong
    return std::move(*result);
}

bool coin(std::mt19937& random)
{
    return random() % 2 == 0;
}

base::Timestamp moment(std::uint64_t id)
{
    return base::fromMicroseconds(january + static_cast<std::int64_t>(id) * 1'500'007);
}

} // namespace

dns::Name name(std::string_view text)
{
    return must(dns::Name::fromText(text));
}

net::Endpoint endpoint(std::string_view text)
{
    return must(net::Endpoint::fromText(text));
}

/// A consumed catalog that names a later zone as a template, one of its members, a produced one.
static void addCatalogs(zone::Configuration& made)
{
    zone::Zone catalog;
    catalog.apex = name("catalog.example");
    catalog.catalog = zone::CatalogRole::Consumer;
    catalog.id = must(made.put(catalog));
    zone::Zone model;
    model.apex = name("template.example");
    catalog.templates = {{"gold \"x\"", must(made.put(model))}};
    must(made.put(catalog));
    zone::Zone produced;
    produced.apex = name("made.example");
    produced.catalog = zone::CatalogRole::Producer;
    zone::Zone member;
    member.apex = name("member.example");
    member.member = zone::CatalogMembership{catalog.id, R"(a\.b\000)"};
    member.listedIn = must(made.put(produced));
    member.group = "gold";
    must(made.put(member));
}

pipeline::TransferAttempt someAttempt(std::uint64_t id, std::mt19937& random)
{
    pipeline::TransferAttempt attempt;
    attempt.id = id;
    attempt.zone = {1 + below(random, 5)};
    attempt.apex = name("Zone-" + std::to_string(random() % 5) + R"(.\000odd\..example)");
    attempt.primary = {1 + below(random, 3)};
    attempt.address = coin(random) ? endpoint("192.0.2.1:5353") : endpoint("[2001:db8::1]:53");
    attempt.keyName = coin(random) ? "key.example" : "";
    attempt.kind = static_cast<pipeline::TransferKind>(random() % 4);
    attempt.startedAt = moment(id);
    attempt.duration = base::Duration(random() % 1'000'000);
    attempt.records = random();
    attempt.bytes = random() * 1000ULL;
    attempt.messages = random();
    attempt.triggers = static_cast<pipeline::Triggers>(random());
    attempt.transport = static_cast<pipeline::Transport>(random() % 4);
    attempt.nsid = coin(random) ? "node-7.ams" : "";
    attempt.route = coin(random) ? 0xfedc'ba98'7654'3210ULL : 0;
    if (coin(random)) {
        attempt.fromSerial = 4'294'967'295U;
        attempt.toSerial = 0;
        attempt.tcpInfo = net::TcpInfo{1, 2, 3, 4, 5, 6, 7, 8, 1ULL << 40, 10, 11};
    } else {
        attempt.rcode = 5;
        attempt.extendedError = 20;
        attempt.extendedErrorText = "Not Authoritative, says \"x\"";
        attempt.error = base::Error{base::ErrorCode::RcodeRefused, "zone\nnot here"};
    }
    return attempt;
}

pipeline::Event someEvent(std::uint64_t id, std::mt19937& random)
{
    pipeline::Event event;
    event.id = id;
    event.at = moment(id);
    event.stage = static_cast<pipeline::Stage>(random() % 6);
    event.severity = static_cast<pipeline::Severity>(random() % 4);
    event.kind = static_cast<pipeline::Event::Kind>(random() % 38);
    event.zone = {1 + below(random, 5)};
    event.primary = {below(random, 3)};
    event.edge = {below(random, 3)};
    if (coin(random)) {
        event.change = random();
        event.fromSerial = 1;
        event.toSerial = 4'294'967'295U;
        event.address = endpoint("[2001:db8::5]:5353");
        event.via = endpoint("192.0.2.250:40000");
        event.transferKind = pipeline::TransferKind::AxfrStyleIxfr;
        event.records = 12;
        event.duration = base::Duration(-1);
        event.error = base::Error{base::ErrorCode::TimedOut, ""};
        event.before = "3f2a90c1";
        event.after = "fra \"1\"";
    }
    return event;
}

pipeline::Change someChange(std::uint64_t id, std::mt19937& random, std::size_t edges)
{
    pipeline::Change change;
    change.id = id;
    change.zone = {1 + below(random, 5)};
    if (coin(random))
        change.fromSerial = random();
    change.toSerial = random();
    change.startedAt = moment(id);
    change.triggers = static_cast<pipeline::Triggers>(random());
    change.primary = {1 + below(random, 3)};
    change.kind = static_cast<pipeline::TransferKind>(random() % 4);
    change.added = random();
    change.removed = random();
    change.complete = coin(random);
    for (auto& time : change.stage)
        if (random() % 4 != 0)
            time = base::Duration(random() % 5'000'000);
    for (std::size_t i = 0; i < edges; ++i) {
        pipeline::EdgeArrival arrival;
        arrival.edge = {static_cast<std::uint32_t>(100 + i)};
        arrival.uncertainty = base::Duration(random() % 100'000);
        if (random() % 8 != 0)
            arrival.delay = base::Duration(random() % 9'000'000);
        else if (coin(random))
            arrival.failure = base::ErrorCode::RcodeServFail;
        change.edges.push_back(arrival);
    }
    return change;
}

zone::Changeset someChangeset(std::uint32_t from, std::uint32_t to, std::mt19937& random, std::size_t records)
{
    const auto record = [&random](std::string_view owner) {
        return dns::Record{name(owner), static_cast<dns::Type>(random() % 65536), dns::Class::IN,
                           static_cast<std::uint32_t>(random()), std::string(random() % 40, '\xfe')};
    };
    zone::Changeset change;
    change.fromSerial = from;
    change.toSerial = to;
    change.soa = record("example.org");
    if (records % 2 == 0)
        change.fromSoa = record("example.org");
    for (std::size_t i = 0; i < records; ++i) {
        change.removed.push_back(record("Host-" + std::to_string(i / 3) + ".example.org"));
        change.added.push_back(record("host-" + std::to_string(i / 2) + ".example.org"));
    }
    return change;
}

zone::Configuration someConfiguration(int zones)
{
    zone::Configuration made;
    const auto key1 = must(made.put(zone::Key{{}, name("k1.example"), dns::TsigAlgorithm::HmacSha256}));
    const auto key2 = must(made.put(zone::Key{{}, name("k2.example"), dns::TsigAlgorithm::HmacSha512, 32}));
    const auto acl =
        must(made.put(zone::Acl{{}, "office", {must(net::Prefix::fromText("192.0.2.0/24"))}, {key1}}));
    const auto open = must(made.put(zone::Acl{{}, "v6", {must(net::Prefix::fromText("2001:db8::/32"))}, {}}));
    zone::Primary first;
    first.name = "ns1.primary.example";
    first.addresses = {endpoint("192.0.2.1"), endpoint("[2001:db8::1]:5353")};
    first.key = key2;
    zone::Primary second;
    second.name = "hidden \"primary\"";
    second.addresses = {endpoint("192.0.2.2:53")};
    second.preference = zone::TransferPreference::AxfrOnly;
    second.maxTransfers = 1;
    second.source = endpoint("192.0.2.77").address;
    second.ixfrOverUdp = true;
    second.tls = {zone::TlsMode::Strict,
                  8853,
                  "xot.primary.example",
                  "/etc/ssl/own-ca.pem",
                  "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                  "/etc/ssl/our.pem",
                  "/etc/ssl/our.key",
                  true};
    first.everyMessageSigned = true;
    first.proxy = must(made.put(zone::Proxy{{}, "egress", endpoint("192.0.2.99:1080"), "anna"}));
    must(made.put(zone::Proxy{{}, "six", endpoint("[2001:db8::99]:1081"), ""}));
    const std::vector<base::PrimaryId> primaries{must(made.put(second)), must(made.put(first))};
    std::vector<base::EdgeId> edges;
    for (const char* at : {"192.0.2.11", "192.0.2.12", "[2001:db8::11]:53"})
        edges.push_back(must(made.put(zone::Edge{{}, std::string("edge ") + at, endpoint(at), 7})));
    for (int i = 0; i < zones; ++i) {
        zone::Zone zone;
        zone.apex = name("zone-" + std::to_string(i) + ".example");
        zone.primaries = primaries;
        zone.edges = edges;
        if (i % 3 == 0) {
            zone.notifyFrom = {open, acl};
            zone.transferTo = {acl};
            zone.paused = true;
            zone.timers.minRefresh = 61;
            zone.limits.maxBytes = 0;
            zone.limits.maxRrsetRecords = 5;
            zone.zonemdCheck = zone::ZonemdCheck::Required;
            zone.zonemdDigest = zone::ZonemdDigest::Sha512;
            zone.strict = true;
            zone.overrides = "add www A 192.0.2.1 ; \"ours\"\ndelete old TXT\n";
            zone.resolvers = {endpoint("192.0.2.53:53"), endpoint("[2001:db8::53]:5353")};
        }
        must(made.put(std::move(zone)));
    }
    addCatalogs(made);
    zone::EngineLimits limits;
    limits.historyDays = 33;
    limits.keptVersions = 5;
    limits.connectionLogDays = 3;
    limits.connectionLogMegabytes = 77;
    if (!made.put(limits))
        throw std::runtime_error("limits");
    return made;
}

} // namespace zonescope::kit
