// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/text/error_text.h"

#include <QCoreApplication>

#include <optional>

namespace zonescope::ui::text {

/// Raw sentences with placeholders: %1 the server, %2 the key, %3 the zone. Nothing: not of this group.
class ErrorSentences
{
    Q_DECLARE_TR_FUNCTIONS(ErrorSentences)

public:
    static ErrorText talking(base::ErrorCode code);  ///< network, messages, TSIG
    static ErrorText transfer(base::ErrorCode code); ///< AXFR, IXFR, limits, zone content
    static ErrorText local(base::ErrorCode code);    ///< input, disk, ourselves
    static QString theServer() { return tr("The server"); }
    static QString theKey() { return tr("of this primary"); }
    static QString theZone() { return tr("The zone"); }
};

} // namespace zonescope::ui::text
