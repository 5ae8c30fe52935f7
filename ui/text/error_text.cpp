// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/error_text.h"

#include "ui/text/error_sentences.h"

namespace zonescope::ui::text {
namespace {

// Not QString::arg(): a sentence uses any subset of the placeholders, and names may contain a per cent sign.
QString filled(const QString& pattern, const ErrorContext& context)
{
    QString out;
    out.reserve(pattern.size() + 32);
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        const QChar next = pattern[i] == u'%' && i + 1 < pattern.size() ? pattern[i + 1] : QChar();
        if (next == u'1')
            out += context.server.isEmpty() ? ErrorSentences::theServer() : context.server;
        else if (next == u'2')
            out += context.key.isEmpty() ? ErrorSentences::theKey() : context.key;
        else if (next == u'3')
            out += context.zone.isEmpty() ? ErrorSentences::theZone() : context.zone;
        else {
            out += pattern[i];
            continue;
        }
        ++i;
    }
    return out;
}

} // namespace

ErrorText errorText(base::ErrorCode code, const ErrorContext& context)
{
    ErrorText raw = ErrorSentences::talking(code);
    if (raw.cause.isEmpty())
        raw = ErrorSentences::transfer(code);
    if (raw.cause.isEmpty())
        raw = ErrorSentences::local(code);
    return {filled(raw.cause, context), filled(raw.advice, context)};
}

QString errorWithDetail(const base::Error& error, const ErrorContext& context)
{
    const QString text = errorText(error, context).both();
    if (error.detail.empty())
        return text;
    return text + QStringLiteral("\n[") + QString::fromStdString(error.detail) + u']';
}

} // namespace zonescope::ui::text
