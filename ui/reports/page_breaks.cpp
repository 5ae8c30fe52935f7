// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/reports/page_breaks.h"

#include <QAbstractTextDocumentLayout>
#include <QGuiApplication>
#include <QPagedPaintDevice>
#include <QScreen>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextFrame>
#include <QTextLayout>

#include <algorithm>

namespace zonescope::ui::reports {
namespace {

constexpr double printMargin = 2 / 2.54; ///< inches, QTextDocument::print()'s own
constexpr int furthest = 4;              ///< blocks between a heading and what it stands over

bool hasPicture(const QTextBlock& block)
{
    for (auto part = block.begin(); !part.atEnd(); ++part)
        if (part.fragment().charFormat().isImageFormat())
            return true;
    return false;
}

/// Invalid: text follows, or nothing.
QTextBlock pictureUnder(const QTextBlock& heading)
{
    QTextBlock block = heading.next();
    for (int i = 0; i < furthest && block.isValid() && block.blockFormat().headingLevel() == 0;
         ++i, block = block.next())
        if (hasPicture(block))
            return block;
    return {};
}

/// The first heading that stands on another page than its picture; -1: none.
int lonelyHeading(const QTextDocument& pages)
{
    for (QTextBlock block = pages.begin(); block.isValid(); block = block.next()) {
        const bool breaks = block.blockFormat().pageBreakPolicy() & QTextFormat::PageBreak_AlwaysBefore;
        if (block.blockFormat().headingLevel() == 0 || breaks) // one that broke has a picture too tall
            continue;
        const QTextBlock picture = pictureUnder(block);
        if (picture.isValid() && pageOf(picture) != pageOf(block))
            return block.blockNumber();
    }
    return -1;
}

} // namespace

std::unique_ptr<QTextDocument> inPages(QTextDocument& document, QPagedPaintDevice& device)
{
    std::unique_ptr<QTextDocument> pages(document.clone(&document));
    pages->documentLayout()->setPaintDevice(&device);
    QTextFrameFormat frame = pages->rootFrame()->frameFormat();
    // In dots of the screen: the layout scales them to the device.
    frame.setMargin(static_cast<int>(printMargin * QGuiApplication::primaryScreen()->logicalDotsPerInchY()));
    pages->rootFrame()->setFrameFormat(frame);
    pages->setPageSize(QSizeF(device.width(), device.height()));
    return pages;
}

int pageOf(const QTextBlock& block)
{
    const QTextDocument* document = block.document();
    const QRectF place = document->documentLayout()->blockBoundingRect(block);
    const QTextLayout* layout = block.layout();
    const double line = layout->lineCount() > 0 ? layout->lineAt(0).y() : 0;
    return static_cast<int>((place.top() + line) / document->pageSize().height());
}

void keepHeadingsWithPictures(QTextDocument& document, QPagedPaintDevice& device)
{
    for (int left = document.blockCount(); left > 0; --left) { // each break moves all that follows
        const int lonely = lonelyHeading(*inPages(document, device));
        if (lonely < 0)
            return;
        QTextBlockFormat format;
        format.setPageBreakPolicy(QTextFormat::PageBreak_AlwaysBefore);
        QTextCursor(document.findBlockByNumber(lonely)).mergeBlockFormat(format);
    }
}

} // namespace zonescope::ui::reports
