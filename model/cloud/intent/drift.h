// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/intent/part.h"
#include "model/cloud/snapshot.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace zonescope::cloud {

enum class DriftKind : std::uint8_t {
    Missing,    ///< intended, not there; only after a complete reading of where it should be
    Unexpected, ///< there, intended by nobody
    Changed,
    OwnedTwice, ///< two definitions claim it: they will undo each other's work
};
std::string_view driftKindWord(DriftKind kind);
std::optional<DriftKind> driftKindFromWord(std::string_view word);

/// One attribute; "" where it is not there.
struct DriftField
{
    std::string name;
    std::string expected;
    std::string actual;
    friend bool operator==(const DriftField&, const DriftField&) = default;
};

/// One resource, or one route or rule of it, that is not as intended. A value; any thread.
struct DriftFinding
{
    DriftKind kind = DriftKind::Changed;
    Provider provider = Provider::Aws;
    Kind resourceKind = Kind::Other;
    std::string account;
    std::string region;
    std::string resource; ///< native id
    std::string name;     ///< the resource's, when it has one
    std::string part;     ///< Part::identity; empty: the resource itself
    std::vector<DriftField> fields;
    /// Who else takes care of it ("prod.tfstate: module.net.aws_route.default"); empty: managed from here, so
    /// it can be put back from here.
    std::string owner;
    std::string intent;             ///< which pinned snapshot or file says so
    std::vector<Part> expectedPart; ///< none or one
    std::vector<Part> actualPart;   ///< none or one
    /// Of a route or firewall rule that is a resource of its own (Google): how it should look and how it
    /// does, redacted as ever; empty where it is not there. Part is empty then.
    std::string expectedRaw;
    std::string actualRaw;

    /// A route or a rule, inside something else or as a resource of its own.
    bool canBePutBack() const
    {
        return owner.empty() && kind != DriftKind::OwnedTwice &&
               (!part.empty() || !expectedRaw.empty() || !actualRaw.empty());
    }
    /// Stable over scans: what is wrong with which object.
    std::string key() const;
    /// Resource::key() without the region, which files of Terraform do not always know.
    std::string resourceKey() const;
    friend bool operator==(const DriftFinding&, const DriftFinding&) = default;
};

/// What one evaluation found.
struct DriftReport
{
    std::vector<DriftFinding> findings;
    std::size_t compared = 0; ///< resources and parts that intent knows and that could be looked at
    std::size_t ignored = 0;  ///< findings that a DriftIgnore holds back
    std::size_t notMade = 0;  ///< objects of a plan that do not exist yet
    /// resourceKey() of what could not be looked at: nothing is said of these, neither good nor bad.
    std::set<std::string> unknown;
};

/// Somebody knows about it: left out until then. Empty fields match everything; `*` stands for any text.
struct DriftIgnore
{
    std::int64_t id = 0;
    std::string kind;     ///< kindWord()
    std::string resource; ///< id or name
    std::string part;
    std::string field;
    std::string tag; ///< "key=value" of the resource
    std::string reason;
    base::Timestamp until{};
    friend bool operator==(const DriftIgnore&, const DriftIgnore&) = default;
};

/// `*` any text, `?` one octet. No backtracking beyond the last star: linear in practice.
bool matchesGlob(std::string_view pattern, std::string_view text);

} // namespace zonescope::cloud
