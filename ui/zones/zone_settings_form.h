// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/workspace.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QListWidget;
class QPushButton;
class QSpinBox;

namespace zonescope::ui::zones {

class ZoneContentForm;

/// Everything that can be set of one zone. Nothing is saved before Apply.
class ZoneSettingsForm final : public QWidget
{
    Q_OBJECT

public:
    explicit ZoneSettingsForm(models::Workspace& workspace, QWidget* parent = nullptr);
    void showZone(base::ZoneId zone);

private:
    struct Choice
    {
        std::uint32_t id;
        QString name;
    };
    QListWidget* makeList(const QString& name);
    QSpinBox* makeNumber(int highest, const QString& suffix);
    static void fillList(QListWidget* list, const std::vector<Choice>& all,
                         const std::vector<std::uint32_t>& chosen);
    static std::vector<std::uint32_t> chosenOf(const QListWidget* list);
    void read();
    void apply();
    base::Result<zone::Zone> edited(const zone::Zone& base, const zone::Configuration& configuration) const;

    models::Workspace& m_workspace;
    base::ZoneId m_zone;
    QCheckBox* m_paused;
    QListWidget* m_primaries;
    QListWidget* m_edges;
    QListWidget* m_notifyFrom;
    QListWidget* m_transferTo;
    QSpinBox* m_minRefresh;
    QSpinBox* m_maxRefresh;
    QSpinBox* m_minRetry;
    QSpinBox* m_maxRetry;
    QSpinBox* m_maxRecords;
    QSpinBox* m_maxMegabytes;
    QSpinBox* m_maxSeconds;
    QSpinBox* m_idleSeconds;
    QSpinBox* m_minRate;
    QSpinBox* m_maxRrset;
    QSpinBox* m_connectSeconds;
    ZoneContentForm* m_content;
    QLabel* m_problem;
    QPushButton* m_apply;
};

} // namespace zonescope::ui::zones
