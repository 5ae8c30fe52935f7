// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"

#include "app/command_options.h"

#include <optional>
#include <utility>

namespace zonescope::app {
namespace {

using base::ErrorCode;
using Action = ServiceCommand::Action;

base::Status wrongTogether(const std::string& what)
{
    return base::fail(ErrorCode::InvalidValue, what);
}

/// One option after the other; then what goes together is looked at.
class CommandReader
{
public:
    explicit CommandReader(const std::vector<std::string>& arguments)
        : m_all(arguments)
    {
    }

    base::Result<ServiceCommand> read()
    {
        while (m_all.next())
            if (const auto done = readOption(m_all.name()); !done)
                return tl::unexpected(done.error());
        return settleServe()
            .and_then([this] { return settlePlan(); })
            .and_then([this] { return checkAsked(); })
            .and_then([this] { return settleAutoRevert(); })
            .and_then([this] { return settleRoute(); })
            .and_then([this] { return checkReading(); })
            .and_then([this] { return settleCheck(); })
            .map([this] { return std::move(m_command); });
    }

private:
    base::Status choose(Action action, const std::string& name)
    {
        if (m_chosen && *m_chosen != name)
            return wrongTogether(*m_chosen + " and " + name + " cannot go together");
        m_chosen = name;
        m_command.action = action;
        return {};
    }

    template <class Into>
    base::Status take(Into& into)
    {
        return m_all.value().map([&](const std::string& value) { into = value; });
    }

    /// An action with a value of its own.
    template <class Into>
    base::Result<bool> takeAction(Action action, const std::string& name, Into& into)
    {
        return known(take(into).and_then([&] { return choose(action, name); }));
    }

    static base::Result<bool> known(const base::Status& done)
    {
        return done.map([] { return true; });
    }

    base::Status readOption(const std::string& name)
    {
        for (const auto group :
             {&CommandReader::takeGeneral, &CommandReader::takeAsked, &CommandReader::takeCloudAction,
              &CommandReader::takeReading, &CommandReader::takeShared}) {
            const auto taken = (this->*group)(name);
            if (!taken)
                return tl::unexpected(taken.error());
            if (*taken)
                return {};
        }
        return base::fail(ErrorCode::InvalidValue, "unknown argument " + name + "; see zonescoped --help");
    }

    // Each: true when it was one of these.
    base::Result<bool> takeGeneral(const std::string& name)
    {
        if (name == "--config")
            return known(take(m_command.configFile));
        if (name == "--check") {
            m_check = true;
            return true;
        }
        if (name == "--socket")
            return known(take(m_command.socket));
        if (name == "--help" || name == "-h")
            return known(choose(Action::Help, name));
        if (name == "--version")
            return known(choose(Action::Version, name));
        return false;
    }

    base::Result<bool> takeAsked(const std::string& name)
    {
        if (name == "--status")
            return known(choose(Action::Status, name));
        if (name == "--transfer")
            return takeAction(Action::Transfer, name, m_command.zone);
        if (name == "--test-change")
            return takeAction(Action::TestChange, name, m_command.zone);
        if (name == "--full") {
            m_command.full = true;
            return true;
        }
        if (name == "--history")
            return takeAction(Action::History, name, m_command.zone);
        if (name == "--path")
            return known(
                takeTarget(m_all, m_command.target).and_then([&] { return choose(Action::Path, name); }));
        if (name == "--tcp") {
            m_command.tcp = true;
            return true;
        }
        if (name == "--rounds")
            return known(takeRounds(m_all, m_command.rounds));
        return false;
    }

    base::Result<bool> takeCloudAction(const std::string& name)
    {
        if (name == "--drift")
            return takeAction(Action::Drift, name, m_command.folder);
        if (name == "--check-plan")
            return takeAction(Action::CheckPlan, name, m_command.plan);
        if (name == "--route")
            return takeAction(Action::Route, name, m_command.route.table);
        if (name == "--auto-revert")
            return takeAction(Action::AutoRevert, name, m_command.autoRevert.folder);
        if (name == "--allow-writing" || name == "--forbid-writing") {
            m_command.allow = name == "--allow-writing";
            return takeAction(Action::AllowWriting, name, m_command.folder);
        }
        if (name == "--throw-kill-switch" || name == "--release-kill-switch") {
            m_command.kill = name == "--throw-kill-switch";
            return takeAction(Action::KillSwitch, name, m_command.folder);
        }
        return false;
    }

