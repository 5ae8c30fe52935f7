// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/watched_view.h"

#include "ui/charts/chart.h"
#include "ui/network/view_export.h"
#include "ui/network/watch_layers.h"
#include "ui/text/connection_text.h"
#include "ui/text/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/empty_state.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace zonescope::ui::network {
namespace {

bool sends(const congestion::Connection& connection)
{
    return congestion::roleOf(connection.counters) != congestion::Role::Receiver;
}

QString nameOf(const congestion::Connection& connection)
{
    return QString::fromStdString(connection.local.toText()) + QStringLiteral(" → ") +
           QString::fromStdString(connection.remote.toText());
}

} // namespace

WatchedView::WatchedView(models::Workspace& workspace, models::WatchBook& book, models::ConnectionFeed& feed,
                         QWidget* parent)
    : NetworkView(parent)
    , m_workspace(workspace)
    , m_book(book)
    , m_feed(feed)
    , m_stack(new QStackedWidget(this))
{
    auto* empty = new widgets::EmptyState(m_stack);
    empty->setText(
        tr("No connection is watched"),
        tr("Choose one under Open and press Enter, or click it twice: it is then looked at ten times "
           "a second."));
    auto* page = new QWidget(m_stack);
    auto* inner = new QVBoxLayout(page);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(theme::metric::gap);
    inner->addWidget(makeTop());
    inner->addWidget(makeStrips(), 1);
    m_stack->addWidget(empty);
    m_stack->addWidget(page);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, theme::metric::gap, 0, 0);
    layout->addWidget(m_stack);
    m_clockwork.setInterval(200);
    connect(&m_clockwork, &QTimer::timeout, this, &WatchedView::draw);
    connect(&m_book, &models::WatchBook::changed, this, &WatchedView::fillChoice);
    fillChoice();
}

QWidget* WatchedView::makeTop()
{
    auto* top = new QWidget(this);
    m_choice = new QComboBox(top);
    m_choice->setAccessibleName(tr("Watched connection"));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choice->setMinimumContentsLength(44);
    m_state = new widgets::ElidedLabel({}, top);
    m_remove = new QPushButton(theme::icon(theme::Icon::Clear), tr("Stop watching"), top);
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::metric::gap);
    row->addWidget(m_choice);
    row->addWidget(m_state, 1);
    row->addWidget(m_remove);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &WatchedView::draw);
    connect(m_remove, &QPushButton::clicked, this, [this] { m_book.remove(chosen()); });
    return top;
}

charts::Chart* WatchedView::addStrip(const QString& title, widgets::Card*& card)
{
    card = new widgets::Card(title, this);
    auto* chart = new charts::Chart(title, card);
    chart->setSelection(&m_time);
    chart->setEmptyText(tr("No sample yet"));
    card->setContent(chart);
    makeSavable(*chart, m_workspace, [this, card] { return facts(card->title()); });
    return chart;
}

QWidget* WatchedView::makeStrips()
{
    auto* strips = new QWidget(this);
    m_window = addStrip(tr("Congestion window"), m_windowCard);
    m_roundTrip = addStrip(tr("Round trip"), m_roundTripCard);
    m_rate = addStrip(tr("Rate"), m_rateCard);
    m_ribbon = addStrip(tr("What limited it"), m_ribbonCard);
    charts::ValueAxis axis;
    axis.kind = charts::ValueKind::Milliseconds;
    m_roundTrip->setValueAxis(axis);
    axis.kind = charts::ValueKind::BytesPerSecond;
    m_rate->setValueAxis(axis);
    auto* grid = new QGridLayout(strips);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(theme::metric::gap);
    grid->addWidget(m_windowCard, 0, 0);
    grid->addWidget(m_roundTripCard, 0, 1);
    grid->addWidget(m_rateCard, 1, 0);
    grid->addWidget(m_ribbonCard, 1, 1);
    return strips;
}

std::uint64_t WatchedView::chosen() const
{
    return m_choice->currentData().toULongLong();
}

