// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/engine.h"
#include "ui/text/names.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>
#include <unordered_map>

namespace zonescope::ui::models {

/// The one place where the engine's batches enter the window's thread: wake() posts one queued call, the call
/// takes the batch and hands its parts on by direct signals. Lives in the window's thread; every method is
/// called there.
class EngineBridge final : public QObject
{
    Q_OBJECT

public:
    using Handler = std::function<void(const base::Result<engine::Answer>&)>;

    explicit EngineBridge(engine::Engine& engine, QObject* parent = nullptr);
    ~EngineBridge() override;

    engine::Engine& engine() const { return m_engine; }
    const zone::ConfigurationPtr& configuration() const { return m_names.configuration(); }
    const text::Names& names() const { return m_names; }
    const engine::EngineStatus& status() const { return m_status; }
    std::uint64_t droppedEvents() const { return m_droppedEvents; }

    /// Calls the handler when the request is answered, unless the context is gone by then. Answers that come
    /// in several parts (preflight) call it once for each part.
    void whenAnswered(engine::RequestId request, QObject* context, Handler handler);

    /// Edits a copy of the newest configuration and sends it; when somebody else was faster (Superseded) the
    /// edit is applied to the newer one, up to three times. `edit` fails: nothing is sent.
    using Edit = std::function<base::Status(zone::Configuration&)>;
    using SecretsOf = std::function<std::map<base::KeyId, base::Bytes>(const zone::Configuration&)>;
    void configure(QObject* context, Edit edit, std::function<void(const base::Status&)> done,
                   SecretsOf secrets = {});

signals:
    void configurationChanged();
    void zonesChanged(const std::vector<zone::ZoneStatus>& statuses);
    void primariesChanged(const std::vector<zone::PrimaryStatus>& statuses);
    void progressed(const std::vector<pipeline::TransferProgress>& progress);
    void attempted(const std::vector<pipeline::TransferAttempt>& attempts);
    void changesSeen(const std::vector<pipeline::Change>& changes);
    void happened(const std::vector<pipeline::Event>& events);
    void statusChanged();
    void pathsChanged(const std::vector<std::shared_ptr<const path::PathView>>& views);

private:
    struct Gate;
    struct Waiting
    {
        QPointer<QObject> context;
        Handler handler;
    };

    void drain();
    void answer(const engine::Reply& reply);
    void tryConfigure(QPointer<QObject> context, Edit edit, std::function<void(const base::Status&)> done,
                      SecretsOf secrets, int attemptsLeft);

    engine::Engine& m_engine;
    std::shared_ptr<Gate> m_gate;
    text::Names m_names;
    engine::EngineStatus m_status;
    std::uint64_t m_droppedEvents = 0;
    std::unordered_map<engine::RequestId, Waiting> m_waiting;
};

/// One question at a time: asking again drops the answer to the question before.
class Question
{
public:
    Question(EngineBridge& bridge, QObject* context)
        : m_bridge(bridge)
        , m_context(context)
    {
    }

    template <class Answer>
    void ask(engine::RequestId request, std::function<void(const Answer&)> good,
             std::function<void(const base::Error&)> bad = {})
    {
        m_current = request;
        m_bridge.whenAnswered(request, m_context, [this, request, good, bad](const auto& reply) {
            if (request != m_current)
                return;
            if (!reply) {
                m_current = 0;
                if (bad)
                    bad(reply.error());
            } else if (const auto* answer = std::get_if<Answer>(&*reply)) {
                if constexpr (requires { answer->last; }) {
                    if (answer->last)
                        m_current = 0;
                } else {
                    m_current = 0;
                }
                good(*answer);
            }
        });
    }
    void forget() { m_current = 0; }
    bool isWaiting() const { return m_current != 0; }

private:
    EngineBridge& m_bridge;
    QObject* m_context; ///< owns this question
    engine::RequestId m_current = 0;
};

} // namespace zonescope::ui::models
