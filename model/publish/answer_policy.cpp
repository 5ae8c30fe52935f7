// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/answer_policy.h"

#include "model/dns/ascii.h"
#include "model/dns/serial.h"
#include "model/publish/answer_options.h"
#include "model/publish/axfr_out.h"
#include "model/publish/ixfr_out.h"

#include <algorithm>
#include <array>
#include <cstring>

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

} // namespace

/// Answers one request that could be read.
class Answering
{
public:
    Answering(Answerer& desk, const Asked& asked, const PublishedZones& zones, const Access& access,
              const dns::KeyRing& keys)
        : m_desk(desk)
        , m_asked(asked)
        , m_request(*desk.m_request)
        , m_zones(zones)
        , m_access(access)
        , m_keys(keys)
    {
    }

    Answerer::Answer answer()
    {
        make();
        Answerer::Answer made;
        made.message = m_message;
        made.transfer = std::move(m_transfer);
        made.knownClient =
            m_asked.tcp || (m_access.cookies && m_request.edns &&
                            m_access.cookies->valid(m_request.edns->cookie, m_asked.from, m_asked.at));
        return made;
    }

    base::ByteView truncated()
    {
        m_desk.m_writer.begin(plainUdpSize);
        if (!m_request.qname.empty())
            m_desk.m_writer.question(m_request.qname, m_request.qtype, m_request.qclass);
        dns::Header cut = header(Rcode::NoError, false);
        cut.truncated = true;
        writeOpt(Rcode::NoError);
        send(cut);
        return m_message;
    }

private:
    void make()
    {
        if (m_request.fault != Rcode::NoError)
            return error(m_request.fault);
        if (m_request.edns && m_request.edns->version > 0)
            return error(static_cast<Rcode>(badVersion));
        if (asksForOurName())
            return ourName();
        if (m_request.qclass != Class::IN)
            return error(Rcode::Refused, edeNotSupported);
        const Type type = m_request.qtype;
        if (isForeignMetaType(type))
            return error(type == Type::OPT ? Rcode::FormErr : Rcode::NotImp, edeNotSupported);
        m_qname.set(m_request.qname);
        if (type == Type::AXFR || type == Type::IXFR)
            return transfer();
        ordinary();
    }

    /// RFC 4892: who answers here. The version of the program is nobody's business.
    bool asksForOurName() const
    {
        using namespace std::string_view_literals;
        const auto asks = [&](std::string_view name) {
            return dns::equalIgnoringCase(m_request.qname, name);
        };
        return m_request.qclass == Class::CH && !m_access.nsid.empty() &&
               (m_request.qtype == Type::TXT || m_request.qtype == Type::ANY) &&
               (asks("\2id\6server\0"sv) || asks("\10hostname\4bind\0"sv));
    }

    void ourName()
    {
        const std::string_view own = std::string_view(m_access.nsid).substr(0, longestNsid);
        const std::string text = static_cast<char>(own.size()) + std::string(own);
        AnswerWriter& writer = m_desk.m_writer;
        writer.begin(sizeLimit());
        writer.question(m_request.qname, m_request.qtype, m_request.qclass);
        dns::Header made = header(Rcode::NoError, true);
        made.truncated =
            !writer.record(Section::Answer, m_request.qname, Type::TXT, 0, base::viewOf(text), Class::CH);
        writeOpt(Rcode::NoError);
        send(made);
    }

    PublishedZonePtr zoneFor() const
    {
        // DS belongs to the parent's side of a cut (RFC 4035 section 3.1.4.1), when we hold the parent.
        if (m_request.qtype == Type::DS && m_qname.labels() > 0 && m_zones.findWire(m_qname.wire())) {
            PlainName parent;
            parent.set(m_qname.last(m_qname.labels() - 1));
            if (auto zone = m_zones.findEnclosing(parent))
                return zone;
        }
        return m_zones.findEnclosing(m_qname);
    }

    void ordinary()
    {
        m_zone = zoneFor();
        if (!m_zone)
            return error(Rcode::Refused, edeNotAuthoritative);
        if (!serving())
            return;
        lookUp(m_request.qtype, m_request.edns && m_request.edns->dnssecOk);
    }

    /// False: the zone cannot be answered from, and an error has been written.
    bool serving()
    {
        if (m_zone->expired)
            error(Rcode::ServFail, edeInvalidData);
        else if (!m_zone->version)
            error(Rcode::ServFail, edeNotReady);
        else
            return true;
        return false;
    }

    void transfer()
    {
        const bool incremental = m_request.qtype == Type::IXFR;
        if (!m_asked.tcp && !incremental) // RFC 5936 section 4.2
            return error(Rcode::NotImp, edeNotSupported);
        m_zone = m_zones.findWire(m_qname.wire());
        if (!m_zone)
            return error(Rcode::NotAuth, edeNotAuthoritative);
        if (!mayTransfer())
            return error(Rcode::Refused, edeProhibited);
        if (!serving())
            return;
        if (!incremental)
            return whole();
        if (!m_request.clientSerial)
            return error(Rcode::FormErr);
        if (!dns::isNewer(m_zone->version->serial(), *m_request.clientSerial))
            return lookUp(Type::SOA, false); // RFC 1995 section 2: nothing new
        difference();
    }

