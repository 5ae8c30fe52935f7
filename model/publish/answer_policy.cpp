// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/answer_policy.h"

#include "model/dns/message_writer.h"
#include "model/dns/serial.h"
#include "model/publish/zone_lookup.h"

#include <algorithm>

namespace zonescope::publish {
namespace {

using dns::Class;
using dns::Rcode;
using dns::Section;
using dns::Type;

constexpr std::size_t plainUdpSize = 512; // RFC 1035 section 4.2.1
constexpr std::size_t ednsUdpSize = 1232; // never fragmented on the way: the DNS flag day 2020's value
constexpr std::size_t tcpSize = 65535;
constexpr unsigned badVersion = 16; // shares its number with BADSIG, hence no enumerator of its own

// RFC 8914 section 4
constexpr std::uint16_t edeNotReady = 14;
constexpr std::uint16_t edeProhibited = 18;
constexpr std::uint16_t edeNotAuthoritative = 20;
constexpr std::uint16_t edeNotSupported = 21;
constexpr std::uint16_t edeInvalidData = 24;

/// TYPE values that are questions only (RFC 6895 section 3.1) and that we do not answer.
bool isForeignMetaType(Type type)
{
    const auto value = static_cast<std::uint16_t>(type);
    return type == Type::OPT || (value >= 128 && value <= 254 && type != Type::AXFR && type != Type::IXFR);
}

/// Answers one request that could be read.
class Answering
{
public:
    Answering(const Asked& asked, Request request, const PublishedZones& zones, const Access& access,
              const dns::KeyRing& keys)
        : m_asked(asked)
        , m_request(std::move(request))
        , m_zones(zones)
        , m_access(access)
        , m_keys(keys)
    {
    }

    Reply reply()
    {
        if (m_request.fault != Rcode::NoError)
            return error(m_request.fault);
        if (m_request.edns && m_request.edns->version > 0)
            return error(static_cast<Rcode>(badVersion));
        if (m_request.question->questionClass != Class::IN)
            return error(Rcode::Refused, edeNotSupported);
        const Type type = m_request.question->type;
        if (isForeignMetaType(type))
            return error(type == Type::OPT ? Rcode::FormErr : Rcode::NotImp, edeNotSupported);
        if (type == Type::AXFR || type == Type::IXFR)
            return transfer();
        return ordinary();
    }

private:
    const dns::Name& qname() const { return m_request.question->name; }

    Reply ordinary()
    {
        PublishedZonePtr zone;
        // DS belongs to the parent's side of a cut (RFC 4035 section 3.1.4.1), when we hold the parent.
        if (m_request.question->type == Type::DS && !qname().isRoot() && m_zones.find(qname()))
            zone = m_zones.findEnclosing(qname().parent());
        if (!zone)
            zone = m_zones.findEnclosing(qname());
        if (!zone)
            return error(Rcode::Refused, edeNotAuthoritative);
        if (auto unable = notServing(*zone))
            return std::move(*unable);
        const bool dnssecOk = m_request.edns && m_request.edns->dnssecOk;
        return write(*zone->version, lookUp(*zone->version, qname(), m_request.question->type, dnssecOk));
    }

    std::optional<Reply> notServing(const PublishedZone& zone)
    {
        if (zone.expired)
            return error(Rcode::ServFail, edeInvalidData);
        if (!zone.version)
            return error(Rcode::ServFail, edeNotReady);
        return std::nullopt;
    }

    Reply transfer()
    {
        const bool incremental = m_request.question->type == Type::IXFR;
        if (!m_asked.tcp && !incremental) // RFC 5936 section 4.2
            return error(Rcode::NotImp, edeNotSupported);
        const auto zone = m_zones.find(qname());
        if (!zone)
            return error(Rcode::NotAuth, edeNotAuthoritative);
        if (!mayTransfer(*zone))
            return error(Rcode::Refused, edeProhibited);
        if (auto unable = notServing(*zone))
            return std::move(*unable);
        if (incremental && !m_request.clientSerial)
            return error(Rcode::FormErr);
        if (incremental && (!m_asked.tcp || isCurrent(*zone->version)))
            return soaOnly(*zone->version);
        AxfrFrame frame{header(Rcode::NoError, true), *m_request.question, edns(std::nullopt), m_request.key,
                        m_request.tsig.mac};
        return {{}, AxfrOut(zone->version, std::move(frame))};
    }

    bool mayTransfer(const PublishedZone& zone) const
    {
        if (zone.transferTo.empty())
            return m_asked.from.isLoopback();
        std::optional<zone::KeyId> key;
        if (m_request.key && m_access.configuration)
            for (const auto& [id, each] : m_access.configuration->keys())
                if (each.name == m_request.key->name)
                    key = id;
        return std::any_of(zone.transferTo.begin(), zone.transferTo.end(),
                           [&](const zone::Acl& acl) { return zone::admits(acl, m_asked.from, key); });
    }

    bool isCurrent(const zone::ZoneVersion& version) const
    {
        return !dns::isNewer(version.serial(), *m_request.clientSerial);
    }

    /// RFC 1995 section 2 and 4: nothing new; over UDP also "ask again over TCP".
    Reply soaOnly(const zone::ZoneVersion& version)
    {
        Lookup lookup = lookUp(version, version.apex(), Type::SOA, false);
        return write(version, lookup);
    }

