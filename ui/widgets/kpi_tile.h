// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/status.h"

#include <QFrame>
#include <QString>

#include <initializer_list>
#include <optional>
#include <vector>

namespace zonescope::ui::widgets {

/// What a tile of the overview says. `unknown` numbers are shown as "–", never as 0.
struct KpiValue
{
    QString number; ///< already formatted: "12 476", "4.1"
    QString unit;   ///< "s", "/ min"; may be empty
    QString note;   ///< second line: "of 12 480; 4 need attention"
    std::optional<zone::ZoneState> mark;
    std::vector<float> trend; ///< oldest first; NaN is a gap; empty draws none

    friend bool operator==(const KpiValue&, const KpiValue&) = default;
};

/// Label, large number, unit, note, mark and a trend line that never shares a line with text.
/// Activates on click, Enter and Space when somebody listens to activated().
class KpiTile final : public QFrame
{
    Q_OBJECT

public:
    explicit KpiTile(const QString& label, QWidget* parent = nullptr);

    void setValue(const KpiValue& value); ///< repaints only on a difference
    const KpiValue& value() const { return m_value; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void activated();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void connectNotify(const QMetaMethod& signal) override;

private:
    void paintNumber(class QPainter& painter, const QRect& area) const;
    void paintTrend(class QPainter& painter, const QRect& area) const;

    QString m_label;
    KpiValue m_value;
};

/// The tiles side by side, equally wide.
QWidget* tileRow(std::initializer_list<KpiTile*> tiles, QWidget* parent);

} // namespace zonescope::ui::widgets
