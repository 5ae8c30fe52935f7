// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/write/write_call.h"

namespace zonescope::cloud {

std::string callText(const WriteCall& call)
{
    std::string text = call.request.method + " " + call.request.url;
    for (const auto& [name, value] : call.request.headers)
        text += "\n" + name + ": " + value;
    if (!call.request.body.empty())
        text += "\n\n" + call.request.body;
    return text;
}

} // namespace zonescope::cloud
