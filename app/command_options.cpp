// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_options.h"

#include <algorithm>
#include <charconv>

namespace zonescope::app {
namespace {

using base::ErrorCode;

/// `what`: "seconds", "a number". Errors: InvalidValue.
template <class Number>
base::Status takeNumber(Arguments& from, const char* what, Number least, Number largest, Number& into)
{
    return from.value().and_then([&](const std::string& value) -> base::Status {
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), into);
        if (error != std::errc() || end != value.data() + value.size() || into < least || into > largest)
            return base::fail(ErrorCode::InvalidValue, from.name() + " takes " + what + " from " +
                                                           std::to_string(least) + " to " +
                                                           std::to_string(largest));
        return {};
    });
}

/// From 1; nothing unless it is named.
template <class Number>
base::Status takeNumber(Arguments& from, Number largest, std::optional<Number>& into)
{
    Number number = 0;
    return takeNumber<Number>(from, "a number", 1, largest, number).map([&] { into = number; });
}

base::Status takeSeconds(Arguments& from, base::Duration& into)
{
    unsigned seconds = 0;
    return takeNumber(from, "seconds", 10U, 86'400U, seconds).map([&] {
        into = std::chrono::seconds(seconds);
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

} // namespace

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
    return takeNumber(from, "a number", 1U, 1000U, into);
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
    return takeNumber(from, "minutes", 1U, 7U * 24 * 60, into); // a week
}

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

} // namespace zonescope::app
