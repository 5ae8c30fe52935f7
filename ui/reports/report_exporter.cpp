// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/reports/report_exporter.h"

#include "model/report/csv_writer.h"
#include "model/report/html_writer.h"
#include "ui/reports/page_breaks.h"
#include "ui/reports/report_rich_text.h"
#include "ui/text/report_wording.h"

#include <QDir>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QTextDocument>
#include <QUrl>

namespace zonescope::ui::reports {
namespace {

constexpr int pictureWidth = 860;
constexpr int pageWidth = 640;
constexpr double pictureScale = 2;

base::Status write(const QString& path, const QByteArray& content)
{
    QSaveFile file(path); // all or nothing: a half report looks like a whole one
    if (file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.commit())
        return {};
    return base::fail(base::ErrorCode::FileFailed,
                      (path + QStringLiteral(": ") + file.errorString()).toStdString());
}

base::Status writePdf(const QString& path, const report::Document& document)
{
    const RichReport rich = richReport(document, theme::paletteFor(theme::Scheme::Light), pageWidth);
    QTextDocument page;
    for (std::size_t i = 0; i < rich.charts.size(); ++i)
        page.addResource(QTextDocument::ImageResource, QUrl(QStringLiteral("chart:%1").arg(i)),
                         chartPicture(rich.charts[i], pageWidth, pictureScale));
    page.setHtml(rich.html);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return base::fail(base::ErrorCode::FileFailed,
                          (path + QStringLiteral(": ") + file.errorString()).toStdString());
    QPdfWriter pdf(&file);
    pdf.setPageSize(QPageSize(QPageSize::A4));
    pdf.setPageMargins(QMarginsF()); // QTextDocument::print keeps two centimetres of its own
    pdf.setTitle(QString::fromStdString(text::reportWording().title));
    pdf.setCreator(QStringLiteral("Zonescope"));
    keepHeadingsWithPictures(page, pdf);
    page.print(&pdf);
    if (!file.commit())
        return base::fail(base::ErrorCode::FileFailed,
                          (path + QStringLiteral(": ") + file.errorString()).toStdString());
    return {};
}

base::Status writePng(const QString& path, const QByteArray& svg)
{
    QImage image = chartPicture(svg, pictureWidth, pictureScale);
    QImage page(image.size(), QImage::Format_RGB32);
    page.fill(theme::paletteFor(theme::Scheme::Light).card);
    QPainter painter(&page);
    image.setDevicePixelRatio(1);
    painter.drawImage(0, 0, image);
    painter.end();
    if (page.save(path))
        return {};
    return base::fail(base::ErrorCode::FileFailed, path.toStdString());
}

/// Collects what was written and stops at the first failure.
class Writing
{
public:
    explicit Writing(const QString& folder)
        : m_folder(folder)
    {
    }
    template <class Write>
    void file(const QString& name, Write writeIt)
    {
        if (!m_status)
            return;
        const QString path = m_folder.filePath(name);
        m_status = writeIt(path);
        if (m_status)
            m_written << path;
    }
    base::Result<QStringList> result() const
    {
        if (!m_status)
            return tl::unexpected(m_status.error());
        return m_written;
    }

private:
    QDir m_folder;
    QStringList m_written;
    base::Status m_status;
};

} // namespace

base::Result<QStringList> renderReport(const report::Document& document, const text::Names& /*names*/,
                                       const QString& folder, Formats formats)
{
    if (!QDir().mkpath(folder))
        return base::fail(base::ErrorCode::FileFailed, folder.toStdString());
    Writing writing(folder);
    if (formats & Format::Html)
        writing.file(QStringLiteral("report.html"), [&](const QString& path) {
            return write(path, QByteArray::fromStdString(report::writeHtml(document, text::reportWording())));
        });
    if (formats & Format::Pdf)
        writing.file(QStringLiteral("report.pdf"),
                     [&](const QString& path) { return writePdf(path, document); });
    if (formats & Format::Csv)
        for (const report::NamedText& table : report::writeCsv(document))
            writing.file(QString::fromStdString(table.name), [&](const QString& path) {
                return write(path, QByteArray::fromStdString(table.text));
            });
    if (formats & Format::Png) {
        const RichReport rich = richReport(document, theme::paletteFor(theme::Scheme::Light), pictureWidth);
        for (std::size_t i = 0; i < rich.charts.size(); ++i)
            writing.file(QStringLiteral("chart-%1.png").arg(i + 1),
                         [&](const QString& path) { return writePng(path, rich.charts[i]); });
    }
    return writing.result();
}

} // namespace zonescope::ui::reports
