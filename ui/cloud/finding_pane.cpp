// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/finding_pane.h"

#include "ui/cloud/suppress_dialog.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_view.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace zonescope::ui::cloudpage {

FindingPane::FindingPane(models::CloudFindingModel& model, widgets::TableView* table,
                         std::function<base::Timestamp()> now, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
    , m_table(table)
    , m_now(std::move(now))
    , m_all(new QCheckBox(this))
    , m_suppress(new QPushButton(tr("Suppress…"), this))
    , m_takeBack(new QPushButton(tr("No longer suppress"), this))
{
    m_suppress->setToolTip(tr("Not shown until a day that you choose, with the reason why"));
    auto* row = new QHBoxLayout;
    row->addWidget(m_suppress);
    row->addWidget(m_takeBack);
    row->addWidget(m_all);
    row->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, theme::metric::gap, 0, 0);
    layout->setSpacing(theme::metric::small);
    layout->addLayout(row);
    layout->addWidget(m_table, 1);
    connect(m_suppress, &QPushButton::clicked, this, &FindingPane::suppress);
    connect(m_takeBack, &QPushButton::clicked, this, &FindingPane::takeBack);
    connect(m_all, &QCheckBox::toggled, &m_model, &models::CloudFindingModel::setShowSuppressed);
    connect(m_table, &widgets::TableView::rowActivated, this, [this](const QModelIndex& index) {
        emit resourceWanted(m_model.findingAt(index.row()).resources.front());
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &FindingPane::enable);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &FindingPane::enable);
    enable();
}

void FindingPane::setSuppressions(std::vector<cloud::Suppression> all)
{
    m_model.setSuppressions(std::move(all), m_now());
}

void FindingPane::enable()
{
    const int row = m_table->currentIndex().row();
    const bool chosen = row >= 0 && row < m_model.rowCount();
    const bool known = chosen && m_model.suppressionAt(row) != nullptr;
    m_suppress->setEnabled(chosen && !known);
    m_takeBack->setEnabled(known);
    m_all->setText(tr("Show %n suppressed", nullptr, static_cast<int>(m_model.suppressedCount())));
    m_all->setEnabled(m_model.suppressedCount() > 0);
    m_table->setEmptyText(m_model.suppressedCount() > 0 ? tr("Everything that was found is suppressed.")
                                                        : tr("Nothing to complain about."));
}

void FindingPane::suppress()
{
    const int row = m_table->currentIndex().row();
    if (row < 0 || row >= m_model.rowCount())
        return;
    const QString resource = m_model.index(row, models::CloudFindingModel::Resource).data().toString();
    SuppressDialog dialog(m_model.findingAt(row), resource, m_now(), this);
    if (dialog.exec() == QDialog::Accepted)
        emit suppressionWanted({dialog.suppression(), false});
}

void FindingPane::takeBack()
{
    const int row = m_table->currentIndex().row();
    if (const cloud::Suppression* known =
            row >= 0 && row < m_model.rowCount() ? m_model.suppressionAt(row) : nullptr)
        emit suppressionWanted({*known, true});
}

} // namespace zonescope::ui::cloudpage
