// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSettings>
#include <QWidget>

namespace zonescope::ui::shell {

/// What the window asks of the page it shows. A page does what fits and leaves the rest.
class Page : public QWidget
{
public:
    using QWidget::QWidget;

    virtual QString title() const = 0;
    virtual void focusFilter() {}                   ///< Ctrl+F
    virtual void focusContent() { setFocus(); }     ///< after the page was opened by keyboard
    virtual void toggleInspector() {}               ///< Space
    virtual bool closeInnermost() { return false; } ///< Esc; false: nothing was open
    virtual bool exportNow() { return false; }      ///< Ctrl+E; false: the window offers the report
    virtual void saveState(QSettings& /*settings*/) const {}
    virtual void restoreState(const QSettings& /*settings*/) {}
};

} // namespace zonescope::ui::shell
