// SPDX-License-Identifier: GPL-3.0-or-later
// The clouds' part of a report.
#include "model/engine/cloud_desk.h"

#include "model/cloud/health.h"
#include "model/cloud/topology_svg.h"

#include <array>

namespace zonescope::engine {
namespace {

std::string labelOf(const cloud::Resource& r)
{
    return r.name.empty() || r.name == r.id ? r.id : r.name + " (" + r.id + ")";
}

constexpr std::array<const char*, 3> severities{"note", "warning", "error"};

void addNames(const cloud::CloudView& view, report::CloudSection& section)
{
    for (const cloud::DnsJoinRow& row : view.dns)
        if (row.state == cloud::JoinState::Dangling || row.state == cloud::JoinState::PrivateAnswer)
            section.findings.push_back(
                {row.state == cloud::JoinState::Dangling ? "error" : "warning",
                 row.state == cloud::JoinState::Dangling ? "dns-dangling" : "dns-private-answer", row.name,
                 row.type + " " + row.value + (row.formerly.empty() ? "" : ", formerly " + row.formerly),
                 ""});
}

/// What is open now; a row a field.
void addDrift(const DriftView& view, report::CloudSection& section)
{
    section.intentKnown = !view.intents.empty();
    for (const cloud::DriftEvent& event : view.events) {
        if (event.state != cloud::DriftState::Open)
            continue;
        const cloud::DriftFinding& f = event.finding;
        const std::string resource =
            f.name.empty() || f.name == f.resource ? f.resource : f.name + " (" + f.resource + ")";
        report::CloudSection::DriftRow row{
            std::string(cloud::driftKindWord(f.kind)), resource, f.part, {}, {}, {}, f.owner};
        if (f.fields.empty())
            section.drift.push_back(row);
        for (const cloud::DriftField& field : f.fields) {
            row.field = field.name;
            row.expected = field.expected;
            row.actual = field.actual;
            section.drift.push_back(row);
        }
    }
}

} // namespace

void CloudDesk::section(std::function<void(std::shared_ptr<const report::CloudSection>)> done)
{
    m_pool.post([this, done = std::move(done)] { done(makeSection()); });
}

std::shared_ptr<const report::CloudSection> CloudDesk::makeSection()
{
    if (!openStore())
        return nullptr;
    const auto shown = show(0, 0);
    const auto* answer = shown ? std::get_if<CloudAnswer>(&*shown) : nullptr;
    if (!answer || !answer->view)
        return nullptr;
    const cloud::CloudView& view = *answer->view;
    auto section = std::make_shared<report::CloudSection>();
    section->snapshot = view.snapshot->label();
    section->takenAt = view.snapshot->takenAt();
    for (const cloud::Tally::Count& count : cloud::tallyOf(*view.snapshot).counts)
        section->inventory.push_back({std::string(cloud::providerWord(count.provider)),
                                      std::string(cloud::kindWord(count.kind)), count.account, count.region,
                                      count.resources});
    addNames(view, *section);
    for (const cloud::Finding& finding : view.findings) {
        const cloud::Resource* resource = view.snapshot->find(finding.resources.front());
        const auto* known = cloud::suppressionOf(finding, answer->suppressions, m_clock.wall());
        section->findings.push_back({severities.at(static_cast<std::size_t>(finding.severity)),
                                     std::string(cloud::checkWord(finding.check)),
                                     resource ? labelOf(*resource) : finding.resources.front(),
                                     finding.evidence, known ? known->reason : std::string()});
    }
    for (const cloud::Scope& scope : view.snapshot->scopes())
        if (scope.state != cloud::ScopeState::Ok)
            section->gaps.push_back({std::string(cloud::providerWord(scope.provider)), scope.account,
                                     scope.region, scope.what,
                                     std::string(cloud::scopeStateWord(scope.state)), scope.detail});
    if (const auto drift = m_intent.answer(ShowDrift{}, *m_store))
        if (const auto* known = std::get_if<IntentAnswer>(&*drift))
            addDrift(*known->view, *section);
    if (view.topology)
        section->topology = cloud::topologySvg(*view.topology);
    return section;
}

} // namespace zonescope::engine
