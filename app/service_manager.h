// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/config_file.h"
#include "model/net/inherited_socket.h"

#include <string>
#include <string_view>
#include <vector>

namespace zonescope::app {

// What systemd offers a service, without its library: sockets that it opened (sd_listen_fds(3)) and a word
// about how the service is (sd_notify(3)). Without systemd all of it is nothing.

/// The sockets we were started with, by what they are for: named "notify" or "serve" (FileDescriptorName=),
/// or bound to an address of notify.listen or serve.listen.
struct HandedOver
{
    std::vector<net::InheritedSocket> notify;
    std::vector<net::InheritedSocket> serve;
};
/// Clears the environment; call once, before threads exist. Errors: InvalidValue (one is neither, or no
/// socket).
base::Result<HandedOver> takeSockets(const ServiceOptions& options);

/// "READY=1", "RELOADING=1", "STOPPING=1", each perhaps with "STATUS=..." on a line of its own. Any thread.
void tellServiceManager(std::string_view state);
/// RELOADING with the time that systemd asks for.
void tellReloading();

} // namespace zonescope::app