    void whole() { m_transfer = std::make_unique<AxfrOut>(m_zone->version, frame()); }

    void difference()
    {
        auto chain = m_zone->since(*m_request.clientSerial);
        std::uint64_t records = 0;
        for (const DifferencePtr& each : chain)
            records += each->change.added.size() + each->change.removed.size() + 2;
        if (chain.empty() || records > m_zone->version->recordCount()) {
            if (m_asked.tcp)
                return whole();
            return lookUp(Type::SOA, false); // RFC 1995 section 2: over UDP, "ask over TCP"
        }
        auto out = std::make_unique<IxfrOut>(m_zone->version->soaRecord(), std::move(chain), frame());
        if (m_asked.tcp) {
            m_transfer = std::move(out);
            return;
        }
        auto message = out->single(sizeLimit(), m_asked.at);
        if (!message)
            return lookUp(Type::SOA, false);
        m_desk.m_signed = std::move(*message);
        m_message = base::viewOf(m_desk.m_signed);
    }

    TransferFrame frame() const
    {
        TransferFrame frame;
        frame.header = header(Rcode::NoError, true);
        frame.question = {dns::Name::fromTrustedWire(m_request.qname), m_request.qtype, m_request.qclass};
        if (m_request.edns) {
            dns::Edns& own = frame.edns.emplace();
            own.udpSize = ednsUdpSize;
            own.dnssecOk = m_request.edns->dnssecOk;
            if (m_request.edns->nsid && !m_access.nsid.empty())
                own.nsid = m_access.nsid.substr(0, longestNsid);
            if (m_request.edns->expire)
                own.expire = expireSeconds();
        }
        frame.key = m_request.key;
        frame.requestMac = m_request.tsig.mac;
        return frame;
    }

    bool mayTransfer() const
    {
        std::optional<zone::KeyId> key;
        if (m_request.key && m_access.configuration)
            for (const auto& [id, each] : m_access.configuration->keys())
                if (each.name == m_request.key->name)
                    key = id;
        if (key &&
            std::find(m_zone->edgeKeys.begin(), m_zone->edgeKeys.end(), *key) != m_zone->edgeKeys.end())
            return true;
        if (m_zone->transferTo.empty())
            return m_asked.from.isLoopback();
        return std::any_of(m_zone->transferTo.begin(), m_zone->transferTo.end(),
                           [&](const zone::Acl& acl) { return zone::admits(acl, m_asked.from, key); });
    }

