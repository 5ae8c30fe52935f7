// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/openstack/openstack_profile.h"
#include "tests/kit/process.h"

#include <QJsonDocument>
#include <QProcess>

#include <memory>
#include <string>
#include <vector>

namespace zonescope::interop {

/// A real Keystone and a real Neutron of Debian, with VPN and BGP, on loopback ports and below a temporary
/// folder; nothing of it stays. They come with packaging/dependencies; ZONESCOPE_OPENSTACK=0 leaves them out
/// where half a gigabyte of memory is too much.
class OpenStackLab
{
public:
    /// Why it cannot be started here; empty: it can.
    static std::string reasonToSkip();
    /// Blocks until both answer. Errors: those of kit::Process, TimedOut (the detail has the log's end).
    static base::Result<OpenStackLab> start();

    cloud::OpenStackProfile profile() const;
    /// network.py of this folder: "make", "list", "credential". What it printed.
    base::Result<std::string> script(const std::string& verb) const;
    /// The openstack client, as a stranger would use it: what one command printed. Errors: NotFound,
    /// TimedOut.
    base::Result<std::string> client(const std::string& command);
    /// A command that says nothing of interest. Errors: those, and InvalidValue with what the client
    /// complained about.
    base::Status tell(const std::string& command);
    /// A command with `-f json`. Errors: likewise.
    base::Result<QJsonDocument> json(const std::string& command);
    /// clouds.yaml with the clouds "reader", "observer" (may only read as well) and "writer".
    std::filesystem::path cloudsFile() const { return m_folder->path() / "clouds.yaml"; }
    /// Neutron is killed; Keystone stays.
    void killNeutron();

private:
    OpenStackLab(std::unique_ptr<kit::TemporaryFolder> folder, kit::Process process);
    base::Result<std::string> run(std::vector<std::string> words) const;
    base::Status startClient();
    std::string setting(const std::string& name) const;

    std::unique_ptr<kit::TemporaryFolder> m_folder;
    kit::Process m_process;
    std::unique_ptr<QProcess> m_client; ///< goes before the servers
};

} // namespace zonescope::interop
