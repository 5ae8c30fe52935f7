// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/error.h"

#include <QString>

namespace zonescope::ui::text {

/// Who the error is about. Empty parts are worded around ("The server").
struct ErrorContext
{
    QString server;
    QString key;
    QString zone;
};

/// One failure for people: what happened and what to do about it, whole translated sentences.
struct ErrorText
{
    QString cause;  ///< "ns2.primary.example does not know the key k1 (BADKEY)."
    QString advice; ///< "Check the key's name and algorithm there."; empty when nothing needs doing

    QString both() const { return advice.isEmpty() ? cause : cause + u' ' + advice; }
};

/// Every ErrorCode has a sentence; tst_error_text walks the table.
ErrorText errorText(base::ErrorCode code, const ErrorContext& context = {});
inline ErrorText errorText(const base::Error& error, const ErrorContext& context = {})
{
    return errorText(error.code, context);
}
/// Sentences, then the untranslated detail of the log in brackets when there is one: for tool tips.
QString errorWithDetail(const base::Error& error, const ErrorContext& context = {});

} // namespace zonescope::ui::text
