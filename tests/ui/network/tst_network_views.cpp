// SPDX-License-Identifier: GPL-3.0-or-later
// The views of congestion with sample data: what they show, ask and export; and a picture of each for people.
#include "tests/kit/result_macros.h"
#include "tests/ui/network/shown_network_page.h"
#include "ui/charts/chart.h"
#include "ui/charts/lane_bars_layer.h"
#include "ui/network/ended_filter.h"
#include "ui/network/peer_cells.h"
#include "ui/network/transfer_layers.h"
#include "ui/network/view_export.h"
#include "ui/network/view_tabs.h"
#include "ui/network/watch_layers.h"
#include "ui/theme/theme.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/table_view.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace zonescope;
using namespace zonescope::ui;
using uikit::visible;

namespace {

std::vector<QStringList> tableOf(const std::vector<charts::LayerPtr>& layers, std::size_t which)
{
    return layers.at(which)->table(layers.at(which)->timeRange());
}

} // namespace

class TestNetworkViews : public QObject, private uikit::ShownNetworkPage
{
    Q_OBJECT

private slots:
    void init() { open(); }
    void cleanup() { close(); }
    void everyViewHasItsTab();
    void endedAsksTheDatabase();
    void filterWords();
    void watchingAConnection();
    void rolesHaveTheirOwnStrips();
    void peersByMetric();
    void scatterNeedsWhatIsKnown();
    void ganttHasPhases();
    void exportsSayWhatTheyAre();
    void hostShowsItsCounters();
    void modelsHoldTheirPromises();
    void pictures_data();
    void pictures();
};

void TestNetworkViews::everyViewHasItsTab()
{
    for (const char* path : {"open", "ended", "watched", "transfers", "peers", "host"})
        show(QLatin1String(path));
    QVERIFY(!m_page->showView(QStringLiteral("congestion/nowhere")));
    QVERIFY(!m_page->showView(QStringLiteral("nowhere")));
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    m_page->saveState(settings);
    network::NetworkPage other(*m_workspace, *m_time);
    other.restoreState(settings);
    const auto tabs = other.findChildren<network::ViewTabs*>();
    const auto congestion = std::ranges::find(tabs, QStringLiteral("congestion"), &network::ViewTabs::key);
    QVERIFY(congestion != tabs.end());
    QCOMPARE((*congestion)->current()->key(), QStringLiteral("host"));
    m_page->hide();
    QVERIFY(!m_engine->connectionsWatched); // nobody looks, nothing is read
}

void TestNetworkViews::endedAsksTheDatabase()
{
    show(QStringLiteral("ended"));
    auto* table = visible<widgets::TableView>(*m_page, QStringLiteral("connections-ended"));
    QVERIFY(table);
    QTRY_COMPARE(table->model()->rowCount(), 60);
    auto* filter = visible<widgets::FilterField>(*m_page);
    QTest::keyClicks(filter, QStringLiteral("198.51.100.0/28 :53"));
    QTRY_VERIFY(m_engine->endedAsked.back().peer.has_value());
    QCOMPARE(m_engine->endedAsked.back().peer->toText(), std::string("198.51.100.0/28"));
    QCOMPARE(int(m_engine->endedAsked.back().port), 53);
    QTRY_COMPARE(table->model()->rowCount(), 0); // the sample's ended ones have higher addresses
    QVERIFY(m_page->closeInnermost());
    QTRY_COMPARE(table->model()->rowCount(), 60);
    const auto labels = m_page->findChildren<QLabel*>();
    QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) {
        return label->isVisible() && label->text().contains(QStringLiteral("no event was lost"));
    }));
}

void TestNetworkViews::filterWords()
{
    const auto configuration = m_engine->configuration();
    const QString apex = QString::fromStdString(configuration->zones().begin()->second->apex.toText());
    const auto read = [&](const QString& text) {
        return network::endedFilter(text, {}, configuration.get());
    };
    auto asked = read(QStringLiteral("bbr :853 2001:db8::1 sender"));
    QCOMPARE(asked.words, QStringLiteral("bbr sender"));
    QCOMPARE(int(asked.filter.port), 853);
    QCOMPARE(asked.filter.peer->toText(), std::string("2001:db8::1/128"));
    asked = read(QStringLiteral("zone:") + apex);
    QCOMPARE(asked.filter.zones, std::vector{configuration->zones().begin()->first});
    asked = read(apex);
    QCOMPARE(asked.filter.zones.size(), 1U);
    asked = read(QStringLiteral("zone:not.there.example"));
    QCOMPARE(asked.filter.zones.size(), 1U); // finds nothing instead of everything
    QVERIFY(!configuration->zone(asked.filter.zones.front()));
    asked = read(QStringLiteral(":0 :70000 192.0.2.1/24"));
    QCOMPARE(int(asked.filter.port), 0);
    QVERIFY(!asked.filter.peer); // host bits: no network; it stays a word
}

