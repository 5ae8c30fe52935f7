// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/job_maker.h"

#include <algorithm>

namespace zonescope::engine {
namespace {

std::vector<base::PrimaryId> orderOf(const zone::Zone& zone, const schedule::Work& work)
{
    if (work.primary)
        return {work.primary};
    std::vector<base::PrimaryId> order;
    const auto add = [&](base::PrimaryId id) {
        if (std::ranges::count(order, id) == 0)
            order.push_back(id);
    };
    for (const base::PrimaryId id : work.notifiers)
        if (std::ranges::count(zone.primaries, id) > 0) // it may have been taken off since it notified
            add(id);
    for (const base::PrimaryId id : zone.primaries)
        add(id);
    return order;
}

} // namespace

std::optional<net::SocksProxy> proxyOf(const zone::Primary& primary, const zone::Configuration& configuration,
                                       const dns::KeyRing& keys)
{
    const zone::Proxy* proxy = primary.proxy ? configuration.proxy(*primary.proxy) : nullptr;
    if (proxy == nullptr)
        return std::nullopt;
    const base::Bytes* password = keys.password(proxy->secretId());
    return net::SocksProxy{proxy->server, proxy->user, password ? *password : base::Bytes()};
}

base::Result<std::vector<transfer::Target>> targetsFor(const zone::Zone& zone, const schedule::Work& work,
                                                       const zone::Configuration& configuration,
                                                       const dns::KeyRing& keys)
{
    std::vector<transfer::Target> targets;
    base::Error missing{base::ErrorCode::NoPrimary, zone.apex.toText() + " has no primary"};
    for (const base::PrimaryId id : orderOf(zone, work)) {
        const zone::Primary* primary = configuration.primary(id);
        if (primary == nullptr)
            continue;
        transfer::Target target;
        target.primary = id;
        target.addresses = work.primary && work.address ? std::vector{*work.address} : primary->addresses;
        target.axfrOnly = primary->preference == zone::TransferPreference::AxfrOnly;
        target.maxTransfers = primary->maxTransfers;
        target.source = primary->source;
        target.ixfrOverUdp = primary->ixfrOverUdp;
        target.everyMessageSigned = primary->everyMessageSigned;
        target.tls = primary->tls;
        target.proxy = proxyOf(*primary, configuration, keys);
        if (primary->key) {
            const zone::Key* key = configuration.key(*primary->key);
            const dns::TsigKey* secret = key == nullptr ? nullptr : keys.find(key->name);
            if (secret == nullptr) {
                missing = {base::ErrorCode::TsigSecretMissing,
                           "the key of " + primary->name + " has no secret"};
                continue;
            }
            target.key = *secret;
        }
        targets.push_back(std::move(target));
    }
    if (targets.empty())
        return tl::unexpected(missing);
    return targets;
}

bool asksEverybody(const schedule::Work& work, std::uint32_t& checksOfOne)
{
    constexpr std::uint32_t everybodyEach = 4;
    if (!work.has(pipeline::Trigger::Forced) && (!work.notifiers.empty() || ++checksOfOne < everybodyEach))
        return false;
    checksOfOne = 0;
    return true;
}

transfer::TransferJob::Mode modeOf(const schedule::Work& work)
{
    using Mode = transfer::TransferJob::Mode;
    if (work.has(pipeline::Trigger::ForcedFull))
        return Mode::Full;
    return work.has(pipeline::Trigger::Forced) ? Mode::Incremental : Mode::IfNewer;
}

} // namespace zonescope::engine
