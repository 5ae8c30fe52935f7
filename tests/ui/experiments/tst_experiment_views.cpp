// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kit/result_macros.h"
#include "tests/model/congestion_prediction/lab_pages.h"
#include "tests/ui/kit/fake_data.h"
#include "tests/ui/kit/fake_engine.h"
#include "ui/charts/chart.h"
#include "ui/network/experiment_dialog.h"
#include "ui/network/experiment_view.h"
#include "ui/network/import_preview.h"
#include "ui/network/prediction_view.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/table_view.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include <algorithm>

using namespace zonescope;
using namespace zonescope::ui;
using congestion::ExperimentState;

class TestExperimentViews : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void modelsKeepTheRules();
    void emptyViewSaysWhatToDo();
    void aFinishedExperimentSaysItsVerdict();
    void aRunningOneConcludesNothing();
    void everythingIsExported();
    void theDialogPlansAndStarts();
    void noLogsYet();
    void predictionIsShown();
    void predictionIsRefused();
    void filesAreImportedWithAPreview();
    void pictures();

private:
    /// Whole rows of every text of a widget and its children.
    static QString textsOf(const QWidget& widget)
    {
        QString texts;
        for (const QLabel* label : widget.findChildren<QLabel*>())
            texts += label->text() + u'\n';
        return texts;
    }
    static congestion::PassiveImport connectionsOf(const kit::LabLog& log) { return {log.connections, {}}; }
    static congestion::RumImport loadsOf(const kit::LabLog& log) { return {log.loads, {}}; }
};

void TestExperimentViews::initTestCase()
{
    theme::Theme::instance().apply(*qApp, theme::Preference::Light);
}

