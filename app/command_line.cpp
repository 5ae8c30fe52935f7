// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace zonescope::app {
namespace {

using base::ErrorCode;
using Action = ServiceCommand::Action;

constexpr unsigned mostRounds = 1000;

/// Walks the arguments; "--name=value" and "--name value" mean the same.
class Arguments
{
public:
    explicit Arguments(const std::vector<std::string>& all)
        : m_all(all)
    {
    }

    bool next()
    {
        if (m_next == m_all.size())
            return false;
        m_name = m_all[m_next++];
        m_value.reset();
        const std::size_t equals = m_name.find('=');
        if (m_name.starts_with("--") && equals != std::string::npos) {
            m_value = m_name.substr(equals + 1);
            m_name.resize(equals);
        }
        return true;
    }
    const std::string& name() const { return m_name; }
    base::Result<std::string> value()
    {
        if (m_value)
            return *m_value;
        if (m_next == m_all.size() || m_all[m_next].starts_with("--"))
            return base::fail(ErrorCode::InvalidValue, m_name + " needs a value");
        return m_all[m_next++];
    }

private:
    const std::vector<std::string>& m_all;
    std::size_t m_next = 0;
    std::string m_name;
    std::optional<std::string> m_value;
};

base::Status takeTarget(Arguments& from, net::Endpoint& into)
{
    return from.value().and_then([&](const std::string& value) -> base::Status {
        const auto target = net::Endpoint::fromText(value);
        if (!target)
            return base::fail(ErrorCode::InvalidValue,
                              "--path takes an address as 192.0.2.1, 192.0.2.1:5353 or [2001:db8::1]:5353, "
                              "not " +
                                  value + "; names are not looked up");
        into = *target;
        return {};
    });
}

base::Status takeRounds(Arguments& from, unsigned& into)
{
    return from.value().and_then([&](const std::string& value) -> base::Status {
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), into);
        if (error != std::errc() || end != value.data() + value.size() || into < 1 || into > mostRounds)
            return base::fail(ErrorCode::InvalidValue,
                              "--rounds takes a number from 1 to " + std::to_string(mostRounds));
        return {};
    });
}

base::Status takeSeconds(Arguments& from, base::Duration& into)
{
    return from.value().and_then([&](const std::string& value) -> base::Status {
        unsigned seconds = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
        if (error != std::errc() || end != value.data() + value.size() || seconds < 10 || seconds > 86400)
            return base::fail(ErrorCode::InvalidValue, "--keep-within takes seconds from 10 to 86400");
        into = std::chrono::seconds(seconds);
        return {};
    });
}

base::Status takeProvider(Arguments& from, std::string& into)
{
    return from.value().and_then([&](const std::string& value) -> base::Status {
        if (value != "aws" && value != "google" && value != "azure" && value != "openstack")
            return base::fail(ErrorCode::InvalidValue,
                              "--discover takes aws, google, azure or openstack, not " + value);
        into = value;
        return {};
    });
}

/// An argument of --route; false: it is none.
base::Result<bool> takeRouteOption(Arguments& from, RouteOptions& into)
{
    const std::string& name = from.name();
    const auto text = [&](auto& field) -> base::Result<bool> {
        return from.value().map([&](const std::string& value) {
            field = value;
            return true;
        });
    };
    if (name == "--to")
        return text(into.destinations);
    if (name == "--via")
        return text(into.target);
    if (name == "--data")
        return text(into.folder);
    if (name == "--profile")
        return text(into.profile);
    if (name == "--endpoint")
        return text(into.endpoint);
    if (name == "--keep-within")
        return takeSeconds(from, into.keepWithin).map([] { return true; });
    for (const auto& [flag, field] :
         {std::pair{"--withdraw", &RouteOptions::withdraw}, std::pair{"--carry-out", &RouteOptions::carryOut},
          std::pair{"--confirmed", &RouteOptions::confirmed}, std::pair{"--keep", &RouteOptions::keep}})
        if (name == flag)
            return into.*field = true;
    return false;
}

base::Status checkRoute(const RouteOptions& route)
{
    const auto wrong = [](const char* what) { return base::fail(ErrorCode::InvalidValue, what); };
    if (route.destinations.empty())
        return wrong("--route needs --to PREFIX");
    if (route.withdraw == !route.target.empty())
        return wrong("--route takes either --via TARGET or --withdraw");
    if (route.snapshot.empty() == route.folder.empty())
        return wrong("--route takes either --snapshot FILE, to look only, or --data DATAFOLDER");
    if (route.carryOut && (route.folder.empty() || route.profile.empty()))
        return wrong("--carry-out needs --data DATAFOLDER and the --profile that may write");
    if ((route.keep || route.confirmed) && !route.carryOut)
        return wrong("--keep and --confirmed go with --carry-out");
    return {};
}

/// "eu-central-1,us-east-1".
base::Status takePlaces(Arguments& from, std::vector<std::string>& into)
{
    return from.value().map([&](const std::string& value) {
        for (std::size_t at = 0; at <= value.size();) {
            const std::size_t end = std::min(value.find(',', at), value.size());
            if (end > at)
                into.push_back(value.substr(at, end - at));
            at = end + 1;
        }
    });
}

