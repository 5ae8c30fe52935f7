// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/dns/wire_name.h"
#include "model/zone/canonical_key.h"
#include "model/zone/stray_records.h"
#include "model/zone/tree_builder.h"
#include "model/zone/tree_version.h"

#include <array>
#include <cstring>

namespace zonescope::zone {
namespace {

constexpr std::size_t leavesOfPart = 64; // about 9,000 records: 1 ms of work for who takes it

class LeafPart final : public ZonePart
{
public:
    LeafPart(const std::vector<TreeChild>& leaves, std::size_t from)
    {
        m_leaves.reserve(leaves.size() - from);
        for (; from < leaves.size(); ++from) {
            m_leaves.push_back(leaves[from].node);
            m_owners += m_leaves.back()->owners;
        }
    }
    std::uint64_t ownerCount() const override { return m_owners; }
    void forEach(const std::function<bool(OwnerView)>& visit) const override
    {
        for (const NodePtr& leaf : m_leaves)
            if (!forEachOwner(*leaf.get(), visit))
                return;
    }

private:
    std::vector<NodePtr> m_leaves;
    std::uint64_t m_owners = 0;
};

} // namespace

// Primaries send owners in canonical order: each goes straight into a leaf. What comes too late is set aside
// and merged at the end, so any order works and the usual one costs nothing extra.

struct ZoneLoader::State
{
    State(dns::Name apexName, std::uint64_t maxRecords)
        : apex(std::move(apexName))
        , maxRrsetRecords(maxRecords)
        , keys(apex.wire())
    {
    }

    base::Status add(std::string_view owner, dns::Type type, std::uint32_t ttl, base::ByteView rdata);
    base::Status addToDraft(dns::Type type, std::uint32_t ttl, base::ByteView rdata);
    bool sameAsDraft(std::string_view owner) const;
    base::Status checkSize() const;
    base::Status closeOwner();
    base::Result<NodePtr> finish();
    base::Result<NodePtr> mergeStrays();
    base::Status mergeOwner(std::size_t& next, TreeBuilder& merged);
    void passPart();
    void forgetParts();

