// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/reports/page_breaks.h"

#include <QBuffer>
#include <QImage>
#include <QPdfWriter>
#include <QTest>
#include <QTextDocument>
#include <QUrl>

using namespace zonescope::ui;

class TestPageBreaks : public QObject
{
    Q_OBJECT

private slots:
    void headingsStandAboveTheirPictures();
    void aPictureTallerThanAPageEndsIt();
};

namespace {

/// So many lines, then a section with a picture under a line of text, as the report has them.
void fill(QTextDocument& document, int lines, int pictureHeight)
{
    QImage picture(600, pictureHeight, QImage::Format_RGB32);
    picture.fill(Qt::gray);
    document.addResource(QTextDocument::ImageResource, QUrl(QStringLiteral("chart:0")), picture);
    QString html = QStringLiteral("<h1>Report</h1>");
    for (int i = 0; i < lines; ++i)
        html += QStringLiteral("<p>line %1</p>").arg(i);
    html += QStringLiteral("<h2>Topology</h2><p>From here.</p><p><img src=\"chart:0\" width=\"600\" "
                           "height=\"%1\"></p><h2>Inventory</h2><p>text</p>")
                .arg(pictureHeight);
    document.setHtml(html);
}

QTextBlock blockOf(const QTextDocument& document, const QString& text)
{
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next())
        if (block.text() == text)
            return block;
    return {};
}

bool together(const QTextDocument& pages)
{
    const QTextBlock heading = blockOf(pages, QStringLiteral("Topology"));
    return reports::pageOf(heading) == reports::pageOf(heading.next().next());
}

} // namespace

void TestPageBreaks::headingsStandAboveTheirPictures()
{
    QBuffer file;
    QVERIFY(file.open(QIODevice::WriteOnly));
    QPdfWriter pdf(&file);
    pdf.setPageMargins(QMarginsF());
    int apart = 0;
    for (int lines = 0; lines < 60; lines += 2) {
        QTextDocument document;
        fill(document, lines, 400);
        const bool before = together(*reports::inPages(document, pdf));
        const QString text = document.toPlainText();
        reports::keepHeadingsWithPictures(document, pdf);
        const auto pages = reports::inPages(document, pdf);
        QVERIFY2(together(*pages), qPrintable(QString::number(lines)));
        QCOMPARE(document.toPlainText(), text);
        const QTextBlock heading = blockOf(*pages, QStringLiteral("Topology"));
        const bool breaks = heading.blockFormat().pageBreakPolicy() & QTextFormat::PageBreak_AlwaysBefore;
        QCOMPARE(breaks, !before); // nothing moves that need not
        apart += before ? 0 : 1;
    }
    QVERIFY2(apart > 3, "there were headings to be moved");
}

void TestPageBreaks::aPictureTallerThanAPageEndsIt()
{
    QBuffer file;
    QVERIFY(file.open(QIODevice::WriteOnly));
    QPdfWriter pdf(&file);
    QTextDocument document;
    fill(document, 5, 3000);
    reports::keepHeadingsWithPictures(document, pdf);
    QVERIFY(blockOf(document, QStringLiteral("Inventory")).isValid());
}

QTEST_MAIN(TestPageBreaks)
#include "tst_page_breaks.moc"
