// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/store_health.h"

#include "model/base/log.h"

#include <algorithm>
#include <utility>

namespace zonescope::store {

void StoreHealth::setListener(Listener listener)
{
    const std::lock_guard lock(m_mutex);
    m_listener = std::move(listener);
}

void StoreHealth::report(Part part, const base::Status& outcome)
{
    std::unique_lock lock(m_mutex);
    auto& own = m_errors.at(static_cast<std::size_t>(part));
    own = outcome ? std::nullopt : std::optional(outcome.error());
    const auto failing = std::ranges::find_if(m_errors, [](const auto& e) { return e.has_value(); });
    const std::optional<base::Error> now = failing == m_errors.end() ? std::nullopt : *failing;
    const std::optional<base::ErrorCode> code = now ? std::optional(now->code) : std::nullopt;
    if (code == m_told)
        return;
    m_told = code;
    const Listener listener = m_listener;
    lock.unlock();
    base::log(base::LogCategory::Store, now ? base::LogLevel::Error : base::LogLevel::Info,
              now ? base::toString(*now) : "writing works again");
    if (listener)
        listener(now);
}

} // namespace zonescope::store
