// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/net/endpoint.h"
#include "model/net/unique_fd.h"

#include <optional>
#include <vector>

namespace zonescope::net {

/// A bound socket that somebody opened for us (systemd socket activation): what came while we were away waits
/// in it.
struct InheritedSocket
{
    UniqueFd socket;
    Endpoint local;
    bool stream = false; ///< TCP, listening
};

/// Makes a descriptor ours: non-blocking, closed on exec, told from where datagrams come. Errors:
/// InvalidValue (no bound IP socket, or TCP that does not listen); the descriptor is closed then.
base::Result<InheritedSocket> adoptSocket(UniqueFd descriptor);

/// Takes the one for this address out of the list.
std::optional<UniqueFd> takeInherited(std::vector<InheritedSocket>& sockets, const Endpoint& local,
                                      bool stream);

} // namespace zonescope::net
