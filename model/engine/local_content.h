// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/address_lookup.h"
#include "model/engine/core.h"
#include "model/engine/status_board.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <unordered_map>
#include <unordered_set>

namespace zonescope::engine {

/// What is laid over transferred zones before they are published: own records, flattened apexes, digests,
/// serials. Derives what is published anew when one of these changes, looks aliases up again when their TTL
/// is over, and keeps the last good addresses when that fails. Engine thread; the work is done by the pool.
class LocalContent
{
public:
    /// `dataFolder`: where the last good addresses of aliases outlive the program.
    LocalContent(Core& core, StatusBoard& board, std::filesystem::path dataFolder);

    /// For the build of a transferred version.
    build::Recipe recipeOf(const ZoneRuntime& zone) const;
    /// The build's result is about to be served.
    void take(ZoneRuntime& zone, build::Publication publication,
              std::shared_ptr<const std::vector<build::Finding>> findings);
    /// After it is served: starts a lookup when the alias is new.
    void served(ZoneRuntime& zone);

    /// A stored version was read. `publish` is called once what is served is known: at once, or when the pool
    /// has derived it and addresses have been looked up.
    void restored(ZoneRuntime& zone, std::function<void(ZoneRuntime&)> publish);
    /// The settings of the zone changed: derives it anew when they matter here.
    void changed(ZoneRuntime& zone, const zone::Zone& before);
    /// Before the first use of a zone's settings.
    void prepare(ZoneRuntime& zone);
    /// The whole of what is held, in the background; after a pause when many differences may follow.
    void checkAgain(base::ZoneId zone, base::Duration pause = afterDifferences);
    static constexpr base::Duration afterDifferences{2'000'000}; ///< a million records take some 50 ms
    void removeZone(base::ZoneId zone);
    void stop() { m_aliases.clear(); }

private:
    struct Alias
    {
        ~Alias();
        net::EventLoop* loop = nullptr;
        dns::Name target;
        std::unique_ptr<AddressLookup> lookup;
        net::EventLoop::TimerId timer = 0;
        unsigned failures = 0;
        std::function<void(ZoneRuntime&)> first; ///< waits for the first verdict
    };

    void recalled(base::ZoneId zone, std::optional<std::uint32_t> newest,
                  std::optional<build::FlattenedApex> flattened, std::function<void(ZoneRuntime&)> publish);
    void derive(base::ZoneId zone, std::function<void(ZoneRuntime&)> then);
    void publish(ZoneRuntime& zone, const zone::ZoneVersionPtr& before);
    void checkInBackground(const ZoneRuntime& zone, bool again = false);
    void checked(ZoneRuntime& zone, bool again, std::vector<build::Finding> found);
    void lookUp(base::ZoneId zone);
    void found(base::ZoneId zone, base::Result<build::FlattenedApex> result);

    Core& m_core;
    StatusBoard& m_board;
    const std::filesystem::path m_dataFolder;
    std::unordered_map<base::ZoneId, Alias> m_aliases;
    std::unordered_set<base::ZoneId> m_toCheck; ///< a timer or the background has them in hand
};

} // namespace zonescope::engine
