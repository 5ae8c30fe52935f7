// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/headless_run.h"

#include "app/summary.h"
#include "ui/models/engine_bridge.h"
#include "ui/reports/report_exporter.h"

#include <QEventLoop>
#include <QTimer>

#include <cstdio>

namespace zonescope::app {
namespace {

void runFor(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    loop.exec();
}

/// The report over the time since the start, waited for.
std::shared_ptr<const report::Document> makeReport(ui::models::EngineBridge& bridge, base::Timestamp from)
{
    engine::ReportRequest request;
    // A little past now: a change that began this very moment belongs to it.
    request.selection.period = {from, base::SystemClock().wall() + std::chrono::seconds(1)};
    request.clouds = true; // left out when no snapshot is kept
    std::shared_ptr<const report::Document> document;
    QEventLoop loop;
    QTimer::singleShot(std::chrono::seconds(20), &loop, &QEventLoop::quit);
    bridge.whenAnswered(
        bridge.engine().report(request), &loop, [&](const base::Result<engine::Answer>& answer) {
            if (!answer)
                std::fprintf(stderr, "zonescope: no report: %s\n", base::toString(answer.error()).c_str());
            else if (const auto* report = std::get_if<engine::ReportAnswer>(&*answer))
                document = report->document;
            loop.quit();
        });
    loop.exec();
    return document;
}

} // namespace

int runHeadless(engine::Engine& engine, std::chrono::seconds time, const QString& reportFolder)
{
    const base::Timestamp from = base::SystemClock().wall();
    ui::models::EngineBridge bridge(engine);
    runFor(time);
    const base::Timestamp now = base::SystemClock().wall();
    std::printf("%s\n", zoneTableText(*engine.configuration(), engine.zoneStatuses(), now).c_str());
    const auto document = makeReport(bridge, from);
    if (!document)
        return EXIT_FAILURE;
    std::printf("%s\n", stageTableText(*document).c_str());
    if (reportFolder.isEmpty())
        return EXIT_SUCCESS;
    const auto written =
        ui::reports::renderReport(*document, bridge.names(), reportFolder, ui::reports::allFormats);
    if (!written) {
        std::fprintf(stderr, "zonescope: %s\n", base::toString(written.error()).c_str());
        return EXIT_FAILURE;
    }
    std::puts("Report:");
    for (const QString& file : *written)
        std::printf("  %s\n", qPrintable(file));
    return EXIT_SUCCESS;
}

} // namespace zonescope::app