void TestExperimentViews::modelsKeepTheRules()
{
    models::ExperimentModel experiments;
    models::AlgorithmModel algorithms;
    const QAbstractItemModelTester testsExperiments(&experiments,
                                                    QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QAbstractItemModelTester testsAlgorithms(&algorithms,
                                                   QAbstractItemModelTester::FailureReportingMode::QtTest);
    const base::Timestamp now = uikit::StoppedClock().wall();
    experiments.show(uikit::sampleExperiments(now, 3));
    experiments.show(uikit::sampleExperiments(now, 24));
    QCOMPARE(experiments.rowCount(), 1);
    QCOMPARE(experiments.index(0, 1).data().toString(), QStringLiteral("Finished"));
    experiments.show(std::make_shared<congestion::ExperimentsSnapshot>());
    QCOMPARE(experiments.rowCount(), 0);
    algorithms.show(congestion::algorithmStates("reno cubic", "reno cubic", {"reno", "cubic"}));
    QCOMPARE(algorithms.rowCount(), 3);
    QVERIFY(algorithms.index(2, 2).data().toString().startsWith(QStringLiteral("modprobe tcp_bbr")));
}

void TestExperimentViews::emptyViewSaysWhatToDo()
{
    uikit::FakeEngine engine;
    models::Workspace workspace(engine, engine.clock());
    network::ExperimentView view(workspace);
    view.resize(1000, 600);
    view.show();
    auto* empty = view.findChild<widgets::EmptyState*>();
    QVERIFY(empty->isVisible());
    QVERIFY(!view.exportNow());
}

void TestExperimentViews::aFinishedExperimentSaysItsVerdict()
{
    uikit::FakeEngine engine;
    models::Workspace workspace(engine, engine.clock());
    engine.setExperiments(uikit::sampleExperiments(engine.clock()->wall(), 24));
    network::ExperimentView view(workspace);
    view.resize(1100, 700);
    view.show();
    QTRY_VERIFY(view.shown());
    // One path has overlapping arms: all together have no verdict, and the view says why.
    QVERIFY2(textsOf(view).contains(QStringLiteral("bbr against cubic: verdict withheld: arms overlap.")),
             qPrintable(textsOf(view)));
    QVERIFY(view.findChild<widgets::Banner*>()->text().contains(QStringLiteral("take turns")));
    const auto* forest = view.findChild<network::ForestPlot*>();
    QVERIFY(
        forest->accessibleDescription().contains(QStringLiteral("sin-1 · bbr: bbr is faster than cubic")));
    QVERIFY(forest->accessibleDescription().contains(
        QStringLiteral("ams-1 · bbr: bbr against cubic: no difference")));
    QVERIFY(forest->accessibleDescription().contains(
        QStringLiteral("gru-1 · bbr: bbr against cubic: verdict withheld")));
    QVERIFY(view.findChild<network::DistributionPlot*>()->accessibleDescription().contains(
        QStringLiteral("bbr: median")));
    QVERIFY(!view.findChild<charts::Chart*>()->layers().empty());
    QVERIFY(textsOf(view).contains(QStringLiteral("kernel 6.1.0-28-amd64")));
}

void TestExperimentViews::aRunningOneConcludesNothing()
{
    uikit::FakeEngine engine;
    models::Workspace workspace(engine, engine.clock());
    engine.setExperiments(uikit::sampleExperiments(engine.clock()->wall(), 1));
    network::ExperimentView view(workspace);
    view.resize(1100, 700);
    view.show();
    QTRY_VERIFY(view.shown());
    const auto buttons = view.findChildren<QPushButton*>();
    const auto button = [&](const QString& label) {
        return *std::find_if(buttons.begin(), buttons.end(), [&](auto* b) { return b->text() == label; });
    };
    QVERIFY(!button(QStringLiteral("&Remove"))->isEnabled());
    button(QStringLiteral("&Stop"))->click();
    QCOMPARE(engine.experimentsStopped.size(), std::size_t{1});
    for (const auto& comparison : view.shown()->analysis.all.comparisons)
        QVERIFY(!comparison.p);
    QVERIFY(!textsOf(view).contains(QStringLiteral("faster")));
}

void TestExperimentViews::everythingIsExported()
{
    uikit::FakeEngine engine;
    models::Workspace workspace(engine, engine.clock());
    engine.setExperiments(uikit::sampleExperiments(engine.clock()->wall(), 24));
    network::ExperimentView view(workspace);
    view.resize(1100, 700);
    view.show();
    QTRY_VERIFY(view.shown());
    QTemporaryDir folder;
    const auto read = [&](const QString& name) {
        const QString path = folder.filePath(name);
        if (!view.saveAs(path))
            return QByteArray();
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    const QByteArray csv = read(QStringLiteral("a.csv"));
    QVERIFY(csv.startsWith("# lossy edges: bbr against cubic, n = 144 transfers in 72 of 72 blocks"));
    QVERIFY(csv.contains("verdict withheld: arms overlap"));
    QVERIFY(csv.contains("kernel 6.1.0-28-amd64"));
    QCOMPARE(csv.count("\r\n"), 1 + 4 + 1 + 144);
    const QByteArray lines = read(QStringLiteral("a.jsonl"));
    QCOMPARE(lines.count('\n'), 145);
    QVERIFY(read(QStringLiteral("a.html")).contains("<td>sin-1</td>"));
    QVERIFY(!read(QStringLiteral("a.png")).isEmpty());
    QVERIFY(QImage(folder.filePath(QStringLiteral("a.png"))).width() >= 1000);
}

void TestExperimentViews::theDialogPlansAndStarts()
{
    uikit::FakeEngine engine;
    models::Workspace workspace(engine, engine.clock());
    network::ExperimentDialog dialog(workspace);
    congestion::ExperimentPreflight preflight;
    preflight.algorithms = congestion::algorithmStates("reno cubic bbr", "reno bbr", {"reno", "bbr"});
    preflight.conditions = {"6.1.0", "reno", "eth0 fq", true};
    preflight.metricsCommand = "sysctl -w net.ipv4.tcp_no_metrics_save=1";
    dialog.setPreflight(preflight);
    QVERIFY(textsOf(dialog).contains(QStringLiteral("tcp_no_metrics_save=1")));
    QVERIFY2(textsOf(dialog).contains(QStringLiteral("blocks on each path find it in 80 of 100 cases")),
             qPrintable(textsOf(dialog)));
    auto* targets = dialog.findChild<QPlainTextEdit*>();
    dialog.accept();
    QVERIFY(engine.experimentsBegun.empty()); // nobody to send to
    QVERIFY(textsOf(dialog).contains(QStringLiteral("targets")));
    targets->setPlainText(QStringLiteral("ams not-an-address"));
    dialog.accept();
    QVERIFY(engine.experimentsBegun.empty());
    targets->setPlainText(QStringLiteral("lo 127.0.0.1:5001\n\n[::1]:5001"));
    QVERIFY2(textsOf(dialog).contains(QStringLiteral("congctl lock bbr")), qPrintable(textsOf(dialog)));
    const auto buttons = dialog.findChildren<QPushButton*>();
    (*std::find_if(buttons.begin(), buttons.end(), [](auto* b) {
        return b->text().startsWith(u"&Use");
    }))->click();
    dialog.accept();
    QCOMPARE(engine.experimentsBegun.size(), std::size_t{1});
    const auto& design = engine.experimentsBegun[0];
    QCOMPARE(design.arms, (std::vector<std::string>{"reno", "bbr"}));
    QCOMPARE(design.targets.size(), std::size_t{2});
    QCOMPARE(design.targets[0].label, std::string("lo"));
    QVERIFY(design.blocks > 20 && design.blocks < 60);
    QCOMPARE(design.bytes, std::uint64_t{1'000'000});
}

void TestExperimentViews::noLogsYet()
{
    uikit::FakeEngine engine;
    models::Workspace workspace(engine, engine.clock());
    network::PredictionView view(workspace);
    view.resize(1000, 600);
    view.show();
    QVERIFY(view.findChild<widgets::EmptyState*>()->isVisible());
    QVERIFY(!view.exportNow());
    // Connections alone: the next step is said.
    view.take(connectionsOf(kit::makeLabLog({.pagesEach = 4})));
    QTRY_VERIFY(view.shown());
    QVERIFY(view.findChild<widgets::Banner*>()->text().contains(QStringLiteral("page loads")));
}

void TestExperimentViews::predictionIsShown()
{
    uikit::FakeEngine engine;
    models::Workspace workspace(engine, engine.clock());
    network::PredictionView view(workspace);
    view.resize(1000, 600);
    view.show();
    const kit::LabLog log = kit::makeLabLog({.pagesEach = 180});
    view.take(connectionsOf(log));
    view.take(loadsOf(log));
    QTRY_VERIFY(view.shown() && view.shown()->forecast.rumPages > 0);
    QVERIFY(view.shown()->forecast.published());
    QVERIFY(!view.findChild<widgets::Banner*>()->isVisible());
    QVERIFY2(textsOf(view).contains(QStringLiteral("Matched 100")), qPrintable(textsOf(view)));
    QCOMPARE(view.findChild<charts::Chart*>()->layers().size(),
             std::size_t{5}); // 2 algorithms, RUM and predicted, 1.0
    QTemporaryDir folder;
    for (const char* ending : {"csv", "jsonl", "png"}) {
        const QString path = folder.filePath(QStringLiteral("p.") + QLatin1String(ending));
        QVERIFY(view.saveAs(path));
        QVERIFY(QFileInfo(path).size() > 1000);
    }
    // Whoever finds the file later must know what it rests on; the picture carries the same line.
    const QString caption = view.facts().caption();
    QVERIFY2(view.facts().n > 0 && caption.contains(QStringLiteral(" to ")) &&
                 caption.contains(QStringLiteral("kernel not in the logs")) &&
                 caption.contains(QStringLiteral("baseline cubic")),
             qPrintable(caption));
    for (const char* ending : {"csv", "jsonl"}) {
        QFile file(folder.filePath(QStringLiteral("p.") + QLatin1String(ending)));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString first = QString::fromUtf8(file.readLine());
        QVERIFY2(first.contains(QStringLiteral("kernel not in the logs")) &&
                     first.contains(QStringLiteral("matched 100")),
                 qPrintable(first));
    }
    QVERIFY(QImage(folder.filePath(QStringLiteral("p.png"))).height() > 960); // the chart alone has 960
}

void TestExperimentViews::predictionIsRefused()
{
    uikit::FakeEngine engine;
    models::Workspace workspace(engine, engine.clock());
    network::PredictionView view(workspace);
    view.resize(1000, 600);
    view.show();
    kit::LabLog log = kit::makeLabLog({.pagesEach = 180});
    for (auto& record : log.connections) { // bytes, round trips, retransmissions: what most logs have
        record.busyMs.reset();
        record.ackMs.reset();
        record.deliveryRate.reset();
        record.timeouts.reset();
        record.requests.reset();
    }
    view.take(connectionsOf(log));
    view.take(loadsOf(log));
    QTRY_VERIFY(view.shown() && view.shown()->forecast.rumPages > 0);
    QCOMPARE(view.shown()->forecast.refusal, congestion::Refusal::CurveUnlike);
    QVERIFY(view.findChild<widgets::Banner*>()->isVisible());
    QVERIFY(view.findChild<widgets::Banner*>()->text().contains(QStringLiteral("not shown")));
    QCOMPARE(view.findChild<charts::Chart*>()->layers().size(), std::size_t{3}); // page loads only
}

void TestExperimentViews::filesAreImportedWithAPreview()
{
    uikit::FakeEngine engine;
    models::Workspace workspace(engine, engine.clock());
    network::PredictionView view(workspace);
    view.resize(1000, 600);
    view.show();
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("log.csv"));
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("time,client,algorithm,bytes,rtt_ms\n1795269785,203.0.113.9,cubic,6000,30\nbroken\n");
    }
    view.import(path, false);
    QTRY_VERIFY(view.findChild<network::ImportPreview*>());
    auto* preview = view.findChild<network::ImportPreview*>();
    QTRY_VERIFY(preview->isReady());
    QVERIFY2(textsOf(*preview).contains(
                 QStringLiteral("1 connections with 1 entries in 3 lines; 1 could not be read.")),
             qPrintable(textsOf(*preview)));
    bool told = false;
    for (const QPlainTextEdit* text : preview->findChildren<QPlainTextEdit*>())
        told = told || text->toPlainText().contains(QStringLiteral("Line 3: 1 fields"));
    QVERIFY(told);
    // Another format on second thoughts: nothing readable, nothing to import.
    auto* format = preview->findChild<QComboBox*>();
    const int chosen = format->currentIndex();
    format->setCurrentIndex(1);
    QTRY_VERIFY(preview->isReady());
    const auto buttons = preview->findChildren<QPushButton*>();
    auto* take =
        *std::find_if(buttons.begin(), buttons.end(), [](auto* b) { return b->text() == u"&Import"; });
    QVERIFY(!take->isEnabled());
    format->setCurrentIndex(chosen);
    QTRY_VERIFY(take->isEnabled());
    take->click();
    QTRY_VERIFY(textsOf(view).contains(QStringLiteral("1 connections, 0 page loads")));
    view.import(folder.filePath(QStringLiteral("absent.csv")), false);
    const auto* failure = view.findChild<widgets::Banner*>(QStringLiteral("importFailure"));
    QVERIFY(failure);
    QTRY_VERIFY(failure->text().contains(QStringLiteral("absent.csv")));
    // A prediction that ends after it leaves it standing.
    auto* interval = view.findChild<QSpinBox*>();
    interval->setValue(interval->value() + 1);
    QTRY_VERIFY(!QThreadPool::globalInstance()->activeThreadCount());
    QCoreApplication::processEvents();
    QVERIFY(failure->isVisible());
    QVERIFY(failure->text().contains(QStringLiteral("absent.csv")));
}

