// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo_cloud.h"

#include "model/cloud/folder_reader.h"
#include "model/cloud/snapshot_file.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

#include <array>
#include <chrono>

static void useReplies()
{
    Q_INIT_RESOURCE(demo); // must stand outside any namespace
}

namespace zonescope::app {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::chrono::hours, demoScans> ago{144h, 96h, 50h, 6h, 1h, 0h};

/// The files of a day replace those of the days before.
base::Status lay(const QString& from, const QString& to)
{
    QDirIterator files(from, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString source = files.next();
        const QString target = to + u'/' + QDir(from).relativeFilePath(source);
        QDir().mkpath(QFileInfo(target).path());
        QFile::remove(target);
        if (!QFile::copy(source, target))
            return base::fail(base::ErrorCode::FileFailed, target.toStdString());
    }
    return {};
}

} // namespace

base::Result<std::filesystem::path> writeDemoScan(const std::filesystem::path& folder, int scan,
                                                  base::Timestamp now)
{
    useReplies();
    const std::filesystem::path replies = folder / ("scan-" + std::to_string(scan)) / "demo";
    for (int day = 1; day <= scan; ++day)
        if (const auto laid =
                lay(QStringLiteral(":/demo/cloud/%1").arg(day), QString::fromStdString(replies.string()));
            !laid)
            return tl::unexpected(laid.error());
    const auto read = cloud::readFolder(replies, now - ago.at(static_cast<std::size_t>(scan) - 1));
    if (!read)
        return tl::unexpected(read.error());
    std::filesystem::path file = folder / ("demo-" + std::to_string(scan) + ".zscloud");
    if (const auto written = cloud::writeSnapshotFile(*read->snapshot, file); !written)
        return tl::unexpected(written.error());
    return file;
}

base::Status importDemoClouds(engine::Engine& engine, const std::filesystem::path& folder,
                              base::Timestamp now)
{
    if (std::filesystem::exists(folder / ("demo-" + std::to_string(demoScans) + ".zscloud")))
        return {}; // this data folder has them from an earlier start
    for (int scan = 1; scan <= demoScans; ++scan) {
        const auto file = writeDemoScan(folder, scan, now);
        if (!file)
            return tl::unexpected(file.error());
        engine.clouds(engine::ImportCloudFolder{*file});
        if (scan == demoIntended)
            engine.cloudIntent(engine::PinIntent{});
    }
    return {};
}

} // namespace zonescope::app
