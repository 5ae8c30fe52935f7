// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/write/provider_writer.h"

#include <functional>
#include <vector>

namespace zonescope::cloud {

/// A plan with the calls that carry it out, made from what is there now.
struct PreparedCorrection
{
    ChangePlan plan;
    std::vector<Resource> before; ///< each resource of the plan, read a moment ago
    std::vector<WriteCall> calls;
    bool dryRun = false; ///< the provider can be asked first
};

/// Reads every resource of the plan and makes the calls. Errors: Superseded when what is there is not what
/// the plan starts from ("route 10.9.0.0/16 of aaaa is not there any more"), Unsupported, those of reading.
base::Result<PreparedCorrection> prepare(ProviderWriter& writer, const ChangePlan& plan);

/// Asked before each call that changes something; true: nothing further is begun.
using Stop = std::function<bool()>;

/// Asks for a dry run of every call where there is one, reads once more and stops when anything differs from
/// what was prepared, then carries the calls out and reads what came of it. When a call fails, or
/// `stop` says so before one, what was done before it is taken back; nothing stops that. Errors: of the first
/// call that failed, Cancelled (stopped); the detail says what became of the rest.
base::Status carryOut(ProviderWriter& writer, const PreparedCorrection& prepared, const Stop& stop = {});

/// Brings back what was before the plan. What is as before already stays; what somebody else changed since
/// is left alone. Errors: Superseded (that), those of the calls.
base::Status takeBack(ProviderWriter& writer, const ChangePlan& plan);

} // namespace zonescope::cloud
