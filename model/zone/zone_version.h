// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/dns/message_reader.h"
#include "model/dns/name.h"
#include "model/dns/record.h"
#include "model/zone/zone_part.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::zone {

class ZoneVersion;
using ZoneVersionPtr = std::shared_ptr<const ZoneVersion>;

/// One RRset as it lies in an owner's packed blob. Valid as long as the version it came from.
class RrsetView
{
public:
    dns::Type type() const;
    std::uint32_t ttl() const;                  ///< the lowest of the set
    std::uint32_t ttl(std::size_t index) const; ///< of one record: differs in RRSIG only (RFC 4034 section 3)
    std::size_t size() const;                   ///< number of records, >= 1
    base::ByteView rdata(std::size_t index) const; ///< canonical order (RFC 4034 section 6.3)

    RrsetView(const std::uint8_t* start)
        : m_start(start)
    {
    } ///< used by OwnerView

private:
    friend class OwnerView;
    const std::uint8_t* m_start;
};

/// One owner name with its RRsets in ascending type order. Valid as long as the version it came from.
class OwnerView
{
public:
    explicit OwnerView(const std::uint8_t* blob)
        : m_blob(blob)
    {
    }
    /// Canonical key relative to the apex, empty for the apex (dns::Name::canonicalKey).
    std::string_view key() const;
    /// The name below `apex` with the case it was received in.
    dns::Name name(const dns::Name& apex) const;
    std::size_t rrsetCount() const;
    std::size_t recordCount() const;
    std::optional<RrsetView> find(dns::Type type) const;
    /// Visits every RRset in type order; `visit` gives false to stop.
    template <class Visit>
    void forEachRrset(Visit&& visit) const
    {
        RrsetView set(firstRrset());
        for (std::size_t i = 0, n = rrsetCount(); i < n; ++i) {
            if (!visit(set))
                return;
            set = RrsetView(nextRrset(set.m_start));
        }
    }
    base::ByteView bytes() const; ///< the packed blob: equal blobs hold equal data

private:
    const std::uint8_t* firstRrset() const;
    static const std::uint8_t* nextRrset(const std::uint8_t* rrset);

    const std::uint8_t* m_blob;
};

/// What an IXFR changes: one difference sequence (RFC 1995 section 4).
struct Changeset
{
    std::uint32_t fromSerial = 0;
    std::uint32_t toSerial = 0;
    std::vector<dns::Record> removed; ///< without the SOA
    std::vector<dns::Record> added;   ///< without the SOA
    dns::Record soa;                  ///< the new SOA
    /// The SOA that goes, where it is known: an IXFR out begins with it, an IXFR in is checked by its serial.
    std::optional<dns::Record> fromSoa = {};
};

/// Counters of what a load or an apply tolerated. Each becomes a finding of the build stage.
struct Tolerated
{
    std::uint64_t outsideZone = 0; ///< dropped
    std::uint64_t duplicates = 0;  ///< dropped
    std::uint64_t mixedTtl = 0;    ///< RRsets whose records came with several TTLs; the lowest is kept
    std::uint64_t occluded = 0;    ///< kept
};

/// An immutable version of a zone: a persistent (copy-on-write) B+tree of packed owner blobs in canonical
/// order. Versions share every node that a change did not touch. Reading needs no lock, any thread.
class ZoneVersion
{
public:
    virtual ~ZoneVersion() = default; // the tree lives in the .cpp

    virtual const dns::Name& apex() const = 0;
    virtual std::uint32_t serial() const = 0;
    virtual const dns::Record& soaRecord() const = 0;
    virtual const dns::Soa& soa() const = 0;
    virtual std::uint64_t recordCount() const = 0;
    virtual std::uint64_t rrsetCount() const = 0;
    virtual std::uint64_t ownerCount() const = 0;
    /// Octets of memory this version keeps alive (shared parts counted in full).
    virtual std::uint64_t memoryBytes() const = 0;