base::Status takeMinutes(Arguments& from, unsigned& into)
{
    constexpr unsigned mostMinutes = 7 * 24 * 60;
    return from.value().and_then([&](const std::string& value) -> base::Status {
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), into);
        if (error != std::errc() || end != value.data() + value.size() || into < 1 || into > mostMinutes)
            return base::fail(ErrorCode::InvalidValue,
                              "--every takes minutes from 1 to " + std::to_string(mostMinutes));
        return {};
    });
}

template <class Number>
base::Status takeNumber(Arguments& from, Number largest, std::optional<Number>& into)
{
    return from.value().and_then([&](const std::string& value) -> base::Status {
        Number number = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (error != std::errc() || end != value.data() + value.size() || number < 1 || number > largest)
            return base::fail(ErrorCode::InvalidValue,
                              from.name() + " takes a number from 1 to " + std::to_string(largest));
        into = number;
        return {};
    });
}

base::Status takeClasses(Arguments& from, std::optional<std::set<cloud::RevertClass>>& into)
{
    std::vector<std::string> words;
    return takePlaces(from, words).and_then([&]() -> base::Status {
        into.emplace();
        for (const std::string& word : words) {
            const auto kind = cloud::revertClassFromWord(word);
            if (!kind)
                return base::fail(ErrorCode::InvalidValue,
                                  "--classes takes route, rule or acl with -missing, -changed or -extra, as "
                                  "route-extra,rule-missing; not " +
                                      word);
            into->insert(*kind);
        }
        return {};
    });
}

/// An argument of --auto-revert; false: it is none.
base::Result<bool> takeAutoRevertOption(Arguments& from, AutoRevertOptions& into)
{
    using Settings = cloud::AutoRevertSettings;
    const std::string& name = from.name();
    base::Status done;
    if (name == "--account")
        done = from.value().map([&](const std::string& value) { into.account = value; });
    else if (name == "--mode")
        done = from.value().and_then([&](const std::string& value) -> base::Status {
            into.mode = cloud::revertModeFromWord(value);
            return into.mode ? base::Status()
                             : base::fail(ErrorCode::InvalidValue,
                                          "--mode takes report, propose or auto, not " + value);
        });
    else if (name == "--classes")
        done = takeClasses(from, into.classes);
    else if (name == "--most")
        done = takeNumber(from, Settings::largestMost, into.most);
    else if (name == "--hours")
        done = takeNumber(from, Settings::largestHours, into.hours);
    else if (name == "--interfaces")
        done = takeNumber(from, Settings::largestInterfaces, into.interfaces);
    else if (name == "--window")
        done = from.value().and_then(cloud::windowFromText).map([&](const auto& window) {
            into.window = window;
        });
    else if (name == "--cut-flows")
        done = from.value().and_then([&](const std::string& value) -> base::Status {
            if (value != "yes" && value != "no")
                return base::fail(ErrorCode::InvalidValue, "--cut-flows takes yes or no, not " + value);
            into.cutFlows = value == "yes";
            return {};
        });
    else if (name == "--resume")
        into.resume = true;
    else
        return false;
    return done.map([] { return true; });
}

} // namespace

