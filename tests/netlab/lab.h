// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/netlab/emulator.h"
#include "tests/netlab/namespaces.h"

#include <functional>
#include <memory>

namespace zonescope::netlab {

/// Two hosts and what lies between them: three network namespaces of this process, two pairs of Ethernet
/// devices, an emulator in the middle. Nothing of it is seen outside; it goes when the object goes.
class Lab
{
public:
    struct Options
    {
        Plan plan;
        unsigned farAddresses = 1; ///< at most 200: one host with several servers
        /// What the near end sends to its own address over IPv4 goes through the path to the far end, which
        /// sends it back: two programs on one host, and a slow, lossy path between them all the same. The
        /// path is passed twice.
        bool ownAddressThroughPath = false;
    };
    /// allowNamespaces() comes first. Errors: PermissionDenied and those of the devices.
    static base::Result<std::unique_ptr<Lab>> create(Options options);
    ~Lab();
    Lab(const Lab&) = delete;

    const Namespace& near() const { return m_near; }
    const Namespace& far() const { return m_far; }
    /// 10.99.1.2 and fd99:1::2.
    static net::IpAddress nearAddress(net::Family family = net::Family::V4);
    /// 10.99.2.(2+n) and fd99:2::(2+n).
    static net::IpAddress farAddress(net::Family family = net::Family::V4, unsigned n = 0);

    Emulator& emulator() { return *m_emulator; }

private:
    Lab(Namespace near, Namespace middle, Namespace far);
    base::Status wire(const Options& options);
    base::Status turnBack();

    Namespace m_near;
    Namespace m_middle;
    Namespace m_far;
    std::unique_ptr<Emulator> m_emulator;
};

} // namespace zonescope::netlab
