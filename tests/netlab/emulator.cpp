// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/netlab/emulator.h"

#include "tests/netlab/packet_device.h"
#include "tests/netlab/virtual_path.h"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>

#include <algorithm>
#include <atomic>
#include <ctime>
#include <deque>
#include <mutex>
#include <queue>
#include <thread>

namespace zonescope::netlab {
namespace {

constexpr std::size_t mostAtOnce = 256;
constexpr std::size_t mostArrivals = 100'000;

base::Instant now()
{
    return std::chrono::steady_clock::now();
}

/// Packets on their way to one device, by the time they come out.
class Waiting
{
public:
    std::vector<std::uint8_t>& add(base::Instant when)
    {
        if (m_free.empty()) {
            m_free.push_back(m_packets.size());
            m_packets.emplace_back();
        }
        const std::size_t place = m_free.back();
        m_free.pop_back();
        m_order.push({when, m_count++, place});
        return m_packets[place];
    }
    std::optional<base::Instant> first() const
    {
        return m_order.empty() ? std::nullopt : std::optional(m_order.top().when);
    }
    void sendDue(PacketDevice& device, base::Instant until, std::uint64_t& refused)
    {
        std::vector<std::size_t>& places = m_sending;
        places.clear();
        while (!m_order.empty() && m_order.top().when <= until) {
            places.push_back(m_order.top().place);
            device.queue(m_packets[places.back()]);
            m_order.pop();
        }
        if (places.empty())
            return;
        refused += device.flush();
        m_free.insert(m_free.end(), places.begin(), places.end());
    }

private:
    struct Due
    {
        base::Instant when;
        std::uint64_t number;
        std::size_t place;
        bool operator<(const Due& other) const // the earliest on top
        {
            return std::pair(other.when, other.number) < std::pair(when, number);
        }
    };
    std::priority_queue<Due> m_order;
    std::deque<std::vector<std::uint8_t>> m_packets; ///< never moves: iovecs point into them
    std::vector<std::size_t> m_free;
    std::vector<std::size_t> m_sending;
    std::uint64_t m_count = 0;
};

class Worker final : public Emulator
{
public:
    Worker(PacketDevice near, PacketDevice far, Plan plan)
        : m_near(std::move(near))
        , m_far(std::move(far))
        , m_stop(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
        , m_default(std::move(plan))
    {
        m_thread = std::thread([this] { run(); });
        pthread_setname_np(m_thread.native_handle(), "netlab");
    }
    ~Worker() override
    {
        const std::uint64_t one = 1;
        while (::write(m_stop.get(), &one, sizeof one) < 0 && errno == EINTR) {
        }
        m_thread.join();
    }
    Worker(const Worker&) = delete;

    void setPlan(Plan plan) override
    {
        const std::lock_guard lock(m_mutex);
        m_default = VirtualPath(std::move(plan));
    }
    void setPlan(const net::IpAddress& far, Plan plan) override
    {
        const std::lock_guard lock(m_mutex);
        m_own.insert_or_assign(far, VirtualPath(std::move(plan)));
    }
    Counters counters() const override
    {
        const std::lock_guard lock(m_mutex);
        return m_counters;
    }
    std::vector<Arrival> takeArrivals() override
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_arrivals, {});
    }

private:
    void run()
    {
        ::prctl(PR_SET_TIMERSLACK, 1UL, 0, 0, 0); // else every wait is 50 microseconds longer
        const sched_param first{1};               // root only: a busy machine is not a slow path
        ::pthread_setschedparam(::pthread_self(), SCHED_FIFO, &first);
        std::array<pollfd, 3> watched{
            {{m_near.fd(), POLLIN, 0}, {m_far.fd(), POLLIN, 0}, {m_stop.get(), POLLIN, 0}}};
        std::size_t busy = 0;
        while (watched[2].revents == 0) {
            wait(watched, busy > 0);
            const std::lock_guard lock(m_mutex);
            busy = m_near.receive(mostAtOnce, [this](base::ByteView packet) { fromNear(packet); });
            busy += m_far.receive(mostAtOnce, [this](base::ByteView packet) { fromFar(packet); });
            const base::Instant until = now();
            m_toFar.sendDue(m_far, until, m_counters.refused);
            m_toNear.sendDue(m_near, until, m_counters.refused);
        }
    }

