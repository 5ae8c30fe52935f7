// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/cloud/intent/drift.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace zonescope::cloud {

/// What becomes of drift in an account once it is certain.
enum class RevertMode : std::uint8_t {
    Report,  ///< it is said, nothing more
    Propose, ///< what would put it right stands ready for somebody to confirm
    Auto,    ///< put right without a person, within limits
};
std::string_view revertModeWord(RevertMode mode); ///< "report", "propose", "auto"
std::optional<RevertMode> revertModeFromWord(std::string_view word);

/// What may be put right without a person: which kind of object, and what is wrong with it.
enum class RevertClass : std::uint8_t {
    RouteMissing,
    RouteChanged, ///< another target
    RouteExtra,
    RuleMissing, ///< of a security group or firewall
    RuleChanged,
    RuleExtra,
    AclMissing, ///< an entry of a stateless access list
    AclChanged,
    AclExtra,
};
inline constexpr std::size_t revertClassCount = static_cast<std::size_t>(RevertClass::AclExtra) + 1;
std::string_view revertClassWord(RevertClass kind); ///< "route-missing", "rule-extra", "acl-changed"
std::optional<RevertClass> revertClassFromWord(std::string_view word);
/// Nothing: it is neither a route nor a rule.
std::optional<RevertClass> revertClassOf(const DriftFinding& finding);

/// When it may be done. A day counts by when the window begins: one from Friday 22:00 to 04:00 ends on
/// Saturday.
struct MaintenanceWindow
{
    static constexpr std::uint8_t everyDay = 0x7f;
    std::uint8_t days = everyDay; ///< bit 0: Monday
    std::uint16_t from = 2 * 60;  ///< minutes of the day
    std::uint16_t to = 5 * 60;    ///< not later than `from`: of the next day; equal: all day long
    std::string zone = "UTC";     ///< "UTC", "local" (of this computer) or an offset: "+05:30"
    friend bool operator==(const MaintenanceWindow&, const MaintenanceWindow&) = default;
};
/// "Mon-Fri,Sun 22:00-04:00 UTC"; every day is "daily". Errors: InvalidValue, which says what is wrong.
std::string windowText(const MaintenanceWindow& window);
base::Result<MaintenanceWindow> windowFromText(std::string_view text);

/// How far this computer's clock on the wall is ahead of UTC then.
using LocalOffset = std::function<base::Duration(base::Timestamp)>;
bool isOpen(const MaintenanceWindow& window, base::Timestamp at, const LocalOffset& local);
/// When it opens next after that; nothing: never.
std::optional<base::Timestamp> nextOpening(const MaintenanceWindow& window, base::Timestamp at,
                                           const LocalOffset& local);

/// "prod", "OpenStack prod": what snapshots of one account have in common. A profile as the provider's own
/// tools name it.
std::string accountName(Provider provider, const std::string& profile);

/// Of one account, which is named as its snapshots are.
struct AutoRevertSettings
{
    std::string account;
    RevertMode mode = RevertMode::Report;
    std::set<RevertClass> classes;
    std::uint32_t most = 2; ///< corrections within `hours`
    std::uint32_t hours = 24;
    MaintenanceWindow window;
    std::string profile;               ///< that may write; never the one that reads
    std::string endpoint;              ///< instead of the profile's
    std::uint32_t mostInterfaces = 20; ///< that a correction may touch
    /// What is reachable through the drift only may be cut without a person.
    bool mayCutFlows = false;
    friend bool operator==(const AutoRevertSettings&, const AutoRevertSettings&) = default;

    static constexpr std::uint32_t largestMost = 100;
    static constexpr std::uint32_t largestHours = 720;
    static constexpr std::uint32_t largestInterfaces = 10'000;
};
/// Errors: InvalidValue with a sentence that says what is missing.
base::Status check(const AutoRevertSettings& settings);

} // namespace zonescope::cloud