void TestNetworkViews::watchingAConnection()
{
    show(QStringLiteral("open"));
    auto* table = visible<widgets::TableView>(*m_page, QStringLiteral("connections-open"));
    QVERIFY(table && table->model()->rowCount() > 3);
    table->setCurrentIndex(table->model()->index(1, 3));
    emit table->rowActivated(table->currentIndex());
    QCOMPARE(m_engine->watchedClosely.size(), 1U);
    QTRY_VERIFY(visible<QComboBox>(*m_page)); // it went there
    auto* choice = visible<QComboBox>(*m_page);
    QCOMPARE(choice->count(), 1);
    const auto charts = m_page->findChildren<charts::Chart*>();
    QVERIFY(std::ranges::count_if(charts, [](const charts::Chart* chart) {
                return chart->isVisible() && !chart->layers().empty() && !chart->layers().front()->isEmpty();
            }) >= 4);
    for (auto* button : m_page->findChildren<QPushButton*>())
        if (button->isVisible() && button->text() == QStringLiteral("Stop watching"))
            button->click();
    QVERIFY(m_engine->watchedClosely.empty());
}

void TestNetworkViews::rolesHaveTheirOwnStrips()
{
    congestion::Connection connection;
    connection.cookie = 9;
    const auto series = uikit::sampleWatch(connection, m_engine->clock()->wall());
    const theme::Palette& palette = theme::colors();
    QCOMPARE(network::windowLayers(*series, true).size(), 2U);
    const auto receiver = network::windowLayers(*series, false);
    QCOMPARE(receiver.size(), 1U); // no congestion window: it is the sender's
    const auto ribbon = network::ribbonLayers(*series, false, palette);
    const auto rows = tableOf(ribbon, 0);
    QVERIFY(rows.size() > 1);
    for (const QStringList& row : rows)
        QVERIFY2(!row.join(u' ').contains(QStringLiteral("lost")), qPrintable(row.join(u' ')));
    QVERIFY(rows[1][3].contains(QStringLiteral("no loss rate")));
    const auto sender = tableOf(network::ribbonLayers(*series, true, palette), 0);
    QStringList kinds;
    for (std::size_t i = 1; i < sender.size(); ++i)
        kinds << sender[i][3];
    for (const char* kind :
         {"receiver's window", "send buffer (a hint)", "application", "network", "repeated"})
        QVERIFY2(kinds.contains(QLatin1String(kind)), kind);
}

void TestNetworkViews::peersByMetric()
{
    const base::Timestamp now = m_engine->clock()->wall();
    const auto minutes = uikit::sampleMinutes({now - std::chrono::hours(2), now}, {}, now);
    const auto peers = network::peersOf(minutes);
    QCOMPARE(peers.size(), 6U);
    QVERIFY(peers.front().figures.connections >= peers.back().figures.connections);
    for (const auto metric :
         {network::PeerMetric::MedianRtt, network::PeerMetric::SlowRtt, network::PeerMetric::RepeatedShare,
          network::PeerMetric::SendingRate, network::PeerMetric::Volume}) {
        const auto cells = network::cellsOf(minutes, peers, 4, metric, 30);
        QVERIFY(!cells.empty());
        for (const charts::HeatCell& cell : cells) {
            QVERIFY(cell.lane < 4);
            QVERIFY(cell.value >= 0);
            QVERIFY(!cell.time.isEmpty());
        }
    }
    congestion::MinuteFigures nobodySent;
    QVERIFY(!network::valueOf(network::PeerMetric::RepeatedShare, nobodySent));
    QVERIFY(!network::valueOf(network::PeerMetric::SendingRate, nobodySent));
}

void TestNetworkViews::scatterNeedsWhatIsKnown()
{
    std::vector<pipeline::TransferAttempt> attempts;
    for (std::uint64_t id = 1; id <= 30; ++id)
        attempts.push_back(m_engine->sampleAttempt(id, m_engine->zoneStatuses().front().zone));
    const auto byRtt = network::scatterOf(attempts, network::Against::RoundTrip);
    QVERIFY(byRtt.n > 10);
    QVERIFY(byRtt.correlation && *byRtt.correlation > 0.5 && *byRtt.correlation <= 1);
    QCOMPARE(tableOf({byRtt.layer}, 0).size(), byRtt.n + 1);
    // Nobody's sender is on this host in the sample: nothing is claimed.
    const auto bySender = network::scatterOf(attempts, network::Against::RepeatedBySender);
    QCOMPARE(bySender.n, 0U);
    QVERIFY(!bySender.correlation && bySender.layer->isEmpty());
    attempts.front().flow->senderRetransmitted = 7;
    attempts.front().error.reset();
    QCOMPARE(network::scatterOf(attempts, network::Against::RepeatedBySender).n, 1U);
}

