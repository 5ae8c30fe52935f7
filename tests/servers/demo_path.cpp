// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/servers/demo_path.h"

#include "tests/netlab/lab.h"

#include <pthread.h>

#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>

namespace zonescope::servers {
namespace {

using namespace std::chrono_literals;

constexpr unsigned places = 16;
constexpr auto routeHolds = 40s; // then the way to one server changes, so that somebody who watches sees it

std::optional<base::Status>& allowed()
{
    static std::optional<base::Status> status;
    return status;
}

/// The display of this session is reached over TCP (ssh -X): without the network of the machine it is gone.
bool displayNeedsNetwork()
{
    const char* display = std::getenv("DISPLAY");
    return display && *display != ':' && *display != '\0' && *display != '/' &&
           !std::getenv("WAYLAND_DISPLAY") && std::string_view(display).substr(0, 5) != "unix:";
}

/// The usual way: routers, delay, some loss and a bottleneck in the direction of the transfers.
netlab::Plan usualPlan(std::size_t routers)
{
    auto plan = netlab::chain(routers, std::chrono::milliseconds(DemoPath::roundTripMilliseconds / 2));
    plan.bottleneck = routers / 2;
    plan.back.loss.random = DemoPath::lostPercent / 100;
    plan.back.jitter = 1500us;
    plan.back.bitsPerSecond = DemoPath::megabitsPerSecond * 1'000'000ULL;
    plan.back.queueOctets = 150'000;
    return plan;
}

netlab::Plan planOf(unsigned place, bool detour)
{
    auto plan = usualPlan(4 + place % 5);
    switch (place) {
    case 1: // equal-cost routers
        netlab::addAlternative(plan, 2);
        break;
    case 2: // a router that seldom answers, one that never does
        plan.hops[1].answersPerSecond = 0.5;
        plan.hops[1].answerBurst = 2;
        plan.hops[3].silent = true;
        break;
    case 4: { // far away, through a label-switched path that hides routers
        plan = usualPlan(12);
        plan.there.delay = plan.back.delay = 45ms;
        plan.lsp = netlab::Lsp{2, 4, netlab::LspMode::Pipe};
        for (std::size_t i = 0; i < plan.hops.size(); ++i)
            plan.hops[i].oneWay = i < 2 ? 1ms * (i + 1) : 40ms + 400us * i;
        break;
    }
    // What other programs of the demo and its experiments use: these send, and meet their path's troubles.
    case 13: // a bottleneck with a queue that fills
        plan.there = plan.back;
        plan.there.bitsPerSecond = 6'000'000;
        plan.there.queueOctets = 60'000;
        break;
    case 14:
        plan.there = plan.back;
        break;
    case 15: // worse than all others
        plan = usualPlan(9);
        plan.back.delay = 30ms;
        plan.there = plan.back;
        plan.there.loss.random = 0.02;
        break;
    case 5: // labels that all routers show
        plan.lsp = netlab::Lsp{1, 3, netlab::LspMode::Uniform};
        break;
    default:
        break;
    }
    if (place == 3 && detour) {
        for (std::size_t i = 2; i < plan.hops.size(); ++i)
            netlab::addAlternative(plan, i);
        for (std::size_t i = 2; i < plan.hops.size(); ++i) {
            plan.hops[i].addresses.erase(plan.hops[i].addresses.begin());
            plan.hops[i].addresses6.erase(plan.hops[i].addresses6.begin());
        }
        plan.there.delay = plan.back.delay = 30ms;
    }
    return plan;
}

class LabPath final : public DemoPath
{
public:
    explicit LabPath(std::unique_ptr<netlab::Lab> lab)
        : m_lab(std::move(lab))
    {
        for (unsigned place = 0; place < places; ++place)
            lay(place, false);
        m_thread = std::thread([this] { changeNowAndThen(); });
        pthread_setname_np(m_thread.native_handle(), "demo-path");
    }
    ~LabPath() override
    {
        {
            const std::lock_guard lock(m_mutex);
            m_stop = true;
        }
        m_stopped.notify_all();
        m_thread.join();
    }
    LabPath(const LabPath&) = delete;

    const netlab::Namespace& near() const override { return m_lab->near(); }
    const netlab::Namespace& far() const override { return m_lab->far(); }
    net::IpAddress nearAddress() const override { return netlab::Lab::nearAddress(); }
    net::IpAddress farAddress(bool v6, unsigned n) const override
    {
        return netlab::Lab::farAddress(v6 ? net::Family::V6 : net::Family::V4, n % places);
    }

private:
    void lay(unsigned place, bool detour)
    {
        for (const net::Family family : {net::Family::V4, net::Family::V6})
            m_lab->emulator().setPlan(netlab::Lab::farAddress(family, place), planOf(place, detour));
    }

    void changeNowAndThen()
    {
        std::unique_lock lock(m_mutex);
        for (bool detour = true; !m_stopped.wait_for(lock, routeHolds, [this] { return m_stop; });
             detour = !detour)
            lay(3, detour);
    }

    std::unique_ptr<netlab::Lab> m_lab;
    std::mutex m_mutex;
    std::condition_variable m_stopped;
    bool m_stop = false; ///< guarded by m_mutex
    std::thread m_thread;
};

} // namespace

void DemoPath::prepare()
{
    if (displayNeedsNetwork())
        allowed() =
            base::fail(base::ErrorCode::PermissionDenied,
                       "the display is reached over the network of this machine, which the demo would leave");
    else
        allowed() = netlab::allowNamespaces();
}

base::Result<std::unique_ptr<DemoPath>> DemoPath::create()
{
    if (!allowed())
        prepare();
    if (!*allowed())
        return tl::unexpected(allowed()->error());
    return netlab::Lab::create({.plan = usualPlan(4), .farAddresses = places})
        .map([](std::unique_ptr<netlab::Lab> lab) -> std::unique_ptr<DemoPath> {
            return std::make_unique<LabPath>(std::move(lab));
        });
}

} // namespace zonescope::servers
