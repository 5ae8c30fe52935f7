// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/figure_page.h"

#include "ui/text/format.h"
#include "ui/theme/theme.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFontMetrics>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QTextDocument>
#include <QUrl>

#include <algorithm>
#include <numeric>

namespace zonescope::ui::network {
namespace {

constexpr double pixelRatio = 2;
constexpr std::size_t mostRows = 200;     // of a picture: nobody reads more of one
constexpr std::size_t mostPrinted = 2000; // of a page of text: the rest is in the CSV
constexpr int widestColumn = 320;
constexpr int paperWidth = 640;
constexpr int space = 16;

struct FigurePage
{
    Q_DECLARE_TR_FUNCTIONS(FigurePage)
};

std::vector<int> columnWidths(const Rows& rows, const QFontMetrics& metrics)
{
    std::vector<int> widths(static_cast<std::size_t>(rows.front().size()), 0);
    for (std::size_t r = 0; r < std::min(rows.size(), mostRows + 1); ++r)
        for (qsizetype c = 0; c < std::min(rows[r].size(), rows.front().size()); ++c) {
            int& width = widths[static_cast<std::size_t>(c)];
            width = std::max(width, std::min(widestColumn, metrics.horizontalAdvance(rows[r][c]) + space));
        }
    return widths;
}

QString cutNote(const Rows& rows, std::size_t most)
{
    return rows.size() - 1 <= most ? QString()
                                   : FigurePage::tr("The first %1 of %2 rows.")
                                         .arg(text::number(most), text::number(rows.size() - 1));
}

/// Draws the rows from `top` on; gives where they end.
int drawRows(QPainter& painter, const Rows& rows, const std::vector<int>& widths, int top)
{
    const theme::Palette& colors = theme::colors();
    const int line = painter.fontMetrics().height() + 8;
    for (std::size_t r = 0; r < std::min(rows.size(), mostRows + 1); ++r) {
        int left = space;
        painter.setPen(r == 0 ? colors.muted : colors.text);
        for (std::size_t c = 0; c < widths.size() && c < static_cast<std::size_t>(rows[r].size()); ++c) {
            const QString cell = painter.fontMetrics().elidedText(rows[r][static_cast<qsizetype>(c)],
                                                                  Qt::ElideRight, widths[c] - space / 2);
            painter.drawText(QRect(left, top, widths[c], line), Qt::AlignLeft | Qt::AlignVCenter, cell);
            left += widths[c];
        }
        top += line;
        painter.setPen(colors.grid);
        painter.drawLine(space, top, left, top);
    }
    return top;
}

QString cells(const QStringList& row, const QString& tag)
{
    QString html = QStringLiteral("<tr>");
    for (const QString& cell : row)
        html += u'<' + tag + u'>' + cell.toHtmlEscaped() + QStringLiteral("</") + tag + u'>';
    return html + QStringLiteral("</tr>\n");
}

/// `picture`: where it comes from; empty: there is none.
QString section(const Figure& figure, const QString& picture)
{
    QString html = QStringLiteral("<section><h2>%1</h2>\n").arg(figure.facts.title.toHtmlEscaped());
    if (!picture.isEmpty())
        html += QStringLiteral("<p><img width=\"%1\" src=\"%2\" alt=\"%3\"></p>\n")
                    .arg(paperWidth)
                    .arg(picture, figure.facts.title.toHtmlEscaped());
    html += QStringLiteral("<p>%1</p>\n").arg(figure.facts.caption().toHtmlEscaped());
    for (const Rows& rows : figure.blocks) {
        if (rows.empty())
            continue;
        html += QStringLiteral("<table border=\"1\" cellpadding=\"3\" cellspacing=\"0\">\n") +
                cells(rows.front(), QStringLiteral("th"));
        for (std::size_t r = 1; r < std::min(rows.size(), mostPrinted + 1); ++r)
            html += cells(rows[r], QStringLiteral("td"));
        html += QStringLiteral("</table>\n<p>%1</p>\n").arg(cutNote(rows, mostPrinted));
    }
    return html + QStringLiteral("</section>\n");
}

} // namespace

QImage captioned(const QImage& picture, const ExportFacts& facts)
{
    const theme::Palette& colors = theme::colors();
    const QFont font = theme::font(theme::TextSize::Small);
    const QSize size = (QSizeF(picture.size()) / picture.devicePixelRatio()).toSize();
    const QRect room(8, size.height() + 6, size.width() - 16, 400);
    const QRect needed = QFontMetrics(font).boundingRect(room, Qt::TextWordWrap, facts.caption());
    QImage page(QSize(size.width(), size.height() + needed.height() + 12) * pixelRatio, QImage::Format_RGB32);
    page.setDevicePixelRatio(pixelRatio);
    page.fill(colors.card);
    QPainter painter(&page);
    painter.drawImage(QPoint(0, 0), picture);
    painter.setFont(font);
    painter.setPen(colors.muted);
    painter.drawText(room, Qt::TextWordWrap, facts.caption());
    return page;
}

QImage pictureOf(const std::vector<Rows>& blocks, const ExportFacts& facts)
{
    const QFont font = theme::font(theme::TextSize::Small);
    const QFontMetrics metrics(font);
    const int line = metrics.height() + 8;
    int height = space;
    int width = 480;
    for (const Rows& rows : blocks) {
        if (rows.empty())
            continue;
        const auto widths = columnWidths(rows, metrics);
        width = std::max(width, std::accumulate(widths.begin(), widths.end(), 2 * space));
        height += line * static_cast<int>(std::min(rows.size(), mostRows + 1) + 1) + space;
    }
    QImage page(QSize(width, height) * pixelRatio, QImage::Format_RGB32);
    page.setDevicePixelRatio(pixelRatio);
    page.fill(theme::colors().card);
    QPainter painter(&page);
    painter.setFont(font);
    int top = space;
    for (const Rows& rows : blocks) {
        if (rows.empty())
            continue;
        top = drawRows(painter, rows, columnWidths(rows, metrics), top);
        painter.setPen(theme::colors().muted);
        painter.drawText(QRect(space, top, width - 2 * space, line), Qt::AlignLeft | Qt::AlignVCenter,
                         cutNote(rows, mostRows));
        top += line + space;
    }
    painter.end();
    return captioned(page, facts);
}

QByteArray htmlOf(const Figure& figure)
{
    QString picture;
    if (figure.isChart) {
        QByteArray png;
        QBuffer buffer(&png);
        buffer.open(QIODevice::WriteOnly);
        figure.picture().save(&buffer, "PNG");
        picture = QStringLiteral("data:image/png;base64,") + QString::fromLatin1(png.toBase64());
    }
    return QStringLiteral("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>%1</title></head>"
                          "<body style=\"font-family:sans-serif\">\n%2</body></html>\n")
        .arg(figure.facts.title.toHtmlEscaped(), section(figure, picture))
        .toUtf8();
}

bool writePdf(QIODevice& file, const Figure& figure)
{
    QTextDocument page;
    const QString name = QStringLiteral("figure:0");
    if (figure.isChart)
        page.addResource(QTextDocument::ImageResource, QUrl(name), figure.picture());
    page.setHtml(section(figure, figure.isChart ? name : QString()));
    QPdfWriter pdf(&file);
    const bool wide =
        !figure.blocks.empty() && !figure.blocks.front().empty() && figure.blocks.front().front().size() > 8;
    pdf.setPageSize(QPageSize(QPageSize::A4));
    pdf.setPageOrientation(wide ? QPageLayout::Landscape : QPageLayout::Portrait);
    pdf.setPageMargins(QMarginsF()); // QTextDocument::print keeps two centimetres of its own
    pdf.setTitle(figure.facts.title);
    pdf.setCreator(QStringLiteral("Zonescope"));
    page.print(&pdf);
    return true;
}

} // namespace zonescope::ui::network
