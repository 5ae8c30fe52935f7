// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/zone_filter.h"

#include "ui/text/error_text.h"
#include "ui/text/words.h"

#include <algorithm>

namespace zonescope::ui::models {
namespace {

template <class Map>
std::set<std::uint32_t> idsNamed(const Map& map, QStringView part)
{
    std::set<std::uint32_t> ids;
    for (const auto& [id, value] : map)
        if (QString::fromStdString(value.name).contains(part, Qt::CaseInsensitive))
            ids.insert(id.value);
    return ids;
}

bool errorSays(const base::Error& error, const QString& part)
{
    return QString::fromStdString(std::string(base::errorName(error.code)))
               .contains(part, Qt::CaseInsensitive) ||
           text::errorText(error).cause.contains(part, Qt::CaseInsensitive);
}

} // namespace

ZoneFilter ZoneFilter::parse(const QString& text, const zone::Configuration* configuration)
{
    ZoneFilter filter;
    const QStringList words = text.simplified().split(u' ', Qt::SkipEmptyParts);
    for (const QString& word : words) {
        Term term;
        QStringView view(word);
        if (view.size() > 1 && view.front() == u'-') {
            term.negated = true;
            view = view.mid(1);
        }
        if (!readTerm(view, configuration, term)) {
            if (filter.m_notUnderstood.isEmpty())
                filter.m_notUnderstood = word;
            term.field = Field::Name;
            term.text = view.toString().toLower();
        }
        filter.m_terms.push_back(std::move(term));
    }
    return filter;
}

bool ZoneFilter::readTerm(QStringView word, const zone::Configuration* configuration, Term& term)
{
    const auto isMark = [](QChar c) { return c == u':' || c == u'<' || c == u'>' || c == u'='; };
    const auto mark = std::find_if(word.begin(), word.end(), isMark);
    if (mark == word.end()) {
        term.text = word.toString().toLower();
        return true;
    }
    const QStringView key = word.left(mark - word.begin());
    QStringView value = word.mid(key.size() + 1);
    term.comparison = *mark == u'<'   ? Comparison::Less
                      : *mark == u'>' ? Comparison::Greater
                                      : Comparison::Equal;
    if (value.isEmpty()) {
        term.text = QString(); // "state:" while typing: everything, without complaint
        return true;
    }
    return readField(key, value, configuration, term);
}

bool ZoneFilter::readField(QStringView key, QStringView value, const zone::Configuration* configuration,
                           Term& term)
{
    const auto named = [&key](const char* name) {
        return key.compare(QLatin1String(name), Qt::CaseInsensitive) == 0;
    };
    if (named("state") || named("is") || named("status")) {
        if (QLatin1String("attention").startsWith(value, Qt::CaseInsensitive)) {
            term.field = Field::Attention;
            return true;
        }
        const auto state = text::stateFromWord(value);
        term.field = Field::State;
        term.state = state.value_or(zone::ZoneState::Unknown);
        return state.has_value();
    }
    if (named("primary")) {
        term.field = Field::Primary;
        if (configuration)
            term.ids = idsNamed(configuration->primaries(), value);
        return true;
    }
    if (named("edge")) {
        term.field = Field::Edge;
        if (configuration)
            term.ids = idsNamed(configuration->edges(), value);
        return true;
    }
    if (named("serial")) {
        bool ok = false;
        term.field = Field::Serial;
        term.number = value.toUInt(&ok);
        return ok;
    }
    if (named("error")) {
        term.field = Field::Error;
        term.text = value.toString();
        return true;
    }
    return false;
}

bool ZoneFilter::matches(const ZoneEntry& entry) const
{
    return std::ranges::all_of(m_terms, [&](const Term& term) { return holds(term, entry) != term.negated; });
}

bool ZoneFilter::holds(const Term& term, const ZoneEntry& entry)
{
    switch (term.field) {
    case Field::Name:
        return entry.folded.contains(term.text);
    case Field::State:
        return entry.state() == term.state;
    case Field::Attention:
        return needsAttention(entry.state());
    case Field::Primary:
        return std::ranges::any_of(entry.settings->primaries,
                                   [&](auto id) { return term.ids.contains(id.value); });
    case Field::Edge:
        return std::ranges::any_of(entry.settings->edges,
                                   [&](auto id) { return term.ids.contains(id.value); });
    case Field::Serial:
        // Plain numbers on purpose: who types serial>2026112100 means the date in it, not RFC 1982's circle.
        if (!entry.status.heldSerial)
            return false;
        if (term.comparison == Comparison::Less)
            return *entry.status.heldSerial < term.number;
        if (term.comparison == Comparison::Greater)
            return *entry.status.heldSerial > term.number;
        return *entry.status.heldSerial == term.number;
    case Field::Error:
        return entry.status.lastError && errorSays(*entry.status.lastError, term.text);
    }
    return false;
}

} // namespace zonescope::ui::models
