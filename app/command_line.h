// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/cloud/gate/auto_revert.h"
#include "model/net/endpoint.h"

#include <filesystem>
#include <string>
#include <vector>

namespace zonescope::app {

/// Of --route.
struct RouteOptions
{
    std::string table;        ///< id or name of a route table or router
    std::string destinations; ///< prefixes, separated by commas
    std::string target;       ///< of a new route
    bool withdraw = false;
    std::filesystem::path snapshot; ///< a .zscloud file or a folder: only what it would do
    std::filesystem::path folder;   ///< instead: a data folder
    std::string profile;            ///< for writing
    std::string endpoint;           ///< instead of the profile's
    bool carryOut = false;
    bool confirmed = false; ///< also when the gate wants it to be read first
    bool keep = false;      ///< at once
    base::Duration keepWithin{120'000'000};
};

/// Of --auto-revert: what is not named stays as it is.
struct AutoRevertOptions
{
    std::filesystem::path folder;
    std::string account; ///< as its snapshots are named; empty: all are shown
    std::optional<cloud::RevertMode> mode;
    std::optional<std::set<cloud::RevertClass>> classes;
    std::optional<std::uint32_t> most;
    std::optional<std::uint32_t> hours;
    std::optional<cloud::MaintenanceWindow> window;
    std::optional<std::string> profile;
    std::optional<std::string> endpoint;
    std::optional<std::uint32_t> interfaces;
    std::optional<bool> cutFlows;
    bool resume = false;

    bool changes() const
    {
        return mode || classes || most || hours || window || profile || endpoint || interfaces || cutFlows;
    }
};

/// What `zonescoped` was asked to do. Exactly one action.
struct ServiceCommand
{
    enum class Action {
        Serve,
        Check,
        Status,
        Transfer,
        TestChange,
        History,
        Path,
        Drift,
        CheckPlan,
        Route,
        AllowWriting,
        AutoRevert,
        KillSwitch,
        Discover,
        Help,
        Version
    };

    Action action = Action::Help;
    std::filesystem::path configFile; ///< CheckPlan: its data folder, when `folder` is empty
    std::filesystem::path socket;     ///< of the running service; empty: the default place
    std::string zone;                 ///< Transfer, TestChange, History
    bool full = false;                ///< Transfer
    net::Endpoint target;             ///< Path
    bool tcp = false;                 ///< Path: connection attempts instead of DNS queries
    unsigned rounds = 0;              ///< Path; 0: as many as usual
    std::filesystem::path folder;   ///< Drift, Discover: the data folder; of Discover empty: nothing is kept.
                                    ///< CheckPlan: whose guard rails count; empty: those built in
    std::filesystem::path plan;     ///< CheckPlan
    std::filesystem::path snapshot; ///< CheckPlan: a .zscloud file or a folder
    std::string provider;           ///< Discover: "aws", "google", "azure", "openstack"
    std::string profile;            ///< Discover; empty: the provider's default
    std::vector<std::string> places; ///< Discover: regions, projects or subscriptions; empty: all
    std::string endpoint;            ///< Discover: instead of the profile's
    std::filesystem::path caFile;    ///< Discover: authorities of that endpoint
    unsigned every = 0;              ///< Discover: minutes between readings; 0: once
    RouteOptions route;              ///< Route
    bool allow = false;              ///< AllowWriting: in `folder`
    AutoRevertOptions autoRevert;    ///< AutoRevert
    bool kill = false;               ///< KillSwitch: in `folder`
};

/// Errors: InvalidValue with a sentence that names the argument.
base::Result<ServiceCommand> parseServiceCommand(const std::vector<std::string>& arguments);
std::string serviceHelp();

/// Where the running service listens for --status and the like: $ZONESCOPE_SOCKET, else the run-time folder
/// of the user, else /run/zonescope for root.
std::filesystem::path defaultSocketPath();

} // namespace zonescope::app
