// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/configurator.h"

namespace zonescope::engine {

using base::ErrorCode;

Configurator::Configurator(Core& core, Registry& registry, std::function<void()> applied)
    : m_core(core)
    , m_registry(registry)
    , m_applied(std::move(applied))
{
}

void Configurator::begin(const dns::KeyRing& keys)
{
    for (const auto& [id, key] : m_core.configuration->keys())
        if (const dns::TsigKey* secret = keys.find(key.name))
            m_secrets[id] = secret->secret;
    for (const auto& [id, proxy] : m_core.configuration->proxies())
        if (const base::Bytes* password = keys.password(proxy.secretId()))
            m_secrets[proxy.secretId()] = *password;
}

void Configurator::configure(RequestId request, zone::ConfigurationPtr base, zone::Configuration changed,
                             std::map<base::KeyId, base::Bytes> newSecrets)
{
    m_edits.push_back({request, std::move(base),
                       std::make_shared<const zone::Configuration>(std::move(changed)),
                       std::move(newSecrets)});
    if (m_edits.size() == 1)
        next();
}

/// Catalogs ask as request 0: nobody waits for the answer.
void Configurator::reply(RequestId request, base::Result<Answer> answer)
{
    if (request != 0)
        m_core.batcher.reply(request, std::move(answer));
}

void Configurator::next()
{
    while (!m_edits.empty()) {
        const Edit& edit = m_edits.front();
        if (const auto good = check(edit); !good) {
            reply(edit.request, tl::unexpected(good.error()));
            m_edits.pop_front();
            continue;
        }
        m_core.store.saveConfiguration(edit.changed, edit.newSecrets, [this](const base::Status& outcome) {
            m_core.loop.post([this, outcome] { saved(outcome); });
        });
        return;
    }
}

base::Status Configurator::check(const Edit& edit) const
{
    if (edit.base != m_core.configuration)
        return base::fail(ErrorCode::Superseded, "the configuration was changed by somebody else meanwhile");
    for (const auto& [id, key] : edit.changed->keys())
        if (!m_secrets.contains(id) && !edit.newSecrets.contains(id))
            return base::fail(ErrorCode::TsigSecretMissing, "key " + key.name.toDisplay() + " has no secret");
    for (const auto& [id, proxy] : edit.changed->proxies())
        if (!proxy.user.empty() && !m_secrets.contains(proxy.secretId()) &&
            !edit.newSecrets.contains(proxy.secretId()))
            return base::fail(ErrorCode::MissingField, "proxy " + proxy.name + " has a user and no password");
    for (const auto& [id, secret] : edit.newSecrets)
        if (secret.empty() || !edit.changed->needsSecret(id))
            return base::fail(ErrorCode::InvalidSecret,
                              secret.empty() ? "an empty secret" : "a secret for no key");
    for (const auto& [id, zone] : edit.changed->zones())
        if (const zone::Zone* before = m_core.configuration->zone(id);
            before && !(before->apex == zone->apex))
            return base::fail(ErrorCode::InvalidValue,
                              before->apex.toText() + " cannot be renamed: history and data are its own");
    return {};
}

void Configurator::saved(const base::Status& outcome)
{
    Edit edit = std::move(m_edits.front());
    m_edits.pop_front();
    if (outcome) {
        for (auto& [id, secret] : edit.newSecrets)
            m_secrets[id] = std::move(secret);
        std::erase_if(m_secrets, [&](const auto& entry) { return !edit.changed->needsSecret(entry.first); });
        m_registry.apply(edit.changed, keyRing(*edit.changed));
        m_applied();
        reply(edit.request, Answer{Done{}});
    } else {
        reply(edit.request, tl::unexpected(outcome.error()));
    }
    next();
}

std::shared_ptr<const dns::KeyRing> Configurator::keyRing(const zone::Configuration& configuration) const
{
    auto ring = std::make_shared<dns::KeyRing>();
    for (const auto& [id, key] : configuration.keys())
        if (const auto secret = m_secrets.find(id); secret != m_secrets.end())
            ring->add({key.name, key.algorithm, secret->second, key.leastMac});
    for (const auto& [id, proxy] : configuration.proxies())
        if (const auto secret = m_secrets.find(proxy.secretId());
            secret != m_secrets.end() && !proxy.user.empty())
            ring->addPassword(proxy.secretId(), secret->second);
    return ring;
}

} // namespace zonescope::engine
