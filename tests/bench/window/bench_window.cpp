// SPDX-License-Identifier: GPL-3.0-or-later
// bench_window: the window with 10,000 zones. Start to the first painted table over a real engine and a real
// data folder, typing a filter, scrolling, and frames while 50,000 events a second come in.
#include "model/base/log.h"
#include "model/engine/engine.h"
#include "tests/bench/zone/figure.h"
#include "tests/ui/kit/fake_engine.h"
#include "ui/models/zone_table_model.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_view.h"

#include <QApplication>
#include <QFileInfo>
#include <QLineEdit>
#include <QProcess>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTimer>

#include <atomic>
#include <thread>

namespace {

using namespace zonescope;
using namespace zonescope::ui;
using shell::MainWindow;
using shell::PageId;

constexpr int zoneCount = 10'000;

template <class T>
T must(base::Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "bench_window: %s\n", base::toString(result.error()).c_str());
        std::exit(1);
    }
    return std::move(*result);
}

shell::ShellOptions plainShell()
{
    return {
        .settingsFile = {}, .clock = std::make_shared<base::SystemClock>(), .demo = false, .startDemo = {}};
}

std::unique_ptr<engine::Engine> startEngine(const QTemporaryDir& folder)
{
    engine::Options options;
    options.dataFolder = folder.path().toStdString();
    return must(engine::Engine::start(options));
}

/// A data folder as a run before left it. The zones are paused: no primary is asked while we measure.
void fillFolder(const QTemporaryDir& folder)
{
    const auto engine = startEngine(folder);
    zone::Configuration wanted = *engine->configuration();
    zone::Primary primary;
    primary.name = "ns1.primary.example";
    primary.addresses = {must(net::Endpoint::fromText("127.0.0.1:5300"))};
    const auto id = must(wanted.put(primary));
    for (int i = 0; i < zoneCount; ++i) {
        zone::Zone zone;
        zone.apex = must(dns::Name::fromText("zone" + std::to_string(i) + ".example"));
        zone.primaries = {id};
        zone.paused = true;
        must(wanted.put(std::move(zone)));
    }
    const auto request = engine->configure(engine->configuration(), std::move(wanted), {});
    for (bool done = false; !done; std::this_thread::sleep_for(std::chrono::milliseconds(1)))
        for (const engine::Reply& reply : engine->takeBatch().replies)
            done = done || reply.request == request;
}

widgets::TableView* zoneTable(const MainWindow& window)
{
    for (auto* table : window.findChildren<widgets::TableView*>())
        if (qobject_cast<models::ZoneTableModel*>(table->model()) && table->isVisible())
            return table;
    return nullptr;
}

void paint(MainWindow& window)
{
    window.repaint();
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
}

void start(const QTemporaryDir& folder)
{
    std::vector<double> opened;
    std::vector<double> processes;
    const QString program =
        QFileInfo(QCoreApplication::applicationDirPath() + QStringLiteral("/../../../app/zonescope"))
            .absoluteFilePath();
    for (int i = 0; i < 7; ++i) {
        opened.push_back(bench::elapsed([&] {
            const auto engine = startEngine(folder);
            MainWindow window(*engine, plainShell());
            window.resize(1440, 900);
            window.goTo({PageId::Zones, {}, 0});
            window.show();
            paint(window);
            const auto* table = zoneTable(window);
            if (!table || table->model()->rowCount() != zoneCount)
                qFatal("the table is not full at the first paint");
        }));
        processes.push_back(bench::elapsed([&] {
            QProcess::execute(program, {QStringLiteral("--data-folder"), folder.path(),
                                        QStringLiteral("--exit-after-startup")});
        }));
    }
    std::ranges::sort(opened);
    std::ranges::sort(processes);
    bench::figure("engine, window and full table painted, p50", bench::quantile(opened, 0.5) / 1e3, "ms",
                  250);
    bench::figure("whole process from exec to exit, p50", bench::quantile(processes, 0.5) / 1e3, "ms", 250);
}

