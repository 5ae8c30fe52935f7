// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/cloud/intent/part.h"

#include <string>
#include <string_view>
#include <vector>

namespace zonescope::cloud {

/// What a file says a resource shall be, in the provider's own names, so that a snapshot and a file are
/// compared field by field.
struct Expectation
{
    Resource resource;               ///< id empty: it is still to be made
    std::vector<std::string> fields; ///< JsonPaths of resource.raw that the file speaks about
    std::vector<Part> parts;
    /// The whole list of routes or rules is known: any other is unexpected.
    bool ownsParts = false;
    /// A route or rule that stands beside its table or group: `resource` only names the latter.
    bool partOnly = false;
    std::string address; ///< "module.net.aws_route_table.main"
};

enum class IntentForm : std::uint8_t { State, Plan };

/// A Terraform or OpenTofu file, read.
struct TerraformFile
{
    IntentForm form = IntentForm::State;
    std::vector<Expectation> expectations;
    std::size_t otherTypes = 0; ///< resources of types that are no network matter
    /// What of the file is needed again later, in the form of a plan; nothing but mapped attributes, so no
    /// secret of the file is ever kept.
    std::string reduced;
};

/// One planned change of a plan file: before and after of what it touches.
struct TerraformChange
{
    std::vector<Expectation> before; ///< none: created
    std::vector<Expectation> after;  ///< none: deleted
    std::string address;
    std::vector<std::string> actions; ///< "create", "update", "delete"
};

/// State of version 4, or what `terraform show -json` prints of a plan or a state (format 1.x). `name`: of
/// the file, for errors. Errors: SyntaxError, InvalidValue ("prod.tfstate: resources[3].instances is no
/// list"), Unsupported (another version; the detail says which and what to do).
base::Result<TerraformFile> readTerraform(std::string_view text, const std::string& name);
/// The changes of a plan. Errors as above; InvalidValue for a state.
base::Result<std::vector<TerraformChange>> readTerraformPlan(std::string_view text, const std::string& name);
inline constexpr std::size_t largestTerraformFile = std::size_t{512} << 20;

} // namespace zonescope::cloud
