// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/bytes.h"
#include "model/base/result.h"
#include "model/zone/configuration.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace zonescope::engine {

class Engine;

/// What `zonescoped --status` and its like ask a running service.
struct ControlRequest
{
    enum class Kind { Status, Transfer, History, TestChange };

    Kind kind = Kind::Status;
    std::string zone;  ///< all but Status
    bool full = false; ///< Transfer
};

struct ControlAnswer
{
    bool ok = false;
    std::string
        json; ///< one JSON value, pretty enough to read; on failure {"error": {"code": ..., "detail": ...}}
};

/// Answers requests on a Unix-domain socket, mode 0600 in a folder of mode 0700. Own thread; takes the
/// engine's batches (nobody else does in the headless program). A stale socket file of a dead service is
/// replaced.
class ControlServer
{
public:
    /// Errors: AddressInUse (another service answers there), PermissionDenied, SocketFailed.
    static base::Result<std::unique_ptr<ControlServer>> start(const std::filesystem::path& socket,
                                                              Engine& engine);
    virtual ~ControlServer() = default; ///< joins, removes the socket file

    /// Replaces the newest configuration and waits until that is durable: replies come in batches, which
    /// nobody else takes. Errors: as Engine::configure(); TimedOut.
    virtual base::Status configure(zone::Configuration changed,
                                   std::map<base::KeyId, base::Bytes> secrets) = 0;
};

/// Blocks for at most ten seconds (a transfer is waited for: at most its own limits). Command-line use only.
/// Errors: ConnectionRefused ("no service is running at ..."), TimedOut.
base::Result<ControlAnswer> askService(const std::filesystem::path& socket, const ControlRequest& request);

} // namespace zonescope::engine
