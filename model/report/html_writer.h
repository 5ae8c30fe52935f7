// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/report/wording.h"

#include <string>
#include <string_view>

namespace zonescope::report {

/// One self-contained, accessible page: tables and inline SVG charts, light and dark by the reader's
/// preference, no script and nothing fetched. All text is escaped.
std::string writeHtml(const Document& document, const Wording& wording);

std::string htmlEscaped(std::string_view text);

} // namespace zonescope::report
