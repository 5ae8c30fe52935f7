// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <memory>
#include <vector>

static void needResources()
{
    Q_INIT_RESOURCE(translations); // must stand outside any namespace
}

namespace zonescope::ui::shell {
namespace {

QString inForce = QStringLiteral("en");
std::vector<std::unique_ptr<QTranslator>> installed;

void load(const QString& file, const QString& folder)
{
    auto translator = std::make_unique<QTranslator>();
    if (translator->load(file, folder)) {
        QCoreApplication::installTranslator(translator.get());
        installed.push_back(std::move(translator));
    }
}

} // namespace

QStringList languages()
{
    return {QStringLiteral("en"), QStringLiteral("de")};
}

QString languageName(const QString& code)
{
    return code == QLatin1String("de") ? QStringLiteral("Deutsch") : QStringLiteral("English");
}

QString currentLanguage()
{
    return inForce;
}

QString installLanguage(const QString& code)
{
    needResources();
    for (const auto& translator : installed)
        QCoreApplication::removeTranslator(translator.get());
    installed.clear();
    const QString wanted = code.isEmpty() ? QLocale::system().name().section(u'_', 0, 0) : code;
    inForce = languages().contains(wanted) ? wanted : QStringLiteral("en");
    // English texts are the source; the file only carries their plural forms.
    load(QStringLiteral("zonescope_") + inForce, QStringLiteral(":/translations"));
    if (inForce != QLatin1String("en"))
        load(QStringLiteral("qtbase_") + inForce, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    const bool desktopSpeaksIt = QLocale::system().name().startsWith(inForce);
    QLocale::setDefault(desktopSpeaksIt ? QLocale::system() : QLocale(inForce));
    return inForce;
}

} // namespace zonescope::ui::shell
