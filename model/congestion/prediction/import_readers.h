// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/prediction/records.h"

#include <string_view>

namespace zonescope::congestion {

// One reader a format; readPassiveLog() and readRumLog() choose. Each adds what it finds and counts the rest.

void readCsv(std::string_view text, PassiveImport& into);
void readCsv(std::string_view text, RumImport& into);
void readJsonLines(std::string_view text, PassiveImport& into);
void readJsonLines(std::string_view text, RumImport& into);
/// Snapshots of one connection follow each other: the last one becomes the record.
void readMlabTcpInfo(std::string_view text, PassiveImport& into);
void readSsText(std::string_view text, PassiveImport& into);
void readIperfJson(std::string_view text, PassiveImport& into);
void readHar(std::string_view text, RumImport& into);
void readBoomerang(std::string_view text, RumImport& into);
void readNavigationTiming(std::string_view text, RumImport& into);

} // namespace zonescope::congestion
