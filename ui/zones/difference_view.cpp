// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/zones/difference_view.h"

#include "ui/text/error_text.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/table_view.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace zonescope::ui::zones {

DifferenceView::DifferenceView(models::Workspace& workspace, bool withChoice, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_versions(workspace.bridge(), this)
    , m_difference(workspace.bridge(), this)
    , m_card(new widgets::Card(tr("What changed"), this))
    , m_table(new widgets::TableView(tr("What changed"), this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    if (withChoice) {
        m_from = new QComboBox(m_card);
        m_to = new QComboBox(m_card);
        m_from->setAccessibleName(tr("From serial"));
        m_to->setAccessibleName(tr("To serial"));
        m_card->addHeaderWidget(m_from);
        m_card->addHeaderWidget(new QLabel(QStringLiteral("→"), m_card));
        m_card->addHeaderWidget(m_to);
        for (QComboBox* box : {m_from, m_to})
            box->setMinimumContentsLength(11); // a serial has ten digits
        for (QComboBox* box : {m_from, m_to})
            connect(box, &QComboBox::activated, this, &DifferenceView::compareChosen);
    }
    m_table->setModel(&m_model);
    m_table->setFont(theme::monospace());
    if (withChoice)
        m_table->setColumnWidths({2, 30, 8, 8, -1});
    else
        m_table->setColumnWidths({2, 17, 6, 6, -1}); // the inspector is narrow
    m_table->setEmptyText(tr("No difference is known."));
    m_table->horizontalHeader()->setVisible(withChoice);
    m_card->setContent(m_table);
    connect(&workspace.zones(), &models::ZoneBook::updated, this, [this] {
        const models::ZoneEntry* entry = m_workspace.zones().find(m_zone);
        if (entry && entry->status.heldSerial != m_shownSerial)
            askVersions();
    });
}

void DifferenceView::showZone(base::ZoneId zone)
{
    m_zone = zone;
    askVersions();
}

void DifferenceView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_stale)
        askVersions();
}

void DifferenceView::askVersions()
{
    const models::ZoneEntry* entry = m_workspace.zones().find(m_zone);
    m_stale = !isVisible();
    if (m_stale || !entry)
        return;
    m_shownSerial = entry->status.heldSerial;
    m_versions.ask<engine::VersionsAnswer>(m_workspace.engine().versions(m_zone),
                                           [this](const auto& answer) { fill(answer.serials); });
}

void DifferenceView::fill(const std::vector<std::uint32_t>& serials)
{
    if (m_from) {
        for (QComboBox* box : {m_from, m_to}) {
            const QSignalBlocker quiet(box);
            box->clear();
            for (const std::uint32_t serial : serials)
                box->addItem(text::serial(serial), serial);
        }
        m_from->setCurrentIndex(serials.size() > 1 ? 1 : 0);
        m_to->setCurrentIndex(0);
    }
    if (serials.size() > 1)
        return compare(serials[1], serials[0]);
    m_difference.forget();
    m_model.show(nullptr);
    m_card->setSubtitle(serials.empty() ? QString() : tr("only one version is kept so far"));
}

void DifferenceView::compareChosen()
{
    if (m_from->currentIndex() >= 0 && m_to->currentIndex() >= 0)
        compare(m_from->currentData().toUInt(), m_to->currentData().toUInt());
}

void DifferenceView::compare(std::uint32_t from, std::uint32_t to)
{
    m_difference.ask<engine::DifferenceAnswer>(
        m_workspace.engine().difference(m_zone, from, to), [this](const auto& answer) { draw(answer); },
        [this](const base::Error& error) {
            m_model.show(nullptr);
            m_card->setSubtitle(text::errorText(error).cause);
        });
}

void DifferenceView::draw(const engine::DifferenceAnswer& answer)
{
    m_model.show(answer.difference);
    if (!answer.difference)
        return;
    const QString serials = m_from ? QString()
                                   : text::serial(answer.difference->fromSerial) + QStringLiteral(" → ") +
                                         text::serial(answer.difference->toSerial) + QStringLiteral(" · ");
    const QString cut = answer.difference->truncated ? tr(", more not shown") : QString();
    m_card->setSubtitle(serials +
                        tr("%1 removed, %2 added")
                            .arg(text::number(answer.difference->removed.size()),
                                 text::number(answer.difference->added.size())) +
                        cut);
}

} // namespace zonescope::ui::zones
