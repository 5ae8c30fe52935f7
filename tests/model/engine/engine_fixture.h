// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/dns/text.h"
#include "model/zone/zone_version.h"
#include "tests/model/engine/engine_harness.h"

#include <algorithm>

namespace zonescope::enginetest {

using servers::ScriptedPrimary;
using Kind = pipeline::Event::Kind;

inline constexpr auto zoneText = "@ NS ns1\nns1 A 192.0.2.53\nwww A 192.0.2.80\nmail MX 10 ns1\n";

inline std::vector<dns::Record> records(std::string_view text, std::string_view apex = "example.org.")
{
    return *dns::recordsFromText(text, name(apex));
}

inline std::vector<dns::Record> held(engine::Engine& engine, base::ZoneId zone)
{
    std::vector<dns::Record> all;
    const auto version = engine.heldVersion(zone);
    version->forEach([&](zone::OwnerView owner) {
        owner.forEachRrset([&](zone::RrsetView set) {
            for (std::size_t i = 0; i < set.size(); ++i)
                all.push_back({owner.name(version->apex()), set.type(), dns::Class::IN, set.ttl(),
                               base::Bytes(base::textOf(set.rdata(i)))});
            return true;
        });
        return true;
    });
    return all;
}

inline bool sameRecords(std::vector<dns::Record> a, std::vector<dns::Record> b)
{
    const auto text = [](const std::vector<dns::Record>& list) {
        std::vector<std::string> lines;
        for (const dns::Record& record : list)
            lines.push_back(dns::recordText(record));
        std::ranges::sort(lines);
        return lines;
    };
    return text(a) == text(b);
}

/// AXFR and IXFR begin and never go on.
inline servers::Script stalling()
{
    return [](const servers::Request& request) -> std::optional<std::vector<servers::Step>> {
        if (request.question.type == dns::Type::SOA)
            return std::nullopt;
        servers::Draft draft = servers::Draft::answerTo(request);
        dns::Soa soa;
        soa.serial = 2;
        draft.answers.push_back({request.question.name, dns::Type::SOA, dns::Class::IN, 3600, soa.toRdata()});
        draft.answers.push_back(
            {request.question.name, dns::Type::A, dns::Class::IN, 3600, base::Bytes(4, '\1')});
        return std::vector{servers::Step::send(draft), servers::Step::stall()};
    };
}

/// An engine, and a primary with the zone example.org.
struct EngineFixture
{
    void begin()
    {
        h = std::make_unique<EngineHarness>();
        primary = std::move(*ScriptedPrimary::start());
        QVERIFY_RESULT(primary->addZone("example.org.", 1, zoneText));
    }
    void end()
    {
        h.reset();
        primary.reset();
    }
    std::unique_ptr<EngineHarness> h;
    std::unique_ptr<ScriptedPrimary> primary;
    net::Endpoint notifyAt() { return h->engine().status().notifyAt.front(); }
    void change(std::string_view add) { primary->changeZone(name("example.org."), {}, records(add)); }
};

} // namespace zonescope::enginetest
