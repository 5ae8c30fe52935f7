// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/dns/tsig.h"

#include <memory>
#include <vector>

extern "C" {
#include <libknot/codes.h>
#include <libknot/packet/pkt.h>
#include <libknot/tsig-op.h>
}

namespace zonescope::dns::test {

/// libknot's TSIG, the independent oracle: another code base over another crypto library (GnuTLS).
class KnotTsig
{
public:
    explicit KnotTsig(const TsigKey& key)
        : m_name(key.name.lowered().wire()) // as knot_tsig_key_init() does; libknot digests what it is given
        , m_secret(key.secret)
    {
        m_key.algorithm =
            dnssec_tsig_algorithm_from_name(std::string(tsigAlgorithmText(key.algorithm)).c_str());
        m_key.name = octets(m_name);
        m_key.secret = {m_secret.size(), octets(m_secret)};
    }
    KnotTsig(const KnotTsig&) = delete;
    KnotTsig& operator=(const KnotTsig&) = delete;

    struct Signed
    {
        int status = -1;
        base::Bytes message;
        base::Bytes mac;
    };
    Signed sign(const base::Bytes& message, const base::Bytes& requestMac, std::uint16_t error = 0,
                std::uint64_t time = 0)
    {
        return run(
            message, [&](std::uint8_t* wire, std::size_t* size, std::uint8_t* mac, std::size_t* macSize) {
                base::Bytes prior = requestMac;
                return knot_tsig_sign(wire, size, roomFor(message), prior.empty() ? nullptr : octets(prior),
                                      prior.size(), mac, macSize, &m_key, error, time);
            });
    }
    /// `covered`: unsigned messages before this one and this one, in one piece.
    Signed signNext(const base::Bytes& message, const base::Bytes& previousMac, const base::Bytes& covered)
    {
        return run(message,
                   [&](std::uint8_t* wire, std::size_t* size, std::uint8_t* mac, std::size_t* macSize) {
                       base::Bytes prior = previousMac;
                       base::Bytes all = covered;
                       return knot_tsig_sign_next(wire, size, roomFor(message), octets(prior), prior.size(),
                                                  mac, macSize, &m_key, octets(all), all.size());
                   });
    }
    /// As a server: 0 when the request is right.
    int checkRequest(const base::Bytes& message) const
    {
        const Parsed p(message);
        if (!p.tsig())
            return -1;
        return knot_tsig_server_check(p.tsig(), p.withoutTsig(), p.sizeWithoutTsig(), &m_key);
    }
    /// As a client: 0 when the answer is right.
    int checkAnswer(const base::Bytes& message, const base::Bytes& requestMac) const
    {
        const Parsed p(message);
        base::Bytes prior = requestMac;
        if (!p.tsig())
            return -1;
        return knot_tsig_client_check(p.tsig(), p.withoutTsig(), p.sizeWithoutTsig(), octets(prior),
                                      prior.size(), &m_key, 0);
    }
    /// `before`: the unsigned messages that came since the last signed one.
    int checkNext(const base::Bytes& message, const base::Bytes& previousMac,
                  const base::Bytes& before = {}) const
    {
        const Parsed p(message);
        if (!p.tsig())
            return -1;
        base::Bytes prior = previousMac;
        base::Bytes all = before + base::Bytes(base::textOf({p.withoutTsig(), p.sizeWithoutTsig()}));
        return knot_tsig_client_check_next(p.tsig(), octets(all), all.size(), octets(prior), prior.size(),
                                           &m_key, 0);
    }
    /// The MAC inside a signed message.
    static base::Bytes macOf(const base::Bytes& message)
    {
        const Parsed p(message);
        if (!p.tsig())
            return {};
        return base::Bytes(
            base::textOf({knot_tsig_rdata_mac(p.tsig()), knot_tsig_rdata_mac_length(p.tsig())}));
    }

private:
    static std::uint8_t* octets(base::Bytes& bytes)
    {
        return reinterpret_cast<std::uint8_t*>(bytes.data()); // NOLINT: libknot wants mutable octets
    }
    static std::size_t roomFor(const base::Bytes& message) { return message.size() + 1000; }

    template <class Sign>
    Signed run(const base::Bytes& message, Sign sign)
    {
        base::Bytes wire = message;
        wire.resize(roomFor(message));
        std::size_t size = message.size();
        base::Bytes mac(64, '\0');
        std::size_t macSize = mac.size();
        Signed result;
        result.status = sign(octets(wire), &size, octets(mac), &macSize);
        wire.resize(size);
        mac.resize(macSize);
        result.message = wire;
        result.mac = mac;
        return result;
    }

    class Parsed
    {
    public:
        explicit Parsed(base::Bytes message)
            : m_message(std::move(message))
            , m_packet(knot_pkt_new(m_message.data(), static_cast<std::uint16_t>(m_message.size()), nullptr))
        {
            knot_pkt_parse(m_packet.get(),
                           0); // strips the TSIG record from the wire, as knotd's checks expect
        }
        const knot_rrset_t* tsig() const { return m_packet->tsig_rr; }
        const std::uint8_t* withoutTsig() const { return m_packet->wire; }
        std::size_t sizeWithoutTsig() const { return m_packet->size; }

    private:
        struct Free
        {
            void operator()(knot_pkt_t* packet) const { knot_pkt_free(packet); }
        };
        base::Bytes m_message;
        std::unique_ptr<knot_pkt_t, Free> m_packet;
    };

    base::Bytes m_name;
    base::Bytes m_secret;
    knot_tsig_key_t m_key{};
};

} // namespace zonescope::dns::test
