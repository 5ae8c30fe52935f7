// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/configuration.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPlainTextEdit;

namespace zonescope::ui::zones {

/// The part of a zone's settings that is about its content: digests, checks, own records, flattening,
/// catalogs.
class ZoneContentForm final : public QWidget
{
    Q_OBJECT

public:
    explicit ZoneContentForm(QWidget* parent = nullptr);

    void read(const zone::Zone& zone, const zone::Configuration& configuration);
    /// Into the zone. Errors: InvalidAddress (a resolver), UnknownReference (a zone that is not there).
    base::Status write(zone::Zone& zone, const zone::Configuration& configuration) const;

private:
    static void choose(QComboBox* box, int value);

    QComboBox* m_check;
    QComboBox* m_digest;
    QCheckBox* m_strict;
    QPlainTextEdit* m_overrides;
    QLineEdit* m_resolvers;
    QComboBox* m_role;
    QLineEdit* m_templates;
    QComboBox* m_listedIn;
    QLineEdit* m_group;
};

} // namespace zonescope::ui::zones
