// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/net/endpoint.h"
#include "tests/kit/process.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::bench {

/// Who takes zones from a primary: our service, and those that operators would run instead.
enum class SecondaryKind { Zonescope, Knot, Bind, Nsd };
inline constexpr std::array<SecondaryKind, 4> secondaryKinds{SecondaryKind::Zonescope, SecondaryKind::Knot,
                                                             SecondaryKind::Bind, SecondaryKind::Nsd};
std::string_view nameOf(SecondaryKind kind);

using Clock = std::chrono::steady_clock;

/// A secondary server in a process of its own, with an empty folder. The peers are tuned: no rate limit of
/// SOA queries, many transfers at once, no pause between reloads (NSD).
class Secondary
{
public:
    struct Options
    {
        net::Endpoint primary;
        std::vector<std::string> zones;
        std::string socksProxy; ///< "127.0.0.1:1080": ours only
    };

    Secondary(SecondaryKind kind, Options options);

    /// Starts the process and does not wait.
    void start();
    void stop();
    SecondaryKind kind() const { return m_kind; }
    net::Endpoint serveAt() const { return at(m_servePort); }
    net::Endpoint notifyAt() const { return at(m_notifyPort); }
    bool running() { return m_process && m_process->running(); }
    std::string log() const { return kit::readText(m_folder.path() / "log"); }

    // Of the process and all its children.
    std::uint64_t octetsWritten() const; ///< to the disk (write_bytes of /proc/PID/io)
    double peakMegabytes() const;        ///< VmHWM
    double cpuSeconds() const;

private:
    static net::Endpoint at(std::uint16_t port);
    void writeOurs() const;
    void writeKnot() const;
    void writeBind() const;
    void writeNsd() const;
    std::vector<std::string> command() const;
    std::vector<int> processes() const;

    SecondaryKind m_kind;
    Options m_options;
    kit::TemporaryFolder m_folder;
    std::uint16_t m_servePort;
    std::uint16_t m_notifyPort;
    std::optional<kit::Process> m_process;
};

/// Asks a server for SOA serials over one UDP socket, as often as it answers.
class SerialWatch
{
public:
    explicit SerialWatch(const net::Endpoint& server);
    ~SerialWatch();
    SerialWatch(const SerialWatch&) = delete;

    /// Waits until the zone is served with this serial or a newer one. False: the time is over.
    bool waitFor(std::string_view apex, std::uint32_t serial, Clock::time_point until);
    /// The same for all of them. Asks in bursts that grow while all is answered well and shrink to one
    /// question in half a millisecond when it is not: with a question for each zone at a time the asker alone
    /// took half a second of a core for 10,000 zones, from those it measures. The zone that is still missing;
    /// nothing: all are served.
    std::optional<std::string> waitForAll(const std::vector<std::string>& zones, std::uint32_t serial,
                                          Clock::time_point until);

private:
    std::optional<std::uint32_t> ask(std::string_view apex);
    std::size_t askMany(std::span<const std::string> zones, std::uint32_t serial);

    int m_socket = -1;
    std::uint16_t m_id = 0;
};

} // namespace zonescope::bench
