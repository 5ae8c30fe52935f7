// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/write/google_writer.h"

#include "model/cloud/mapping.h"
#include "model/cloud/write/google_bodies.h"

#include <algorithm>
#include <random>

namespace zonescope::cloud {
namespace {

using base::ErrorCode;

constexpr const char* routeCollection = "compute#route";
constexpr const char* firewallCollection = "compute#firewall";
constexpr base::Duration betweenLooks{1'000'000};
constexpr int mostLooks = 120;
constexpr std::string_view standInSuffix = "-zonescope";
constexpr std::size_t longestName = 63; ///< RFC 1035 label, as Google has it

std::string lastPart(std::string_view path)
{
    return std::string(path.substr(path.rfind('/') + 1));
}

std::string listOf(std::string_view path)
{
    return std::string(path.substr(0, path.rfind('/')));
}

std::string standInName(const std::string& name)
{
    return name.substr(0, longestName - standInSuffix.size()) + std::string(standInSuffix);
}

/// RFC 4122 version 4.
std::string requestId()
{
    static constexpr char digits[] = "0123456789abcdef";
    std::random_device random;
    std::string id = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
    for (char& c : id) {
        const unsigned value = random() & 15U;
        if (c == 'x')
            c = digits[value];
        else if (c == 'y')
            c = digits[8 + (value & 3U)];
    }
    return id;
}

/// What an operation that is done complains about; empty: nothing.
std::string complaintOf(const Json& operation)
{
    static const JsonPath codes("error.errors[].code");
    static const JsonPath messages("error.errors[].message");
    const std::string code = codes.text(operation);
    return code.empty() ? std::string() : code + ": " + messages.text(operation);
}

const std::string* madeBy(const std::vector<PlannedChange>& changes, ChangeVerb verb)
{
    for (const PlannedChange& change : changes)
        if (change.verb == verb && !change.made.empty())
            return &change.made.front().raw;
    return nullptr;
}

bool sameParts(const std::vector<Part>& a, const std::vector<Part>& b)
{
    return std::ranges::equal(
        a, b, [](const Part& x, const Part& y) { return x.identity == y.identity && x.value == y.value; });
}

/// The rules of a firewall once the changes are made.
std::vector<Rule> rulesAfter(const Resource& now, const std::vector<PlannedChange>& changes)
{
    const SnapshotPtr after = applied({changes, {}}, *Snapshot::make({}, {}, {}, {now}));
    return after->resources().empty() ? std::vector<Rule>() : after->resources().front().rules;
}

} // namespace

GoogleWriter::GoogleWriter(GoogleWriteAccess access)
    : m_access(std::move(access))
    , m_calls(bearerDialect, m_access.token, m_access.http, m_access.wait)
{
    while (m_access.endpoint.ends_with('/'))
        m_access.endpoint.pop_back();
}

base::Result<Resource> GoogleWriter::read(const PlannedChange& change)
{
    const bool route = change.resourceKind == Kind::Route;
    if (!route && change.resourceKind != Kind::Filter)
        return base::fail(ErrorCode::Unsupported, "only routes and firewall rules can be written");
    if (change.resource.find("/global/") == std::string::npos)
        return base::fail(ErrorCode::Unsupported,
                          change.resource + " is no route or firewall rule of a project");
    auto json = m_calls.ask({"GET", url(change.resource), {}, {}});
    Resource found;
    if (json) {
        std::vector<Resource> resources;
        normalise(*json, route ? routeCollection : firewallCollection,
                  {Provider::Google, change.account, change.region, {}}, {}, resources);
        if (resources.empty() || resources.front().id != change.resource)
            return base::fail(ErrorCode::SyntaxError, "Google answered about something else");
        found = std::move(resources.front());
    } else if (json.error().code != ErrorCode::NotFound || change.made.empty()) {
        return tl::unexpected(json.error());
    } else {
        found.provider = Provider::Google;
        found.id = change.resource;
        found.account = change.account;
        found.region = change.region;
    }
    found.kind = route ? Kind::RouteTable : Kind::Filter; // a table, so that its route is a part
    return found;
}

base::Result<std::vector<WriteCall>> GoogleWriter::calls(const Resource& now,
                                                         const std::vector<PlannedChange>& changes) const
{
    return now.kind == Kind::RouteTable ? routeCalls(now, changes) : firewallCalls(now, changes);
}

base::Result<std::vector<WriteCall>> GoogleWriter::routeCalls(const Resource& now,
                                                              const std::vector<PlannedChange>& changes) const
{
    const auto isOf = [](ChangeVerb verb) {
        return [verb](const PlannedChange& change) { return change.verb == verb; };
    };
    const bool removes = std::ranges::any_of(changes, isOf(ChangeVerb::RemovePart));
    const auto added = std::ranges::find_if(changes, isOf(ChangeVerb::AddPart));
    const std::string name = lastPart(now.id);
    std::vector<WriteCall> all;
    const auto remove = [&](const std::string& which) {
        all.push_back({"deletes route " + which, {"DELETE", url(listOf(now.id) + "/" + which), {}, {}}, {}});
    };
    const auto insert = [&](const std::string& which) -> base::Status {
        const auto body =
            added->made.empty() ? std::nullopt : googleInsertBody(added->made.front().raw, which);
        if (!body)
            return base::fail(ErrorCode::Unsupported, "how route " + which + " looked is not known");
        all.push_back({"inserts route " + which + " to " + added->part.front().value,
                       {"POST", url(listOf(now.id)), {}, *body},
                       {}});
        return {};
    };
    if (added == changes.end()) {
        remove(name);
        return all;
    }
    const std::string standIn = standInName(name);
    if (removes)
        if (const auto done = insert(standIn); !done)
            return tl::unexpected(done.error());
    if (removes)
        remove(name);
    if (const auto done = insert(name); !done)
        return tl::unexpected(done.error());
    if (removes)
        remove(standIn);
    return all;
}

base::Result<std::vector<WriteCall>>
GoogleWriter::firewallCalls(const Resource& now, const std::vector<PlannedChange>& changes) const
{
    const std::vector<Rule> rules = rulesAfter(now, changes);
    const std::string name = lastPart(now.id);
    if (rules.empty()) {
        // What cannot be put back exactly is not deleted; it lets nothing through any more all the same.
        if (madeBy(changes, ChangeVerb::RemovePart))
            return std::vector<WriteCall>{
                {"deletes firewall rule " + name, {"DELETE", url(now.id), {}, {}}, {}}};
        return std::vector<WriteCall>{
            {"disables firewall rule " + name, {"PATCH", url(now.id), {}, R"({"disabled":true})"}, {}}};
    }
    Resource wanted = now;
    wanted.rules = rules;
    if (const std::string* raw = madeBy(changes, ChangeVerb::AddPart)) {
        auto tree = parseJson(*raw);
        std::vector<Resource> made;
        if (tree)
            normalise(*tree, firewallCollection, {Provider::Google, now.account, now.region, {}}, {}, made);
        const auto body = googleInsertBody(*raw);
        if (body && !made.empty() && sameParts(partsOf(made.front()), partsOf(wanted)))
            return std::vector<WriteCall>{
                now.raw.empty()
                    ? WriteCall{"inserts firewall rule " + name, {"POST", url(listOf(now.id)), {}, *body}, {}}
                    : WriteCall{"patches firewall rule " + name, {"PATCH", url(now.id), {}, *body}, {}}};
    }
    auto body = now.raw.empty() ? std::nullopt : googlePatchBody(now.raw, rules);
    if (!body)
        return base::fail(ErrorCode::Unsupported,
                          name + ": one firewall rule of Google cannot say that; use the gcloud command");
    if (now.rules.empty()) // it was disabled, and its content is what comes back
        body->insert(1, R"("disabled":false,)");
    return std::vector<WriteCall>{{"patches firewall rule " + name, {"PATCH", url(now.id), {}, *body}, {}}};
}

base::Status GoogleWriter::dryRun(const WriteCall&)
{
    return base::fail(ErrorCode::Unsupported, "Google knows no dry run for routes and firewall rules");
}

/// Sends it and asks for the operation until it is done.
base::Status GoogleWriter::carryOut(HttpRequest request)
{
    const std::size_t project = request.url.find("/projects/");
    const std::size_t global = request.url.find("/global/");
    if (project == std::string::npos || global == std::string::npos)
        return base::fail(ErrorCode::InvalidValue, request.url + " is no call for a project");
    const std::string operations = request.url.substr(0, global) + "/global/operations/";
    request.url += "?requestId=" + requestId();
    auto operation = m_calls.ask(std::move(request));
    for (int look = 0; look < mostLooks; ++look) {
        if (!operation)
            return tl::unexpected(operation.error());
        if (const std::string complaint = complaintOf(*operation); !complaint.empty())
            return base::fail(ErrorCode::InvalidValue, complaint);
        if (memberText(*operation, "status") == "DONE")
            return {};
        const std::string name = memberText(*operation, "name");
        if (name.empty() || name.find_first_of("/?#") != std::string::npos)
            return base::fail(ErrorCode::SyntaxError, "Google's answer names no operation");
        if (!m_access.wait(betweenLooks))
            return base::fail(ErrorCode::Cancelled);
        operation = m_calls.ask({"GET", operations + name, {}, {}});
    }
    return base::fail(ErrorCode::TimedOut, "the operation is still not done");
}

base::Status GoogleWriter::perform(const WriteCall& call)
{
    const base::Status done = carryOut(call.request);
    const auto body = parseJson(call.request.body);
    const std::string name = body ? memberText(*body, "name") : std::string();
    if (done && call.request.method == "POST" && name.ends_with(standInSuffix))
        m_standIn = call.request.url + "/" + name;
    else if (done && call.request.url == m_standIn)
        m_standIn.clear();
    if (done || m_standIn.empty())
        return done;
    // It must not go on standing in for what is taken back now.
    const std::string left = std::exchange(m_standIn, {});
    base::Error error = done.error();
    if (const auto gone = carryOut({"DELETE", left, {}, {}}); !gone)
        error.detail += "; the route " + lastPart(left) + " is left and has to be deleted by hand";
    return tl::unexpected(std::move(error));
}

} // namespace zonescope::cloud
