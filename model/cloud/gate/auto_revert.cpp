// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/gate/auto_revert.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <vector>

namespace zonescope::cloud {
namespace {

using base::ErrorCode;

constexpr std::array<std::string_view, 3> modes{"report", "propose", "auto"};
constexpr std::array<std::string_view, revertClassCount> classes{
    "route-missing", "route-changed", "route-extra", "rule-missing", "rule-changed",
    "rule-extra",    "acl-missing",   "acl-changed", "acl-extra"};
constexpr std::array<std::string_view, 7> dayWords{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr int minutesOfDay = 24 * 60;

base::Error wrong(std::string what)
{
    return {ErrorCode::InvalidValue, std::move(what)};
}

std::string twoDigits(int number)
{
    return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
}

std::string clockText(int minutes)
{
    return twoDigits(minutes / 60) + ":" + twoDigits(minutes % 60);
}

/// "22:30", also "24:00".
std::optional<int> minutesFrom(std::string_view text)
{
    const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4))
        return std::nullopt;
    const int hours = (text[0] - '0') * 10 + (text[1] - '0');
    const int minutes = (text[3] - '0') * 10 + (text[4] - '0');
    const int all = hours * 60 + minutes;
    return minutes < 60 && all <= minutesOfDay ? std::optional(all) : std::nullopt;
}

std::optional<base::Duration> fixedOffset(std::string_view zone)
{
    constexpr int mostMinutes = 14 * 60;
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-'))
        return std::nullopt;
    const auto minutes = minutesFrom(zone.substr(1));
    if (!minutes || *minutes > mostMinutes)
        return std::nullopt;
    return std::chrono::minutes(zone[0] == '-' ? -*minutes : *minutes);
}

base::Duration offsetIn(const std::string& zone, base::Timestamp at, const LocalOffset& local)
{
    if (zone == "local")
        return local ? local(at) : base::Duration(0);
    return fixedOffset(zone).value_or(base::Duration(0));
}

std::vector<std::string_view> split(std::string_view text, char by)
{
    std::vector<std::string_view> parts;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(by, at), text.size());
        if (end > at || by != ' ')
            parts.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return parts;
}

std::optional<std::uint8_t> daysFrom(std::string_view text)
{
    if (text == "daily")
        return MaintenanceWindow::everyDay;
    unsigned days = 0;
    for (const std::string_view range : split(text, ',')) {
        const auto ends = split(range, '-');
        const auto first = std::ranges::find(dayWords, ends.front());
        const auto last = std::ranges::find(dayWords, ends.back());
        if (ends.size() > 2 || first == dayWords.end() || last == dayWords.end())
            return std::nullopt;
        for (auto day = first - dayWords.begin();; day = (day + 1) % 7) { // Sat-Mon goes round
            days |= 1U << day;
            if (day == last - dayWords.begin())
                break;
        }
    }
    return static_cast<std::uint8_t>(days);
}

std::string daysText(std::uint8_t days)
{
    if (days == MaintenanceWindow::everyDay)
        return "daily";
    std::string text;
    for (unsigned day = 0; day < 7; ++day) {
        if ((days >> day & 1U) == 0)
            continue;
        unsigned last = day;
        while (last < 6 && (days >> (last + 1) & 1U) != 0)
            ++last;
        text += (text.empty() ? "" : ",") + std::string(dayWords[day]);
        if (last > day)
            text += "-" + std::string(dayWords[last]);
        day = last;
    }
    return text;
}

/// Days since 1970 and minutes of the day, on the wall of that zone.
struct WallTime
{
    std::int64_t day;
    int minute;
    unsigned weekday() const
    {
        return static_cast<unsigned>(((day + 3) % 7 + 7) % 7);
    } // 1970 began on Thursday
};

WallTime wallTime(base::Timestamp at, base::Duration offset)
{
    const auto local = at + offset;
    const auto day = std::chrono::floor<std::chrono::days>(local);
    return {day.time_since_epoch().count(),
            static_cast<int>(std::chrono::floor<std::chrono::minutes>(local - day).count())};
}

bool begins(const MaintenanceWindow& window, std::int64_t day)
{
    return (window.days >> WallTime{day, 0}.weekday() & 1U) != 0;
}

} // namespace

std::string_view revertModeWord(RevertMode mode)
{
    return modes[static_cast<std::size_t>(mode)];
}

std::optional<RevertMode> revertModeFromWord(std::string_view word)
{
    const auto found = std::ranges::find(modes, word);
    return found == modes.end() ? std::nullopt
                                : std::optional(static_cast<RevertMode>(found - modes.begin()));
}

std::string_view revertClassWord(RevertClass kind)
{
    return classes[static_cast<std::size_t>(kind)];
}

std::optional<RevertClass> revertClassFromWord(std::string_view word)
{
    const auto found = std::ranges::find(classes, word);
    return found == classes.end() ? std::nullopt
                                  : std::optional(static_cast<RevertClass>(found - classes.begin()));
}