void WatchedView::fillChoice()
{
    const std::uint64_t before = chosen();
    const QSignalBlocker quiet(m_choice);
    const int count = m_choice->count();
    m_choice->clear();
    for (const congestion::Connection& connection : m_book.connections())
        m_choice->addItem(nameOf(connection), QVariant::fromValue<qulonglong>(connection.cookie));
    // A new one is what one wants to see.
    const int kept = m_choice->findData(QVariant::fromValue<qulonglong>(before));
    m_choice->setCurrentIndex(m_choice->count() > count || kept < 0 ? m_choice->count() - 1 : kept);
    m_stack->setCurrentIndex(m_choice->count() > 0 ? 1 : 0);
    if (isVisible())
        draw();
}

void WatchedView::showTitles(bool sender)
{
    m_windowCard->setTitle(sender ? tr("Congestion window, segments") : tr("Room we offer the sender"));
    m_ribbonCard->setTitle(sender ? tr("What limited it") : tr("What came out of order"));
    m_windowCard->setSubtitle(sender ? QString() : tr("only the sender knows its congestion window"));
    m_ribbonCard->setSubtitle(sender ? QString() : tr("only the sender knows what it repeated"));
    charts::ValueAxis axis;
    axis.kind = sender ? charts::ValueKind::Number : charts::ValueKind::Bytes;
    m_window->setValueAxis(axis);
}

void WatchedView::draw()
{
    const auto series = m_book.series(chosen());
    if (!series)
        return;
    const congestion::Connection& connection = series->connection;
    const bool sender = sends(connection);
    showTitles(sender);
    m_window->setLayers(windowLayers(*series, sender));
    m_roundTrip->setLayers(roundTripLayers(*series, sender));
    m_rate->setLayers(rateLayers(*series, sender));
    m_ribbon->setLayers(ribbonLayers(*series, sender, theme::colors()));
    if (!series->samples.empty()) {
        const std::int64_t last = base::toMicroseconds(series->samples.back().at);
        m_time.setHome({last - charts::minute, last});
    }
    QStringList words{text::roleWord(congestion::roleOf(connection.counters))};
    if (!connection.algorithm().empty())
        words << QString::fromLatin1(connection.algorithm().data());
    words << tr("%1 received, %2 sent")
                 .arg(text::bytes(connection.counters.bytesReceived),
                      text::bytes(connection.counters.bytesSent));
    if (series->ended)
        words << tr("ended");
    m_state->setText(words.join(QStringLiteral(" · ")));
}

ExportFacts WatchedView::facts(const QString& title) const
{
    ExportFacts facts;
    facts.title = title;
    facts.filters = m_choice->currentText();
    facts.kernel = QString::fromStdString(m_feed.snapshot()->kernel);
    if (const auto series = m_book.series(chosen()); series && !series->samples.empty()) {
        facts.n = series->samples.size();
        facts.period = periodText({series->samples.front().at, series->samples.back().at}, m_workspace.now());
    }
    return facts;
}

void WatchedView::focusContent()
{
    if (m_choice->count() > 0)
        m_choice->setFocus(Qt::ShortcutFocusReason);
    else
        setFocus(Qt::ShortcutFocusReason);
}

bool WatchedView::exportNow()
{
    if (m_choice->count() == 0)
        return false;
    for (charts::Chart* chart : {m_window, m_roundTrip, m_rate, m_ribbon})
        if (chart->hasFocus()) {
            emit chart->savePictureWanted();
            return true;
        }
    emit m_roundTrip->savePictureWanted();
    return true;
}

void WatchedView::showEvent(QShowEvent* event)
{
    NetworkView::showEvent(event);
    m_feed.want(true);
    m_clockwork.start();
    draw();
}

void WatchedView::hideEvent(QHideEvent* event)
{
    m_clockwork.stop();
    m_feed.want(false);
    NetworkView::hideEvent(event);
}

} // namespace zonescope::ui::network
