// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/topology_pane.h"

#include "ui/cloud/topology_text.h"
#include "ui/cloud/topology_view.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPixmap>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <array>

namespace zonescope::ui::cloudpage {
namespace {

QIcon swatch(const QColor& color)
{
    QPixmap pixmap(12, 12);
    pixmap.fill(color);
    return pixmap;
}

} // namespace

TopologyPane::TopologyPane(QWidget* parent)
    : QWidget(parent)
    , m_view(new TopologyView(this))
    , m_empty(new QLabel(tr("This snapshot has no network that could be drawn."), this))
{
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, theme::metric::gap, 0, 0);
    layout->setSpacing(theme::metric::small);
    layout->addWidget(makeBar());
    auto* content = new QWidget(this);
    m_stack = new QStackedLayout(content);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_view);
    layout->addWidget(content, 1);
}

QWidget* TopologyPane::makeBar()
{
    // Two rows: beside the detail pane one would be cut off in German.
    auto* bar = new QWidget(this);
    auto* rows = new QVBoxLayout(bar);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(theme::metric::gap / 2);
    auto* marks = new QHBoxLayout;
    marks->setSpacing(theme::metric::gap);
    rows->addLayout(marks);
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::metric::gap);
    rows->addLayout(row);
    const std::array<QString, cloud::topologyMarks> words{tr("Drift"), tr("Blackholes"), tr("Tunnels down"),
                                                          tr("Exposed"), tr("Stale")};
    for (int i = 0; i < cloud::topologyMarks; ++i) {
        auto* box = new QCheckBox(words[static_cast<std::size_t>(i)], bar);
        box->setChecked(true);
        marks->addWidget(box);
        connect(box, &QCheckBox::toggled, this, &TopologyPane::overlay);
        m_marks.push_back(box);
    }
    const auto colour = [this] {
        for (std::size_t i = 0; i < m_marks.size(); ++i)
            m_marks[i]->setIcon(swatch(markColor(theme::colors(), static_cast<std::uint8_t>(1U << i))));
    };
    colour();
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, colour);
    marks->addStretch(1);
    const auto button = [&](const QString& text, const QString& meaning) {
        auto* made = new QPushButton(text, bar);
        made->setToolTip(meaning);
        made->setAccessibleName(meaning);
        row->addWidget(made);
        return made;
    };
    auto* out = button(QStringLiteral("−"), tr("Zoom out"));
    auto* in = button(QStringLiteral("+"), tr("Zoom in"));
    connect(out, &QPushButton::clicked, m_view, [this] { m_view->zoomBy(0.8); });
    connect(in, &QPushButton::clicked, m_view, [this] { m_view->zoomBy(1.25); });
    connect(button(tr("Show all"), tr("The whole topology in view")), &QPushButton::clicked, m_view,
            &TopologyView::fit);
    auto* save = button(tr("Save picture…"), tr("The whole topology as a PNG file"));
    save->setIcon(theme::icon(theme::Icon::Save));
    connect(save, &QPushButton::clicked, this, &TopologyPane::savePicture);
    row->addStretch(1);
    return bar;
}

void TopologyPane::overlay()
{
    std::uint8_t marks = 0;
    for (std::size_t i = 0; i < m_marks.size(); ++i)
        if (m_marks[i]->isChecked())
            marks = static_cast<std::uint8_t>(marks | (1U << i));
    m_view->setMarks(marks);
}

void TopologyPane::show(const cloud::CloudViewPtr& view)
{
    m_shown = view;
    draw();
}

void TopologyPane::setDrift(std::vector<std::string> ids)
{
    if (ids == m_drift)
        return;
    m_drift = std::move(ids);
    draw();
}

void TopologyPane::draw()
{
    cloud::TopologyPtr topology = m_shown ? m_shown->topology : nullptr;
    if (topology && !m_drift.empty())
        topology = cloud::withDrift(*topology, *m_shown->snapshot, m_drift);
    const bool any = topology && !topology->boxes.empty();
    m_stack->setCurrentIndex(any ? 1 : 0);
    m_view->show(std::move(topology));
}

bool TopologyPane::savePictureTo(const QString& file)
{
    const QImage picture = m_view->picture();
    const bool done = !picture.isNull() && picture.save(file);
    emit saved(done ? tr("Saved %1").arg(file) : tr("%1 cannot be written.").arg(file), !done);
    return done;
}

void TopologyPane::savePicture()
{
    QString file = QFileDialog::getSaveFileName(this, tr("Save the picture"), tr("topology.png"),
                                                tr("Pictures (*.png)"));
    if (file.isEmpty())
        return;
    if (!file.endsWith(QStringLiteral(".png"), Qt::CaseInsensitive))
        file += QStringLiteral(".png");
    savePictureTo(file);
}

} // namespace zonescope::ui::cloudpage
