// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTextBlock>

#include <memory>

class QPagedPaintDevice;
class QTextDocument;

namespace zonescope::ui::reports {

/// The document in pages as QTextDocument::print() makes them on that device; it belongs to `document`, whose
/// pictures it shows.
std::unique_ptr<QTextDocument> inPages(QTextDocument& document, QPagedPaintDevice& device);
/// From 0, of a document in pages: where the first line of a block stands.
int pageOf(const QTextBlock& block);
/// A heading whose picture did not fit below it any more begins the next page, too.
void keepHeadingsWithPictures(QTextDocument& document, QPagedPaintDevice& device);

} // namespace zonescope::ui::reports
