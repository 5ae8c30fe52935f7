// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/preflight_desk.h"

#include "model/engine/job_maker.h"

#include <algorithm>

namespace zonescope::engine {
namespace {

PreflightVerdict verdictOf(transfer::PreflightVerdict verdict)
{
    using From = transfer::PreflightVerdict;
    switch (verdict) {
    case From::Ok:
        return PreflightVerdict::Ok;
    case From::NothingListens:
        return PreflightVerdict::NothingListens;
    case From::TcpFiltered:
        return PreflightVerdict::TcpFiltered;
    case From::ZoneNotThere:
        return PreflightVerdict::ZoneNotThere;
    case From::NotLoaded:
        return PreflightVerdict::NotLoaded;
    case From::KeyUnknown:
        return PreflightVerdict::KeyUnknown;
    case From::SecretWrong:
        return PreflightVerdict::SecretWrong;
    case From::ClockSkew:
        return PreflightVerdict::ClockSkew;
    case From::KeyRejected:
        return PreflightVerdict::KeyRejected;
    case From::TransferRefused:
        return PreflightVerdict::TransferRefused;
    case From::NotAuthoritative:
        return PreflightVerdict::NotAuthoritative;
    case From::Failed:
        return PreflightVerdict::Failed;
    }
    return PreflightVerdict::Failed;
}

/// A primary we have already is asked the way transfers from it go.
const zone::Primary* primaryAt(const zone::Configuration& configuration, const net::Endpoint& address)
{
    for (const auto& [id, primary] : configuration.primaries())
        if (std::ranges::find(primary.addresses, address) != primary.addresses.end())
            return &primary;
    return nullptr;
}

PreflightResult resultOf(transfer::PreflightFinding finding)
{
    PreflightResult result;
    result.row = finding.row;
    result.verdict = verdictOf(finding.verdict);
    result.serial = finding.serial;
    result.error = std::move(finding.error);
    result.skewSeconds = finding.skewSeconds;
    result.ourAddress = finding.ourAddress;
    result.took = finding.took;
    return result;
}

PreflightResult withoutSecret(const transfer::PreflightProbe& probe)
{
    PreflightResult result;
    result.row = probe.row;
    result.verdict = PreflightVerdict::Failed;
    result.error = base::Error{base::ErrorCode::TsigSecretMissing, probe.key->name.toText()};
    return result;
}

} // namespace

PreflightDesk::PreflightDesk(const base::Clock& clock, const Snapshots& snapshots, Batcher& batcher)
    : m_clock(clock)
    , m_snapshots(snapshots)
    , m_batcher(batcher)
{
}

/// The window names a key of ours; the secret never leaves the engine. False: there is none.
bool PreflightDesk::takeSecret(transfer::PreflightProbe& probe) const
{
    if (!probe.key || !probe.key->secret.empty())
        return true;
    const dns::TsigKey* ours = m_snapshots.keys()->find(probe.key->name);
    if (ours == nullptr)
        return false;
    probe.key = *ours;
    return true;
}

void PreflightDesk::probe(RequestId request, std::vector<PreflightRow> rows)
{
    const auto configuration = m_snapshots.configuration();
    PreflightAnswer known;
    std::vector<transfer::PreflightProbe> probes;
    for (PreflightRow& row : rows) {
        if (configuration->zone(row.apex) != nullptr) {
            PreflightResult held;
            held.row = row.row;
            held.verdict = PreflightVerdict::AlreadyHeld;
            known.results.push_back(std::move(held));
        } else {
            transfer::PreflightProbe probe;
            probe.row = row.row;
            probe.apex = std::move(row.apex);
            probe.primary = row.primary;
            probe.key = std::move(row.key);
            if (const zone::Primary* primary = primaryAt(*configuration, row.primary)) {
                probe.source = primary->source;
                probe.proxy = proxyOf(*primary, *configuration, *m_snapshots.keys());
                probe.tls = primary->tls;
            }
            if (takeSecret(probe))
                probes.push_back(std::move(probe));
            else
                known.results.push_back(withoutSecret(probe));
        }
    }
    known.last = probes.empty();
    if (known.last || !known.results.empty())
        m_batcher.reply(request, Answer{std::move(known)});
    if (probes.empty())
        return;
    const std::scoped_lock lock(m_mutex);
    if (m_stopped) {
        m_batcher.reply(request, base::fail(base::ErrorCode::ShuttingDown));
        return;
    }
    if (!m_worker)
        m_worker = std::make_unique<transfer::PreflightWorker>(m_clock);
    m_worker->submit(std::move(probes),
                     [this, request](std::vector<transfer::PreflightFinding> findings, bool last) {
                         PreflightAnswer answer;
                         answer.last = last;
                         for (transfer::PreflightFinding& finding : findings)
                             answer.results.push_back(resultOf(std::move(finding)));
                         m_batcher.reply(request, Answer{std::move(answer)});
                     });
}

void PreflightDesk::stop()
{
    std::unique_ptr<transfer::PreflightWorker> worker;
    {
        const std::scoped_lock lock(m_mutex);
        m_stopped = true;
        worker = std::move(m_worker);
    }
    if (worker)
        worker->stop();
}

} // namespace zonescope::engine