    dns::Name apex;
    std::uint64_t maxRrsetRecords;
    KeyMaker keys;
    TreeBuilder builder;
    OwnerDraft draft;
    bool drafting = false;
    /// Owner of the draft as received: most records have the owner of the one before.
    std::array<char, dns::longestWireName> draftWire{};
    std::size_t draftWireSize = 0;
    StrayRecords strays;
    std::uint64_t records = 0;
    Tolerated tolerated;
    PartSink sink;
    std::size_t passed = 0; ///< leaves that the sink has
};

base::Status ZoneLoader::State::add(std::string_view owner, dns::Type type, std::uint32_t ttl,
                                    base::ByteView rdata)
{
    if (drafting && sameAsDraft(owner)) {
        ++records;
        return addToDraft(type, ttl, rdata);
    }
    if (!keys.make(owner)) {
        ++tolerated.outsideZone;
        return {};
    }
    ++records;
    if (drafting && keys.key() <= draft.key()) {
        if (keys.key() == draft.key()) // another spelling
            return addToDraft(type, ttl, rdata);
        forgetParts();
        strays.add(keys.key(), keys.cased(), type, ttl, rdata);
        return {};
    }
    if (auto closed = closeOwner(); !closed)
        return closed;
    drafting = true;
    draftWireSize = owner.size();
    copyOctets(draftWire.data(), owner.data(), owner.size());
    draft.begin(keys.key(), keys.cased());
    return addToDraft(type, ttl, rdata);
}

/// The first octets first: a name that was just expanded is dear to compare as a whole, and most differ here.
bool ZoneLoader::State::sameAsDraft(std::string_view owner) const
{
    std::uint64_t own = 0;
    std::uint64_t other = 0;
    if (owner.size() != draftWireSize)
        return false;
    if (owner.size() > sizeof own) {
        std::memcpy(&own, draftWire.data(), sizeof own);
        std::memcpy(&other, owner.data(), sizeof other);
    }
    return own == other && std::memcmp(owner.data(), draftWire.data(), draftWireSize) == 0;
}

base::Status ZoneLoader::State::addToDraft(dns::Type type, std::uint32_t ttl, base::ByteView rdata)
{
    draft.add(type, ttl, rdata);
    // Looking is expensive when the owner is large: now and then is enough, closeOwner() is exact.
    const bool look = draft.records() == maxRrsetRecords + 1 || draft.records() % 1024 == 0;
    return look ? checkSize() : base::Status();
}

base::Status ZoneLoader::State::checkSize() const
{
    const bool tooMany =
        maxRrsetRecords != 0 && draft.records() > maxRrsetRecords && draft.largestRrset() > maxRrsetRecords;
    if (!tooMany && draft.octets() <= OwnerDraft::maxOctets)
        return {};
    return base::fail(base::ErrorCode::LimitRrset,
                      dns::Name::fromCanonicalKey(draft.key(), apex).toText() +
                          " has an RRset of more than " +
                          std::to_string(tooMany ? maxRrsetRecords : draft.records()) + " records");
}

base::Status ZoneLoader::State::closeOwner()
{
    if (!drafting)
        return {};
    drafting = false;
    if (auto fits = checkSize(); !fits)
        return fits;
    builder.append(draft, tolerated);
    if (builder.leaves().size() - passed >= leavesOfPart && sink)
        passPart();
    return {};
}

void ZoneLoader::State::passPart()
{
    auto part = std::make_shared<const LeafPart>(builder.leaves(), passed);
    passed = builder.leaves().size();
    sink(std::move(part));
}

void ZoneLoader::State::forgetParts()
{
    if (passed != 0)
        sink(nullptr);
    passed = 0;
    sink = {};
}

/// Appends the draft with all strays of its key.
base::Status ZoneLoader::State::mergeOwner(std::size_t& next, TreeBuilder& merged)
{
    for (; next < strays.size() && strays.at(next).key == draft.key(); ++next) {
        const StrayRecords::Stray stray = strays.at(next);
        draft.add(stray.type, stray.ttl, stray.rdata);
    }
    if (auto fits = checkSize(); !fits)
        return fits;
    merged.append(draft, tolerated);
    return {};
}

base::Result<NodePtr> ZoneLoader::State::finish()
{
    if (auto closed = closeOwner(); !closed)
        return tl::unexpected(closed.error());
    if (strays.size() != 0)
        return mergeStrays();
    if (passed != 0) {
        builder.closeLast();
        passPart();
    }
    tolerated.occluded = builder.occluded();
    return builder.finish();
}

base::Result<NodePtr> ZoneLoader::State::mergeStrays()
{
    const NodePtr inOrder = builder.finish();
    strays.sort();
    TreeBuilder merged;
    std::size_t next = 0;
    base::Status fits;
    const auto takeStraysBefore = [&](std::optional<std::string_view> key) {
        while (fits && next < strays.size() && (!key || strays.at(next).key < *key)) {
            draft.begin(strays.at(next).key, strays.at(next).cased);
            fits = mergeOwner(next, merged);
        }
    };
    forEachOwner(*inOrder.get(), [&](OwnerView owner) {
        takeStraysBefore(owner.key());
        if (!fits)
            return false;
        if (next < strays.size() && strays.at(next).key == owner.key()) {
            draft.begin(owner.key(), casedOwner(owner));
            draft.add(owner);
            fits = mergeOwner(next, merged);
        } else {
            merged.append(owner);
        }
        return fits.has_value();
    });
    if (fits)
        takeStraysBefore(std::nullopt);
    if (!fits)
        return tl::unexpected(fits.error());
    tolerated.occluded = merged.occluded();
    return merged.finish();
}

ZoneLoader::ZoneLoader(dns::Name apex, std::uint64_t maxRrsetRecords)
    : m_state(std::make_unique<State>(std::move(apex), maxRrsetRecords))
{
}

ZoneLoader::~ZoneLoader() = default;
ZoneLoader::ZoneLoader(ZoneLoader&&) noexcept = default;
ZoneLoader& ZoneLoader::operator=(ZoneLoader&&) noexcept = default;

void ZoneLoader::setPartSink(PartSink sink)
{
    m_state->sink = std::move(sink);
}

base::Status ZoneLoader::add(const dns::RecordView& record)
{
    return m_state->add(record.owner, record.type, record.ttl, record.rdata);
}

base::Status ZoneLoader::add(const dns::Record& record)
{
    return m_state->add(record.owner.wire(), record.type, record.ttl, base::viewOf(record.rdata));
}

std::uint64_t ZoneLoader::recordCount() const
{
    return m_state->records;
}

const Tolerated& ZoneLoader::tolerated() const
{
    return m_state->tolerated;
}

base::Result<ZoneVersionPtr> ZoneLoader::finish()
{
    State& state = *m_state;
    const dns::Name apex = state.apex;
    base::Result<NodePtr> root = state.finish();
    const Tolerated tolerated = state.tolerated;
    m_state = std::make_unique<State>(apex, state.maxRrsetRecords);
    m_state->tolerated = tolerated;
    if (!root)
        return tl::unexpected(root.error());
    return TreeVersion::make(apex, std::move(*root));
}

} // namespace zonescope::zone