base::Result<ServiceCommand> parseServiceCommand(const std::vector<std::string>& arguments)
{
    ServiceCommand command;
    std::optional<std::string> chosen;
    const auto choose = [&](Action action, const std::string& name) -> base::Status {
        if (chosen && *chosen != name)
            return base::fail(ErrorCode::InvalidValue, *chosen + " and " + name + " cannot go together");
        chosen = name;
        command.action = action;
        return {};
    };
    const auto take = [](Arguments& from, auto& into) -> base::Status {
        return from.value().map([&](const std::string& value) { into = value; });
    };

    Arguments all(arguments);
    bool check = false;
    std::string routeOption;
    std::string dataOption; ///< of --route and --check-plan
    std::string autoRevertOption;
    std::string shared; ///< of --route, --discover and --auto-revert
    bool aboutReading = false;
    while (all.next()) {
        const std::string name = all.name();
        base::Status done;
        if (name == "--config")
            done = take(all, command.configFile);
        else if (name == "--check")
            check = true;
        else if (name == "--status")
            done = choose(Action::Status, name);
        else if (name == "--transfer")
            done = take(all, command.zone).and_then([&] { return choose(Action::Transfer, name); });
        else if (name == "--history")
            done = take(all, command.zone).and_then([&] { return choose(Action::History, name); });
        else if (name == "--path")
            done = takeTarget(all, command.target).and_then([&] { return choose(Action::Path, name); });
        else if (name == "--tcp")
            command.tcp = true;
        else if (name == "--rounds")
            done = takeRounds(all, command.rounds);
        else if (name == "--drift")
            done = take(all, command.folder).and_then([&] { return choose(Action::Drift, name); });
        else if (name == "--check-plan")
            done = take(all, command.plan).and_then([&] { return choose(Action::CheckPlan, name); });
        else if (name == "--route")
            done = take(all, command.route.table).and_then([&] { return choose(Action::Route, name); });
        else if (name == "--allow-writing" || name == "--forbid-writing") {
            command.allow = name == "--allow-writing";
            done = take(all, command.folder).and_then([&] { return choose(Action::AllowWriting, name); });
        } else if (name == "--throw-kill-switch" || name == "--release-kill-switch") {
            command.kill = name == "--throw-kill-switch";
            done = take(all, command.folder).and_then([&] { return choose(Action::KillSwitch, name); });
        } else if (name == "--auto-revert")
            done = take(all, command.autoRevert.folder).and_then([&] {
                return choose(Action::AutoRevert, name);
            });
        else if (name == "--discover")
            done =
                takeProvider(all, command.provider).and_then([&] { return choose(Action::Discover, name); });
        else if (name == "--places")
            done = takePlaces(all, command.places);
        else if (name == "--authorities")
            done = take(all, command.caFile);
        else if (name == "--keep-in")
            done = take(all, command.folder).map([&] { aboutReading = true; });
        else if (name == "--every")
            done = takeMinutes(all, command.every);
        else if (name == "--snapshot")
            done = take(all, command.snapshot);
        else if (name == "--full")
            command.full = true;
        else if (name == "--socket")
            done = take(all, command.socket);
        else if (name == "--help" || name == "-h")
            done = choose(Action::Help, name);
        else if (name == "--version")
            done = choose(Action::Version, name);
        else if (const auto about = takeAutoRevertOption(all, command.autoRevert); !about)
            done = tl::unexpected(about.error());
        else if (*about)
            autoRevertOption = name;
        else if (const auto taken = takeRouteOption(all, command.route); !taken)
            done = tl::unexpected(taken.error());
        else if (*taken)
            (name == "--profile" || name == "--endpoint" ? shared
             : name == "--data"                          ? dataOption
                                                         : routeOption) = name;
        else
            done =
                base::fail(ErrorCode::InvalidValue, "unknown argument " + name + "; see zonescoped --help");
        if (!done)
            return tl::unexpected(done.error());
    }
    if (!command.configFile.empty() && command.action != Action::CheckPlan)
        if (const auto good = choose(Action::Serve, "--config"); !good)
            return tl::unexpected(good.error());
    if (command.action == Action::CheckPlan) {
        command.folder = std::exchange(command.route.folder, {});
        dataOption.clear();
        if (!command.folder.empty() && !command.configFile.empty())
            return base::fail(ErrorCode::InvalidValue, "--check-plan takes either --data or --config");
    }
    if (command.full && command.action != Action::Transfer)
        return base::fail(ErrorCode::InvalidValue, "--full goes with --transfer");
    if ((command.tcp || command.rounds != 0) && command.action != Action::Path)
        return base::fail(ErrorCode::InvalidValue, "--tcp and --rounds go with --path");
    if (command.action == Action::Discover) { // two options mean the same there
        command.profile = std::exchange(command.route.profile, {});
        command.endpoint = std::exchange(command.route.endpoint, {});
        shared.clear();
    }
    if (command.action == Action::AutoRevert) {
        if (shared == "--profile" || !command.route.profile.empty())
            command.autoRevert.profile = std::exchange(command.route.profile, {});
        if (shared == "--endpoint" || !command.route.endpoint.empty())
            command.autoRevert.endpoint = std::exchange(command.route.endpoint, {});
        shared.clear();
        if (command.autoRevert.account.empty() && (command.autoRevert.changes() || command.autoRevert.resume))
            return base::fail(ErrorCode::InvalidValue,
                              "--auto-revert needs --account NAME to change anything; without options it "
                              "shows all of them");
    } else if (!autoRevertOption.empty()) {
        return base::fail(ErrorCode::InvalidValue, autoRevertOption + " goes with --auto-revert");
    }
    if (command.action == Action::Route) {
        command.route.snapshot = std::exchange(command.snapshot, {});
        if (const auto good = checkRoute(command.route); !good)
            return tl::unexpected(good.error());
    } else if (!routeOption.empty()) {
        return base::fail(ErrorCode::InvalidValue, routeOption + " goes with --route");
    } else if (!dataOption.empty()) {
        return base::fail(ErrorCode::InvalidValue, dataOption + " goes with --route or --check-plan");
    } else if (!shared.empty()) {
        return base::fail(ErrorCode::InvalidValue,
                          shared + " goes with --route, --discover or --auto-revert");
    }
    aboutReading = aboutReading || !command.places.empty() || !command.caFile.empty() || command.every != 0;
    if (aboutReading && command.action != Action::Discover)
        return base::fail(ErrorCode::InvalidValue,
                          "--places, --authorities, --keep-in and --every go with --discover");
    if ((command.action == Action::CheckPlan) != !command.snapshot.empty())
        return base::fail(ErrorCode::InvalidValue, "--check-plan and --snapshot go together");
    if (check && command.action != Action::Serve)
        return base::fail(ErrorCode::InvalidValue, "--check goes with --config");
    if (check)
        command.action = Action::Check;
    return command;
}

} // namespace zonescope::app