    /// The owner of exactly this key (dns::Name::canonicalKey).
    virtual std::optional<OwnerView> find(std::string_view key) const = 0;
    /// The owners of several ascending keys in one walk from the root: owners[i] becomes that of keys[i]. A
    /// name and its ancestors usually lie in the same leaf. Precondition: as many owners as keys.
    virtual void findEach(std::span<const std::string_view> keys,
                          std::span<std::optional<OwnerView>> owners) const = 0;
    /// The owner with the greatest key <= `key`: NSEC predecessor and closest-encloser walks.
    virtual std::optional<OwnerView> findAtOrBefore(std::string_view key) const = 0;
    /// True when some owner lies strictly below the key: an empty non-terminal when find() gives nothing.
    virtual bool hasBelow(std::string_view key) const = 0;
    /// The owner at a position in canonical order, 0 <= index < ownerCount(): table rows.
    virtual std::optional<OwnerView> at(std::uint64_t index) const = 0;

    /// Forward iteration in canonical order from the first owner with key >= `from`. `visit(OwnerView)` gives
    /// false to stop.
    virtual void forEachFrom(std::string_view from, const std::function<bool(OwnerView)>& visit) const = 0;
    void forEach(const std::function<bool(OwnerView)>& visit) const { forEachFrom({}, visit); }

    std::optional<OwnerView> find(const dns::Name& name) const
    {
        if (!name.isAtOrBelow(apex()))
            return std::nullopt;
        return find(std::string_view(name.canonicalKey(apex())));
    }

protected:
    friend base::Result<ZoneVersionPtr> apply(const ZoneVersionPtr&, const Changeset&);
};

/// Fills a new version from a stream of records. Canonical order is the fast path (primaries send it), any
/// order works. The SOA comes in like any record. One thread.
class ZoneLoader
{
public:
    /// maxRrsetRecords: 0 for no limit.
    explicit ZoneLoader(dns::Name apex, std::uint64_t maxRrsetRecords = 0);
    ~ZoneLoader();
    ZoneLoader(ZoneLoader&&) noexcept;
    ZoneLoader& operator=(ZoneLoader&&) noexcept;

    /// Before the first record.
    void setPartSink(PartSink sink);
    /// Errors: LimitRrset. Records outside the zone are dropped and counted.
    base::Status add(const dns::RecordView& record);
    base::Status add(const dns::Record& record);
    std::uint64_t recordCount() const;
    /// Complete only after finish(), which leaves it readable.
    const Tolerated& tolerated() const;
    /// Errors: ZoneNoSoa, MalformedRecord (the SOA's rdata), LimitRrset. The loader is empty afterwards.
    base::Result<ZoneVersionPtr> finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// A new version with the change made; shares all it does not touch. O(changes), not O(zone). Records outside
/// the zone are passed over, as the loader does. An added record brings its TTL to the whole RRset. Errors:
/// IxfrWrongBase (serial), IxfrRecordMissing, IxfrRecordExists (detail names the record), XfrSoaOwner,
/// XfrSerialMismatch (soa is not of toSerial), MalformedRecord (the SOA's rdata).
base::Result<ZoneVersionPtr> apply(const ZoneVersionPtr& base, const Changeset& change);

/// Difference of two versions of the same apex, SOA left out of the lists. Skips shared nodes: cheap for
/// versions of one line. `limit`: stop after this many records (0: none); `truncated` says so.
struct Difference
{
    std::uint32_t fromSerial = 0;
    std::uint32_t toSerial = 0;
    std::vector<dns::Record> removed; ///< canonical order
    std::vector<dns::Record> added;
    std::uint64_t ownersTouched = 0;
    bool truncated = false;
};
Difference compare(const ZoneVersion& from, const ZoneVersion& to, std::uint64_t limit = 0);
/// Visits the keys of owners that differ, in canonical order: `from` or `to` is nothing when the owner is
/// absent there.
void forEachDifference(
    const ZoneVersion& from, const ZoneVersion& to,
    const std::function<bool(std::optional<OwnerView> from, std::optional<OwnerView> to)>& visit);

} // namespace zonescope::zone
