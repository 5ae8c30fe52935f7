// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/reports/report_rich_text.h"

#include "model/report/html_writer.h"
#include "ui/text/report_wording.h"

#include <QPainter>
#include <QRegularExpression>
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
                          "td.text,th.text{text-align:left;white-space:normal} "
                          ".key{text-align:left;padding:4px 24px 8px 0;font-size:8pt;color:%2} "
                          ".value{font-size:14pt;color:%1} .muted{color:%2}</style>")
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

/// A list of terms stands in one column in a QTextDocument: the key figures become rows of four.
QString figureTable(const QString& list)
{
    static const QRegularExpression figure(QStringLiteral("<dt>(.*?)</dt><dd>(.*?)</dd>"));
    QString table = QStringLiteral("<table width=\"100%\">");
    int column = 0;
    for (auto found = figure.globalMatch(list); found.hasNext(); column = (column + 1) % 4) {
        const auto match = found.next();
        table += (column == 0 ? QStringLiteral("<tr>") : QString()) +
                 QStringLiteral("<td class=\"key\" width=\"25%\">%1<br><span class=\"value\">%2</span></td>")
                     .arg(match.captured(1), match.captured(2)) +
                 (column == 3 ? QStringLiteral("</tr>") : QString());
    }
    return table + (column == 0 ? QString() : QStringLiteral("</tr>")) + QStringLiteral("</table>");
}

QSize pictureSize(const QByteArray& svg, int width)
{
    const QSizeF box = QSvgRenderer(svg).viewBoxF().size();
    return box.isEmpty() ? QSize() : QSize(width, qRound(width * box.height() / box.width()));
}

} // namespace

RichReport richReport(const report::Document& document, const theme::Palette& palette, int chartWidth)
{
    RichReport rich;
    rich.html = QString::fromStdString(report::writeHtml(document, text::reportWording()));
    cut(rich.html, QStringLiteral("<style>"), QStringLiteral("</style>"), 0, pageStyle(palette));
    const QString mark = QStringLiteral("<!--figures-->");
    const QString figures = cut(rich.html, QStringLiteral("<dl>"), QStringLiteral("</dl>"), 0, mark);
    rich.html.replace(mark, figureTable(figures));
    for (;;) {
        const QString name = QStringLiteral("<!--chart-->");
        QString svg = cut(rich.html, QStringLiteral("<svg"), QStringLiteral("</svg>"), 0, name);
        if (svg.isEmpty())
            break;
        svg.insert(svg.indexOf(u'>') + 1, chartStyle(palette));
        if (!svg.contains(QLatin1String("xmlns=")))
            svg.insert(4, QStringLiteral(" xmlns=\"http://www.w3.org/2000/svg\""));
        rich.charts.push_back(svg.toUtf8());
        // The size in words: a picture of several device pixels would take that many lines' room.
        const QSize size = pictureSize(rich.charts.back(), chartWidth);
        rich.html.replace(name, QStringLiteral("<p><img src=\"chart:%1\" width=\"%2\" height=\"%3\"></p>")
                                    .arg(rich.charts.size() - 1)
                                    .arg(size.width())
                                    .arg(size.height()));
    }
    return rich;
}

QImage chartPicture(const QByteArray& svg, int width, double devicePixelRatio)
{
    QSvgRenderer renderer(svg);
    const QSizeF size = pictureSize(svg, width);
    if (!renderer.isValid() || size.isEmpty())
        return {};
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
