// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/zone_book.h"

#include <QString>

#include <set>
#include <vector>

namespace zonescope::ui::models {

/// The filter language of the zone table: words that must all be in the name, and fields.
///   corp state:behind primary:ns2 edge:fra serial>2026112100 error:badkey is:attention -state:current
/// A minus in front turns a term round. A plain value once bound.
class ZoneFilter
{
public:
    ZoneFilter() = default;
    /// Names of primaries and edges are looked up in the configuration once, here.
    static ZoneFilter parse(const QString& text, const zone::Configuration* configuration);

    bool matches(const ZoneEntry& entry) const;
    bool isEmpty() const { return m_terms.empty(); }
    /// A term nobody understands ("sate:behind"), for the hint under the field; it matches as a part of a
    /// name.
    const QString& notUnderstood() const { return m_notUnderstood; }

private:
    enum class Field : std::uint8_t { Name, State, Attention, Primary, Edge, Serial, Error };
    enum class Comparison : std::uint8_t { Equal, Less, Greater };
    struct Term
    {
        Field field = Field::Name;
        bool negated = false;
        QString text;
        zone::ZoneState state = zone::ZoneState::Unknown;
        Comparison comparison = Comparison::Equal;
        std::uint32_t number = 0;
        std::set<std::uint32_t> ids;
    };

    static bool readTerm(QStringView word, const zone::Configuration* configuration, Term& term);
    static bool readField(QStringView key, QStringView value, const zone::Configuration* configuration,
                          Term& term);
    static bool holds(const Term& term, const ZoneEntry& entry);

    std::vector<Term> m_terms;
    QString m_notUnderstood;
};

} // namespace zonescope::ui::models
