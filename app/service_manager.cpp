// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/service_manager.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace zonescope::app {
namespace {

constexpr int firstDescriptor = 3; // SD_LISTEN_FDS_START

std::string variable(const char* name)
{
    const char* value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): before threads exist
    return value ? value : "";
}

long numberIn(const char* name)
{
    const std::string text = variable(name);
    long number = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? number : -1;
}

std::vector<std::string> split(const std::string& text)
{
    std::vector<std::string> words(1);
    for (const char c : text)
        if (c == ':')
            words.emplace_back();
        else
            words.back() += c;
    return words;
}

} // namespace

base::Result<HandedOver> takeSockets(const ServiceOptions& options)
{
    // Meant for us, not for a parent that did not clear them.
    const long count = numberIn("LISTEN_PID") == ::getpid() ? numberIn("LISTEN_FDS") : 0;
    const std::vector<std::string> names = split(variable("LISTEN_FDNAMES"));
    for (const char* name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"})
        ::unsetenv(name); // NOLINT(concurrency-mt-unsafe): before threads exist
    HandedOver taken;
    for (long i = 0; i < count; ++i) {
        auto socket = net::adoptSocket(net::UniqueFd(firstDescriptor + static_cast<int>(i)));
        if (!socket)
            return tl::unexpected(socket.error());
        const std::string name = static_cast<std::size_t>(i) < names.size() ? names[i] : std::string();
        const auto isFor = [&](std::string_view role, const std::vector<net::Endpoint>& listen) {
            return name == role || std::ranges::find(listen, socket->local) != listen.end();
        };
        if (name != "serve" && isFor("notify", options.notifyListen))
            taken.notify.push_back(std::move(*socket));
        else if (isFor("serve", options.serveListen))
            taken.serve.push_back(std::move(*socket));
        else
            return base::fail(base::ErrorCode::InvalidValue,
                              "socket " + socket->local.toText() + " (\"" + name +
                                  "\") is handed over, but is neither named notify or serve nor in the "
                                  "configuration");
    }
    return taken;
}

void tellServiceManager(std::string_view state)
{
    const std::string path = variable("NOTIFY_SOCKET");
    sockaddr_un address{};
    if (path.size() < 2 || path.size() >= sizeof address.sun_path || (path[0] != '/' && path[0] != '@'))
        return;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    if (path[0] == '@')
        address.sun_path[0] = '\0'; // the abstract namespace
    const net::UniqueFd socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    if (!socket)
        return;
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
    // Nobody listens: then nobody is to be told.
    (void)::sendto(socket.get(), state.data(), state.size(), MSG_NOSIGNAL,
                   reinterpret_cast<const sockaddr*>(&address),
                   length); // NOLINT(*-reinterpret-cast): sockets API
}

void tellReloading()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    const long long microseconds = static_cast<long long>(now.tv_sec) * 1'000'000 + now.tv_nsec / 1000;
    tellServiceManager("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(microseconds));
}

} // namespace zonescope::app
