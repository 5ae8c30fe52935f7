// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever somebody calls a state or a plan: no crash, errors that name the file, and what is kept of it is
// read the same again.
#include "model/cloud/gate/change_plan.h"
#include "model/cloud/intent/expectation.h"
#include "tests/fuzz/fuzz_check.h"

using namespace zonescope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size); // NOLINT: octets either way
    if (const auto changes = cloud::readTerraformPlan(text, "f")) {
        const cloud::ChangePlan plan = cloud::planFromTerraform(*changes);
        FUZZ_CHECK(cloud::inverseOf(plan).changes.size() == plan.changes.size());
    }
    const auto file = cloud::readTerraform(text, "f");
    if (!file) {
        FUZZ_CHECK(file.error().detail.starts_with("f: "));
        return 0;
    }
    for (const cloud::Expectation& expectation : file->expectations)
        for (const cloud::Part& part : expectation.parts)
            FUZZ_CHECK(!part.identity.empty() && part.routes.size() + part.rules.size() > 0);
    const auto again = cloud::readTerraform(file->reduced, "f");
    FUZZ_CHECK(again && again->expectations.size() == file->expectations.size());
    FUZZ_CHECK(again->reduced == file->reduced);
    return 0;
}
