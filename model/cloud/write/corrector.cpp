// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/write/corrector.h"

#include <algorithm>

namespace zonescope::cloud {
namespace {

using base::ErrorCode;

/// The changes of one resource, in the order of the plan.
std::vector<std::vector<PlannedChange>> byResource(const ChangePlan& plan)
{
    std::vector<std::vector<PlannedChange>> groups;
    for (const PlannedChange& change : plan.changes) {
        const auto found = std::ranges::find_if(groups, [&](const auto& group) {
            return group.front().resource == change.resource && group.front().provider == change.provider;
        });
        if (found == groups.end())
            groups.push_back({change});
        else
            found->push_back(change);
    }
    return groups;
}

const Part* partIn(const std::vector<Part>& parts, const std::string& identity)
{
    const auto found = std::ranges::find(parts, identity, &Part::identity);
    return found == parts.end() ? nullptr : &*found;
}

bool isSame(const Part* there, const Part& part)
{
    return there && there->value == part.value;
}

bool isRemoved(const std::vector<PlannedChange>& changes, const std::string& identity)
{
    return std::ranges::any_of(changes, [&](const PlannedChange& c) {
        return c.verb == ChangeVerb::RemovePart && c.part.front().identity == identity;
    });
}

bool isAdded(const std::vector<PlannedChange>& changes, const std::string& identity)
{
    return std::ranges::any_of(changes, [&](const PlannedChange& c) {
        return c.verb == ChangeVerb::AddPart && c.part.front().identity == identity;
    });
}

/// Whether the plan still starts from what is there.
base::Status checkStart(const Resource& now, const std::vector<PlannedChange>& changes)
{
    const std::vector<Part> parts = partsOf(now);
    for (const PlannedChange& change : changes) {
        const Part& part = change.part.front();
        const Part* there = partIn(parts, part.identity);
        const std::string what = part.identity + " of " + change.resource;
        if (change.verb == ChangeVerb::RemovePart && !isSame(there, part))
            return base::fail(ErrorCode::Superseded,
                              there ? what + " is " + there->value + " now, not " + part.value
                                    : what + " is not there any more");
        if (change.verb == ChangeVerb::AddPart && there && !isRemoved(changes, part.identity))
            return base::fail(ErrorCode::Superseded, what + " is there already");
    }
    return {};
}

/// Whether the plan's outcome is what is there.
base::Status checkOutcome(const Resource& now, const std::vector<PlannedChange>& changes)
{
    const std::vector<Part> parts = partsOf(now);
    for (const PlannedChange& change : changes) {
        const Part& part = change.part.front();
        const Part* there = partIn(parts, part.identity);
        const bool good = change.verb == ChangeVerb::AddPart ? isSame(there, part)
                                                             : !there || isAdded(changes, part.identity);
        if (!good)
            return base::fail(ErrorCode::Internal, "the provider took the call, but " + part.identity +
                                                       " of " + change.resource + " is not as planned");
    }
    return {};
}

bool isPartOf(const std::vector<PlannedChange>& plan, ChangeVerb verb, const Part& there)
{
    return std::ranges::any_of(plan, [&](const PlannedChange& c) {
        return c.verb == verb && c.part.front().identity == there.identity &&
               c.part.front().value == there.value;
    });
}

base::Status onlyParts(const ChangePlan& plan)
{
    for (const PlannedChange& change : plan.changes)
        if (change.part.size() != 1 || change.resource.empty())
            return base::fail(ErrorCode::Unsupported, "only routes and rules of what exists can be written");
    return {};
}

base::Error with(base::Error error, const std::string& more)
{
    error.detail += error.detail.empty() ? more : "; " + more;
    return error;
}

/// What of the inverse is still to be done: all that is not as before.
base::Result<std::vector<PlannedChange>> outstanding(const Resource& now,
                                                     const std::vector<PlannedChange>& plan)
{
    const std::vector<Part> parts = partsOf(now);
    std::vector<PlannedChange> open;
    for (const PlannedChange& change : inverseOf({plan, {}}).changes) {
        const Part& part = change.part.front();
        const Part* there = partIn(parts, part.identity);
        if (change.verb == ChangeVerb::RemovePart) {
            if (isSame(there, part))
                open.push_back(change);
            else if (there && !isPartOf(plan, ChangeVerb::RemovePart, *there))
                return base::fail(ErrorCode::Superseded, part.identity + " of " + change.resource + " is " +
                                                             there->value + " now; somebody else changed it");
        } else if (!there || isPartOf(plan, ChangeVerb::AddPart, *there)) {
            open.push_back(change);
        }
    }
    return open;
}

base::Status performAll(ProviderWriter& writer, const std::vector<WriteCall>& calls, const Stop& stop = {})
{
    for (const WriteCall& call : calls)
        if (stop && stop())
            return base::fail(ErrorCode::Cancelled, "the kill switch was thrown before it " + call.what);
        else if (const auto done = writer.perform(call); !done)
            return tl::unexpected(with(done.error(), call.what));
    return {};
}

} // namespace

base::Result<PreparedCorrection> prepare(ProviderWriter& writer, const ChangePlan& plan)
{
    if (const auto good = onlyParts(plan); !good)
        return tl::unexpected(good.error());
    PreparedCorrection prepared{plan, {}, {}, writer.hasDryRun()};
    for (const auto& changes : byResource(plan)) {
        auto now = writer.read(changes.front());
        if (!now)
            return tl::unexpected(now.error());
        if (const auto good = checkStart(*now, changes); !good)
            return tl::unexpected(good.error());
        auto calls = writer.calls(*now, changes);
        if (!calls)
            return tl::unexpected(calls.error());
        std::ranges::move(*calls, std::back_inserter(prepared.calls));
        prepared.before.push_back(std::move(*now));
    }
    return prepared;
}

base::Status carryOut(ProviderWriter& writer, const PreparedCorrection& prepared, const Stop& stop)
{
    const auto groups = byResource(prepared.plan);
    for (const WriteCall& call : prepared.calls)
        if (const auto asked = prepared.dryRun ? writer.dryRun(call) : base::Status(); !asked) {
            // A provider that carries out a dry run has changed something already.
            if (asked.error().code == ErrorCode::Internal)
                if (const auto back = takeBack(writer, prepared.plan); !back)
                    return tl::unexpected(
                        with(asked.error(), "and could not be taken back: " + base::toString(back.error())));
            return tl::unexpected(with(asked.error(), call.what));
        }
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const auto now = writer.read(groups[i].front());
        if (!now)
            return tl::unexpected(now.error());
        if (partsOf(*now) != partsOf(prepared.before[i]))
            return base::fail(ErrorCode::Superseded,
                              prepared.before[i].id + " was changed by somebody else since the preview");
    }
    base::Status done = performAll(writer, prepared.calls, stop);
    for (std::size_t i = 0; done && i < groups.size(); ++i) {
        const auto now = writer.read(groups[i].front());
        done = now ? checkOutcome(*now, groups[i]) : tl::unexpected(now.error());
    }
    if (done)
        return {};
    const auto back = takeBack(writer, prepared.plan);
    return tl::unexpected(
        with(done.error(), back ? "what was done before is taken back"
                                : "it could not be taken back: " + base::toString(back.error())));
}

base::Status takeBack(ProviderWriter& writer, const ChangePlan& plan)
{
    if (const auto good = onlyParts(plan); !good)
        return good;
    auto groups = byResource(plan);
    std::ranges::reverse(groups);
    base::Status first;
    for (const auto& changes : groups) {
        const base::Status done = [&]() -> base::Status {
            const auto now = writer.read(changes.front());
            if (!now)
                return tl::unexpected(now.error());
            const auto open = outstanding(*now, changes);
            if (!open)
                return tl::unexpected(open.error());
            if (open->empty())
                return {};
            const auto calls = writer.calls(*now, *open);
            if (!calls)
                return tl::unexpected(calls.error());
            if (const auto performed = performAll(writer, *calls); !performed)
                return performed;
            const auto after = writer.read(changes.front());
            return after ? checkOutcome(*after, *open) : tl::unexpected(after.error());
        }();
        if (!done && first) // the others are taken back all the same
            first = done;
    }
    return first;
}

} // namespace zonescope::cloud
