// SPDX-License-Identifier: GPL-3.0-or-later
// zonescope: the desktop program. A list of steps; what is started first is stopped last.
#include "app/demo.h"
#include "app/desktop_options.h"
#include "app/engine_host.h"
#include "app/headless_run.h"
#include "app/screenshots.h"
#include "app/settings.h"
#include "ui/shell/desktop_notifier.h"
#include "ui/shell/language.h"
#include "ui/shell/main_window.h"
#include "ui/text/connection_text.h"
#include "ui/text/error_text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QMessageBox>
#include <QProcess>
#include <QTimer>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <string_view>

namespace {

using namespace zonescope;

ui::theme::Preference themePreference(const app::DesktopOptions& options, const app::Settings& settings)
{
    using ui::theme::Preference;
    if (options.theme == QLatin1String("light"))
        return Preference::Light;
    if (options.theme == QLatin1String("dark"))
        return Preference::Dark;
    if (options.theme == QLatin1String("contrast"))
        return Preference::HighContrast;
    if (options.theme == QLatin1String("system"))
        return Preference::System;
    return static_cast<Preference>(
        std::clamp(settings.theme(), 0, static_cast<int>(Preference::HighContrast)));
}

ui::theme::Scheme desktopScheme(const app::Settings& settings)
{
    using ui::theme::Scheme;
    return static_cast<Scheme>(
        std::clamp(settings.desktopScheme(), 0, static_cast<int>(Scheme::HighContrastDark)));
}

base::Result<std::unique_ptr<app::EngineHost>> startEngine(const app::DesktopOptions& options,
                                                           const app::Settings& settings)
{
    if (!options.configFile.isEmpty())
        return app::EngineHost::startWithFile(options.configFile.toStdString());
    const QString folder = options.dataFolder.isEmpty() ? settings.dataFolder() : options.dataFolder;
    const auto notify = settings.notifyListen();
    const auto serve = settings.serveListen();
    if (!notify || !serve)
        return tl::unexpected(notify ? serve.error() : notify.error());
    const auto balancers = settings.notifyProxies();
    if (!balancers)
        return tl::unexpected(balancers.error());
    engine::Options engineOptions;
    engineOptions.dataFolder = folder.toStdString();
    engineOptions.notifyListen = *notify;
    engineOptions.notifyProxies = *balancers;
    engineOptions.serveListen = *serve;
    engineOptions.serveName = settings.serveName().toStdString();
    return app::EngineHost::start(std::move(engineOptions));
}

/// Over what the demo's transfers run: figures seen there are of that network and of no other.
QString demoNetwork(const app::Demo& demo)
{
    using Path = servers::DemoPath;
    if (!demo.withoutPath())
        return ui::text::demoPathText(Path::roundTripMilliseconds, Path::lostPercent,
                                      Path::megabitsPerSecond);
    return ui::text::demoLoopbackText(QString::fromStdString(demo.withoutPath()->detail));
}

int refuse(const base::Error& error, bool window)
{
    std::fprintf(stderr, "zonescope: %s\n", base::toString(error).c_str());
    if (window)
        QMessageBox::critical(nullptr, QStringLiteral("Zonescope"), ui::text::errorWithDetail(error));
    return EXIT_FAILURE;
}

int showWindow(QApplication& application, engine::Engine& engine, const app::DesktopOptions& options,
               ui::shell::ShellOptions shell)
{
    const bool demo = shell.demo;
    ui::shell::MainWindow window(engine, std::move(shell));
    if (demo) // its whole life is minutes: a day would squeeze it into one line
        window.workspace().selection().setSpan(std::chrono::minutes(5));
    if (!options.screenshotFolder.isEmpty()) {
        const int written =
            app::saveScreenshots(window, options.screenshotFolder, std::chrono::seconds(options.seconds));
        std::printf("%d pictures in %s\n", written, qPrintable(options.screenshotFolder));
        return written > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    window.setVisible(true);
    if (options.exitAfterStartup)
        QTimer::singleShot(0, &application,
                           &QApplication::quit); // after the first paint: events come in order
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv)
{
    // A file size limit is a full disk: an error of write(2), not a signal that ends us.
    std::signal(SIGXFSZ, SIG_IGN); // NOLINT(cert-err33-c): cannot fail

    // 1. Headless runs and pictures need no display.
    if (app::DesktopOptions::needsNoDisplay(argc, argv) && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");

    // The demo's network is made of namespaces, which an ordinary user may have only before there are
    // threads.
    if (std::any_of(argv, argv + argc, [](const char* word) { return std::string_view(word) == "--demo"; }))
        servers::DemoPath::prepare();

    // 2. The application, by the name under which its settings and data are kept.
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("zonescope"));
    QApplication::setApplicationDisplayName(QStringLiteral("Zonescope"));
    QApplication::setApplicationVersion(QStringLiteral(ZONESCOPE_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("org.zonescope.Zonescope"));
    const app::DesktopOptions options = app::DesktopOptions::parse(QApplication::arguments());
    const app::Settings settings(options.settingsFile.isEmpty() ? app::Settings::defaultFile()
                                                                : options.settingsFile);

    // 3. Language and look, before anything is shown.
    ui::shell::installLanguage(options.language.isEmpty() ? settings.language() : options.language);
    ui::theme::Theme::instance().apply(application, themePreference(options, settings),
                                       desktopScheme(settings));

    // 4. The engine; for the demo with a network of its own.
    const bool window = !options.headless;
    std::unique_ptr<app::Demo> demo;
    std::unique_ptr<app::EngineHost> host;
    const auto startDemo = [&]() -> base::Status {
        return app::Demo::start(options.dataFolder.toStdString())
            .map([&](std::unique_ptr<app::Demo> started) { demo = std::move(started); });
    };
    if (options.demo) {
        if (auto started = startDemo(); !started)
            return refuse(started.error(), window);
    } else {
        auto started = startEngine(options, settings);
        if (!started)
            return refuse(started.error(), window);
        host = std::move(*started);
    }
    engine::Engine& engine = demo ? demo->host().engine() : host->engine();

    // 5. A window, or a summary.
    if (options.headless)
        return app::runHeadless(engine, std::chrono::seconds(options.seconds), options.reportFolder);
    ui::shell::ShellOptions shell;
    shell.settingsFile = options.demo ? QString() : settings.file(); // the demo leaves no traces
    shell.demo = options.demo;
    if (!options.demo) // what the demo plays is no news to the desktop
        shell.notifier = std::make_shared<ui::shell::DesktopNotifier>();
    if (demo)
        shell.demoNetwork = demoNetwork(*demo);
    // A process of its own: the demo must not mix with real zones.
    shell.startDemo = [](QString* problem) {
        const bool started =
            QProcess::startDetached(QApplication::applicationFilePath(), {QStringLiteral("--demo")});
        if (!started)
            *problem = QApplication::applicationFilePath();
        return started;
    };
    return showWindow(application, engine, options, std::move(shell));

    // 6. Stopped in reverse order by the destructors: window, engine, demo network.
}
