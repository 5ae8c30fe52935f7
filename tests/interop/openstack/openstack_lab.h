// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/openstack/openstack_profile.h"
#include "tests/kit/process.h"

#include <memory>
#include <string>
#include <vector>

namespace zonescope::interop {

/// A real Keystone and a real Neutron of Debian, with VPN and BGP where installed, on loopback ports:
/// start-up takes half a minute on a busy machine. They are big (a minute to install), so tests use them only
/// when ZONESCOPE_OPENSTACK=1 is set:
///   apt-get install keystone neutron-server neutron-plugin-ml2 python3-openstackclient
///       python3-neutron-vpnaas python3-neutron-dynamic-routing
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
    /// The openstack client, as a stranger would use it.
    base::Result<std::string> client(std::vector<std::string> words) const;
    /// Neutron is killed; Keystone stays.
    void killNeutron();

private:
    OpenStackLab(std::unique_ptr<kit::TemporaryFolder> folder, kit::Process process);
    base::Result<std::string> run(std::vector<std::string> words) const;
    std::string setting(const std::string& name) const;

    std::unique_ptr<kit::TemporaryFolder> m_folder;
    kit::Process m_process;
};

} // namespace zonescope::interop
