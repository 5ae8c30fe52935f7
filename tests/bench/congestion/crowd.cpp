// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/congestion/crowd.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>
#include <vector>

namespace zonescope::bench {
namespace {

using Clock = std::chrono::steady_clock;

void raiseFileLimit()
{
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

int listenAnywhere(std::uint16_t& port)
{
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    ::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address); // NOLINT: as bind(2) wants it
    ::listen(listener, 4096);
    socklen_t length = sizeof address;
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length); // NOLINT
    port = ntohs(address.sin_port);
    return listener;
}

int connectTo(std::uint16_t port)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(port);
    if (fd >= 0 && ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) // NOLINT
        return fd;
    if (fd >= 0)
        ::close(fd);
    return -1;
}

template <class Work>
pid_t inChild(Work work)
{
    const pid_t child = ::fork();
    if (child != 0)
        return child;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    raiseFileLimit();
    work();
    ::_exit(0);
}

[[noreturn]] void sleepForEver()
{
    for (;;)
        ::pause();
}

void acceptAll(int listener, int count, int tell)
{
    for (int i = 0; i < count; ++i)
        if (::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC) < 0)
            ::_exit(1);
    [[maybe_unused]] const auto told = ::write(tell, "x", 1);
    sleepForEver();
}

void stop(pid_t child)
{
    if (child <= 0)
        return;
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
}

/// Closes what the other side has closed, until nobody is left.
void acceptPassing(int listener, int count)
{
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    const auto watch = [&](int fd) {
        epoll_event wanted{};
        wanted.events = EPOLLIN;
        wanted.data.fd = fd;
        ::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &wanted);
    };
    watch(listener);
    std::array<epoll_event, 512> ready{};
    for (int closed = 0; closed < count;) {
        const int found = ::epoll_wait(epoll, ready.data(), static_cast<int>(ready.size()), 20'000);
        if (found <= 0)
            return;
        for (int i = 0; i < found; ++i) {
            if (ready[static_cast<std::size_t>(i)].data.fd != listener) {
                ::close(ready[static_cast<std::size_t>(i)].data.fd);
                ++closed;
                continue;
            }
            for (int taken = 0; taken < 64; ++taken) {
                const int fd = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
                if (fd < 0)
                    break;
                watch(fd);
            }
        }
    }
}

/// As many as come: each is taken and closed at once, as the other side does with its end.
void acceptAndClose(int listener, int count)
{
    for (int i = 0; i < count; ++i) {
        const int fd = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0)
            ::_exit(1);
        ::close(fd);
    }
}

void connectPassing(std::uint16_t port, int count, double perSecond, double lifeMilliseconds)
{
    const auto began = Clock::now();
    for (int i = 0; i < count; ++i) {
        if (perSecond > 0)
            std::this_thread::sleep_until(began + std::chrono::duration_cast<Clock::duration>(
                                                      std::chrono::duration<double>(i / perSecond)));
        const int fd = connectTo(port);
        if (fd < 0)
            ::_exit(1);
        if (lifeMilliseconds > 0)
            std::this_thread::sleep_for(std::chrono::duration<double, std::milli>(lifeMilliseconds));
        ::close(fd);
    }
}

} // namespace

StandingCrowd::StandingCrowd(int connections)
{
    std::uint16_t port = 0;
    int ready[2]{};
    if (::pipe(ready) != 0)
        return;
    const int listener = listenAnywhere(port);
    m_accepting = inChild([&] { acceptAll(listener, connections, ready[1]); });
    m_connecting = inChild([&] {
        ::close(listener);
        std::vector<int> open;
        for (int i = 0; i < connections; ++i)
            open.push_back(connectTo(port));
        if (std::ranges::count(open, -1) > 0)
            ::_exit(1);
        sleepForEver();
    });
    ::close(listener);
    ::close(ready[1]);
    char told = 0;
    if (::read(ready[0], &told, 1) == 1) // nothing comes when a child gave up
        m_port = port;
    ::close(ready[0]);
}

StandingCrowd::~StandingCrowd()
{
    stop(m_connecting);
    stop(m_accepting);
}

PassingCrowd passBy(int connections, double perSecond, double lifeMilliseconds, int parallel)
{
    PassingCrowd crowd;
    const int listener = listenAnywhere(crowd.port);
    if (perSecond > 0)
        ::fcntl(listener, F_SETFL, ::fcntl(listener, F_GETFL) | O_NONBLOCK);
    const pid_t accepting = inChild([&] {
        perSecond > 0 ? acceptPassing(listener, connections) : acceptAndClose(listener, connections);
    });
    const auto began = Clock::now();
    std::vector<pid_t> connecting;
    for (int i = 0; i < parallel; ++i)
        connecting.push_back(inChild([&] {
            connectPassing(crowd.port, connections / parallel, perSecond / parallel, lifeMilliseconds);
        }));
    crowd.done = true;
    for (const pid_t child : connecting) {
        int status = 0;
        ::waitpid(child, &status, 0);
        crowd.done = crowd.done && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }
    int status = 0;
    ::waitpid(accepting, &status, 0);
    crowd.seconds = std::chrono::duration<double>(Clock::now() - began).count();
    ::close(listener);
    return crowd;
}

} // namespace zonescope::bench
