// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_charts.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QImage>
#include <QPainter>
#include <QTest>

using namespace zonescope;
using namespace zonescope::ui;

/// Paints every kind of chart in every scheme into chart_gallery/ of the build folder, and checks what a
/// picture can be checked for without eyes: it has content, keeps inside its frame and differs between
/// schemes.
class ChartGallery : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        theme::Theme::instance().apply(*qApp, theme::Preference::Light);
        QDir().mkpath("chart_gallery");
    }

    void paints_data()
    {
        QTest::addColumn<int>("scheme");
        QTest::addColumn<double>("ratio");
        QTest::addColumn<bool>("mirrored");
        QTest::newRow("light") << 0 << 1.0 << false;
        QTest::newRow("light2x") << 0 << 2.0 << false;
        QTest::newRow("dark") << 1 << 1.0 << false;
        QTest::newRow("contrast") << 2 << 1.0 << false;
        QTest::newRow("mirrored") << 0 << 1.0 << true;
    }

    void paints()
    {
        QFETCH(int, scheme);
        QFETCH(double, ratio);
        QFETCH(bool, mirrored);
        const auto palette = theme::paletteFor(static_cast<theme::Scheme>(scheme));
        for (auto& [file, content] : test::sampleCharts(palette)) {
            content.mirrored = mirrored;
            const QImage image = paint(content, palette, ratio);
            image.save(QStringLiteral("chart_gallery/%1_%2.png").arg(file, QTest::currentDataTag()));
            QVERIFY2(differingPixels(image, palette.card) > 400, qPrintable(file));
            QVERIFY2(frameIsClean(image, palette.card), qPrintable(file + " touches its frame"));
        }
    }

private:
    static QImage paint(const charts::ChartContent& content, const theme::Palette& palette, double ratio)
    {
        const QSize size(600, 320);
        QImage image(size * ratio, QImage::Format_ARGB32_Premultiplied);
        image.setDevicePixelRatio(ratio);
        image.fill(palette.card);
        QPainter painter(&image);
        const QRectF area = QRectF(QPointF(0, 0), size).adjusted(6, 6, -6, -6);
        const auto layout = charts::layOutChart(content, content.timeRange(), area, palette,
                                                theme::font(theme::TextSize::Small), ratio);
        charts::paintChart(painter, content, layout);
        return image;
    }

    static int differingPixels(const QImage& image, const QColor& ground)
    {
        int count = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                count += image.pixelColor(x, y) != ground ? 1 : 0;
        return count;
    }

    /// Nothing is painted in the outer three pixels: labels that do would be clipped on the screen.
    static bool frameIsClean(const QImage& image, const QColor& ground)
    {
        for (int x = 0; x < image.width(); ++x)
            for (int y = 0; y < image.height(); ++y) {
                const bool edge = x < 3 || y < 3 || x >= image.width() - 3 || y >= image.height() - 3;
                if (edge && image.pixelColor(x, y) != ground)
                    return false;
            }
        return true;
    }
};

QTEST_MAIN(ChartGallery)
#include "tst_chart_gallery.moc"
