// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/servers/demo_traffic.h"

#include "model/net/socket.h"

#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <chrono>
#include <thread>

namespace zonescope::servers {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto turn = 50ms;
constexpr std::size_t largest = 256 * 1024;
constexpr int waitingOctets = 512 * 1024; // what a socket may hold that its path does not take at once

/// A program of the near end: what it sends and how often, and for how long.
struct Habit
{
    bool reads = false;
    std::size_t octets = 0;
    std::chrono::milliseconds every{0};
    std::chrono::seconds lives{0};
};
constexpr std::array<Habit, 3> habits{Habit{false, largest, 200ms, 55s}, Habit{false, 900, 700ms, 70s},
                                      Habit{true, 0, 1s, 40s}};

void setSendBuffer(int socket)
{
    ::setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &waitingOctets, sizeof waitingOctets);
}

/// Everything that waits to be read is thrown away. False: the other end is gone.
bool drain(int socket)
{
    std::array<std::uint8_t, 65536> buffer{};
    for (;;) {
        const auto got = net::readSome(socket, buffer);
        if (!got || (*got && **got == 0))
            return false;
        if (!*got)
            return true;
    }
}

class Traffic final : public DemoTraffic
{
public:
    ~Traffic() override
    {
        m_end = true;
        for (std::thread* thread : {&m_near, &m_far})
            if (thread->joinable())
                thread->join();
    }

    base::Status open(const std::vector<net::IpAddress>& addresses)
    {
        // The last listener gives instead of taking.
        for (std::size_t i = 0; i <= addresses.size(); ++i) {
            auto listener = net::listenTcp({addresses[i % addresses.size()], 0});
            if (!listener)
                return tl::unexpected(listener.error());
            const auto at = net::localEndpoint(listener->get());
            if (!at)
                return tl::unexpected(at.error());
            (i < addresses.size() ? m_sinks.emplace_back() : m_source) = *at;
            m_listeners.push_back(std::move(*listener));
        }
        m_far = std::thread([this] { serve(); });
        pthread_setname_np(m_far.native_handle(), "demo-sink");
        return {};
    }
    const std::vector<net::Endpoint>& sinks() const override { return m_sinks; }
    void begin() override
    {
        m_near = std::thread([this] { work(); });
        pthread_setname_np(m_near.native_handle(), "demo-traffic");
    }

private:
    struct Client
    {
        net::UniqueFd socket;
        bool given = false; ///< gets octets
        Clock::time_point due{};
    };

    void serve();
    void work();

    std::vector<net::UniqueFd> m_listeners;
    std::vector<net::Endpoint> m_sinks;
    net::Endpoint m_source;
    std::atomic<bool> m_end = false;
    std::thread m_far, m_near;
};

void Traffic::serve()
{
    const base::Bytes block(60'000, '\0');
    std::vector<Client> clients;
    while (!m_end) {
        std::vector<pollfd> watched;
        for (const net::UniqueFd& listener : m_listeners)
            watched.push_back({listener.get(), POLLIN, 0});
        for (const Client& client : clients)
            watched.push_back({client.socket.get(), POLLIN, 0});
        ::poll(watched.data(), watched.size(), static_cast<int>(turn.count()));
        const auto now = Clock::now();
        for (std::size_t i = clients.size(); i-- > 0;) {
            Client& client = clients[i];
            if (client.given && now >= client.due) {
                client.due = now + 250ms;
                (void)net::writeSome(client.socket.get(), base::viewOf(block));
            }
            if (watched[m_listeners.size() + i].revents != 0 && !drain(client.socket.get()))
                clients.erase(clients.begin() + static_cast<std::ptrdiff_t>(i));
        }
        for (std::size_t i = 0; i < m_listeners.size(); ++i)
            if (watched[i].revents != 0)
                if (auto accepted = net::acceptTcp(m_listeners[i].get()); accepted && *accepted) {
                    setSendBuffer((*accepted)->socket.get());
                    clients.push_back({std::move((*accepted)->socket), i + 1 == m_listeners.size(), now});
                }
    }
}

void Traffic::work()
{
    struct Program
    {
        net::UniqueFd socket;
        Clock::time_point due{}, ends{};
    };
    std::array<Program, habits.size()> programs;
    const base::Bytes block(largest, '\0');
    while (!m_end) {
        const auto now = Clock::now();
        for (std::size_t i = 0; i < programs.size(); ++i) {
            const Habit& habit = habits[i];
            Program& program = programs[i];
            if (!program.socket || now >= program.ends) {
                auto socket = net::startConnect(habit.reads ? m_source : m_sinks.front());
                program = {socket ? std::move(*socket) : net::UniqueFd(), now + 1s, now + habit.lives};
                if (program.socket)
                    setSendBuffer(program.socket.get());
                continue;
            }
            if (!drain(program.socket.get()))
                program.socket.reset();
            else if (habit.octets > 0 && now >= program.due) {
                program.due = now + habit.every;
                (void)net::writeSome(program.socket.get(), base::viewOf(block).first(habit.octets));
            }
        }
        std::this_thread::sleep_for(turn);
    }
}

} // namespace

base::Result<std::unique_ptr<DemoTraffic>> DemoTraffic::listen(const std::vector<net::IpAddress>& addresses)
{
    auto traffic = std::make_unique<Traffic>();
    if (auto opened = traffic->open(addresses); !opened)
        return tl::unexpected(opened.error());
    return traffic;
}

} // namespace zonescope::servers
