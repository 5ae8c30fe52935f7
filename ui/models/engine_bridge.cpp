// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/engine_bridge.h"

#include <mutex>

namespace zonescope::ui::models {

/// Shared with the wake function: the engine may call it while the bridge is being destroyed.
struct EngineBridge::Gate
{
    std::mutex mutex;
    EngineBridge* bridge = nullptr;
};

EngineBridge::EngineBridge(engine::Engine& engine, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
    , m_gate(std::make_shared<Gate>())
    , m_names(engine.configuration())
    , m_status(engine.status())
{
    m_gate->bridge = this;
    m_engine.setWake([gate = m_gate] {
        const std::lock_guard lock(gate->mutex);
        if (gate->bridge)
            QMetaObject::invokeMethod(gate->bridge, &EngineBridge::drain, Qt::QueuedConnection);
    });
    // What was batched before there was a wake.
    QMetaObject::invokeMethod(this, &EngineBridge::drain, Qt::QueuedConnection);
}

EngineBridge::~EngineBridge()
{
    {
        const std::lock_guard lock(m_gate->mutex);
        m_gate->bridge = nullptr;
    }
    m_engine.setWake({});
}

void EngineBridge::whenAnswered(engine::RequestId request, QObject* context, Handler handler)
{
    m_waiting.insert_or_assign(request, Waiting{context, std::move(handler)});
}

void EngineBridge::drain()
{
    const engine::Batch batch = m_engine.takeBatch();
    if (batch.configuration) {
        m_names = text::Names(batch.configuration);
        emit configurationChanged();
    }
    if (batch.engine)
        m_status = *batch.engine;
    const bool dropsGrew = batch.droppedEvents > m_droppedEvents;
    m_droppedEvents = std::max(m_droppedEvents, batch.droppedEvents);
    if (!batch.zones.empty())
        emit zonesChanged(batch.zones);
    if (!batch.primaries.empty())
        emit primariesChanged(batch.primaries);
    if (!batch.progress.empty())
        emit progressed(batch.progress);
    if (!batch.attempts.empty())
        emit attempted(batch.attempts);
    if (!batch.changes.empty())
        emit changesSeen(batch.changes);
    if (!batch.events.empty())
        emit happened(batch.events);
    if (!batch.paths.empty())
        emit pathsChanged(batch.paths);
    if (batch.engine || dropsGrew)
        emit statusChanged();
    for (const engine::Reply& reply : batch.replies)
        answer(reply);
}

void EngineBridge::answer(const engine::Reply& reply)
{
    const auto found = m_waiting.find(reply.request);
    if (found == m_waiting.end())
        return;
    const auto* part = reply.answer ? std::get_if<engine::PreflightAnswer>(&*reply.answer) : nullptr;
    const Waiting waiting = found->second; // the handler may ask again and move the table
    if (!part || part->last)
        m_waiting.erase(found);
    if (waiting.context)
        waiting.handler(reply.answer);
}

void EngineBridge::configure(QObject* context, Edit edit, std::function<void(const base::Status&)> done,
                             SecretsOf secrets)
{
    tryConfigure(context, std::move(edit), std::move(done), std::move(secrets), 3);
}

void EngineBridge::tryConfigure(QPointer<QObject> context, Edit edit,
                                std::function<void(const base::Status&)> done, SecretsOf secrets,
                                int attemptsLeft)
{
    const zone::ConfigurationPtr newest = m_engine.configuration();
    zone::Configuration changed = newest ? *newest : zone::Configuration();
    if (const base::Status edited = edit(changed); !edited) {
        done(edited);
        return;
    }
    std::map<base::KeyId, base::Bytes> newSecrets;
    if (secrets)
        newSecrets = secrets(changed);
    const engine::RequestId request = m_engine.configure(newest, std::move(changed), std::move(newSecrets));
    whenAnswered(request, context, [=, this](const base::Result<engine::Answer>& reply) {
        if (reply)
            done({});
        else if (reply.error().code == base::ErrorCode::Superseded && attemptsLeft > 1)
            tryConfigure(context, edit, done, secrets, attemptsLeft - 1);
        else
            done(tl::unexpected(reply.error()));
    });
}

} // namespace zonescope::ui::models
