// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tls_settings_fields.h"

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <unistd.h>

namespace zonescope::app {
namespace {

base::Result<zone::TlsMode> modeFromText(const std::string& text)
{
    if (text == "off")
        return zone::TlsMode::Off;
    if (text == "opportunistic")
        return zone::TlsMode::Opportunistic;
    if (text == "strict")
        return zone::TlsMode::Strict;
    return base::fail(ErrorCode::InvalidValue,
                      "expected \"off\", \"opportunistic\" or \"strict\", found \"" + text + "\"");
}

/// A file that is not there would be found with the first transfer, when the old configuration is gone.
base::Result<std::string> readable(const std::string& path)
{
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
        return base::fail(ErrorCode::FileFailed, path + " is a folder");
    if (::access(path.c_str(), R_OK) != 0)
        return base::fail(ErrorCode::FileFailed,
                          "cannot read " + path + ": " + std::generic_category().message(errno));
    return path;
}

} // namespace

zone::TlsSettings readTlsSettings(Fields& fields)
{
    zone::TlsSettings tls;
    tls.mode = fields.convert<zone::TlsMode>("mode", true, modeFromText);
    tls.port = fields.number("port", tls.port);
    tls.serverName = fields.text("serverName", false);
    tls.caFile = fields.convert<std::string>("caFile", false, readable);
    tls.pin = fields.text("pin", false);
    tls.certificateFile = fields.convert<std::string>("certificateFile", false, readable);
    tls.keyFile = fields.convert<std::string>("keyFile", false, readable);
    tls.alpnOptional = fields.flag("alpnOptional", tls.alpnOptional);
    fields.refuseUnknown();
    return tls;
}

} // namespace zonescope::app