    base::Result<bool> takeReading(const std::string& name)
    {
        if (name == "--discover")
            return known(takeProvider(m_all, m_command.provider).and_then([&] {
                return choose(Action::Discover, name);
            }));
        if (name == "--places")
            return known(takePlaces(m_all, m_command.places));
        if (name == "--authorities")
            return known(take(m_command.caFile));
        if (name == "--keep-in")
            return known(take(m_command.folder).map([this] { m_aboutReading = true; }));
        if (name == "--every")
            return known(takeMinutes(m_all, m_command.every));
        if (name == "--snapshot")
            return known(take(m_command.snapshot));
        return false;
    }

    /// Options that several actions have.
    base::Result<bool> takeShared(const std::string& name)
    {
        const auto about = takeAutoRevertOption(m_all, m_command.autoRevert);
        if (!about || *about) {
            m_autoRevertOption = name;
            return about;
        }
        const auto taken = takeRouteOption(m_all, m_command.route);
        if (taken && *taken)
            (name == "--profile" || name == "--endpoint" ? m_shared
             : name == "--data"                          ? m_dataOption
                                                         : m_routeOption) = name;
        return taken;
    }

    base::Status settleServe()
    {
        if (m_command.configFile.empty() || m_command.action == Action::CheckPlan)
            return {};
        return choose(Action::Serve, "--config");
    }

    base::Status settlePlan()
    {
        if (m_command.action != Action::CheckPlan)
            return {};
        m_command.folder = std::exchange(m_command.route.folder, {});
        m_dataOption.clear();
        if (!m_command.folder.empty() && !m_command.configFile.empty())
            return wrongTogether("--check-plan takes either --data or --config");
        return {};
    }

    base::Status checkAsked() const
    {
        if (m_command.full && m_command.action != Action::Transfer)
            return wrongTogether("--full goes with --transfer");
        if ((m_command.tcp || m_command.rounds != 0) && m_command.action != Action::Path)
            return wrongTogether("--tcp and --rounds go with --path");
        return {};
    }

    /// Two options mean the same there as they do for --route, and for --discover.
    base::Status settleAutoRevert()
    {
        if (m_command.action == Action::Discover) {
            m_command.profile = std::exchange(m_command.route.profile, {});
            m_command.endpoint = std::exchange(m_command.route.endpoint, {});
            m_shared.clear();
        }
        if (m_command.action != Action::AutoRevert)
            return m_autoRevertOption.empty()
                       ? base::Status()
                       : wrongTogether(m_autoRevertOption + " goes with --auto-revert");
        AutoRevertOptions& options = m_command.autoRevert;
        if (m_shared == "--profile" || !m_command.route.profile.empty())
            options.profile = std::exchange(m_command.route.profile, {});
        if (m_shared == "--endpoint" || !m_command.route.endpoint.empty())
            options.endpoint = std::exchange(m_command.route.endpoint, {});
        m_shared.clear();
        if (options.account.empty() && (options.changes() || options.resume))
            return wrongTogether("--auto-revert needs --account NAME to change anything; without options it "
                                 "shows all of them");
        return {};
    }

    base::Status settleRoute()
    {
        if (m_command.action == Action::Route) {
            m_command.route.snapshot = std::exchange(m_command.snapshot, {});
            return checkRoute(m_command.route);
        }
        if (!m_routeOption.empty())
            return wrongTogether(m_routeOption + " goes with --route");
        if (!m_dataOption.empty())
            return wrongTogether(m_dataOption + " goes with --route or --check-plan");
        if (!m_shared.empty())
            return wrongTogether(m_shared + " goes with --route, --discover or --auto-revert");
        return {};
    }

    base::Status checkReading() const
    {
        const bool any =
            m_aboutReading || !m_command.places.empty() || !m_command.caFile.empty() || m_command.every != 0;
        if (any && m_command.action != Action::Discover)
            return wrongTogether("--places, --authorities, --keep-in and --every go with --discover");
        if ((m_command.action == Action::CheckPlan) != !m_command.snapshot.empty())
            return wrongTogether("--check-plan and --snapshot go together");
        return {};
    }

    base::Status settleCheck()
    {
        if (m_check && m_command.action != Action::Serve)
            return wrongTogether("--check goes with --config");
        if (m_check)
            m_command.action = Action::Check;
        return {};
    }

    Arguments m_all;
    ServiceCommand m_command;
    std::optional<std::string> m_chosen;
    bool m_check = false;
    bool m_aboutReading = false;
    std::string m_routeOption;
    std::string m_dataOption; ///< of --route and --check-plan
    std::string m_autoRevertOption;
    std::string m_shared; ///< of --route, --discover and --auto-revert
};

} // namespace

base::Result<ServiceCommand> parseServiceCommand(const std::vector<std::string>& arguments)
{
    return CommandReader(arguments).read();
}

} // namespace zonescope::app
