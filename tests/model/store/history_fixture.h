// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/kit/fake_clock.h"
#include "tests/model/store/open_store.h"

#include <memory>

namespace zonescope::kit {

/// A store in a folder of its own under a clock that stands still, for each test function anew.
class HistoryFixture
{
protected:
    void begin()
    {
        m_folder = std::make_unique<TemporaryFolder>();
        m_clock = std::make_unique<FakeClock>();
        open();
    }
    void end()
    {
        m_store.reset();
        m_folder.reset();
    }
    store::Store& store() { return *m_store; }
    FakeClock& clock() { return *m_clock; }
    const std::filesystem::path& folder() const { return m_folder->path(); }
    void reopen(base::Duration away)
    {
        m_store.reset();
        m_clock->advance(away);
        open();
    }
    static pipeline::HistoryFilter all()
    {
        pipeline::HistoryFilter filter;
        filter.period = {at(-1'000'000), at(100'000'000)};
        return filter;
    }

private:
    void open()
    {
        auto opened = store::Store::open(m_folder->path(), *m_clock);
        if (!opened)
            qFatal("%s", base::toString(opened.error()).c_str());
        m_store = std::move(*opened);
    }

    std::unique_ptr<TemporaryFolder> m_folder;
    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<store::Store> m_store;
};

} // namespace zonescope::kit
