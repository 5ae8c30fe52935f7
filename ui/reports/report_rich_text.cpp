// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/reports/report_rich_text.h"

#include "model/report/html_writer.h"
#include "ui/text/report_wording.h"

#include <QPainter>
#include <QSvgRenderer>

namespace zonescope::ui::reports {
namespace {

QString chartStyle(const theme::Palette& colors)
{
    // The page's own style sheet speaks of variables, which Qt's SVG reader does not know.
    return QStringLiteral("<style>text{font-size:11px;fill:%1} .grid{stroke:%2} "
                          ".target{stroke:#d55e00;stroke-dasharray:5 4} "
                          ".whisker{stroke:%3;stroke-width:2}</style>")
        .arg(colors.muted.name(), colors.border.name(), colors.text.name());
}

QString pageStyle(const theme::Palette& colors)
{
    return QStringLiteral("<style>body{color:%1} h1{font-size:20pt} h2{font-size:12pt} "
                          "th{color:%2;text-align:right;padding:3px 5px;white-space:nowrap;font-size:8pt} "
                          "td{text-align:right;padding:3px 5px;white-space:nowrap;font-size:8pt} "
                          "td.text,th.text{text-align:left} "
                          "dt,.muted{color:%2} dd{font-size:12pt}</style>")
        .arg(colors.text.name(), colors.muted.name());
}

/// Takes out everything from `open` to `close`; gives the part.
QString cut(QString& text, const QString& open, const QString& close, qsizetype from, const QString& instead)
{
    const auto start = text.indexOf(open, from);
    const auto end = start < 0 ? -1 : text.indexOf(close, start);
    if (end < 0)
        return {};
    QString part = text.mid(start, end + close.size() - start);
    text.replace(start, part.size(), instead);
    return part;
}

} // namespace

RichReport richReport(const report::Document& document, const theme::Palette& palette)
{
    RichReport rich;
    rich.html = QString::fromStdString(report::writeHtml(document, text::reportWording()));
    cut(rich.html, QStringLiteral("<style>"), QStringLiteral("</style>"), 0, pageStyle(palette));
    for (;;) {
        const QString name = QStringLiteral("<img src=\"chart:%1\">").arg(rich.charts.size());
        QString svg = cut(rich.html, QStringLiteral("<svg"), QStringLiteral("</svg>"), 0, name);
        if (svg.isEmpty())
            break;
        svg.insert(svg.indexOf(u'>') + 1, chartStyle(palette));
        if (!svg.contains(QLatin1String("xmlns=")))
            svg.insert(4, QStringLiteral(" xmlns=\"http://www.w3.org/2000/svg\""));
        rich.charts.push_back(svg.toUtf8());
    }
    return rich;
}

QImage chartPicture(const QByteArray& svg, int width, double devicePixelRatio)
{
    QSvgRenderer renderer(svg);
    const QSizeF box = renderer.viewBoxF().size();
    if (!renderer.isValid() || box.isEmpty())
        return {};
    const QSizeF size(width, width * box.height() / box.width());
    QImage image((size * devicePixelRatio).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(devicePixelRatio);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    renderer.render(&painter, QRectF(QPointF(), size));
    return image;
}

int chartNumber(const QString& url)
{
    bool ok = false;
    const int number = url.startsWith(QLatin1String("chart:")) ? url.mid(6).toInt(&ok) : -1;
    return ok ? number : -1;
}

} // namespace zonescope::ui::reports
