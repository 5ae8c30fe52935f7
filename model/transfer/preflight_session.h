// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/transfer/diagnosis.h"
#include "model/transfer/soa_check.h"
#include "model/transfer/wire.h"
#include "model/transfer/xfr_reader.h"

#include <memory>
#include <optional>

namespace zonescope::transfer {

/// The three probes for one row, one after the other: each needs the answer before it. A machine without I/O.
/// One thread.
class PreflightSession final : public WireEvents
{
public:
    PreflightSession(PreflightProbe probe, const base::Clock& clock, Wire& wire,
                     PreflightWorker::Limits limits);

    void start();
    void timePassed();
    std::optional<base::Instant> deadline() const;
    bool done() const { return m_step == Step::Done; }
    PreflightFinding finding() const; ///< done only

    void datagram(base::ByteView message) override;
    void udpFailed(const base::Error& error) override;
    void connected() override;
    void connectFailed(const base::Error& error) override;
    void octets(std::size_t) override {}
    void message(base::ByteView message) override;
    void closed(const std::optional<base::Error>& error, std::size_t pending) override;

private:
    enum class Step : std::uint8_t { UnsignedSoa, SignedSoa, Axfr, Done };

    void check(bool withKey);
    void afterCheck();
    void startAxfr();
    void endAxfr(std::optional<base::Error> error);
    void finish();
    bool overTls() const;
    net::Endpoint server() const;
    bool goesOnWithoutTls(const base::Error& error, bool neverConnected);
    bool checking() const { return m_step == Step::UnsignedSoa || m_step == Step::SignedSoa; }

    PreflightProbe m_probe;
    const base::Clock& m_clock;
    Wire& m_wire;
    PreflightWorker::Limits m_limits;
    Step m_step = Step::UnsignedSoa;
    bool m_edns = true;
    bool m_plainInstead = false; ///< opportunistic, and TLS did not come about
    std::unique_ptr<SoaCheck> m_check;
    std::unique_ptr<XfrReader> m_reader;
    Evidence m_evidence;
    std::optional<base::Instant> m_deadline; ///< of the AXFR
    std::optional<net::IpAddress> m_ourAddress;
    base::Instant m_start;
    base::Instant m_end;
};

} // namespace zonescope::transfer
