// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/zone/figure.h"
#include "ui/charts/chart.h"
#include "ui/charts/density_layer.h"
#include "ui/charts/line_layers.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QGraphicsView>
#include <QMouseEvent>
#include <QProcess>

#include <cmath>
#include <random>
#include <thread>

// Frame times of the two large layers on 10 M samples, in a real chart widget: 360 pans at six spans and 120
// zoom steps over four decades, each painted at once. Bars: p95 <= 16 ms and max <= 50 ms, at one and at two
// device pixels. Hover: <= 5 ms. Runs itself a second time for the double scale factor.

namespace {

using namespace zonescope;
using namespace zonescope::ui;
using namespace zonescope::ui::charts;

constexpr std::size_t samples = 10'000'000;
constexpr std::int64_t period = 10 * day;

struct Generated
{
    std::vector<std::int64_t> at;
    std::vector<float> value;
};

Generated generate()
{
    Generated data;
    data.at.resize(samples);
    data.value.resize(samples);
    std::mt19937 random(5);
    std::lognormal_distribution<float> delay(7, 1);
    std::int64_t now = 0;
    for (std::size_t i = 0; i < samples; ++i) {
        now += period / static_cast<std::int64_t>(samples) / 2 + random() % (period / samples);
        data.at[i] = now;
        data.value[i] = delay(random);
    }
    return data;
}

/// One change of range until it is on the screen, in time on a processor: the machine may be shared.
double frame(Chart& chart, QGraphicsView& view, const TimeRange& range)
{
    return bench::microseconds([&] {
        chart.selection()->setView(range);
        view.viewport()->repaint();
    });
}

std::vector<double> frames(Chart& chart, QGraphicsView& view)
{
    std::vector<double> times;
    const TimeRange all = chart.selection()->home();
    for (const double share : {1.0, 0.3, 0.1, 0.01, 0.001, 0.0001}) {
        const auto span = static_cast<std::int64_t>(static_cast<double>(all.span()) * share);
        const std::int64_t middle = all.from + all.span() / 2;
        for (int i = 0; i < 60; ++i) {
            const std::int64_t from = middle - span / 2 + span * (i - 30) / 120;
            times.push_back(frame(chart, view, {from, from + span}));
        }
    }
    for (int i = 0; i < 120; ++i) {
        const double share = std::pow(10.0, -4.0 * i / 119);
        const auto span = static_cast<std::int64_t>(static_cast<double>(all.span()) * share);
        const std::int64_t from = all.from + (all.span() - span) / 3;
        times.push_back(frame(chart, view, {from, from + span}));
    }
    std::ranges::sort(times);
    return times;
}

double hoverMicroseconds(Chart& chart, QGraphicsView& view)
{
    chart.selection()->reset();
    view.viewport()->repaint();
    std::vector<double> times;
    for (int i = 0; i < 200; ++i) {
        times.push_back(bench::microseconds([&] {
            QMouseEvent move(QEvent::MouseMove, QPointF(100 + 4 * i, 150), QPointF(100 + 4 * i, 150),
                             Qt::NoButton, Qt::NoButton, Qt::NoModifier);
            QApplication::sendEvent(&chart, &move);
            view.viewport()->repaint();
        }));
    }
    std::ranges::sort(times);
    return bench::quantile(times, 0.95);
}

void report(const char* what, int scale, Chart& chart)
{
    auto* view = chart.findChild<QGraphicsView*>();
    chart.resize(1280, 420);
    chart.show();
    QApplication::processEvents();
    const auto times = frames(chart, *view);
    const auto name = [&](const char* figure) {
        return QStringLiteral("%1, %2x, %3")
            .arg(QLatin1String(what))
            .arg(scale)
            .arg(QLatin1String(figure))
            .toLatin1();
    };
    bench::figure(name("frame p50"), bench::quantile(times, 0.5) / 1e3, "ms", 16);
    bench::figure(name("frame p95"), bench::quantile(times, 0.95) / 1e3, "ms", 16);
    bench::figure(name("frame max"), times.back() / 1e3, "ms", 50);
    bench::figure(name("hover p95"), hoverMicroseconds(chart, *view) / 1e3, "ms", 5);
}

void build(int scale, TimeSeriesPtr& series, PointCloudPtr& cloud)
{
    Generated data = generate();
    const double perSample = 1e3 / static_cast<double>(samples);
    const double pyramid =
        bench::microseconds([&] { series = std::make_shared<TimeSeries>(data.at, data.value); });
    PointCloud::Input input;
    input.at = std::move(data.at);
    input.value = std::move(data.value);
    const double bins =
        bench::microseconds([&] { cloud = std::make_shared<PointCloud>(std::move(input), true); });
    if (scale == 1) {
        bench::figure("pyramid, copy and build", pyramid * perSample, "ns/sample", 24);
        bench::figure("density, build", bins * perSample, "ns/sample", 26);
    }
}

void measure(int scale)
{
    TimeSeriesPtr series;
    PointCloudPtr cloud;
    // In a thread of its own, as the program does. QGuiApplication's start leaves the vector registers of the
    // first thread in a state in which scalar code runs ten times slower until something clears them.
    std::thread(build, scale, std::ref(series), std::ref(cloud)).join();
    {
        Chart chart(QStringLiteral("line"));
        chart.setValueAxis({false, ValueKind::Milliseconds, {}, {}, true});
        chart.setLayers({std::make_shared<LineLayer>(QStringLiteral("delay"), 0, series)});
        report("line, 10 M samples", scale, chart);
    }
    series.reset();
    Chart chart(QStringLiteral("density"));
    chart.setValueAxis({true, ValueKind::Milliseconds, {}, {}, false});
    chart.setLayers({std::make_shared<DensityLayer>(QStringLiteral("delay"), cloud)});
    report("density, 10 M probes", scale, chart);
}

} // namespace

int main(int argc, char** argv)
{
    const int scale = argc > 1 ? 2 : 1;
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_SCALE_FACTOR", QByteArray::number(scale));
    QApplication application(argc, argv);
    theme::Theme::instance().apply(application, theme::Preference::Light);
    measure(scale);
    return scale == 1 ? QProcess::execute(application.applicationFilePath(), {QStringLiteral("2x")}) : 0;
}
