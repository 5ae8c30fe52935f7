// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/cloud_requests.h"
#include "model/engine/intent_requests.h"

#include <QDialog>

#include <memory>
#include <optional>
#include <string>
#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace zonescope::ui::cloudpage {

/// As the provider's own tools name them, from the user's own files.
std::vector<std::string> profilesOf(cloud::Provider provider);

/// Which account of which provider is read. Only names are asked for: secrets stay in the user's own files.
class AccountDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `known`: what becomes of drift in which account; null: nothing is known.
    explicit AccountDialog(QWidget* parent = nullptr, std::shared_ptr<const engine::DriftView> known = {});

    engine::ReadAccount account() const;
    /// What becomes of drift in it; nothing: it was not changed here.
    const std::optional<cloud::AutoRevertSettings>& autoRevert() const { return m_autoRevert; }

private:
    cloud::Provider provider() const;
    /// Profiles, explanation and placeholders of the provider that is chosen.
    void showProvider();
    void check();
    std::string label() const; ///< of its snapshots
    void chooseAutoRevert();
    void showAutoRevert();

    const std::shared_ptr<const engine::DriftView> m_known;
    std::optional<cloud::AutoRevertSettings> m_autoRevert;
    QComboBox* m_provider;
    QComboBox* m_profile;
    QLabel* m_explanation;
    QLabel* m_placesLabel;
    QLineEdit* m_places;
    QLineEdit* m_endpoint;
    QLineEdit* m_authorities;
    QPushButton* m_drift;
    QLabel* m_problem;
    QPushButton* m_read;
};

} // namespace zonescope::ui::cloudpage
