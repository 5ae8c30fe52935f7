// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/cloud_requests.h"

#include <QDialog>

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
    explicit AccountDialog(QWidget* parent = nullptr);

    engine::ReadAccount account() const;

private:
    cloud::Provider provider() const;
    /// Profiles, explanation and placeholders of the provider that is chosen.
    void showProvider();
    void check();

    QComboBox* m_provider;
    QComboBox* m_profile;
    QLabel* m_explanation;
    QLabel* m_placesLabel;
    QLineEdit* m_places;
    QLineEdit* m_endpoint;
    QLineEdit* m_authorities;
    QLabel* m_problem;
    QPushButton* m_read;
};

} // namespace zonescope::ui::cloudpage
