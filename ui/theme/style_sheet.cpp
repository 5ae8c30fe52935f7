// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style_sheet.h"

#include "ui/theme/theme.h"

#include <QFile>
#include <QRegularExpression>

#include <map>

static void keepResources()
{
    Q_INIT_RESOURCE(icons); // must stand outside any namespace
}

namespace zonescope::ui::theme {
namespace {

std::map<QString, QString> words(const Palette& p)
{
    const auto name = [](const QColor& color) { return color.name(); };
    const int inner = metric::controlHeight() - 8 - 2 * p.borderWidth;
    return {
        {"window", name(p.window)},
        {"card", name(p.card)},
        {"field", name(p.field)},
        {"border", name(p.border)},
        {"text", name(p.text)},
        {"muted", name(p.muted)},
        {"faded", name(mixed(p.muted, p.card, p.highContrast ? 1.0 : 0.6))},
        {"accent", name(p.accent)},
        {"accentText", name(p.accent)},
        {"accentHover", name(mixed(p.accent, p.text, 0.85))},
        {"onAccent", name(p.onAccent)},
        {"selection", name(p.selection)},
        {"hover", name(p.hover)},
        {"track", name(p.track)},
        {"thumb", name(mixed(p.muted, p.card, p.highContrast ? 1.0 : 0.4))},
        {"toastLink", name(paletteFor(p.dark ? Scheme::Light : Scheme::Dark).accent)},
        {"line", QStringLiteral("%1px").arg(p.borderWidth)},
        {"tight", p.borderWidth == 2 ? QStringLiteral("4px 8px") : QStringLiteral("3px 7px")},
        {"inner", QStringLiteral("%1px").arg(inner)},
        {"side", p.dark ? QStringLiteral("dark") : QStringLiteral("light")},
    };
}

} // namespace

QString styleSheet(const Palette& palette)
{
    keepResources();
    QFile file(QStringLiteral(":/zonescope/styles/zonescope.qss"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QString source = QString::fromUtf8(file.readAll());
    const auto replacements = words(palette);
    static const QRegularExpression word(QStringLiteral("@([A-Za-z]+)"));
    QString result;
    qsizetype end = 0;
    for (auto found = word.globalMatch(source); found.hasNext();) {
        const auto match = found.next();
        const auto replacement = replacements.find(match.captured(1));
        result.append(QStringView(source).mid(end, match.capturedStart() - end));
        result += replacement == replacements.end() ? match.captured() : replacement->second;
        end = match.capturedEnd();
    }
    result.append(QStringView(source).mid(end));
    return result;
}

QPalette widgetPalette(const Palette& p)
{
    QPalette q;
    q.setColor(QPalette::Window, p.window);
    q.setColor(QPalette::WindowText, p.text);
    q.setColor(QPalette::Base, p.card);
    q.setColor(QPalette::AlternateBase, p.window);
    q.setColor(QPalette::ToolTipBase, p.card);
    q.setColor(QPalette::ToolTipText, p.text);
    q.setColor(QPalette::PlaceholderText, p.muted);
    q.setColor(QPalette::Text, p.text);
    q.setColor(QPalette::Button, p.field);
    q.setColor(QPalette::ButtonText, p.text);
    q.setColor(QPalette::BrightText, p.onAccent);
    q.setColor(QPalette::Link, p.accent);
    q.setColor(QPalette::LinkVisited, p.accent);
    q.setColor(QPalette::Highlight, p.accent);
    q.setColor(QPalette::HighlightedText, p.onAccent);
    q.setColor(QPalette::Light, mixed(p.card, p.text, 0.95));
    q.setColor(QPalette::Midlight, p.border);
    q.setColor(QPalette::Mid, p.border);
    q.setColor(QPalette::Dark, mixed(p.border, p.text, 0.7));
    q.setColor(QPalette::Shadow, p.border);
    const QColor faded = mixed(p.muted, p.card, p.highContrast ? 1.0 : 0.6);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        q.setColor(QPalette::Disabled, role, faded);
    return q;
}

} // namespace zonescope::ui::theme
