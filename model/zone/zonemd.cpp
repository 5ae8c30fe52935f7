// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/zone/zonemd.h"

#include "model/zone/canonical_rdata.h"
#include "model/zone/rrset_changes.h"

#include <openssl/evp.h>

#include <algorithm>
#include <memory>
#include <set>

namespace zonescope::zone {
namespace {

using base::ErrorCode;

constexpr std::uint8_t schemeSimple = 1;
constexpr std::size_t shortestDigest = 12; // octets, RFC 8976 section 2.2.4
constexpr std::size_t octetsAnUpdate = 65536;

struct ContextDeleter
{
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

/// Feeds records in canonical form to the hash, many at a time.
class Digester
{
public:
    Digester(const ZoneVersion& version, ZonemdDigest algorithm)
        : m_apex(version.apex().lowered())
        , m_context(EVP_MD_CTX_new())
    {
        EVP_DigestInit_ex(m_context.get(), algorithm == ZonemdDigest::Sha384 ? EVP_sha384() : EVP_sha512(),
                          nullptr);
        m_octets.reserve(octetsAnUpdate + 4096);
    }
    void take(OwnerView owner)
    {
        const bool apex = owner.key().empty();
        const dns::Name name = dns::Name::fromCanonicalKey(owner.key(), m_apex);
        owner.forEachRrset([&](RrsetView set) {
            if (!(apex && set.type() == dns::Type::ZONEMD))
                take(name.wire(), set, apex && set.type() == dns::Type::RRSIG);
            return true;
        });
    }
    base::Bytes finish()
    {
        flush();
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned size = 0;
        EVP_DigestFinal_ex(m_context.get(), digest.data(), &size);
        return base::Bytes(base::textOf({digest.data(), size}));
    }

private:
    void take(std::string_view owner, RrsetView set, bool apexSignatures)
    {
        for (std::size_t i = 0, n = set.size(); i < n; ++i) {
            const base::ByteView rdata = set.rdata(i);
            if (apexSignatures && coveredType(rdata) == dns::Type::ZONEMD)
                continue;
            const std::uint32_t ttl = set.ttl(i);
            m_octets.append(owner);
            put16(static_cast<std::uint16_t>(set.type()));
            put16(static_cast<std::uint16_t>(dns::Class::IN));
            put16(static_cast<std::uint16_t>(ttl >> 16));
            put16(static_cast<std::uint16_t>(ttl));
            put16(static_cast<std::uint16_t>(rdata.size()));
            appendCanonical(set.type(), rdata, m_octets);
            if (m_octets.size() >= octetsAnUpdate)
                flush();
        }
    }
    void put16(std::uint16_t value)
    {
        m_octets += static_cast<char>(value >> 8);
        m_octets += static_cast<char>(value);
    }
    void flush()
    {
        EVP_DigestUpdate(m_context.get(), m_octets.data(), m_octets.size());
        m_octets.clear();
    }

    dns::Name m_apex;
    std::unique_ptr<EVP_MD_CTX, ContextDeleter> m_context;
    std::string m_octets;
};

/// RFC 8976 section 2.2.
struct Zonemd
{
    std::uint32_t serial = 0;
    std::uint8_t scheme = 0;
    std::uint8_t algorithm = 0;
    base::ByteView digest;