void TestNetworkViews::ganttHasPhases()
{
    auto attempt = m_engine->sampleAttempt(8, m_engine->zoneStatuses().front().zone);
    attempt.kind = pipeline::TransferKind::Axfr;
    attempt.error.reset();
    attempt.duration = base::Duration(5'000'000);
    attempt.flow = pipeline::TransferFlow{};
    attempt.flow->connectedAfter = base::Duration(100'000);
    attempt.flow->firstOctetAfter = base::Duration(300'000);
    attempt.flow->stalls = 2;
    attempt.flow->spans = {{base::Duration(100'000), base::Duration(200'000)}, // the wait for the first octet
                           {base::Duration(2'000'000), base::Duration(1'000'000)}};
    const auto rows = tableOf(network::ganttLayers({attempt}, 10, m_workspace->names(), theme::colors()), 0);
    QStringList phases;
    for (std::size_t i = 1; i < rows.size(); ++i)
        phases << rows[i][3];
    QCOMPARE(phases, (QStringList{QStringLiteral("connecting"), QStringLiteral("waiting for the first octet"),
                                  QStringLiteral("data"), QStringLiteral("stalled")}));
    QCOMPARE(rows[1][0], m_workspace->names().primary(attempt.primary));
}

void TestNetworkViews::exportsSayWhatTheyAre()
{
    show(QStringLiteral("host"));
    auto* chart = visible<charts::Chart>(*m_page);
    QVERIFY(chart);
    network::ExportFacts facts;
    facts.title = QStringLiteral("Sample");
    facts.n = 240;
    facts.period = QStringLiteral("14:00 to 15:00");
    facts.kernel = QStringLiteral("6.1");
    facts.filters = QStringLiteral(":53");
    const QString caption = facts.caption();
    for (const char* part : {"Sample", "n = 240", "14:00 to 15:00", "kernel 6.1", "filter: :53"})
        QVERIFY2(caption.contains(QLatin1String(part)), part);
    const auto blocks = network::rowsOf(*chart);
    QVERIFY(!blocks.empty());
    const QByteArray csv = network::csvOf(blocks, facts);
    QVERIFY(csv.startsWith("# Sample"));
    QVERIFY(csv.count("\r\n") > 100);
    const auto lines = network::jsonLinesOf(blocks, facts).split('\n');
    const QJsonObject head = QJsonDocument::fromJson(lines.front()).object();
    QCOMPARE(head[QStringLiteral("n")].toInt(), 240);
    QCOMPARE(head[QStringLiteral("kernel")].toString(), QStringLiteral("6.1"));
    for (qsizetype i = 1; i + 1 < lines.size(); ++i)
        QVERIFY(QJsonDocument::fromJson(lines[i]).object().size() >= 2);
    const QImage picture = network::pictureOf(*chart, facts);
    QVERIFY(picture.width() == 2000 && picture.height() > 960);
}

void TestNetworkViews::hostShowsItsCounters()
{
    show(QStringLiteral("host"));
    auto* table = visible<widgets::TableView>(*m_page, QStringLiteral("network-links"));
    QVERIFY(table);
    QCOMPARE(table->model()->rowCount(), 1);
    QCOMPARE(table->model()->index(0, 0).data().toString(), QStringLiteral("eth0"));
    QVERIFY(m_engine->connectionsWatched);
}

void TestNetworkViews::modelsHoldTheirPromises()
{
    for (const char* path : {"open", "ended", "transfers", "peers", "host"}) {
        show(QLatin1String(path));
        for (auto* table : m_page->findChildren<widgets::TableView*>()) {
            if (!table->isVisible())
                continue;
            const QAbstractItemModelTester tester(table->model(),
                                                  QAbstractItemModelTester::FailureReportingMode::QtTest);
            QTRY_VERIFY2(table->model()->rowCount() > 0, path);
            table->sortByColumn(1, Qt::DescendingOrder);
            table->sortByColumn(0, Qt::AscendingOrder);
        }
    }
}

void TestNetworkViews::pictures_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("dark");
    for (const char* path : {"open", "ended", "watched", "transfers", "peers", "host"})
        for (const bool dark : {false, true})
            QTest::addRow("%s-%s", path, dark ? "dark" : "light") << QString(QLatin1String(path)) << dark;
}

void TestNetworkViews::pictures()
{
    QFETCH(QString, path);
    QFETCH(bool, dark);
    theme::Theme::instance().setPreference(dark ? theme::Preference::Dark : theme::Preference::Light);
    if (path == QStringLiteral("watched")) {
        show(QStringLiteral("open"));
        auto* table = visible<widgets::TableView>(*m_page, QStringLiteral("connections-open"));
        table->setCurrentIndex(table->model()->index(1, 3));
        emit table->rowActivated(table->currentIndex());
    }
    show(path);
    QTest::qWait(250); // one turn of the clockworks
    QVERIFY(QDir().mkpath(QStringLiteral("pictures")));
    QVERIFY(m_page->grab().save(QStringLiteral("pictures/network-%1-%2.png")
                                    .arg(path, dark ? QStringLiteral("dark") : QStringLiteral("light"))));
    for (const QPushButton* button : m_page->findChildren<QPushButton*>())
        if (button->isVisible())
            QVERIFY2(button->width() >= button->sizeHint().width() - 1, qPrintable(button->text()));
}

int main(int argc, char** argv)
{
    qputenv("TZ", "UTC");
    QApplication application(argc, argv);
    QLocale::setDefault(QLocale::c());
    theme::Theme::instance().apply(application);
    TestNetworkViews test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_network_views.moc"
