// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/palette.h"

#include <QFont>
#include <QObject>

class QApplication;

namespace zonescope::ui::theme {

class AppearancePortal;

/// What the user chose in Settings; System follows the desktop.
enum class Preference : std::uint8_t { System, Light, Dark, HighContrast };

/// The look of the program: Fusion, our palette, a short style sheet, one font family. Main thread only.
/// The desktop's choice comes from the Settings portal on the session bus without ever waiting for it;
/// without a bus the light scheme stays.
class Theme final : public QObject
{
    Q_OBJECT

public:
    static Theme& instance();

    /// Sets style, font, palette and style sheet. `lastSeen` is what the desktop said the last time, so that
    /// the first frame of a dark desktop is dark before the portal has answered.
    void apply(QApplication& application, Preference preference = Preference::System,
               Scheme lastSeen = Scheme::Light);

    void setPreference(Preference preference);
    Preference preference() const { return m_preference; }
    const Palette& palette() const { return m_palette; }

    /// What the desktop asked for last: the window keeps it for the next start.
    Scheme desktopScheme() const { return m_desktop; }

    /// Called by the portal; public because tests play the desktop.
    void setDesktop(bool dark, bool highContrast);

signals:
    void changed();

private:
    Theme() = default;
    void refresh();

    Preference m_preference = Preference::System;
    Scheme m_desktop = Scheme::Light;
    Palette m_palette = paletteFor(Scheme::Light);
    QApplication* m_application = nullptr;
    AppearancePortal* m_portal = nullptr;
};

inline const Palette& colors()
{
    return Theme::instance().palette();
}

/// One family, few sizes, relative to the desktop's own text size.
enum class TextSize : std::uint8_t { Small, Normal, Title, PageTitle, Figure };
QFont font(TextSize size);
QFont monospace(); ///< records, diffs, configuration lines

/// 4 px grid. Heights grow with the font, so that a large text size is never clipped.
namespace metric {
inline constexpr int tiny = 4, small = 8, gap = 12, margin = 16, large = 24;
inline constexpr int radius = 6, cardPadding = 14;
int rowHeight();     ///< 28 at the usual font
int controlHeight(); ///< 32
int sidebarRow();    ///< 34
} // namespace metric

} // namespace zonescope::ui::theme
