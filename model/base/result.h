// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/error.h"

#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace zonescope::base {

/// A value or an Error; callers cannot forget to look.
template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

/// return fail(ErrorCode::InvalidName, "label longer than 63 octets at position 4");
inline tl::unexpected<Error> fail(ErrorCode code, std::string detail = {})
{
    return tl::unexpected<Error>(Error{code, std::move(detail)});
}

} // namespace zonescope::base
