// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSettings>
#include <QWidget>

namespace zonescope::ui::network {

/// One tab of the network page, of either level. Does what fits and leaves the rest, like a page of the
/// window. Works only while it is seen: start in showEvent, stop in hideEvent.
class NetworkView : public QWidget
{
public:
    using QWidget::QWidget;

    virtual QString title() const = 0; ///< of the tab, with its mnemonic: "&Host"
    virtual QString key() const = 0;   ///< never translated: "host"; settings and links use it
    virtual void focusFilter() {}      ///< Ctrl+F
    virtual void focusContent() { setFocus(Qt::ShortcutFocusReason); }
    virtual bool closeInnermost() { return false; } ///< Esc; false: nothing was open
    virtual bool exportNow() { return false; }      ///< Ctrl+E; false: the window offers the report
    virtual void saveState(QSettings& /*settings*/) const {}
    virtual void restoreState(const QSettings& /*settings*/) {}
};

} // namespace zonescope::ui::network
