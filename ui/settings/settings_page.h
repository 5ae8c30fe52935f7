// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/configuration_models.h"
#include "ui/models/workspace.h"
#include "ui/shell/page.h"

#include <functional>

class QLabel;
class QSettings;
class QSpinBox;
class QTabWidget;

namespace zonescope::ui::widgets {
class TableView;
}

namespace zonescope::ui::settings {

/// Keys, access lists, edges, primaries, limits, appearance, addresses. Entries are saved one by one.
class SettingsPage final : public shell::Page
{
    Q_OBJECT

public:
    /// settings may be nullptr: then appearance and language are not remembered.
    SettingsPage(models::Workspace& workspace, QSettings* settings,
                 std::function<void(const QString&)> setLanguage, QWidget* parent = nullptr);

    QString title() const override;
    QTabWidget* tabs() const { return m_tabs; }

private:
    using Edit = std::function<void(std::optional<std::uint32_t>)>;
    using Remove = std::function<base::Status(zone::Configuration&, std::uint32_t)>;

    QWidget* makeEntries(models::ConfigurationTable& model, const QString& name, const QString& addText,
                         const QList<int>& widths, Edit edit, Remove remove);
    QWidget* makeLimits();
    QWidget* makeAppearance();
    QWidget* makeAddresses();
    void readLimits();
    void applyLimits();
    void showAddresses();
    QWidget* makeStartSettings(QWidget* parent);
    void tell(const base::Error& error);

    models::Workspace& m_workspace;
    QSettings* m_settings;
    std::function<void(const QString&)> m_setLanguage;
    models::KeyModel m_keys;
    models::AclModel m_acls;
    models::EdgeModel m_edges;
    models::PrimarySettingsModel m_primaries;
    models::ProxyModel m_proxies;
    QTabWidget* m_tabs;
    QSpinBox* m_maxTransfers = nullptr;
    QSpinBox* m_threads = nullptr;
    QSpinBox* m_soaRate = nullptr;
    QSpinBox* m_days = nullptr;
    QSpinBox* m_versions = nullptr;
    QSpinBox* m_answers = nullptr;
    QSpinBox* m_slip = nullptr;
    QSpinBox* m_serveThreads = nullptr;
    QSpinBox* m_logDays = nullptr;
    QSpinBox* m_logMegabytes = nullptr;
    QLabel* m_addresses = nullptr;
};

} // namespace zonescope::ui::settings
