// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace zonescope::cloud {

/// How EC2's XML elements are called in its command line's JSON; from the service's public model, API
/// 2016-11-15, all operations we read. An element that is not in the table only gets a capital first letter.
/// `context`: the element around it, lists' <item> left out.
std::string awsMemberName(std::string_view element, std::string_view context);
bool isAwsList(std::string_view element); ///< also when it is empty
bool isAwsBoolean(std::string_view element);
bool isAwsNumber(std::string_view element, std::string_view parent);

} // namespace zonescope::cloud
