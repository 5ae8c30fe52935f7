// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/model/transfer/stream_kit.h"

#include <functional>
#include <optional>
#include <vector>

namespace zonescope::transfer {

/// A stream and what must come of it. We hold serial 1 with body("v1").
struct StreamCase
{
    enum class Expect { Good, Error, Unchanged };

    const char* title;
    std::optional<Oddity> oddity; ///< the row of the policy table it stands for
    bool ixfr;
    std::function<Messages(const Query&)> stream;
    Expect expect;
    base::ErrorCode error = base::ErrorCode::Internal;
    std::function<bool(const XfrProduct&, const XfrReader&)> check = {};
};

std::vector<StreamCase> axfrCases();
std::vector<StreamCase> ixfrCases();

/// One message, bent before it is written.
inline Messages bent(const Query& query, const Records& records,
                     const std::function<void(servers::Draft&)>& bend)
{
    servers::Draft draft = draftFor(query, records);
    bend(draft);
    return {draft.write()};
}

inline Records goodAxfr(const std::string& tag = "v5")
{
    return soa(5) + body(tag) + soa(5);
}

/// 1 -> 5: m.z. changes its text.
inline Records goodIxfr()
{
    return soa(5) + difference(1, 5, {txt("m", "v1")}, {txt("m", "v5")}) + soa(5);
}

inline bool servesV5(const XfrProduct& product, const XfrReader&)
{
    return product.version->serial() == 5 && tagOf(*product.version) == "v5";
}

} // namespace zonescope::transfer
