// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/congestion/prediction/records.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace zonescope::congestion {

/// Reads a log from memory. What cannot be read is counted with its line, never fatal; a document that is no
/// document at all is one bad line. Pure; 100,000 JSON lines in about 0.2 s.
PassiveImport readPassiveLog(LogFormat format, std::string_view text);
RumImport readRumLog(LogFormat format, std::string_view text);

bool isPassiveFormat(LogFormat format);
bool isRumFormat(LogFormat format);

/// What the first kilobytes look like. `rum`: what is looked for, since CSV and JSON lines may be either.
LogFormat guessFormat(std::string_view text, bool rum);
std::string_view formatWord(LogFormat format); ///< "json-lines"

/// A whole file; zstd is unpacked (by its magic number, whatever its name). Errors: FileFailed (cannot be
/// read), LimitBytes (more than a gigabyte), SyntaxError (broken zstd data).
base::Result<std::string> readLogFile(const std::filesystem::path& file);
base::Result<std::string> unpackZstd(std::string_view packed, std::size_t most);

} // namespace zonescope::congestion
