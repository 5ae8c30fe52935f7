// SPDX-License-Identifier: GPL-3.0-or-later
// What is put right without a person: settings, limits that a restart must not reset, the switch.
#include "model/store/cloud/intent_store.h"
#include "model/store/cloud/rows.h"

#include <algorithm>

namespace zonescope::store {
namespace {

using base::ErrorCode;

std::string joined(const std::set<cloud::RevertClass>& classes)
{
    std::string text;
    for (const cloud::RevertClass kind : classes)
        text += (text.empty() ? "" : ",") + std::string(cloud::revertClassWord(kind));
    return text;
}

/// Nothing: a word that is none of ours.
std::optional<std::set<cloud::RevertClass>> classesFrom(std::string_view text)
{
    std::set<cloud::RevertClass> classes;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(',', at), text.size());
        const auto kind = cloud::revertClassFromWord(text.substr(at, end - at));
        if (!kind)
            return std::nullopt;
        classes.insert(*kind);
        at = end + 1;
    }
    return classes;
}

base::Error damaged(const Database& database, const std::string& what)
{
    return {ErrorCode::StoreCorrupt, what + " in " + database.file().string()};
}

/// A figure of the settings; nothing: outside of what check() lets through.
std::optional<std::uint32_t> figure(std::int64_t value, std::uint32_t largest)
{
    return value >= 1 && value <= largest ? std::optional(static_cast<std::uint32_t>(value)) : std::nullopt;
}

} // namespace

base::Result<std::vector<cloud::AutoRevertSettings>> IntentStore::autoReverts() const
{
    using Settings = cloud::AutoRevertSettings;
    auto rows = m_database.prepare("SELECT account, mode, classes, most, hours, open, profile, endpoint, "
                                   "interfaces, cut_flows FROM auto_revert ORDER BY account");
    rows.start();
    std::vector<Settings> all;
    const auto read = forEachRow(rows, [&]() -> base::Status {
        Settings made;
        made.account = textOf(rows, 0);
        const auto mode = cloud::revertModeFromWord(rows.text(1));
        auto classes = classesFrom(rows.text(2));
        const auto most = figure(rows.integer(3), Settings::largestMost);
        const auto hours = figure(rows.integer(4), Settings::largestHours);
        auto window = cloud::windowFromText(rows.text(5));
        const auto interfaces = figure(rows.integer(8), Settings::largestInterfaces);
        // Half understood is no ground to write to a cloud on.
        if (!mode || !classes || !most || !hours || !window || !interfaces)
            return tl::unexpected(damaged(m_database, "the correction settings of " + made.account));
        made.mode = *mode;
        made.classes = std::move(*classes);
        made.most = *most;
        made.hours = *hours;
        made.window = std::move(*window);
        made.profile = textOf(rows, 6);
        made.endpoint = textOf(rows, 7);
        made.mostInterfaces = *interfaces;
        made.mayCutFlows = rows.integer(9) != 0;
        all.push_back(std::move(made));
        return {};
    });
    if (!read)
        return tl::unexpected(read.error());
    return all;
}

base::Status IntentStore::saveAutoRevert(const cloud::AutoRevertSettings& s)
{
    return m_database
        .prepare("INSERT OR REPLACE INTO auto_revert VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")
        .execute(s.account, cloud::revertModeWord(s.mode), joined(s.classes), s.most, s.hours,
                 cloud::windowText(s.window), s.profile, s.endpoint, s.mostInterfaces, s.mayCutFlows ? 1 : 0);
}

base::Result<std::map<std::string, std::string>> IntentStore::halts() const
{
    return pairs("SELECT account, why FROM auto_halt");
}

base::Status IntentStore::setHalt(const std::string& account, const std::string& why)
{
    if (why.empty())
        return m_database.prepare("DELETE FROM auto_halt WHERE account = ?1").execute(account);
    return m_database.prepare("INSERT OR REPLACE INTO auto_halt VALUES (?1, ?2)").execute(account, why);
}

base::Status IntentStore::addRuns(const std::string& account, const std::vector<cloud::RevertRun>& runs)
{
    Transaction transaction(m_database);
    if (!transaction.begun())
        return transaction.begun();
    auto insert = m_database.prepare("INSERT INTO auto_run (account, finding, at) VALUES (?1, ?2, ?3)");
    auto prune = m_database.prepare("DELETE FROM auto_run WHERE at < ?1");
    for (const cloud::RevertRun& run : runs) {
        if (const auto done = insert.execute(account, run.key, run.at); !done)
            return done;
        const auto oldest = run.at - std::chrono::hours(cloud::AutoRevertSettings::largestHours);
        if (const auto done = prune.execute(oldest); !done)
            return done;
    }
    return transaction.commit();
}

base::Result<std::vector<cloud::RevertRun>> IntentStore::runs(const std::string& account) const
{
    auto rows =
        m_database.prepare("SELECT finding, at FROM auto_run WHERE account = ?1 ORDER BY at DESC, id DESC");
    rows.start(account);
    std::vector<cloud::RevertRun> all;
    const auto read = forEachRow(rows, [&]() -> base::Status {
        all.push_back({textOf(rows, 0), rows.time(1)});
        return {};
    });
    if (!read)
        return tl::unexpected(read.error());
    return all;
}

base::Status IntentStore::forgetRunKeys(const std::string& account)
{
    return m_database.prepare("UPDATE auto_run SET finding = '' WHERE account = ?1").execute(account);
}

base::Status IntentStore::saveDecisions(const std::vector<SavedDecision>& decisions)
{
    Transaction transaction(m_database);
    if (!transaction.begun())
        return transaction.begun();
    if (const auto done = m_database.run("DELETE FROM auto_decision"); !done)
        return done;
    auto insert =
        m_database.prepare("INSERT OR REPLACE INTO auto_decision VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    for (const SavedDecision& d : decisions)
        if (const auto done =
                insert.execute(d.key, d.account, d.decision.step, cloud::revertReasonWord(d.decision.reason),
                               d.decision.detail, d.decision.notBefore, d.since);
            !done)
            return done;
    return transaction.commit();
}

base::Result<std::vector<SavedDecision>> IntentStore::decisions() const
{
    auto rows = m_database.prepare("SELECT finding, account, step, reason, detail, not_before, since "
                                   "FROM auto_decision ORDER BY account, finding");
    rows.start();
    std::vector<SavedDecision> all;
    const auto read = forEachRow(rows, [&]() -> base::Status {
        SavedDecision made{textOf(rows, 0), textOf(rows, 1), {}, rows.time(6)};
        const auto reason = cloud::revertReasonFromWord(rows.text(3));
        const std::int64_t step = rows.integer(2);
        if (!reason || step < 0 || step > static_cast<std::int64_t>(cloud::RevertStep::CarryOut))
            return tl::unexpected(damaged(m_database, "a decision about " + made.key));
        made.decision.step = static_cast<cloud::RevertStep>(step);
        made.decision.reason = *reason;
        made.decision.detail = textOf(rows, 4);
        if (!rows.isNull(5))
            made.decision.notBefore = rows.time(5);
        all.push_back(std::move(made));
        return {};
    });
    if (!read)
        return tl::unexpected(read.error());
    return all;
}

base::Result<bool> IntentStore::killed() const
{
    return m_database.value("SELECT count(*) FROM setting WHERE name = 'kill-switch' AND value <> 'off'")
        .map([](std::int64_t count) { return count != 0; });
}

base::Status IntentStore::setKilled(bool killed)
{
    return setSetting("kill-switch", killed ? "on" : "off");
}

} // namespace zonescope::store
