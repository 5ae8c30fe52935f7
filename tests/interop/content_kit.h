// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/kit/real_server.h"
#include "tests/kit/result_macros.h"
#include "tests/kit/running_engine.h"

#include <QTest>

namespace zonescope::interop {

using kit::RealServer;
using kit::RunningEngine;
using kit::ServerKind;

inline std::string zoneText(std::uint32_t serial, const std::string& more = {})
{
    return "$TTL 300\n@ SOA ns hostmaster " + std::to_string(serial) + " 3600 600 86400 60\n@ NS ns\n" +
           "ns A 192.0.2.1\nwww A 192.0.2.80\nOld TXT gone\n" + more;
}

/// kdig's words; asked again when nothing came, which it knows from an answer without records.
inline std::string dig(const net::Endpoint& server, const std::string& name, const std::string& type,
                       const std::string& form = "+short")
{
    for (int attempt = 0; attempt < 5; ++attempt) {
        const auto output =
            kit::run({"kdig", "@" + server.address.toText(), "-p", std::to_string(server.port), name, type,
                      form, "+retry=0", "+timeout=2"});
        if (output && output->exitCode == 0)
            return output->text;
    }
    return {};
}

/// A server with a configuration of its own, which names `port` as @PORT@ and its folder as @FOLDER@.
struct OwnServer
{
    kit::TemporaryFolder folder;
    std::uint16_t port = kit::freePort();
    std::optional<kit::Process> process;

    net::Endpoint endpoint() const { return *net::Endpoint::fromText("127.0.0.1:" + std::to_string(port)); }
    base::Status start(const std::string& program, std::string text, std::vector<std::string> options)
    {
        const auto replace = [&](const std::string& what, const std::string& by) {
            for (std::size_t at = 0; (at = text.find(what)) != std::string::npos;)
                text.replace(at, what.size(), by);
        };
        replace("@PORT@", std::to_string(port));
        replace("@FOLDER@", folder.path().string());
        kit::writeText(folder.path() / "conf", text);
        std::filesystem::create_directory(folder.path() / "db");
        std::vector<std::string> command{kit::findProgram(program), "-c", (folder.path() / "conf").string()};
        command.insert(command.end(), options.begin(), options.end());
        auto started = kit::Process::start(command, folder.path() / "log");
        if (!started)
            return tl::unexpected(started.error());
        process.emplace(std::move(*started));
        return {};
    }
    std::string log() const { return kit::readText(folder.path() / "log"); }
};

inline base::Status edit(RunningEngine& running, base::ZoneId id,
                         const std::function<void(zone::Zone&)>& change)
{
    return running.configure([&](zone::Configuration& configuration, auto&) -> base::Status {
        zone::Zone zone = *configuration.zone(id);
        change(zone);
        const auto put = configuration.put(std::move(zone));
        return put ? base::Status() : tl::unexpected(put.error());
    });
}

inline bool sawError(const RunningEngine& running, base::ErrorCode code)
{
    for (const pipeline::Event& event : running.events())
        if (event.error && event.error->code == code)
            return true;
    return false;
}

} // namespace zonescope::interop
