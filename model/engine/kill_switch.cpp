// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/kill_switch.h"

namespace zonescope::engine {

base::Status KillSwitch::set(bool on)
{
    if (on)
        m_on = true;
    const std::scoped_lock lock(m_opening);
    auto store = store::IntentStore::open(m_file);
    if (!store)
        return tl::unexpected(store.error());
    if (const auto done = store->setKilled(on); !done)
        return done;
    m_on = on;
    return {};
}

bool KillSwitch::isOn(const store::IntentStore& store) const
{
    return m_on || store.killed().value_or(true);
}

} // namespace zonescope::engine
