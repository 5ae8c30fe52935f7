// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/kit/real_server.h"

namespace zonescope::interop {

/// A real server that takes a zone from us: what an operator runs as an edge. It transfers from `upstream`
/// and obeys NOTIFY from 127.0.0.1, with the key when there is one.
class SecondaryServer
{
public:
    static base::Result<std::unique_ptr<SecondaryServer>> start(kit::ServerKind kind, const std::string& apex,
                                                                std::uint16_t port,
                                                                const net::Endpoint& upstream,
                                                                const std::optional<kit::ServerKey>& key);

    std::string log() const { return kit::readText(m_folder.path() / "log"); }

private:
    SecondaryServer() = default;

    kit::TemporaryFolder m_folder;
    std::optional<kit::Process> m_process;
};

} // namespace zonescope::interop