    bool known() const
    {
        return scheme == schemeSimple && (algorithm == static_cast<std::uint8_t>(ZonemdDigest::Sha384) ||
                                          algorithm == static_cast<std::uint8_t>(ZonemdDigest::Sha512));
    }
    std::size_t wantedSize() const { return algorithm == 1 ? 48 : 64; }
};

std::optional<Zonemd> readZonemd(base::ByteView rdata)
{
    if (rdata.size() < 6 + shortestDigest)
        return std::nullopt;
    Zonemd record;
    for (std::size_t i = 0; i < 4; ++i)
        record.serial = record.serial << 8 | rdata[i];
    record.scheme = rdata[4];
    record.algorithm = rdata[5];
    record.digest = rdata.subspan(6);
    return record;
}

std::string firstOctets(std::string_view digest)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char c : digest.substr(0, 8)) {
        text += digits[static_cast<unsigned char>(c) >> 4];
        text += digits[static_cast<unsigned char>(c) & 0xf];
    }
    return text + "...";
}

std::optional<RrsetView> apexSet(const ZoneVersion& version, dns::Type type)
{
    const auto apex = version.find(std::string_view());
    return apex ? apex->find(type) : std::nullopt;
}

base::Status checkOne(const ZoneVersion& version, const Zonemd& record)
{
    if (record.digest.size() != record.wantedSize())
        return base::fail(ErrorCode::ZonemdUnusable,
                          "the digest has " + std::to_string(record.digest.size()) + " octets, not " +
                              std::to_string(record.wantedSize()));
    const base::Bytes ours = zoneDigest(version, static_cast<ZonemdDigest>(record.algorithm));
    const std::string_view theirs = base::textOf(record.digest);
    if (ours == theirs)
        return {};
    return base::fail(ErrorCode::ZonemdWrong,
                      "ZONEMD says " + firstOctets(theirs) + ", the records give " + firstOctets(ours));
}

} // namespace

base::Bytes zoneDigest(const ZoneVersion& version, ZonemdDigest algorithm)
{
    Digester digester(version, algorithm);
    version.forEach([&](OwnerView owner) {
        digester.take(owner);
        return true;
    });
    return digester.finish();
}

bool hasZonemd(const ZoneVersion& version)
{
    return apexSet(version, dns::Type::ZONEMD).has_value();
}

base::Status verifyZonemd(const ZoneVersion& version, ZonemdCheck check)
{
    if (check == ZonemdCheck::Off)
        return {};
    const auto set = apexSet(version, dns::Type::ZONEMD);
    if (!set)
        return check == ZonemdCheck::Required
                   ? base::fail(ErrorCode::ZonemdMissing, version.apex().toText() + " has no ZONEMD record")
                   : base::Status();
    std::set<std::pair<std::uint8_t, std::uint8_t>> kinds;
    std::set<std::pair<std::uint8_t, std::uint8_t>> twice;
    std::vector<Zonemd> records;
    for (std::size_t i = 0; i < set->size(); ++i)
        if (const auto record = readZonemd(set->rdata(i))) {
            if (!kinds.emplace(record->scheme, record->algorithm).second)
                twice.emplace(record->scheme, record->algorithm); // section 2: both are to be ignored
            records.push_back(*record);
        }
    std::optional<base::Error> worst;
    for (const Zonemd& record : records) {
        if (!record.known() || twice.contains({record.scheme, record.algorithm}))
            continue;
        if (record.serial != version.serial()) {
            if (!worst)
                worst = base::Error{ErrorCode::ZonemdUnusable,
                                    "ZONEMD is of serial " + std::to_string(record.serial) +
                                        ", the zone has " + std::to_string(version.serial())};
            continue;
        }
        const base::Status fits = checkOne(version, record);
        if (fits)
            return {}; // one that fits is enough: section 4 step 4
        worst = fits.error();
    }
    if (worst)
        return tl::unexpected(*worst);
    return base::fail(ErrorCode::ZonemdUnusable, twice.empty()
                                                     ? "no ZONEMD record of a kind that can be checked"
                                                     : "ZONEMD of one kind stands twice");
}

base::Result<ZoneVersionPtr> withZonemd(const ZoneVersionPtr& version, ZonemdDigest algorithm)
{
    if (algorithm == ZonemdDigest::None || apexSet(*version, dns::Type::DNSKEY) ||
        apexSet(*version, dns::Type::RRSIG))
        return version;
    base::Bytes rdata;
    for (int shift = 24; shift >= 0; shift -= 8)
        rdata += static_cast<char>(version->serial() >> shift & 0xff);
    rdata += static_cast<char>(schemeSimple);
    rdata += static_cast<char>(algorithm);
    rdata += zoneDigest(*version, algorithm);
    return changeRrsets(
        version, {{version->apex(), dns::Type::ZONEMD, version->soaRecord().ttl, {std::move(rdata)}, false}});
}

} // namespace zonescope::zone