    void wait(std::array<pollfd, 3>& watched, bool busy) const
    {
        std::optional<base::Instant> next = m_toFar.first();
        if (const auto other = m_toNear.first(); other && (!next || *other < *next))
            next = other;
        timespec pause{};
        if (next && !busy) {
            const auto left = std::max<std::int64_t>(
                0, std::chrono::duration_cast<std::chrono::nanoseconds>(*next - now()).count());
            pause = {left / 1'000'000'000, left % 1'000'000'000};
        }
        ::ppoll(watched.data(), watched.size(), next || busy ? &pause : nullptr, nullptr);
    }

    VirtualPath& pathTo(const net::IpAddress& far)
    {
        const auto own = m_own.empty() ? m_own.end() : m_own.find(far);
        return own == m_own.end() ? m_default : own->second;
    }

    void fromNear(base::ByteView packet)
    {
        const auto head = readHead(packet);
        if (!head)
            return;
        ++m_counters.there;
        auto outcome = pathTo(head->to).fromNear(packet.first(head->length), *head, now());
        if (auto* arrives = std::get_if<VirtualPath::Arrives>(&outcome)) {
            forward(m_toFar, packet.first(head->length), *arrives);
            if (m_arrivals.size() < mostArrivals)
                m_arrivals.push_back({head->fromPort, head->protocol, arrives->ttl});
        } else if (auto* answered = std::get_if<VirtualPath::Answered>(&outcome)) {
            ++m_counters.answers;
            m_toNear.add(answered->when) = std::move(answered->packet);
        } else {
            count(std::get<VirtualPath::Dropped>(outcome).fate);
        }
    }

    void fromFar(base::ByteView packet)
    {
        const auto head = readHead(packet);
        if (!head)
            return;
        ++m_counters.back;
        auto outcome = pathTo(head->from).fromFar(*head, now());
        if (auto* arrives = std::get_if<VirtualPath::Arrives>(&outcome))
            forward(m_toNear, packet.first(head->length), *arrives);
        else if (auto* dropped = std::get_if<VirtualPath::Dropped>(&outcome))
            count(dropped->fate);
    }

    static void forward(Waiting& waiting, base::ByteView packet, const VirtualPath::Arrives& arrives)
    {
        std::vector<std::uint8_t>& kept = waiting.add(arrives.when);
        kept.assign(packet.begin(), packet.end());
        setTtl(kept, arrives.ttl);
    }

    void count(Channel::Fate fate)
    {
        m_counters.lost += fate == Channel::Fate::Lost ? 1 : 0;
        m_counters.queueDrops += fate == Channel::Fate::QueueFull ? 1 : 0;
    }

    PacketDevice m_near;
    PacketDevice m_far;
    net::UniqueFd m_stop;
    mutable std::mutex m_mutex;
    VirtualPath m_default;
    std::map<net::IpAddress, VirtualPath> m_own;
    Counters m_counters;
    std::vector<Arrival> m_arrivals;
    Waiting m_toNear; ///< the thread's own, as is the next
    Waiting m_toFar;
    std::thread m_thread;
};

} // namespace

base::Result<std::unique_ptr<Emulator>> Emulator::start(const Namespace& middle, const Ends& ends, Plan plan)
{
    const Inside inside(middle);
    auto near = PacketDevice::open(ends.nearDevice, ends.nearHardware);
    auto far = PacketDevice::open(ends.farDevice, ends.farHardware);
    if (!near || !far)
        return tl::unexpected(near ? far.error() : near.error());
    return std::make_unique<Worker>(std::move(*near), std::move(*far), std::move(plan));
}

} // namespace zonescope::netlab
