// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/help.h"

#include "ui/shell/actions.h"
#include "ui/shell/language.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFile>
#include <QGridLayout>
#include <QKeySequence>
#include <QLabel>
#include <QScrollArea>
#include <QTextBrowser>
#include <QVBoxLayout>

static void needResources()
{
    Q_INIT_RESOURCE(manual); // must stand outside any namespace
}

namespace zonescope::ui::shell {
namespace {

struct Help
{
    Q_DECLARE_TR_FUNCTIONS(Help)
};

QString manualText()
{
    needResources();
    for (const QString& language : {currentLanguage(), QStringLiteral("en")}) {
        QFile file(QStringLiteral(":/manual/manual_%1.html").arg(language));
        if (file.open(QIODevice::ReadOnly))
            return QString::fromUtf8(file.readAll());
    }
    return {};
}

void addKey(QGridLayout* grid, const QString& what, const QString& keys)
{
    const int row = grid->rowCount();
    grid->addWidget(new QLabel(what), row, 0);
    auto* label = new QLabel(keys);
    label->setFont(theme::monospace());
    grid->addWidget(label, row, 1);
}

} // namespace

void showManual(QWidget* parent, const QString& chapter)
{
    auto* dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("manual"));
    dialog->setWindowTitle(Help::tr("Zonescope manual"));
    auto* browser = new QTextBrowser(dialog);
    browser->setAccessibleName(dialog->windowTitle());
    browser->setOpenExternalLinks(true);
    browser->setHtml(manualText());
    auto* layout = new QVBoxLayout(dialog);
    layout->addWidget(browser);
    dialog->resize(760, 620);
    dialog->show();
    browser->scrollToAnchor(chapter);
}

void showShortcutSheet(QWidget* parent)
{
    auto* dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("shortcuts"));
    dialog->setWindowTitle(Help::tr("Keyboard shortcuts"));
    auto* sheet = new QWidget;
    auto* grid = new QGridLayout(sheet);
    grid->setHorizontalSpacing(theme::metric::large);
    ActionGroup group = ActionGroup::Help;
    for (const ActionSpec& spec : actionTable()) {
        if (spec.keys[0] == '\0')
            continue;
        if (grid->count() == 0 || spec.group != group) {
            group = spec.group;
            auto* title = new QLabel(actionGroupTitle(group));
            title->setFont(theme::font(theme::TextSize::Title));
            grid->addWidget(title, grid->rowCount(), 0, 1, 2);
        }
        addKey(grid, actionText(spec),
               QKeySequence(QLatin1String(spec.keys)).toString(QKeySequence::NativeText));
    }
    auto* title = new QLabel(Help::tr("Charts"));
    title->setFont(theme::font(theme::TextSize::Title));
    grid->addWidget(title, grid->rowCount(), 0, 1, 2);
    addKey(grid, Help::tr("Move the crosshair"), QStringLiteral("←  →"));
    addKey(grid, Help::tr("Move the time range"), Help::tr("Ctrl") + QStringLiteral("+←  →"));
    addKey(grid, Help::tr("Select a stretch of time"), Help::tr("Shift") + QStringLiteral("+←  →"));
    addKey(grid, Help::tr("Zoom in, zoom out, all of it"), QStringLiteral("+  −  ") + Help::tr("Home"));
    auto* scroll = new QScrollArea(dialog);
    scroll->setWidget(sheet);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* layout = new QVBoxLayout(dialog);
    layout->addWidget(scroll);
    dialog->resize(460, 620);
    dialog->show();
}

} // namespace zonescope::ui::shell