std::optional<RevertClass> revertClassOf(const DriftFinding& finding)
{
    const bool route = finding.part.starts_with("route ") || finding.resourceKind == Kind::Route;
    const bool rule = finding.part.starts_with("rule ") || finding.resourceKind == Kind::Filter;
    if (finding.kind == DriftKind::OwnedTwice || (!route && !rule))
        return std::nullopt;
    const auto first = route                                      ? RevertClass::RouteMissing
                       : finding.resourceKind == Kind::NetworkAcl ? RevertClass::AclMissing
                                                                  : RevertClass::RuleMissing;
    const int more = finding.kind == DriftKind::Missing ? 0 : finding.kind == DriftKind::Changed ? 1 : 2;
    return static_cast<RevertClass>(static_cast<int>(first) + more);
}

std::string windowText(const MaintenanceWindow& window)
{
    return daysText(window.days) + " " + clockText(window.from) + "-" + clockText(window.to) + " " +
           window.zone;
}

base::Result<MaintenanceWindow> windowFromText(std::string_view text)
{
    const auto words = split(text, ' ');
    const std::string whole = "\"" + std::string(text) + "\"";
    if (words.size() < 2 || words.size() > 3)
        return tl::unexpected(wrong(
            whole + " is no window; it looks like \"Mon-Fri 22:00-04:00 UTC\" or \"daily 02:00-05:00\""));
    const auto days = daysFrom(words[0]);
    if (!days)
        return tl::unexpected(wrong(whole + ": days are Mon to Sun, as Mon-Fri or Sat,Sun, or daily"));
    const auto ends = split(words[1], '-');
    const auto from = minutesFrom(ends.front());
    const auto to = minutesFrom(ends.back());
    if (ends.size() != 2 || !from || !to || *from == minutesOfDay)
        return tl::unexpected(wrong(whole + ": times are from-to, as 22:00-04:00"));
    MaintenanceWindow window{*days, static_cast<std::uint16_t>(*from),
                             static_cast<std::uint16_t>(*to % minutesOfDay), "UTC"};
    if (words.size() == 3)
        window.zone = words[2];
    if (window.zone != "UTC" && window.zone != "local" && !fixedOffset(window.zone))
        return tl::unexpected(wrong(whole + ": the time zone is UTC, local or an offset as +02:00"));
    return window;
}

bool isOpen(const MaintenanceWindow& window, base::Timestamp at, const LocalOffset& local)
{
    const WallTime now = wallTime(at, offsetIn(window.zone, at, local));
    const bool today = begins(window, now.day);
    if (window.from < window.to)
        return today && now.minute >= window.from && now.minute < window.to;
    return (today && now.minute >= window.from) || (begins(window, now.day - 1) && now.minute < window.to);
}

std::optional<base::Timestamp> nextOpening(const MaintenanceWindow& window, base::Timestamp at,
                                           const LocalOffset& local)
{
    const WallTime now = wallTime(at, offsetIn(window.zone, at, local));
    for (std::int64_t day = now.day; day <= now.day + 8; ++day) {
        if (!begins(window, day))
            continue;
        const base::Timestamp wall =
            base::Timestamp(std::chrono::days(day)) + std::chrono::minutes(window.from);
        // The offset of that day, which may not be today's.
        const base::Timestamp about = wall - offsetIn(window.zone, at, local);
        const base::Timestamp opens = wall - offsetIn(window.zone, about, local);
        if (opens > at)
            return opens;
    }
    return std::nullopt;
}

std::string accountName(Provider provider, const std::string& profile)
{
    const char* seller = provider == Provider::Aws      ? "AWS"
                         : provider == Provider::Google ? "Google Cloud"
                         : provider == Provider::Azure  ? "Azure"
                                                        : "OpenStack";
    // The path of a key file is too long for a label, and whose it is says its name.
    const std::string name = std::filesystem::path(profile).filename().string();
    return name.empty() ? seller : provider == Provider::Aws ? name : seller + (" " + name);
}

base::Status check(const AutoRevertSettings& settings)
{
    const auto refuse = [](std::string what) { return tl::unexpected(wrong(std::move(what))); };
    const auto between = [](std::uint32_t value, std::uint32_t largest) {
        return value >= 1 && value <= largest;
    };
    if (settings.account.empty())
        return refuse("name the account");
    if (!between(settings.most, AutoRevertSettings::largestMost))
        return refuse("at most 1 to 100 corrections");
    if (!between(settings.hours, AutoRevertSettings::largestHours))
        return refuse("within 1 to 720 hours");
    if (!between(settings.mostInterfaces, AutoRevertSettings::largestInterfaces))
        return refuse("a correction may touch 1 to 10000 interfaces");
    if (const auto window = windowFromText(windowText(settings.window)); !window)
        return tl::unexpected(window.error());
    if (settings.mode == RevertMode::Report)
        return {};
    if (settings.profile.empty())
        return refuse("name the profile that may write");
    if (settings.classes.empty())
        return refuse("name at least one class of drift that may be put right");
    return {};
}

} // namespace zonescope::cloud
