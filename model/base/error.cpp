// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"

#include <array>

namespace zonescope::base {
namespace {

struct Row
{
    std::string_view name;
    Advice advice;
};

constexpr std::array rows{
#define ZONESCOPE_ROW(code, name, advice) Row{name, Advice::advice},
    ZONESCOPE_ERROR_CODES(ZONESCOPE_ROW)
#undef ZONESCOPE_ROW
};

} // namespace

std::string_view errorName(ErrorCode code)
{
    return rows.at(static_cast<std::size_t>(code)).name;
}

ErrorCode errorFromName(std::string_view name)
{
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i].name == name)
            return static_cast<ErrorCode>(i);
    return ErrorCode::Internal;
}

Advice errorAdvice(ErrorCode code)
{
    return rows.at(static_cast<std::size_t>(code)).advice;
}

std::string_view adviceName(Advice advice)
{
    switch (advice) {
    case Advice::None:
        return "none";
    case Advice::RetrySame:
        return "retry-same";
    case Advice::NextAddress:
        return "next-address";
    case Advice::NextPrimary:
        return "next-primary";
    case Advice::GiveUp:
        return "give-up";
    }
    return "none";
}

std::string toString(const Error& error)
{
    std::string text(errorName(error.code));
    if (!error.detail.empty())
        text.append(": ").append(error.detail);
    return text;
}

} // namespace zonescope::base
