// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/table_view.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/status_delegate.h"
#include "ui/widgets/table_copy.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QSettings>

namespace zonescope::ui::widgets {

TableView::TableView(const QString& name, QWidget* parent)
    : QTableView(parent)
    , m_name(name)
{
    setAccessibleName(name);
    setItemDelegate(new StatusDelegate(this));
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setShowGrid(false);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setTabKeyNavigation(false);
    setVerticalScrollMode(ScrollPerItem);
    setHorizontalScrollMode(ScrollPerPixel);
    setEditTriggers(NoEditTriggers);
    setTextElideMode(Qt::ElideRight);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    auto* header = horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setStretchLastSection(true);
    header->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    header->setMinimumSectionSize(24);
    connect(header, &QWidget::customContextMenuRequested, this, &TableView::headerMenu);
    connect(this, &QAbstractItemView::doubleClicked, this, &TableView::rowActivated);
    fitRows();
}

void TableView::setModel(QAbstractItemModel* model)
{
    QTableView::setModel(model);
    if (!model)
        return;
    // The text of an empty table appears and goes with the rows.
    connect(model, &QAbstractItemModel::modelReset, viewport(), qOverload<>(&QWidget::update));
}

void TableView::setColumnWidths(const QList<int>& characters)
{
    const int digit = fontMetrics().horizontalAdvance(u'0');
    auto* header = horizontalHeader();
    const int columns = model() ? model()->columnCount() : 0;
    for (int column = 0; column < std::min<int>(columns, static_cast<int>(characters.size())); ++column) {
        const int wanted = characters[column];
        header->setSectionHidden(column, wanted == 0);
        if (wanted > 0)
            header->resizeSection(column, std::max(wanted * digit + 16, header->sectionSizeHint(column)));
        header->setSectionResizeMode(column, QHeaderView::Interactive);
        if (wanted < 0) {
            header->setStretchLastSection(false);
            m_stretched = column;
            m_stretchedLeast = std::max(-wanted * digit + 16, header->sectionSizeHint(column));
        }
    }
    fitStretched();
}

/// Qt stretches a section down to nothing; we stop at what can be read.
void TableView::fitStretched()
{
    auto* header = horizontalHeader();
    if (m_stretched < 0 || m_stretched >= header->count() || header->isSectionHidden(m_stretched))
        return;
    const int others = header->length() - header->sectionSize(m_stretched);
    const bool room = viewport()->width() - others >= m_stretchedLeast;
    const auto mode = room ? QHeaderView::Stretch : QHeaderView::Interactive;
    if (header->sectionResizeMode(m_stretched) != mode)
        header->setSectionResizeMode(m_stretched, mode);
    if (!room)
        header->resizeSection(m_stretched, m_stretchedLeast);
}

void TableView::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fitStretched();
}

void TableView::saveColumns(QSettings& settings) const
{
    settings.setValue(QStringLiteral("columns/") + objectName(), horizontalHeader()->saveState());
}

void TableView::restoreColumns(const QSettings& settings)
{
    const QByteArray state = settings.value(QStringLiteral("columns/") + objectName()).toByteArray();
    if (state.isEmpty())
        return;
    const QByteArray defaults = horizontalHeader()->saveState();
    const int before = horizontalHeader()->count();
    if (!horizontalHeader()->restoreState(state) || horizontalHeader()->count() != before ||
        horizontalHeader()->hiddenSectionCount() >= before)
        horizontalHeader()->restoreState(defaults);
    fitStretched();
}

std::unique_ptr<QMimeData> TableView::selectionMime() const
{
    return tableMime(*this);
}

void TableView::copySelection() const
{
    QApplication::clipboard()->setMimeData(selectionMime().release());
}

void TableView::setEmptyText(const QString& text)
{
    m_emptyText = text;
    setAccessibleDescription(text);
    viewport()->update();
}

void TableView::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (currentIndex().isValid())
            emit rowActivated(currentIndex());
        return;
    }
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier) {
        emit detailsWanted();
        return;
    }
    QTableView::keyPressEvent(event);
}

void TableView::paintEvent(QPaintEvent* event)
{
    QTableView::paintEvent(event);
    if (m_emptyText.isEmpty() || (model() && model()->rowCount() > 0))
        return;
    QPainter painter(viewport());
    painter.setPen(theme::colors().muted);
    painter.drawText(viewport()->rect().adjusted(16, 16, -16, -16), Qt::AlignCenter | Qt::TextWordWrap,
                     m_emptyText);
}

void TableView::contextMenuEvent(QContextMenuEvent* event)
{
    if (contextMenuPolicy() != Qt::DefaultContextMenu || !model())
        return QTableView::contextMenuEvent(event);
    QMenu menu(this);
    menu.addActions(actions());
    if (!actions().isEmpty())
        menu.addSeparator();
    auto* copy = menu.addAction(theme::icon(theme::Icon::Copy), tr("Copy"), this, &TableView::copySelection);
    copy->setShortcut(QKeySequence::Copy);
    menu.exec(event->globalPos());
}

void TableView::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fitRows();
}

void TableView::fitRows()
{
    verticalHeader()->setMinimumSectionSize(theme::metric::rowHeight());
    verticalHeader()->setDefaultSectionSize(theme::metric::rowHeight());
}

void TableView::headerMenu(const QPoint& position)
{
    if (!model())
        return;
    QMenu menu(this);
    auto* header = horizontalHeader();
    for (int column = 0; column < header->count(); ++column) {
        const QString title = model()->headerData(column, Qt::Horizontal).toString();
        auto* action = menu.addAction(title.isEmpty() ? tr("Column %1").arg(column + 1) : title);
        action->setCheckable(true);
        action->setChecked(!header->isSectionHidden(column));
        // The last visible column cannot be hidden: there would be no header to bring it back.
        action->setEnabled(header->isSectionHidden(column) ||
                           header->count() - header->hiddenSectionCount() > 1);
        connect(action, &QAction::toggled, this, [header, column](bool shown) {
            header->setSectionHidden(column, !shown);
            if (shown && header->sectionSize(column) < 24)
                header->resizeSection(column, 100);
        });
    }
    menu.exec(header->viewport()->mapToGlobal(position));
}

} // namespace zonescope::ui::widgets
