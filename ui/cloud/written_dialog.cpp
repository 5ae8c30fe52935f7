// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/written_dialog.h"

#include "ui/text/format.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>
#include <QVBoxLayout>

namespace zonescope::ui::cloudpage {
namespace {

QString stateText(engine::CorrectionState state)
{
    switch (state) {
    case engine::CorrectionState::Pending:
        return WrittenDialog::tr("not kept yet");
    case engine::CorrectionState::Kept:
        return WrittenDialog::tr("kept");
    case engine::CorrectionState::TakenBack:
        return WrittenDialog::tr("taken back");
    case engine::CorrectionState::NotTakenBack:
        return WrittenDialog::tr("could not be taken back");
    case engine::CorrectionState::Failed:
        return WrittenDialog::tr("failed");
    }
    return {};
}

} // namespace

WrittenDialog::WrittenDialog(const std::vector<engine::CorrectionInfo>& corrections, base::Timestamp now,
                             QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("What was written to clouds"));
    const QStringList titles{tr("When"), tr("By whom"), tr("Profile"), tr("What"), tr("How it ended")};
    auto* table =
        new QTableWidget(static_cast<int>(corrections.size()), static_cast<int>(titles.size()), this);
    table->setHorizontalHeaderLabels(titles);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setAccessibleName(windowTitle());
    table->verticalHeader()->hide();
    table->setWordWrap(true);
    int row = 0;
    for (const engine::CorrectionInfo& made : corrections) {
        const QString end = made.outcome.empty() ? stateText(made.state)
                                                 : tr("%1: %2").arg(stateText(made.state),
                                                                    QString::fromStdString(made.outcome));
        const QStringList cells{
            text::shortTime(made.madeAt, now), made.automatic ? tr("by itself") : tr("somebody here"),
            QString::fromStdString(made.profile), QString::fromStdString(made.label), end};
        for (int column = 0; column < cells.size(); ++column) {
            auto* item = new QTableWidgetItem(cells[column]);
            item->setToolTip(column == 0 ? text::dayAndTime(made.madeAt) : cells[column]);
            table->setItem(row, column, item);
        }
        ++row;
    }
    table->resizeColumnsToContents();
    table->horizontalHeader()->setMinimumSectionSize(table->fontMetrics().averageCharWidth() * 10);
    table->setColumnWidth(3, 280);
    table->setColumnWidth(4, 280);
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // What went wrong is long: it breaks where the column ends.
    connect(table->horizontalHeader(), &QHeaderView::sectionResized, table,
            &QTableWidget::resizeRowsToContents);
    table->resizeRowsToContents();
    auto* nothing = new QLabel(tr("Nothing was written to a cloud from here yet."), this);
    nothing->setVisible(corrections.empty());
    table->setVisible(!corrections.empty());
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(nothing);
    layout->addWidget(table, 1);
    layout->addWidget(buttons);
    resize(900, 420);
}

} // namespace zonescope::ui::cloudpage
