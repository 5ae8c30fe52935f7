// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/first_run.h"

#include "ui/theme/theme.h"
#include "ui/widgets/card.h"

#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace zonescope::ui::shell {
namespace {

constexpr qint64 largestImport = 32LL << 20;

} // namespace

FirstRun::FirstRun(models::Workspace& workspace, std::function<bool(QString*)> startDemo, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_startDemo(std::move(startDemo))
{
    setObjectName(QStringLiteral("first-run"));
    auto* column = new QVBoxLayout(this);
    column->setSpacing(theme::metric::gap);
    auto* welcome = new QLabel(tr("There are no zones yet. How would you like to begin?"), this);
    welcome->setFont(theme::font(theme::TextSize::Title));
    column->addStretch(1);
    column->addWidget(welcome, 0, Qt::AlignHCenter);
    QPushButton* add =
        choice(tr("Add a zone"),
               tr("Type its name and its primary. You see at once whether the primary lets us fetch it."),
               tr("Add zones…"));
    add->setDefault(true);
    connect(add, &QPushButton::clicked, this, [this] { emit m_workspace.addZonesWanted({}); });
    QPushButton* import = choice(
        tr("Import a list"),
        tr("A text file, a CSV file or a piece of named.conf. Every row is tried before anything is saved."),
        tr("Choose a file…"));
    connect(import, &QPushButton::clicked, this, &FirstRun::importFile);
    if (m_startDemo) {
        QPushButton* demo = choice(tr("Try the demo"),
                                   tr("Two primaries and six edges on this computer, with changes, delays "
                                      "and a few faults. Nothing leaves it."),
                                   tr("Start the demo"));
        connect(demo, &QPushButton::clicked, this, [this] {
            QString problem;
            if (!m_startDemo(&problem))
                emit m_workspace.notice(problem, true);
        });
    }
    column->addStretch(2);
}

QPushButton* FirstRun::choice(const QString& title, const QString& explanation, const QString& label)
{
    auto* card = new widgets::Card(title, this);
    auto* row = new QHBoxLayout;
    auto* text = new QLabel(explanation, card);
    text->setWordWrap(true);
    auto* button = new QPushButton(label, card);
    row->addWidget(text, 1);
    row->addWidget(button);
    card->body()->addLayout(row);
    card->setFixedWidth(560);
    static_cast<QVBoxLayout*>(layout())->addWidget(card, 0, Qt::AlignHCenter);
    return button;
}

void FirstRun::importFile()
{
    const QString name = QFileDialog::getOpenFileName(this, tr("Import a list of zones"));
    if (name.isEmpty())
        return;
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly) || file.size() > largestImport)
        return emit m_workspace.notice(tr("%1 cannot be read.").arg(name), true);
    emit m_workspace.addZonesWanted(QString::fromUtf8(file.readAll()));
}

} // namespace zonescope::ui::shell
