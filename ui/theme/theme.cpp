// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include "ui/theme/appearance_portal.h"
#include "ui/theme/icons.h"
#include "ui/theme/style_sheet.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontMetrics>
#include <QFontMetricsF>
#include <QStyleFactory>
#include <QTimer>

#include <algorithm>
#include <array>

namespace zonescope::ui::theme {
namespace {

/// Columns of serials stay readable only when every digit is equally wide; Qt 6.4 cannot switch a font's
/// tabular figures on, so such a font comes second.
bool hasTabularDigits(const QFont& candidate)
{
    const QFontMetricsF metrics(candidate);
    return qFuzzyCompare(metrics.horizontalAdvance(u'1'), metrics.horizontalAdvance(u'8'));
}

QFont applicationFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    const qreal size = font.pointSizeF() > 0 ? std::clamp(font.pointSizeF(), 9.0, 18.0) : 9.0;
    const QStringList known = QFontDatabase::families();
    for (const char* family : {"Noto Sans", "Inter", "DejaVu Sans"}) {
        QFont candidate(QString::fromLatin1(family));
        candidate.setPointSizeF(size);
        if (known.contains(candidate.family()) && hasTabularDigits(candidate)) {
            font = candidate;
            break;
        }
    }
    font.setPointSizeF(size);
    font.setHintingPreference(QFont::PreferVerticalHinting);
    return font;
}

int grown(int usual)
{
    // The grid is meant for a 15 px line; a larger text size grows rows by what the text grows.
    const int line = QFontMetrics(QApplication::font()).height();
    return usual + std::max(0, line - 15);
}

} // namespace

Theme& Theme::instance()
{
    // Never destroyed: painters of late widgets may still ask while the application ends.
    static auto* theme = new Theme;
    return *theme;
}

void Theme::apply(QApplication& application, Preference preference, Scheme lastSeen)
{
    m_application = &application;
    m_preference = preference;
    m_desktop = lastSeen;
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setFont(applicationFont());
    QApplication::setWindowIcon(applicationIcon());
    refresh();
    if (m_portal)
        return;
    m_portal = new AppearancePortal(&application);
    connect(m_portal, &AppearancePortal::appearance, this, &Theme::setDesktop);
    connect(m_portal, &QObject::destroyed, this, [this] {
        m_portal = nullptr;
        m_application = nullptr;
    });
    // After the first frame: opening the bus is quick, yet not part of the start-up time a user waits for.
    QTimer::singleShot(0, m_portal, &AppearancePortal::start);
}

void Theme::setPreference(Preference preference)
{
    m_preference = preference;
    refresh();
}

void Theme::setDesktop(bool dark, bool highContrast)
{
    if (highContrast)
        m_desktop = dark ? Scheme::HighContrastDark : Scheme::HighContrastLight;
    else
        m_desktop = dark ? Scheme::Dark : Scheme::Light;
    refresh();
}

void Theme::refresh()
{
    const bool desktopDark = m_desktop == Scheme::Dark || m_desktop == Scheme::HighContrastDark;
    Scheme wanted = m_desktop;
    if (m_preference == Preference::Light)
        wanted = Scheme::Light;
    else if (m_preference == Preference::Dark)
        wanted = Scheme::Dark;
    else if (m_preference == Preference::HighContrast)
        wanted = desktopDark ? Scheme::HighContrastDark : Scheme::HighContrastLight;

    const bool same = wanted == m_palette.scheme;
    m_palette = paletteFor(wanted);
    if (!m_application || (same && !m_application->styleSheet().isEmpty()))
        return;
    QApplication::setPalette(widgetPalette(m_palette));
    m_application->setStyleSheet(styleSheet(m_palette));
    emit changed();
}

QFont font(TextSize size)
{
    QFont result = QApplication::font();
    const qreal base = result.pointSizeF();
    switch (size) {
    case TextSize::Small:
        result.setPointSizeF(base - 1);
        break;
    case TextSize::Normal:
        break;
    case TextSize::Title:
        result.setPointSizeF(base + 0.5);
        result.setWeight(QFont::DemiBold);
        break;
    case TextSize::PageTitle:
        result.setPointSizeF(base + 5);
        result.setWeight(QFont::DemiBold);
        break;
    case TextSize::Figure:
        result.setPointSizeF(base + 10);
        break;
    }
    return result;
}

QFont monospace()
{
    QFont result = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    result.setPointSizeF(QApplication::font().pointSizeF());
    return result;
}

namespace metric {

int rowHeight()
{
    return grown(28);
}
int controlHeight()
{
    return grown(32);
}
int sidebarRow()
{
    return grown(34);
}

} // namespace metric
} // namespace zonescope::ui::theme
