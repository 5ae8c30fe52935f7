// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace zonescope::ui::shell {

/// Languages there is a translation for: "en", "de".
QStringList languages();
QString languageName(const QString& code); ///< in its own language: "Deutsch"

/// Loads the program's and Qt's own texts and sets the locale for numbers. Empty: the desktop's language when
/// we have it, else English. Windows have to be built anew to show it. Gives the code that is in force.
QString installLanguage(const QString& code);
QString currentLanguage();

} // namespace zonescope::ui::shell
