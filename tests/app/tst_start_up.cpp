// SPDX-License-Identifier: GPL-3.0-or-later
// The desktop program on a display (Xvfb): it starts, shows life, and takes pictures of every page in both
// themes. The pictures stay in the build folder for people to look at.
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"

#include <QDir>
#include <QImage>
#include <QSet>
#include <QTest>

using namespace zonescope;

namespace {

/// How many different colours a picture has: an empty or crashed page has a handful.
int colours(const QImage& image)
{
    QSet<QRgb> seen;
    for (int y = 0; y < image.height(); y += 3)
        for (int x = 0; x < image.width(); x += 3)
            seen.insert(image.pixel(x, y));
    return static_cast<int>(seen.size());
}

double lightness(const QImage& image)
{
    double sum = 0;
    int count = 0;
    for (int y = 0; y < image.height(); y += 7)
        for (int x = 0; x < image.width(); x += 7, ++count)
            sum += qGray(image.pixel(x, y));
    return sum / count;
}

base::Result<kit::Output> onDisplay(std::vector<std::string> words)
{
    words.insert(words.begin(),
                 {"xvfb-run", "-a", "-s", "-screen 0 1600x1000x24", "env", "QT_QPA_PLATFORM=xcb"});
    return kit::run(words, std::chrono::seconds(120));
}

} // namespace

class tst_StartUp : public QObject
{
    Q_OBJECT

private slots:
    void exitAfterStartup();
    void everyPageInBothThemes();
    void headlessDemoPrintsAndReports();
};

void tst_StartUp::exitAfterStartup()
{
    const kit::TemporaryFolder folder;
    const auto output = onDisplay(
        {ZONESCOPE, "--exit-after-startup", "--demo", "--settings", (folder.path() / "ini").string()});
    QVERIFY_RESULT(output);
    QVERIFY2(output->exitCode == 0, output->errors.c_str());
}

void tst_StartUp::everyPageInBothThemes()
{
    const QString folder = QDir::currentPath() + QStringLiteral("/screenshots");
    QDir(folder).removeRecursively();
    const auto output =
        onDisplay({ZONESCOPE, "--demo", "--screenshots", folder.toStdString(), "--seconds", "8"});
    QVERIFY_RESULT(output);
    QVERIFY2(output->exitCode == 0, output->errors.c_str());
    const QStringList pages{QStringLiteral("overview"),          QStringLiteral("zones"),
                            QStringLiteral("propagation"),       QStringLiteral("primaries"),
                            QStringLiteral("reports"),           QStringLiteral("activity"),
                            QStringLiteral("settings"),          QStringLiteral("zone-1"),
                            QStringLiteral("network-open"),      QStringLiteral("network-watched"),
                            QStringLiteral("network-transfers"), QStringLiteral("network-host"),
                            QStringLiteral("network-path")};
    for (const QString& page : pages) {
        const QImage light(QDir(folder).filePath(page + QStringLiteral("-light.png")));
        const QImage dark(QDir(folder).filePath(page + QStringLiteral("-dark.png")));
        QVERIFY2(!light.isNull() && !dark.isNull(), qPrintable(page));
        QVERIFY2(light.width() >= 1280, qPrintable(page));
        QVERIFY2(colours(light) > 30 && colours(dark) > 30,
                 qPrintable(page + QStringLiteral(" looks empty")));
        QVERIFY2(lightness(light) > 180 && lightness(dark) < 90,
                 qPrintable(page + QStringLiteral(" has the wrong theme")));
    }
}

void tst_StartUp::headlessDemoPrintsAndReports()
{
    const kit::TemporaryFolder folder;
    const auto output =
        kit::run({ZONESCOPE, "--demo", "--headless", "--seconds", "8", "--report", folder.path().string()},
                 std::chrono::seconds(90));
    QVERIFY_RESULT(output);
    QVERIFY2(output->exitCode == 0, output->errors.c_str());
    // Zones are held and changes passed through every stage.
    QVERIFY2(output->text.find("corp.example") != std::string::npos, output->text.c_str());
    for (const char* stage : {"notify", "schedule", "transfer", "build", "publish", "observe"})
        QVERIFY2(output->text.find(stage) != std::string::npos, stage);
    QSet<QString> endings;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path()))
        if (entry.is_regular_file()) {
            QVERIFY2(entry.file_size() > 0, entry.path().c_str());
            endings.insert(QString::fromStdString(entry.path().extension().string()));
        }
    for (const char* ending : {".html", ".pdf", ".csv", ".png"})
        QVERIFY2(endings.contains(QString::fromLatin1(ending)), ending);
    // The PDF can be read, and says what the summary says.
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path()))
        if (entry.path().extension() == ".pdf") {
            const auto text = kit::run({"pdftotext", entry.path().string(), "-"});
            QVERIFY_RESULT(text);
            QVERIFY2(text->text.find("corp.example") != std::string::npos, text->text.c_str());
        }
}

QTEST_MAIN(tst_StartUp)
#include "tst_start_up.moc"
