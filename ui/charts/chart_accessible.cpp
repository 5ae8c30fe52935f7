// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_accessible.h"

#include "ui/charts/chart.h"

#include <QAccessibleWidget>

namespace zonescope::ui::charts {
namespace {

class AccessibleChart final : public QAccessibleWidget
{
public:
    explicit AccessibleChart(Chart* chart)
        : QAccessibleWidget(chart, QAccessible::Chart)
    {
    }

    QString text(QAccessible::Text kind) const override
    {
        auto* chart = static_cast<Chart*>(widget());
        if (kind == QAccessible::Description && chart->accessibleDescription().isEmpty())
            return chart->summary();
        return QAccessibleWidget::text(kind);
    }

    // The view inside is how we paint, not something to walk into.
    int childCount() const override { return 0; }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
};

QAccessibleInterface* makeInterface(const QString&, QObject* object)
{
    auto* chart = qobject_cast<Chart*>(object);
    return chart ? new AccessibleChart(chart) : nullptr;
}

} // namespace

void installChartAccessibility()
{
    static const bool installed = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(installed)
}

} // namespace zonescope::ui::charts