void filterAndScroll()
{
    uikit::FakeEngine engine(
        uikit::FakeOptions{.zones = zoneCount, .edges = 6, .changes = 2000, .versions = false});
    MainWindow window(engine, {.settingsFile = {}, .clock = engine.clock(), .demo = false, .startDemo = {}});
    window.resize(1440, 900);
    window.goTo({PageId::Zones, {}, 0});
    window.show();
    paint(window);
    auto* table = zoneTable(window);
    auto* model = qobject_cast<models::ZoneTableModel*>(table->model());
    std::vector<double> keys;
    for (const auto* text : {"edge7 state:behind", "zone12 state:current", "example ns1"})
        for (qsizetype n = 1; n <= QString::fromLatin1(text).size(); ++n)
            keys.push_back(bench::microseconds([&] {
                model->setFilter(QString::fromLatin1(text).left(n));
                paint(window);
            }));
    model->setFilter({});
    std::ranges::sort(keys);
    bench::figure("filter, a key until painted, p50", bench::quantile(keys, 0.5) / 1e3, "ms", 50);
    bench::figure("filter, a key until painted, max", keys.back() / 1e3, "ms", 50);
    std::vector<double> frames;
    for (int i = 0; i < 600; ++i)
        frames.push_back(bench::microseconds([&] {
            table->verticalScrollBar()->setValue(i * 16);
            table->viewport()->repaint();
        }));
    std::ranges::sort(frames);
    bench::figure("scroll, a frame, p50", bench::quantile(frames, 0.5) / 1e3, "ms", 16);
    bench::figure("scroll, a frame, p99", bench::quantile(frames, 0.99) / 1e3, "ms", 16);
}

/// Sends 50 events and one zone's status a millisecond until told to stop.
class EventStorm
{
public:
    explicit EventStorm(uikit::FakeEngine& engine)
        : m_engine(engine)
        , m_thread([this] { run(); })
    {
    }
    ~EventStorm()
    {
        m_stop = true;
        m_thread.join();
    }
    std::uint64_t sent() const { return m_sent; }

private:
    void run()
    {
        const auto statuses = m_engine.zoneStatuses();
        auto next = std::chrono::steady_clock::now();
        while (!m_stop) {
            engine::Batch news;
            for (int i = 0; i < 50; ++i)
                news.events.push_back(m_engine.sampleEvent(++m_sent));
            news.zones = {statuses[m_sent / 50 % statuses.size()]};
            m_engine.send(std::move(news));
            next += std::chrono::milliseconds(1);
            std::this_thread::sleep_until(next);
        }
    }

    uikit::FakeEngine& m_engine;
    std::atomic<bool> m_stop = false;
    std::atomic<std::uint64_t> m_sent = 0;
    std::thread m_thread;
};

/// Frames that are due every 1/60 s, each scrolls and paints: how late does the thread of the window come?
void framesUnderStorm(PageId page, const char* name)
{
    constexpr int frameCount = 600;
    constexpr double period = 1e6 / 60;
    uikit::FakeEngine engine(
        uikit::FakeOptions{.zones = zoneCount, .edges = 6, .changes = 2000, .versions = false});
    MainWindow window(engine, {.settingsFile = {}, .clock = engine.clock(), .demo = false, .startDemo = {}});
    window.resize(1440, 900);
    window.goTo({page, {}, 0});
    window.show();
    paint(window);
    std::vector<double> late;
    EventStorm storm(engine);
    const auto began = std::chrono::steady_clock::now();
    const auto microseconds = [&] {
        return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - began).count();
    };
    QTimer frames;
    frames.setTimerType(Qt::PreciseTimer);
    frames.setSingleShot(true);
    QEventLoop loop;
    int frame = 0;
    const auto arm = [&] {
        ++frame;
        frames.start(std::chrono::milliseconds(
            std::max(0, static_cast<int>((frame * period - microseconds()) / 1000 + 0.999))));
    };
    QObject::connect(&frames, &QTimer::timeout, [&] {
        late.push_back(microseconds() - frame * period);
        window.update();
        if (frame < frameCount)
            arm();
        else
            loop.quit();
    });
    arm();
    loop.exec();
    const double rate = static_cast<double>(storm.sent()) / microseconds() * 1e6;
    std::ranges::sort(late);
    const auto label = [&](const char* what) { return QByteArray(name) + ", " + what; };
    bench::figure(label("events a second sent"), rate, "events/s", 0);
    bench::figure(label("a frame late, p50"), bench::quantile(late, 0.5) / 1e3, "ms", 5);
    bench::figure(label("a frame late, p99"), bench::quantile(late, 0.99) / 1e3, "ms", 5);
}

} // namespace

int main(int argc, char** argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    base::setLogLevel(base::LogLevel::Error); // 10,000 lines "zone added"
    QApplication application(argc, argv);
    theme::Theme::instance().apply(application, theme::Preference::Light);
    const QTemporaryDir folder;
    fillFolder(folder);
    start(folder);
    filterAndScroll();
    framesUnderStorm(PageId::Activity, "activity");
    framesUnderStorm(PageId::Zones, "zones");
    framesUnderStorm(PageId::Overview, "overview");
    return 0;
}
