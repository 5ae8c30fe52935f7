// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/navigation.h"

#include <QAbstractButton>
#include <QWidget>

#include <map>

class QLabel;
class QMenu;
class QToolButton;

namespace zonescope::ui::shell {

/// One row of the sidebar: icon, word, a number when something needs attention.
class SidebarButton final : public QAbstractButton
{
    Q_OBJECT

public:
    SidebarButton(PageId page, QWidget* parent);
    void setBadge(std::size_t count);
    void setCollapsed(bool collapsed);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QIcon m_icon;
    std::size_t m_badge = 0;
    bool m_collapsed = false;
};

/// Pages on the left, the state of the engine at the bottom. 208 pixels wide, 48 when the window is narrow.
class Sidebar final : public QWidget
{
    Q_OBJECT

public:
    explicit Sidebar(QMenu* menu, QWidget* parent = nullptr);

    void setCurrent(PageId page);
    void setBadge(PageId page, std::size_t count);
    void setCollapsed(bool collapsed);
    void setEngineText(const QString& text, bool healthy);
    SidebarButton* button(PageId page) const { return m_buttons.at(page); }

signals:
    void pageChosen(zonescope::ui::shell::PageId page);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    SidebarButton* add(PageId page);
    void showEngine();

    std::map<PageId, SidebarButton*> m_buttons;
    QToolButton* m_menu;
    QLabel* m_name;
    QLabel* m_engine;
    QString m_engineText;
    bool m_engineHealthy = true;
    bool m_collapsed = false;
};

} // namespace zonescope::ui::shell
