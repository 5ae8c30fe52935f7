// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/reports/report_preview.h"

#include "ui/theme/theme.h"

#include <QResizeEvent>
#include <QScrollBar>

#include <algorithm>

namespace zonescope::ui::reports {
namespace {

constexpr int widestChart = 860;

} // namespace

ReportPreview::ReportPreview(QWidget* parent)
    : QTextBrowser(parent)
{
    setAccessibleName(tr("Preview of the report"));
    setOpenLinks(false);
    setFrameShape(QFrame::NoFrame);
    document()->setDocumentMargin(theme::metric::margin);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &ReportPreview::draw);
}

void ReportPreview::showReport(std::shared_ptr<const report::Document> shown)
{
    m_document = std::move(shown);
    draw();
}

void ReportPreview::draw()
{
    if (!m_document)
        return;
    m_drawnWidth = chartWidth();
    m_rich = richReport(*m_document, theme::colors(), m_drawnWidth);
    const int position = verticalScrollBar()->value();
    setHtml(m_rich.html);
    verticalScrollBar()->setValue(position);
}

QVariant ReportPreview::loadResource(int type, const QUrl& url)
{
    const int number = chartNumber(url.toString());
    if (number < 0 || static_cast<std::size_t>(number) >= m_rich.charts.size())
        return QTextBrowser::loadResource(type, url);
    // Not chartWidth(): a scroll bar that came since would make pictures of another size than the text has
    // room for, and Qt leaves out rows and columns to fit them.
    return chartPicture(m_rich.charts[static_cast<std::size_t>(number)], m_drawnWidth, devicePixelRatioF());
}

int ReportPreview::chartWidth() const
{
    return std::clamp(viewport()->width() - 3 * theme::metric::margin, 200, widestChart);
}

void ReportPreview::resizeEvent(QResizeEvent* event)
{
    QTextBrowser::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        // Charts follow the width. Later, because setHtml() itself makes scroll bars come and go.
        QMetaObject::invokeMethod(this, &ReportPreview::draw, Qt::QueuedConnection);
}

} // namespace zonescope::ui::reports