    dns::Header header(Rcode rcode, bool authoritative) const
    {
        dns::Header header;
        header.id = m_request.header.id;
        header.response = true;
        header.opcode = m_request.header.opcode;
        header.authoritative = authoritative;
        header.recursionDesired = m_request.header.recursionDesired;
        header.rcode = static_cast<std::uint8_t>(static_cast<unsigned>(rcode) & 0xfU);
        return header;
    }

    std::optional<dns::Edns> edns(std::optional<std::uint16_t> extendedError,
                                  Rcode rcode = Rcode::NoError) const
    {
        if (!m_request.edns)
            return std::nullopt; // RFC 6891 section 7: no OPT unless asked with one
        dns::Edns own;
        own.udpSize = ednsUdpSize;
        own.extendedRcode = static_cast<std::uint8_t>(static_cast<unsigned>(rcode) >> 4);
        own.dnssecOk = m_request.edns->dnssecOk;
        if (m_request.edns->nsid && !m_access.nsid.empty())
            own.nsid = m_access.nsid;
        if (extendedError)
            own.errors.push_back({*extendedError, {}});
        return own;
    }

    /// An answer without records.
    Reply error(Rcode rcode, std::optional<std::uint16_t> extendedError = std::nullopt)
    {
        dns::MessageWriter writer(header(rcode, false));
        if (m_request.question)
            writer.question(*m_request.question);
        if (const auto own = edns(extendedError, rcode))
            own->write(writer);
        base::Bytes message = writer.finish();
        if (m_request.fault == Rcode::NotAuth)
            return {
                dns::signErrorAnswer(std::move(message), m_asked.message, m_request.tsig, m_keys, m_asked.at),
                std::nullopt};
        return {sign(std::move(message)), std::nullopt};
    }

    base::Bytes sign(base::Bytes message)
    {
        if (!m_request.key)
            return message;
        return dns::TsigStreamSigner(*m_request.key, m_request.tsig.mac).sign(std::move(message), m_asked.at);
    }

    /// RFC 8945 section 4.2: two names, 16 octets of fields around them, the MAC.
    std::size_t tsigSize() const
    {
        constexpr std::size_t fields = 26;
        constexpr std::size_t longestMac = 64;
        constexpr std::size_t longestAlgorithm = 32; // "hmac-md5.sig-alg.reg.int."
        return m_request.key ? m_request.key->name.wire().size() + fields + longestAlgorithm + longestMac : 0;
    }

    std::size_t sizeLimit() const
    {
        if (m_asked.tcp)
            return tcpSize;
        return m_request.edns ? std::clamp<std::size_t>(m_request.edns->udpSize, plainUdpSize, ednsUdpSize)
                              : plainUdpSize;
    }

    Reply write(const zone::ZoneVersion& version, const Lookup& lookup)
    {
        dns::MessageWriter writer(header(lookup.rcode, lookup.authoritative), sizeLimit());
        writer.question(*m_request.question);
        auto own = edns(std::nullopt);
        if (own && m_request.edns->zoneVersionRequested && lookup.authoritative) { // RFC 9660 section 3.2
            own->zoneVersionSerial = version.serial();
            own->zoneVersionLabels = static_cast<std::uint8_t>(version.apex().labelCount());
        }
        const std::size_t optSize = own ? 11 + 4 + m_access.nsid.size() + 10 : 0;
        writer.reserve(optSize + tsigSize());
        for (const AnswerSet& set : lookup.sets)
            if (!writeSet(writer, set) && !set.optional) {
                writer.setTruncated(true);
                break;
            }
        writer.reserve(tsigSize());
        if (own)
            own->write(writer);
        return {sign(writer.finish()), std::nullopt};
    }

    static bool writeSet(dns::MessageWriter& writer, const AnswerSet& set)
    {
        const auto one = [&](base::ByteView rdata, std::uint32_t ttl) {
            return writer.record(set.section, set.owner.wire(), set.type, Class::IN, ttl, rdata);
        };
        if (!set.records)
            return one(base::viewOf(set.made), set.ttl);
        // Asked for by themselves, signatures bear their own TTLs (RFC 4034 section 3).
        const bool ownTtls = set.type == Type::RRSIG && !set.covered;
        for (std::size_t i = 0, count = set.records->size(); i < count; ++i) {
            const base::ByteView rdata = set.records->rdata(i);
            if (set.covered) {
                const unsigned covers = rdata.size() < 2 ? 0U : rdata[0] * 256U + rdata[1];
                if (covers != static_cast<unsigned>(*set.covered))
                    continue;
            }
            if (!one(rdata, ownTtls ? set.records->ttl(i) : set.ttl))
                return false;
        }
        return true;
    }

    const Asked& m_asked;
    const Request m_request;
    const PublishedZones& m_zones;
    const Access& m_access;
    const dns::KeyRing& m_keys;
};

} // namespace

Reply answer(const Asked& asked, const PublishedZones& zones, const Access& access)
{
    static const dns::KeyRing noKeys;
    const dns::KeyRing& keys = access.keys ? *access.keys : noKeys;
    auto request = readRequest(asked, keys);
    if (!request)
        return {};
    return Answering(asked, std::move(*request), zones, access, keys).reply();
}

} // namespace zonescope::publish
