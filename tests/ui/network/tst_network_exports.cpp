// SPDX-License-Identifier: GPL-3.0-or-later
// All of the network page: what is exported of it, and how long it takes with ten thousand connections.
#include "tests/kit/result_macros.h"
#include "tests/ui/kit/cpu_time.h"
#include "tests/ui/network/shown_network_page.h"
#include "ui/charts/chart.h"
#include "ui/models/connection_model.h"
#include "ui/network/experiment_plots.h"
#include "ui/network/view_export.h"
#include "ui/theme/theme.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/table_view.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace zonescope;
using namespace zonescope::ui;
using uikit::visible;

class TestNetworkExports : public QObject, private uikit::ShownNetworkPage
{
    Q_OBJECT

private slots:
    void init() { open(); }
    void cleanup() { close(); }
    void tenThousandRowsWithoutAStall();
    void everyChartAndTableIsExported_data();
    void everyChartAndTableIsExported();
};

/// What the window's thread does for 10,000 open connections, painting included: a new dump, a key of the
/// filter, a page further down, another order. The best of three counts, by processor time: the machine is
/// shared.
void TestNetworkExports::tenThousandRowsWithoutAStall()
{
    const auto crowd = [&](std::uint32_t turn) {
        auto snapshot = std::make_shared<congestion::Snapshot>(*m_engine->connections());
        auto live = std::make_shared<std::vector<congestion::Connection>>();
        for (std::uint32_t i = 0; i < 10'000; ++i) {
            congestion::Connection made = snapshot->live->at(i % snapshot->live->size());
            made.cookie = i + 1;
            const std::array<std::uint8_t, 4> octets{198, 51, static_cast<std::uint8_t>(i >> 8U),
                                                     static_cast<std::uint8_t>(i)};
            made.remote.address = net::IpAddress::fromOctets(net::Family::V4, octets.data());
            made.counters.rttUs = 1000 + (i * 7919 + turn * 104'729) % 90'000;
            made.counters.bytesSent += turn * 1000;
            live->push_back(made);
        }
        snapshot->live = std::move(live);
        return std::shared_ptr<const congestion::Snapshot>(std::move(snapshot));
    };
    const std::array turns{crowd(1), crowd(2), crowd(3)};
    show(QStringLiteral("open"));
    auto* table = visible<widgets::TableView>(*m_page, QStringLiteral("connections-open"));
    auto* filter = visible<widgets::FilterField>(*m_page);
    QVERIFY(table && filter);
    const auto painted = [&](const std::function<void()>& step) {
        double least = 1e9;
        for (int run = 0; run < 3; ++run) {
            const uikit::CpuTimer timer;
            step();
            table->viewport()->repaint();
            least = std::min(least, timer.milliseconds());
        }
        return least;
    };
    std::size_t turn = 0;
    m_engine->setConnections(turns[0]);
    QTRY_COMPARE(table->model()->rowCount(), 10'000);
    auto* model = qobject_cast<models::ConnectionModel*>(table->model());
    QVERIFY(model);
    const double fed = painted([&] { model->show(turns.at(++turn % turns.size())); });
    const double scrolled = painted([&] { QTest::keyClick(table, Qt::Key_PageDown); });
    const double toTheEnd = painted([&] {
        QTest::keyClick(table, Qt::Key_End, Qt::ControlModifier);
        QTest::keyClick(table, Qt::Key_Home, Qt::ControlModifier);
    });
    const double sorted =
        painted([&] { table->sortByColumn(models::ConnectionModel::Rtt, Qt::DescendingOrder); });
    const double filtered = painted([&] {
        model->setFilter(QString());
        model->setFilter(QStringLiteral("51.7."));
    });
    QVERIFY(model->rowCount() > 100 && model->rowCount() < 1000);
    qInfo("a dump %.1f, a page %.1f, end and home %.1f, sort %.1f, filter %.1f ms", fed, scrolled, toTheEnd,
          sorted, filtered);
    constexpr double stall = 50;
    QVERIFY(fed < stall && scrolled < stall && toTheEnd < stall && sorted < stall && filtered < stall);
}

void TestNetworkExports::everyChartAndTableIsExported_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("tables");
    QTest::addColumn<int>("charts");
    QTest::newRow("open") << QStringLiteral("congestion/open") << 1 << 0;
    QTest::newRow("ended") << QStringLiteral("congestion/ended") << 1 << 0;
    QTest::newRow("watched") << QStringLiteral("congestion/watched") << 0 << 4;
    QTest::newRow("transfers") << QStringLiteral("congestion/transfers") << 1 << 2;
    QTest::newRow("peers") << QStringLiteral("congestion/peers") << 1 << 1;
    QTest::newRow("host") << QStringLiteral("congestion/host") << 1 << 2;
    QTest::newRow("experiments") << QStringLiteral("congestion/experiments") << 1 << 3;
    QTest::newRow("path") << QStringLiteral("path") << 3 << 1;
}

namespace {

/// As all five kinds of file, each of which can be read again.
void writeAll(const network::Figure& figure, const QDir& folder)
{
    for (const char* ending : {"csv", "jsonl", "png", "html", "pdf"}) {
        if (ending[1] == 'd' && figure.blocks.front().size() > 400)
            continue; // many pages, made as the others are
        const QString name = folder.filePath(QStringLiteral("figure.") + QLatin1String(ending));
        QCOMPARE(network::writeFigure(name, figure), QString());
        QFile file(name);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        if (QLatin1String(ending) == QLatin1String("csv"))
            QVERIFY(text.startsWith("# ") && text.count("\r\n") > 2);
        else if (QLatin1String(ending) == QLatin1String("jsonl"))
            QVERIFY(QJsonDocument::fromJson(text.split('\n').at(1)).object().size() > 1);
        else if (QLatin1String(ending) == QLatin1String("html"))
            QVERIFY(text.contains("<h2>") && text.contains("<table") &&
                    text.contains("<img") == figure.isChart);
        else
            QVERIFY(ending[1] == 'd' ? text.startsWith("%PDF") : QImage(name).width() > 400);
    }
    QVERIFY(!network::writeFigure(folder.filePath(QStringLiteral("not/there.csv")), figure).isEmpty());
}

} // namespace

void TestNetworkExports::everyChartAndTableIsExported()
{
    QFETCH(QString, path);
    QFETCH(int, tables);
    QFETCH(int, charts);
    m_engine->setExperiments(uikit::sampleExperiments(m_engine->clock()->wall(), 24));
    if (path.endsWith(QStringLiteral("watched"))) {
        show(QStringLiteral("open"));
        auto* table = visible<widgets::TableView>(*m_page, QStringLiteral("connections-open"));
        table->setCurrentIndex(table->model()->index(1, 3));
        emit table->rowActivated(table->currentIndex());
    }
    QVERIFY(m_page->showView(path));
    QTemporaryDir folder;
    network::ExportFacts facts;
    facts.title = QStringLiteral("Sample");
    const auto shownTables = [&] {
        QList<widgets::TableView*> found;
        for (auto* table : m_page->findChildren<widgets::TableView*>())
            if (table->isVisible())
                found << table;
        return found;
    };
    QCOMPARE(shownTables().size(), tables);
    for (auto* table : shownTables()) {
        const auto actions = table->actions();
        QVERIFY2(std::ranges::any_of(actions,
                                     [](const QAction* action) {
                                         return action->text() == QStringLiteral("Export this table…");
                                     }),
                 qPrintable(table->objectName()));
        QTRY_VERIFY2(table->model()->rowCount() > 0, qPrintable(table->objectName()));
        const network::Figure figure = network::figureOf(*table->model(), facts);
        writeAll(figure, QDir(folder.path()));
        QVERIFY(QDir().mkpath(QStringLiteral("pictures"))); // for people
        QVERIFY(figure.picture().save(QStringLiteral("pictures/export-%1.png").arg(table->objectName())));
    }
    int seen = 0;
    for (auto* chart : m_page->findChildren<charts::Chart*>())
        if (chart->isVisible() && ++seen > 0) {
            QTRY_VERIFY2(!network::rowsOf(*chart).empty(), qPrintable(chart->accessibleName()));
            writeAll(network::figureOf(*chart, facts), QDir(folder.path()));
        }
    for (auto* plot : m_page->findChildren<network::ExperimentPlot*>())
        if (plot->isVisible() && ++seen > 0) {
            QTRY_VERIFY(plot->rows().size() > 1);
            QCOMPARE(plot->actions().size(), 2);
            writeAll(plot->figure(facts), QDir(folder.path()));
        }
    QCOMPARE(seen, charts);
}

int main(int argc, char** argv)
{
    qputenv("TZ", "UTC");
    QApplication application(argc, argv);
    QLocale::setDefault(QLocale::c());
    theme::Theme::instance().apply(application);
    TestNetworkExports test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_network_exports.moc"
