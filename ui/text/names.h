// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/zone/configuration.h"

#include <QString>
#include <QStringList>

#include <memory>

namespace zonescope::ui::text {

/// What operators call things, looked up in one configuration. Ids that are gone (history outlives them) get
/// "zone 17" and the like, never an empty text. A plain value, any thread.
class Names
{
public:
    Names() = default;
    explicit Names(zone::ConfigurationPtr configuration)
        : m_configuration(std::move(configuration))
    {
    }

    QString zone(base::ZoneId id) const;
    QString primary(base::PrimaryId id) const;
    QString edge(base::EdgeId id) const;
    QString acl(base::AclId id) const;
    QString key(base::KeyId id) const;
    /// The key a primary is asked with; empty when unsigned.
    QString keyOf(base::PrimaryId id) const;
    /// The first `most` zones that depend on that server; the other id is none.
    QStringList zonesBehind(base::PrimaryId primary, base::EdgeId edge, qsizetype most) const;
    const zone::ConfigurationPtr& configuration() const { return m_configuration; }

private:
    zone::ConfigurationPtr m_configuration;
};

QString toQString(const dns::Name& name);
QString toQString(const net::Endpoint& endpoint);

} // namespace zonescope::ui::text
