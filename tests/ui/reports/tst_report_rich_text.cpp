// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/svg_parts.h"
#include "ui/reports/report_preview.h"
#include "ui/reports/report_rich_text.h"
#include "ui/theme/palette.h"

#include <QRegularExpression>
#include <QTest>

using namespace zonescope;
using namespace zonescope::ui;

class TestReportRichText : public QObject
{
    Q_OBJECT

private slots:
    void stagesHaveTheWindowsColours();
    void pictureHasThePixelsOfTheScreen();
    void picturesFitTheTextTheyStandIn();
};

void TestReportRichText::stagesHaveTheWindowsColours()
{
    for (const pipeline::Stage stage : pipeline::stages)
        QCOMPARE(QColor(QLatin1String(report::svg::stageColour(stage))),
                 theme::stageColor(theme::paletteFor(theme::Scheme::Light), stage));
}

void TestReportRichText::pictureHasThePixelsOfTheScreen()
{
    const QByteArray svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 860 100\">"
                           "<rect x=\"0\" y=\"0\" width=\"430\" height=\"100\" fill=\"#0072b2\"/></svg>";
    const QImage picture = reports::chartPicture(svg, 430, 2);
    QCOMPARE(picture.size(), QSize(860, 100));
    QCOMPARE(picture.devicePixelRatio(), 2.0);
    QCOMPARE(picture.pixelColor(100, 50), QColor(0x00, 0x72, 0xb2));
    QCOMPARE(picture.pixelColor(600, 50).alpha(), 0);
    QVERIFY(reports::chartPicture("no picture", 430, 1).isNull());
}

// A scroll bar that comes while the text is laid out makes the view narrower: pictures of another size than
// the text has room for lost rows and columns, and with them parts of letters.
void TestReportRichText::picturesFitTheTextTheyStandIn()
{
    auto document = std::make_shared<report::Document>();
    document->changes = 1;
    for (const pipeline::Stage stage : pipeline::stages)
        document->stages.push_back({stage, 1, base::Duration(1000), base::Duration(2000),
                                    base::Duration(2000), base::Duration(2000)});
    reports::ReportPreview preview;
    QTextBrowser& browser = preview;
    preview.resize(900, 500);
    preview.show();
    preview.showReport(document);
    static const QRegularExpression size(QStringLiteral("src=\"chart:0\" width=\"(\\d+)\""));
    const int room = size.match(preview.toHtml()).captured(1).toInt();
    QVERIFY(room > 200);
    preview.resize(600, 500);
    const auto picture =
        browser.loadResource(QTextDocument::ImageResource, QUrl(QStringLiteral("chart:0"))).value<QImage>();
    QCOMPARE(qRound(picture.width() / picture.devicePixelRatio()), room);
}

QTEST_MAIN(TestReportRichText)
#include "tst_report_rich_text.moc"
