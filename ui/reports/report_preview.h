// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/reports/report_rich_text.h"

#include <QTextBrowser>

#include <memory>

namespace zonescope::ui::reports {

/// The report as it will be exported, in the window's colours.
class ReportPreview final : public QTextBrowser
{
    Q_OBJECT

public:
    explicit ReportPreview(QWidget* parent = nullptr);
    void showReport(std::shared_ptr<const report::Document> document);

protected:
    QVariant loadResource(int type, const QUrl& url) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void draw();
    int chartWidth() const;

    std::shared_ptr<const report::Document> m_document;
    RichReport m_rich;
    int m_drawnWidth = 0; ///< of the charts in m_rich
};

} // namespace zonescope::ui::reports
