// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/command_palette.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace zonescope::ui::shell {
namespace {

constexpr int hintRole = Qt::UserRole + 100;

/// Text left, key or kind right.
class ResultDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        painter->setPen(theme::colors().muted);
        painter->setFont(theme::font(theme::TextSize::Small));
        painter->drawText(option.rect.adjusted(0, 0, -theme::metric::gap, 0),
                          Qt::AlignRight | Qt::AlignVCenter, index.data(hintRole).toString());
    }
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        return {QStyledItemDelegate::sizeHint(option, index).width(), theme::metric::rowHeight()};
    }
};

theme::Icon iconFor(Candidate::Kind kind)
{
    switch (kind) {
    case Candidate::Kind::Zone:
        return theme::Icon::Zone;
    case Candidate::Kind::Primary:
        return theme::Icon::Primaries;
    case Candidate::Kind::Edge:
        return theme::Icon::Edge;
    case Candidate::Kind::Page:
    case Candidate::Kind::Action:
        return theme::Icon::Forward;
    }
    return theme::Icon::Forward;
}

} // namespace

CommandPalette::CommandPalette(PaletteSearch search, QWidget* parent)
    : QDialog(parent, Qt::Popup | Qt::FramelessWindowHint)
    , m_search(std::move(search))
    , m_field(new QLineEdit(this))
    , m_list(new QListWidget(this))
    , m_none(new QLabel(tr("Nothing is called that."), this))
{
    setObjectName(QStringLiteral("command-palette"));
    setAccessibleName(tr("Command palette"));
    m_field->setPlaceholderText(tr("Zone, server, edge, page or action"));
    m_field->setAccessibleName(tr("Search or run a command"));
    m_list->setAccessibleName(tr("Results"));
    m_list->setItemDelegate(new ResultDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setUniformItemSizes(true);
    m_none->setAlignment(Qt::AlignCenter);
    m_none->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::metric::small, theme::metric::small, theme::metric::small,
                               theme::metric::small);
    layout->addWidget(m_field);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_none);
    resize(560, 400);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::search);
    connect(m_field, &QLineEdit::returnPressed, this, &CommandPalette::choose);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::choose);
    this->search({});
    m_field->setFocus();
}

int CommandPalette::resultCount() const
{
    return m_list->count();
}

void CommandPalette::search(const QString& text)
{
    m_results = m_search.find(text);
    m_list->clear();
    for (const Candidate& candidate : m_results) {
        auto* item = new QListWidgetItem(theme::icon(iconFor(candidate.kind)), candidate.text, m_list);
        item->setData(hintRole, candidate.hint);
    }
    m_list->setCurrentRow(0);
    m_none->setVisible(m_results.empty());
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const int page = key == Qt::Key_PageDown ? 10 : key == Qt::Key_PageUp ? -10 : 0;
        const int step = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : page;
        if (step != 0 && m_list->count() > 0) {
            m_list->setCurrentRow(std::clamp(m_list->currentRow() + step, 0, m_list->count() - 1));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void CommandPalette::choose()
{
    const int row = m_list->currentRow();
    if (row < 0 || static_cast<std::size_t>(row) >= m_results.size())
        return;
    const Candidate candidate = m_results[static_cast<std::size_t>(row)];
    accept();
    emit chosen(candidate);
}

} // namespace zonescope::ui::shell
