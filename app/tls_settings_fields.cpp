// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tls_settings_fields.h"

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

} // namespace

zone::TlsSettings readTlsSettings(Fields& fields)
{
    zone::TlsSettings tls;
    tls.mode = fields.convert<zone::TlsMode>("mode", true, modeFromText);
    tls.port = fields.number("port", tls.port);
    tls.serverName = fields.text("serverName", false);
    tls.caFile = fields.text("caFile", false);
    tls.pin = fields.text("pin", false);
    tls.certificateFile = fields.text("certificateFile", false);
    tls.keyFile = fields.text("keyFile", false);
    tls.alpnOptional = fields.flag("alpnOptional", tls.alpnOptional);
    fields.refuseUnknown();
    return tls;
}

} // namespace zonescope::app
