// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/cloud/item_saver.h"

#include "model/store/cloud/bodies.h"

#include <algorithm>
#include <future>
#include <map>
#include <tuple>

namespace zonescope::store {
namespace {

constexpr std::size_t batchSize = 8192; ///< bodies compressed while those before are inserted

std::string joined(const std::vector<std::string>& lines)
{
    std::string text;
    for (const std::string& line : lines)
        text.append(text.empty() ? "" : "\n").append(line);
    return text;
}

auto placeOf(const cloud::Resource& r)
{
    return std::tie(r.provider, r.account, r.region, r.collection, r.parent);
}

base::Result<std::int64_t> idFrom(Statement& statement)
{
    const auto row = statement.next();
    const std::int64_t id = row && *row ? statement.integer(0) : 0;
    statement.reset();
    if (!row)
        return tl::unexpected(row.error());
    return id;
}

} // namespace

ItemSaver::ItemSaver(const Database& database, const cloud::Snapshot& snapshot)
    : m_database(database)
    , m_resources(snapshot.resources())
    , m_digests(m_resources.size())
    , m_bodies(m_resources.size(), 0)
    , m_addBody(
          database.prepare("INSERT INTO body (id, digest, size, data, redacted) VALUES (?1, ?2, ?3, ?4, ?5)"))
{
}

base::Status ItemSaver::save(std::int64_t scan)
{
    makeDigests();
    if (const auto done = gatherPlaces(); !done)
        return done;
    auto addLink = m_database.prepare("INSERT OR IGNORE INTO scan_pile VALUES (?1, ?2)");
    std::vector<std::pair<const Place*, std::string>> changed;
    std::vector<std::uint32_t> wanted;
    for (const Place& place : m_places) {
        std::string digest = digestOf(place);
        const auto pile = knownPile(place, digest);
        if (!pile)
            return tl::unexpected(pile.error());
        if (*pile == 0) {
            std::ranges::copy(place.resources, std::back_inserter(wanted));
            changed.emplace_back(&place, std::move(digest));
        } else if (const auto done = addLink.execute(scan, *pile); !done) {
            return done;
        }
    }
    if (const auto done = findBodies(wanted); !done)
        return done;
    if (const auto done = addBodies(std::move(wanted)); !done)
        return done;
    for (const auto& [place, digest] : changed) {
        const auto pile = addPile(*place, digest);
        if (!pile)
            return tl::unexpected(pile.error());
        if (const auto done = addLink.execute(scan, *pile); !done)
            return done;
    }
    return {};
}

void ItemSaver::makeDigests()
{
    inParallel(m_resources.size(), [this](std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i)
            m_digests[i] = store::digestOf(m_resources[i].raw);
    });
}

base::Status ItemSaver::gatherPlaces()
{
    auto addPlace =
        m_database.prepare("INSERT INTO place (provider, account, region, collection, parent) "
                           "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET parent = parent "
                           "RETURNING id");
    std::map<decltype(placeOf(m_resources.front())), std::size_t> known;
    std::size_t current = 0;
    for (std::uint32_t i = 0; i < m_resources.size(); ++i) {
        const cloud::Resource& r = m_resources[i];
        // Neighbours are mostly of one list.
        if (i == 0 || placeOf(r) != placeOf(m_resources[i - 1])) {
            const auto [found, fresh] = known.emplace(placeOf(r), m_places.size());
            current = found->second;
            if (fresh) {
                addPlace.start(cloud::providerWord(r.provider), r.account, r.region, r.collection, r.parent);
                const auto id = idFrom(addPlace);
                if (!id)
                    return tl::unexpected(id.error());
                m_places.push_back({*id, {}});
            }
        }
        m_places[current].resources.push_back(i);
    }
    return {};
}

std::string ItemSaver::digestOf(const Place& place) const
{
    std::string all;
    all.reserve(place.resources.size() * 16);
    for (const std::uint32_t index : place.resources)
        all += m_digests[index];
    return store::digestOf(all);
}

base::Result<std::int64_t> ItemSaver::knownPile(const Place& place, const std::string& digest)
{
    auto find = m_database.prepare("SELECT id FROM pile WHERE place = ?1 AND digest = ?2");
    find.start(place.id, base::viewOf(digest));
    return idFrom(find);
}

/// Leaves in `wanted` what no body exists for.
base::Status ItemSaver::findBodies(std::vector<std::uint32_t>& wanted)
{
    const auto last = m_database.value("SELECT max(id) FROM body");
    if (!last)
        return tl::unexpected(last.error());
    m_lastBody = *last;
    if (m_lastBody == 0)
        return {}; // nothing to look in
    auto find = m_database.prepare("SELECT id FROM body WHERE digest = ?1");
    for (const std::uint32_t index : wanted) {
        find.start(base::viewOf(m_digests[index]));
        const auto id = idFrom(find);
        if (!id)
            return tl::unexpected(id.error());
        m_bodies[index] = *id;
    }
    std::erase_if(wanted, [this](std::uint32_t index) { return m_bodies[index] != 0; });
    return {};
}

base::Status ItemSaver::addBodies(std::vector<std::uint32_t> fresh)
{
    // By digest: equal bodies stand together, and the index grows at its end.
    std::ranges::sort(fresh, {},
                      [this](std::uint32_t index) -> const std::string& { return m_digests[index]; });
    const std::span<const std::uint32_t> all(fresh);
    const auto packed = [this](std::span<const std::uint32_t> batch) {
        std::vector<std::string> made(batch.size());
        Bodies bodies;
        for (std::size_t i = 0; i < batch.size(); ++i)
            made[i] = bodies.pack(m_resources[batch[i]].raw);
        return made;
    };
    std::future<std::vector<std::string>> next;
    for (std::size_t from = 0; from < all.size(); from += batchSize) {
        const auto batch = all.subspan(from, std::min(batchSize, all.size() - from));
        const std::vector<std::string> data = next.valid() ? next.get() : packed(batch);
        if (const std::size_t after = from + batchSize; after < all.size())
            next = std::async(std::launch::async, packed,
                              all.subspan(after, std::min(batchSize, all.size() - after)));
        if (const auto done = addBatch(batch, data); !done)
            return done;
    }
    return {};
}

base::Status ItemSaver::addBatch(std::span<const std::uint32_t> batch, const std::vector<std::string>& data)
{
    for (std::size_t i = 0; i < batch.size(); ++i) {
        const cloud::Resource& r = m_resources[batch[i]];
        const std::string& digest = m_digests[batch[i]];
        if (digest != m_lastDigest) {
            m_lastDigest = digest;
            if (const auto done = m_addBody.execute(++m_lastBody, base::viewOf(digest), r.raw.size(),
                                                    base::viewOf(data[i]), joined(r.redacted));
                !done)
                return done;
        }
        m_bodies[batch[i]] = m_lastBody;
    }
    return {};
}

base::Result<std::int64_t> ItemSaver::addPile(const Place& place, const std::string& digest)
{
    std::vector<std::int64_t> ids;
    ids.reserve(place.resources.size());
    for (const std::uint32_t index : place.resources)
        ids.push_back(m_bodies[index]);
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    const std::string packed = packIds(ids);
    auto add =
        m_database.prepare("INSERT INTO pile (place, digest, bodies) VALUES (?1, ?2, ?3) RETURNING id");
    add.start(place.id, base::viewOf(digest), base::viewOf(packed));
    return idFrom(add);
}

} // namespace zonescope::store