/// For eyes: ZONESCOPE_PICTURES=folder keeps them. Nothing may be blank.
void TestExperimentViews::pictures()
{
    uikit::FakeEngine engine;
    models::Workspace workspace(engine, engine.clock());
    engine.setExperiments(uikit::sampleExperiments(engine.clock()->wall(), 24));
    const QString folder = qEnvironmentVariable("ZONESCOPE_PICTURES");
    for (const theme::Preference look : {theme::Preference::Light, theme::Preference::Dark}) {
        theme::Theme::instance().setPreference(look);
        const QString suffix =
            look == theme::Preference::Dark ? QStringLiteral("-dark.png") : QStringLiteral(".png");
        const auto keep = [&](QWidget& widget, const QString& name) {
            const QImage picture = widget.grab().toImage();
            QVERIFY(picture.width() > 500);
            if (!folder.isEmpty())
                QVERIFY(picture.save(folder + u'/' + name + suffix));
        };
        network::ExperimentView experiments(workspace);
        experiments.resize(1180, 760);
        experiments.show();
        QTRY_VERIFY(experiments.shown());
        keep(experiments, QStringLiteral("exp-experiments"));
        network::ExperimentDialog dialog(workspace);
        dialog.setPreflight(congestion::runExperimentPreflight());
        dialog.show();
        keep(dialog, QStringLiteral("exp-dialog"));
        network::PredictionView prediction(workspace);
        prediction.resize(1180, 700);
        prediction.show();
        const kit::LabLog log = kit::makeLabLog({.pagesEach = 180});
        keep(prediction, QStringLiteral("exp-no-logs"));
        prediction.take(connectionsOf(log));
        prediction.take(loadsOf(log));
        QTRY_VERIFY(prediction.shown() && prediction.shown()->forecast.rumPages > 0);
        keep(prediction, QStringLiteral("exp-prediction"));
    }
    theme::Theme::instance().setPreference(theme::Preference::Light);
}

QTEST_MAIN(TestExperimentViews)
#include "tst_experiment_views.moc"