    /// What is left of the zone's life (RFC 7314 section 3.3): the primary's clock, handed on.
    std::optional<std::uint32_t> expireSeconds() const
    {
        if (!m_zone || !m_zone->expiresAt)
            return std::nullopt;
        const auto left = std::chrono::duration_cast<std::chrono::seconds>(*m_zone->expiresAt - m_asked.at);
        return left.count() > 0 ? static_cast<std::uint32_t>(left.count()) : 0U;
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

    /// RFC 6891 section 7: no OPT unless asked with one.
    void writeOpt(Rcode rcode, std::optional<std::uint16_t> extendedError = std::nullopt)
    {
        if (!m_request.edns)
            return;
        const OptionsMade options = optionsFor(extendedError);
        m_desk.m_writer.reserve(tsigSize());
        m_desk.m_writer.opt(ednsUdpSize, static_cast<std::uint8_t>(static_cast<unsigned>(rcode) >> 4),
                            m_request.edns->dnssecOk, options.view());
    }

    OptionsMade optionsFor(std::optional<std::uint16_t> extendedError) const
    {
        OptionsMade options;
        const EdnsAsked& edns = *m_request.edns;
        if (edns.nsid && !m_access.nsid.empty())
            options.add(dns::OptionCode::Nsid,
                        base::viewOf(std::string_view(m_access.nsid).substr(0, longestNsid)));
        if (m_access.cookies && !edns.cookie.empty())
            options.add(dns::OptionCode::Cookie,
                        m_access.cookies->answer(edns.cookie, m_asked.from, m_asked.at));
        if (edns.expire && m_request.qtype == Type::SOA && m_atApex)
            if (const auto left = expireSeconds())
                options.add(dns::OptionCode::Expire, bigEndian(*left));
        if (edns.zoneVersion && m_ownData) { // RFC 9660 section 3.2
            const auto serial = bigEndian(m_zone->version->serial());
            const std::array<std::uint8_t, 6> version{static_cast<std::uint8_t>(m_zone->apex.labelCount()),
                                                      0,
                                                      serial[0],
                                                      serial[1],
                                                      serial[2],
                                                      serial[3]};
            options.add(dns::OptionCode::ZoneVersion, version);
        }
        if (extendedError) {
            const std::array<std::uint8_t, 2> code{static_cast<std::uint8_t>(*extendedError >> 8),
                                                   static_cast<std::uint8_t>(*extendedError)};
            options.add(dns::OptionCode::ExtendedError, code);
        }
        return options;
    }

    /// An answer without records.
    void error(Rcode rcode, std::optional<std::uint16_t> extendedError = std::nullopt)
    {
        AnswerWriter& writer = m_desk.m_writer;
        writer.begin(sizeLimit());
        if (!m_request.qname.empty())
            writer.question(m_request.qname, m_request.qtype, m_request.qclass);
        writeOpt(rcode, extendedError);
        send(header(rcode, false));
    }

    void send(const dns::Header& header)
    {
        m_message = m_desk.m_writer.finish(header);
        if (m_request.fault == Rcode::NotAuth)
            m_desk.m_signed = dns::signErrorAnswer(base::Bytes(base::textOf(m_message)), m_asked.message,
                                                   m_request.tsig, m_keys, m_asked.at);
        else if (m_request.key)
            m_desk.m_signed = dns::TsigStreamSigner(*m_request.key, m_request.tsig.mac)
                                  .sign(base::Bytes(base::textOf(m_message)), m_asked.at);
        else
            return;
        m_message = base::viewOf(m_desk.m_signed);
    }

    /// RFC 8945 section 4.2: two names, 16 octets of fields around them, the MAC.
    std::size_t tsigSize() const { return m_request.key ? dns::signatureSize(*m_request.key) : 0; }

    std::size_t sizeLimit() const
    {
        if (m_asked.tcp)
            return tcpSize;
        return m_request.edns ? std::clamp<std::size_t>(m_request.edns->udpSize, plainUdpSize, ednsUdpSize)
                              : plainUdpSize;
    }

    void lookUp(Type type, bool dnssecOk)
    {
        Lookup& found = m_desk.m_lookup;
        found.clear();
        publish::lookUp(*m_zone, m_request.qname, type, dnssecOk, found);
        m_ownData = found.authoritative;
        m_atApex = m_qname.labels() == m_zone->apex.labelCount();
        AnswerWriter& writer = m_desk.m_writer;
        writer.begin(sizeLimit());
        writer.question(m_request.qname, m_request.qtype, m_request.qclass);
        writer.reserve((m_request.edns ? 11 + optionsFor(std::nullopt).view().size() : 0) + tsigSize());
        dns::Header made = header(found.rcode, found.authoritative);
        made.truncated = !writeSets(found);
        writeOpt(Rcode::NoError);
        send(made);
    }

    /// False: something that must come along did not fit.
    bool writeSets(const Lookup& found)
    {
        for (const Section section : {Section::Answer, Section::Authority, Section::Additional})
            for (const AnswerSet& set : found.sets)
                if (set.section == section && !writeSet(set) && !set.optional)
                    return false;
        return true;
    }

    bool writeSet(const AnswerSet& set)
    {
        const auto one = [&](base::ByteView rdata, std::uint32_t ttl) {
            return m_desk.m_writer.record(set.section, set.owner, set.type, ttl, rdata);
        };
        if (!set.records)
            return one(base::viewOf(set.made), set.ttl);
        const bool ownTtls = set.type == Type::RRSIG && set.ownTtls;
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

    Answerer& m_desk;
    const Asked& m_asked;
    const Request& m_request;
    const PublishedZones& m_zones;
    const Access& m_access;
    const dns::KeyRing& m_keys;
    PlainName m_qname;
    PublishedZonePtr m_zone;
    bool m_ownData = false; ///< the answer is authoritative data of m_zone
    bool m_atApex = false;
    base::ByteView m_message;
    std::unique_ptr<TransferOut> m_transfer;
};

namespace {

const dns::KeyRing& keysOf(const Access& access)
{
    static const dns::KeyRing none;
    return access.keys ? *access.keys : none;
}

} // namespace

Answerer::Answer Answerer::answer(const Asked& asked, const PublishedZones& zones, const Access& access)
{
    m_request = readRequest(asked, keysOf(access));
    if (!m_request)
        return {};
    return Answering(*this, asked, zones, access, keysOf(access)).answer();
}

base::ByteView Answerer::truncated(const Asked& asked, const Access& access)
{
    static const PublishedZones none;
    return m_request ? Answering(*this, asked, none, access, keysOf(access)).truncated() : base::ByteView();
}

Reply answer(const Asked& asked, const PublishedZones& zones, const Access& access)
{
    static thread_local Answerer answerer;
    Answerer::Answer made = answerer.answer(asked, zones, access);
    return {base::Bytes(base::textOf(made.message)), std::move(made.transfer)};
}

} // namespace zonescope::publish
