// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop_options.h"

#include <QCommandLineParser>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace zonescope::app {
namespace {

[[noreturn]] void refuse(const QString& why)
{
    std::fprintf(stderr, "zonescope: %s\n", qPrintable(why));
    std::exit(2); // NOLINT(concurrency-mt-unsafe): no thread was started yet
}

} // namespace

DesktopOptions DesktopOptions::parse(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Watch DNS zone changes travel from primaries to every edge."));
    parser.addHelpOption();
    parser.addVersionOption();
    const auto flag = [&](const char* name, const char* meaning) {
        parser.addOption({QString::fromLatin1(name), QString::fromLatin1(meaning)});
    };
    const auto value = [&](const char* name, const char* meaning, const char* what,
                           const char* fallback = "") {
        parser.addOption({QString::fromLatin1(name), QString::fromLatin1(meaning), QString::fromLatin1(what),
                          QString::fromLatin1(fallback)});
    };
    flag("demo", "A living network inside the process, over real sockets on loopback.");
    flag("headless", "No window: run, print zones and stage latencies, write a report.");
    value("seconds", "How long --headless runs.", "N", "30");
    value("report", "Where --headless writes its report.", "FOLDER");
    value("screenshots", "Save a picture of every page in both themes, then end.", "FOLDER");
    flag("exit-after-startup", "End once the window was painted.");
    value("data-folder", "Where zones, history and secrets live.", "FOLDER");
    value("config", "Hold exactly what this file says (man zonescoped.json).", "FILE");
    value("settings", "The INI file of the window.", "FILE");
    value("theme", "system, light, dark or contrast.", "NAME");
    value("language", "en or de.", "CODE");
    parser.addPositionalArgument(QStringLiteral("link"), QStringLiteral("zonescope:// link to show"),
                                 QStringLiteral("[link]"));
    parser.process(arguments);

    DesktopOptions options;
    options.demo = parser.isSet(QStringLiteral("demo"));
    options.headless = parser.isSet(QStringLiteral("headless"));
    options.exitAfterStartup = parser.isSet(QStringLiteral("exit-after-startup"));
    options.reportFolder = parser.value(QStringLiteral("report"));
    options.screenshotFolder = parser.value(QStringLiteral("screenshots"));
    options.dataFolder = parser.value(QStringLiteral("data-folder"));
    options.configFile = parser.value(QStringLiteral("config"));
    options.settingsFile = parser.value(QStringLiteral("settings"));
    options.theme = parser.value(QStringLiteral("theme"));
    options.language = parser.value(QStringLiteral("language"));
    options.link = parser.positionalArguments().value(0);

    bool number = false;
    options.seconds = parser.value(QStringLiteral("seconds")).toInt(&number);
    if (!number || options.seconds < 1 || options.seconds > 86400)
        refuse(QStringLiteral("--seconds takes a number from 1 to 86400"));
    if (options.demo && !options.configFile.isEmpty())
        refuse(QStringLiteral("--demo and --config cannot go together"));
    const QStringList themes{QString(), QStringLiteral("system"), QStringLiteral("light"),
                             QStringLiteral("dark"), QStringLiteral("contrast")};
    if (!themes.contains(options.theme))
        refuse(QStringLiteral("--theme takes system, light, dark or contrast"));
    return options;
}

bool DesktopOptions::needsNoDisplay(int argc, char** argv)
{
    constexpr std::array quiet{"--headless", "--screenshots", "--help", "-h",
                               "--help-all", "--version",     "-v"};
    return std::any_of(argv + 1, argv + argc, [&](std::string_view argument) {
        return std::ranges::find(quiet, argument.substr(0, argument.find('='))) != quiet.end();
    });
}

} // namespace zonescope::app
