// SPDX-License-Identifier: GPL-3.0-or-later
// bench_cloud_window: the Cloud page over a real engine while an account of 100,000 resources is read, read
// again without a change, and with one: how long is the window's thread kept from its event loop?
#include "model/base/log.h"
#include "model/engine/engine.h"
#include "tests/bench/cloud/large_estate.h"
#include "tests/bench/zone/figure.h"
#include "tests/ui/kit/watched_application.h"
#include "ui/cloud/cloud_page.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_view.h"

#include <QComboBox>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTimer>

namespace {

using namespace zonescope;
using namespace zonescope::ui;
using cloudpage::CloudPage;

constexpr int frame = 16; ///< ms
constexpr int patience = 120'000;

/// Turns the event loop until `done`, painting the window as often as a screen is drawn.
template <class Done>
void turn(QWidget& window, const Done& done, const char* what)
{
    QEventLoop loop;
    QTimer frames;
    frames.setTimerType(Qt::PreciseTimer);
    QElapsedTimer since;
    since.start();
    QObject::connect(&frames, &QTimer::timeout, [&] {
        window.update();
        if (done() || since.elapsed() > patience)
            loop.quit();
    });
    frames.start(frame);
    loop.exec();
    if (!done())
        qFatal("%s did not come to an end", what);
}

class Bench
{
public:
    Bench(uikit::WatchedApplication& application, bench::LargeEstate& estate, engine::Engine& engine)
        : m_application(application)
        , m_estate(estate)
        , m_window(engine, {.settingsFile = {},
                            .clock = std::make_shared<base::SystemClock>(),
                            .demo = false,
                            .startDemo = {}})
    {
        m_window.resize(1440, 900);
        m_window.goTo({shell::PageId::Cloud, {}, 0});
        m_window.show();
        m_page = m_window.findChild<CloudPage*>();
        m_table = m_page->findChild<widgets::TableView*>(QStringLiteral("cloud-inventory"));
        m_tabs = m_page->findChild<QTabWidget*>();
        rest(300);
    }

    void tab(int index)
    {
        m_tabs->setCurrentIndex(index);
        rest(300);
    }
    void sortByName() { m_table->sortByColumn(0, Qt::AscendingOrder); }
    void rest(int milliseconds)
    {
        QElapsedTimer since;
        since.start();
        turn(
            m_window, [&] { return since.elapsed() >= milliseconds; }, "a rest");
    }
    int rows() const { return m_table->model()->rowCount(); }

    /// From the wish to the shown snapshot, and a while after: what is let go of goes then.
    void read(const char* name)
    {
        const int kept = snapshots();
        m_application.restart();
        QElapsedTimer since;
        since.start();
        m_page->readAccount(account());
        turn(
            m_window, [&] { return snapshots() > kept; }, name);
        const auto took = static_cast<double>(since.elapsed());
        rest(2000);
        tell(name, took);
    }
    /// Something the user does meanwhile.
    template <class What>
    void act(const char* name, const What& what)
    {
        m_application.restart();
        QTimer::singleShot(0, m_page, what);
        rest(1500);
        tell(name, 0);
    }

private:
    engine::ReadAccount account() const
    {
        engine::ReadAccount wanted;
        wanted.places = {"eu-central-1"};
        wanted.endpoint = m_estate.endpoint();
        return wanted;
    }
    int snapshots() const
    {
        for (const QComboBox* box : m_page->findChildren<QComboBox*>())
            if (box->objectName() == QStringLiteral("cloud-snapshot"))
                return box->count();
        qFatal("no list of snapshots");
    }
    void tell(const char* name, double took) const
    {
        const auto& longest = m_application.longest();
        const auto& heaviest = m_application.heaviest();
        bench::figure((QByteArray(name) + ", longest away").constData(), longest.milliseconds, "ms", frame);
        bench::figure((QByteArray(name) + ", most processor").constData(), heaviest.processor, "ms", frame);
        std::printf("    %s; %s; %.0f ms until shown\n", longest.what.constData(), heaviest.what.constData(),
                    took);
    }

    uikit::WatchedApplication& m_application;
    bench::LargeEstate& m_estate;
    shell::MainWindow m_window;
    CloudPage* m_page = nullptr;
    widgets::TableView* m_table = nullptr;
    QTabWidget* m_tabs = nullptr;
};

} // namespace

int main(int argc, char** argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    base::setLogLevel(base::LogLevel::Error);
    bench::LargeEstate estate({}); // a process of its own, before there are threads
    const QTemporaryDir home;
    qputenv("HOME", home.path().toLocal8Bit());
    qputenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
    qputenv("AWS_SECRET_ACCESS_KEY", "secret");
    uikit::WatchedApplication application(argc, argv);
    theme::Theme::instance().apply(application, theme::Preference::Light);
    engine::Options options;
    options.dataFolder = home.path().toStdString();
    const auto engine = engine::Engine::start(options);
    if (!engine)
        qFatal("%s", base::toString(engine.error()).c_str());
    Bench bench(application, estate, **engine);
    bench.read("first reading");
    if (bench.rows() != 100'000)
        qFatal("%d resources", bench.rows());
    bench.read("again, unchanged");
    estate.change();
    bench.read("again, one changed");
    bench.act("sorted by name", [&] { bench.sortByName(); });
    estate.change();
    bench.read("again, sorted by name");
    for (const auto& [index, name] : {std::pair{1, "topology"}, std::pair{2, "findings"}}) {
        bench.tab(index);
        estate.change();
        bench.read((QByteArray("again, the tab ") + name).constData());
    }
    return 0;
}
