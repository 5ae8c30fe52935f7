// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/resource.h"

#include <memory>
#include <string>
#include <vector>

namespace zonescope::cloud {

/// What one answer said. Once made it is shared by all snapshots in whose time the provider said the same.
struct Reply
{
    std::vector<Resource> resources;
    std::string next;                     ///< token or link of the page after; empty: none
    std::vector<std::string> unreachable; ///< parts the provider could not look at (Google's partial answers)
    std::string digest;                   ///< of digestOfAnswer(); empty: not to be found again
};
using ReplyPtr = std::shared_ptr<const Reply>;

struct ReadContext;

/// Of an answer and of who was asked for what: two with the same digest become the same resources, so that
/// the second need not be read. What AWS writes anew at each answer is left out, the request's number and the
/// token of the next page (which is found without reading). SHA-256, because tags in answers are written by
/// people who may want a collision; a seventh of a second for 140 MB.
std::string digestOfAnswer(std::string_view body, const ReadContext& context, std::string_view list);

} // namespace zonescope::cloud
