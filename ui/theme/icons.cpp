// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"

#include "ui/theme/theme.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <array>

static void keepIconResources()
{
    Q_INIT_RESOURCE(icons); // must stand outside any namespace
}

namespace zonescope::ui::theme {
namespace {

constexpr std::array<const char*, 36> files{
    "overview", "zones",    "propagation", "primaries", "network",  "cloud", "reports", "activity",
    "settings", "transfer", "probe",       "pause",     "resume",   "add",   "remove",  "edit",
    "copy",     "save",     "search",      "clear",     "undo",     "key",   "info",    "warning",
    "filter",   "link",     "more",        "inspector", "calendar", "help",  "live",    "back",
    "forward",  "down",     "edge",        "zone"};
static_assert(files.size() == static_cast<std::size_t>(Icon::Zone) + 1);

QColor colorFor(QIcon::Mode mode, QIcon::State state)
{
    const Palette& p = colors();
    if (mode == QIcon::Disabled)
        return mixed(p.muted, p.card, p.highContrast ? 1.0 : 0.55);
    if (mode == QIcon::Selected || state == QIcon::On)
        return p.accent;
    return p.highContrast ? p.text : mixed(p.text, p.muted, 0.4);
}

/// Colours are looked up while painting, so that a change of theme needs no new icons.
class LineIconEngine final : public QIconEngine
{
public:
    explicit LineIconEngine(Icon which)
        : m_which(which)
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        const double ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
        painter->drawPixmap(rect, scaledPixmap(rect.size() * ratio, mode, state, ratio));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1.0);
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal ratio) override
    {
        const QColor color = colorFor(mode, state);
        const QString key = QStringLiteral("zonescope-%1-%2x%3-%4-%5")
                                .arg(static_cast<int>(m_which))
                                .arg(size.width())
                                .arg(size.height())
                                .arg(color.rgba(), 0, 16)
                                .arg(ratio);
        QPixmap found;
        if (QPixmapCache::find(key, &found))
            return found;
        QPixmap drawn = draw(size, color);
        drawn.setDevicePixelRatio(ratio);
        QPixmapCache::insert(key, drawn);
        return drawn;
    }

    QIconEngine* clone() const override { return new LineIconEngine(m_which); }
    QString key() const override { return QStringLiteral("zonescope-line"); }

private:
    QPixmap draw(const QSize& size, const QColor& color) const
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QFile file(QStringLiteral(":/zonescope/icons/%1.svg")
                       .arg(QLatin1String(files[static_cast<std::size_t>(m_which)])));
        if (!file.open(QIODevice::ReadOnly))
            return pixmap;
        QByteArray svg = file.readAll();
        svg.replace("currentColor", color.name().toLatin1());
        QSvgRenderer renderer(svg);
        QPainter painter(&pixmap);
        const int side = std::min(size.width(), size.height());
        renderer.render(&painter,
                        QRectF((size.width() - side) / 2.0, (size.height() - side) / 2.0, side, side));
        return pixmap;
    }

    Icon m_which;
};

} // namespace

QIcon icon(Icon which)
{
    keepIconResources();
    return QIcon(new LineIconEngine(which));
}

QIcon applicationIcon()
{
    keepIconResources();
    return QIcon(QStringLiteral(":/zonescope/icons/org.zonescope.Zonescope.svg"));
}

} // namespace zonescope::ui::theme
