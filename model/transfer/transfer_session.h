// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/transfer/kept_connections.h"
#include "model/transfer/soa_check.h"
#include "model/transfer/target_plan.h"
#include "model/transfer/timings.h"
#include "model/transfer/transfer_job.h"
#include "model/transfer/wire.h"
#include "model/transfer/xfr_attempt.h"

#include <memory>
#include <optional>
#include <set>
#include <string>

namespace zonescope::transfer {

/// A query over UDP holds little, a connection much: they are limited apart.
enum class PlaceKind : std::uint8_t { Check, Connection };

/// What a session needs besides the wire. Calls come on the session's thread.
class SessionHost
{
public:
    virtual ~SessionHost() = default;
    /// True: granted at once. False: the session waits, holding nothing, for placeGranted().
    virtual bool askPlace(PlaceKind kind, const Target& target) = 0;
    /// Gives back the place, or leaves the queue.
    virtual void releasePlace() = 0;
    virtual bool ednsWorks(const net::Endpoint& server) const = 0;
    virtual void ednsFails(const net::Endpoint& server) = 0;
    /// Whether TLS came about when this server was asked last; looked at where it may be done without.
    virtual bool tlsWorks(const net::Endpoint& server) const = 0;
    virtual void tlsFails(const net::Endpoint& server) = 0;
    /// Our cookie for the server, with its own behind it when it gave one (RFC 7873).
    virtual base::Bytes cookieFor(const net::Endpoint& server) = 0;
    virtual void learnCookie(const net::Endpoint& server, const base::Bytes& cookie) = 0;
    virtual void progress(const pipeline::TransferProgress& progress) = 0;
    virtual void event(pipeline::Event event) = 0;
};

/// One job from the first SOA query to its result: SOA check, IXFR, on any fault one AXFR from the same
/// address at once, then the next address or primary. A machine without I/O: everything goes through Wire and
/// SessionHost, time through the clock and timePassed(). One thread.
class TransferSession final : public WireEvents
{
public:
    TransferSession(TransferJob job, const base::Clock& clock, Wire& wire, SessionHost& host,
                    Timings timings);

    void start();
    /// Finishes at once as Cancelled with this error.
    void cancel(base::ErrorCode why);
    void placeGranted();
    void timePassed();

    void datagram(base::ByteView message) override;
    void udpFailed(const base::Error& error) override;
    void connected() override;
    void connectFailed(const base::Error& error) override;
    void octets(std::size_t count) override;
    void message(base::ByteView message) override;
    void closed(const std::optional<base::Error>& error, std::size_t pending) override;

    std::optional<base::Instant> deadline() const;
    /// How its SOA check wants to be connected, while it waits for a place to do so.
    std::optional<ConnectionKey> waitingCheck() const;
    bool done() const { return m_step == Step::Done; }
    TransferResult takeResult() { return std::move(m_result); }
    const TransferJob& job() const { return m_job; }

private:
    enum class Step : std::uint8_t { Idle, WaitingToCheck, Checking, WaitingToConnect, Transferring, Done };

    const Target& target() const { return m_job.targets[m_place.target]; }
    const net::Endpoint& address() const { return target().addresses[m_place.address]; }

    /// What a target that is asked over TLS, or could not be, means for the next query.
    bool overTls() const;
    bool insteadOfTls() const;
    net::Endpoint server() const;
    bool fallsBackToTcp(const base::Error& error, bool neverConnected);
    void prepareWire();
    std::optional<dns::Name> keyName() const;
    void releaseConnection();
    XfrAttempt::Order attemptOrder() const;

    void askNext();
    void check();
    void afterCheck(); ///< looks whether the SOA check wants something or is done
    void checkDone();
    void checkFailed(const base::Error& error);
    void judge(const SoaReply& reply);
    void transferNow(bool edns);
    void beginAttempt();
    void afterAttempt(); ///< looks whether the attempt is done
    void attemptDone();
    void attemptFailed(const base::Error& error);
    void moveOn(const base::Error& error);
    void takeCandidate();
    void finish(TransferResult::Outcome outcome);
    void finishWithProduct(XfrProduct& product);

    void noteAnswer(const zone::ZoneVersion& version);
    void addRow(pipeline::TransferAttempt row);
    void report(pipeline::Event::Kind kind, const base::Error& error);
    void setPhase(pipeline::TransferProgress::Phase phase);
    void reportProgress();
    void noteSeenFrom();

    const TransferJob m_job;
    const base::Clock& m_clock;
    Wire& m_wire;
    SessionHost& m_host;
    const Timings m_timings;
    TargetPlan m_plan;
    Step m_step = Step::Idle;
    TargetPlan::Place m_place;           ///< who is being dealt with
    bool m_fromCandidates = false;       ///< all were asked; now the newest of the remembered are tried
    bool m_straight = false;             ///< the next transfer is asked for without a check
    bool m_edns = false;                 ///< the address understands EDNS
    bool m_incremental = false;          ///< the next or running attempt is an IXFR
    bool m_udpFirst = false;             ///< of an IXFR that may go over UDP
    bool m_connectionOpen = false;       ///< the check left it, with its place, to the transfer
    std::set<net::Endpoint> m_tlsFailed; ///< where this job went on without
    std::string m_nsid;                  ///< of the node that answered the last check
    bool m_transferFailed = false;
    bool m_confirmed = false; ///< some primary said that it has nothing newer
    std::unique_ptr<SoaCheck> m_check;
    std::unique_ptr<XfrAttempt> m_attempt;
    bool m_askedForTcp = false; ///< after UDP the attempt waits for its place, or has it
    TransferResult m_result;
    pipeline::TransferProgress::Phase m_phase = pipeline::TransferProgress::Phase::Queued;
    bool m_progressDue = false;
    base::Instant m_nextProgress;
};

} // namespace zonescope::transfer
