// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/words.h"

#include <QCoreApplication>

#include <array>

namespace zonescope::ui::text {
namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

constexpr std::array allStates{
    zone::ZoneState::Unknown, zone::ZoneState::Current, zone::ZoneState::Refreshing, zone::ZoneState::Behind,
    zone::ZoneState::Failing, zone::ZoneState::Expired, zone::ZoneState::Paused};
constexpr std::array<const char*, 7> englishStates{"unknown", "current", "refreshing", "behind",
                                                   "failing", "expired", "paused"};

} // namespace

QString stateWord(zone::ZoneState state)
{
    using S = zone::ZoneState;
    switch (state) {
    case S::Unknown:
        return Words::tr("Unknown");
    case S::Current:
        return Words::tr("Current");
    case S::Refreshing:
        return Words::tr("Refreshing");
    case S::Behind:
        return Words::tr("Behind");
    case S::Failing:
        return Words::tr("Failing");
    case S::Expired:
        return Words::tr("Expired");
    case S::Paused:
        return Words::tr("Paused");
    }
    return {};
}

std::optional<zone::ZoneState> stateFromWord(QStringView word)
{
    for (std::size_t i = 0; i < allStates.size(); ++i) {
        const QString english = QLatin1String(englishStates[i]);
        if (!word.isEmpty() && (english.startsWith(word, Qt::CaseInsensitive) ||
                                stateWord(allStates[i]).startsWith(word, Qt::CaseInsensitive)))
            return allStates[i];
    }
    return std::nullopt;
}

QString stageWord(pipeline::Stage stage)
{
    using S = pipeline::Stage;
    switch (stage) {
    case S::Notify:
        return Words::tr("Notify");
    case S::Schedule:
        return Words::tr("Schedule");
    case S::Transfer:
        return Words::tr("Transfer");
    case S::Build:
        return Words::tr("Build");
    case S::Publish:
        return Words::tr("Publish");
    case S::Observe:
        return Words::tr("Observe");
    }
    return {};
}

QString stageMeaning(pipeline::Stage stage)
{
    using S = pipeline::Stage;
    switch (stage) {
    case S::Notify:
        return Words::tr("From the NOTIFY to the accepted request.");
    case S::Schedule:
        return Words::tr("Waiting for a free transfer slot.");
    case S::Transfer:
        return Words::tr("SOA check and transfer from the primary.");
    case S::Build:
        return Words::tr("Building and checking the new version.");
    case S::Publish:
        return Words::tr("Writing the version and switching to it.");
    case S::Observe:
        return Words::tr("Until the last edge answers with the new serial.");
    }
    return {};
}

QString severityWord(pipeline::Severity severity)
{
    using S = pipeline::Severity;
    switch (severity) {
    case S::Info:
        return Words::tr("Info");
    case S::Notice:
        return Words::tr("Notice");
    case S::Warning:
        return Words::tr("Warning");
    case S::Error:
        return Words::tr("Error");
    }
    return {};
}

QString transferKindWord(pipeline::TransferKind kind)
{
    using K = pipeline::TransferKind;
    switch (kind) {
    case K::SoaOnly:
        return Words::tr("SOA check");
    case K::Ixfr:
        return QStringLiteral("IXFR");
    case K::Axfr:
        return QStringLiteral("AXFR");
    case K::AxfrStyleIxfr:
        return Words::tr("IXFR answered in full");
    }
    return {};
}

QString phaseWord(pipeline::TransferProgress::Phase phase)
{
    using P = pipeline::TransferProgress::Phase;
    switch (phase) {
    case P::Queued:
        return Words::tr("Waiting");
    case P::Connecting:
        return Words::tr("Connecting");
    case P::AskingSoa:
        return Words::tr("Asking for the serial");
    case P::Receiving:
        return Words::tr("Receiving");
    case P::Building:
        return Words::tr("Building");
    case P::Publishing:
        return Words::tr("Publishing");
    case P::Done:
        return Words::tr("Done");
    case P::Failed:
        return Words::tr("Failed");
    case P::Cancelled:
        return Words::tr("Cancelled");
    }
    return {};
}

QString triggerWords(pipeline::Triggers triggers)
{
    using T = pipeline::Trigger;
    QStringList words;
    const auto add = [&](T bit, const QString& word) {
        if (pipeline::has(triggers, bit))
            words << word;
    };
    add(T::Notify, Words::tr("NOTIFY"));
    add(T::Refresh, Words::tr("refresh timer"));
    add(T::Retry, Words::tr("retry timer"));
    add(T::Forced, Words::tr("by hand"));
    add(T::ForcedFull, Words::tr("full, by hand"));
    add(T::Added, Words::tr("new zone"));
    add(T::Recovered, Words::tr("resumed after a restart"));
    return words.join(QStringLiteral(", "));
}

QString preferenceWord(zone::TransferPreference preference)
{
    switch (preference) {
    case zone::TransferPreference::IxfrThenAxfr:
        return Words::tr("Incremental, full when needed");
    case zone::TransferPreference::AxfrOnly:
        return Words::tr("Always full");
    }
    return {};
}

bool isGood(engine::PreflightVerdict verdict)
{
    return verdict == engine::PreflightVerdict::Ok;
}

QString verdictWord(engine::PreflightVerdict verdict)
{
    using V = engine::PreflightVerdict;
    switch (verdict) {
    case V::Ok:
        return Words::tr("Ready");
    case V::NothingListens:
        return Words::tr("No server");
    case V::TcpFiltered:
        return Words::tr("TCP blocked");
    case V::ZoneNotThere:
        return Words::tr("No such zone");
    case V::NotLoaded:
        return Words::tr("Not loaded");
    case V::KeyUnknown:
        return Words::tr("Key unknown");
    case V::SecretWrong:
        return Words::tr("Wrong secret");
    case V::ClockSkew:
        return Words::tr("Clocks differ");
    case V::KeyRejected:
        return Words::tr("Key rejected");
    case V::TransferRefused:
        return Words::tr("Refused");
    case V::NotAuthoritative:
        return Words::tr("Not a primary");
    case V::AlreadyHeld:
        return Words::tr("Already added");
    case V::Failed:
        return Words::tr("Failed");
    }
    return {};
}

QString verdictSentence(const engine::PreflightResult& result, const QString& server, const QString& key)
{
    using V = engine::PreflightVerdict;
    const QString ours = result.ourAddress ? QString::fromStdString(result.ourAddress->toText()) : QString();
    switch (result.verdict) {
    case V::Ok:
        return Words::tr("%1 answers and allows the transfer.").arg(server);
    case V::NothingListens:
        return Words::tr("Nothing answers at %1. Check address and port.").arg(server);
    case V::TcpFiltered:
        return Words::tr("%1 answers over UDP but not over TCP, which transfers need. Open TCP port 53.")
            .arg(server);
    case V::ZoneNotThere:
        return Words::tr("%1 does not have this zone. Check the spelling.").arg(server);
    case V::NotLoaded:
        return Words::tr("%1 knows the zone but has not loaded it. Check its log.").arg(server);
    case V::KeyUnknown:
        return Words::tr("%1 does not know the key %2. Check its name and algorithm there.").arg(server, key);
    case V::SecretWrong:
        return Words::tr("%1 has another secret for the key %2.").arg(server, key);
    case V::ClockSkew:
        return Words::tr("The clock of %1 is %n second(s) away from ours. Correct one of them.", nullptr,
                         static_cast<int>(result.skewSeconds.value_or(0)))
            .arg(server);
    case V::KeyRejected:
        return Words::tr("%1 knows the key %2 but does not accept it for this zone.").arg(server, key);
    case V::TransferRefused:
        return ours.isEmpty()
                   ? Words::tr("%1 refuses the transfer. Allow our address there.").arg(server)
                   : Words::tr("%1 refuses the transfer. Allow our address %2 there.").arg(server, ours);
    case V::NotAuthoritative:
        return Words::tr("%1 answers without authority: it is probably a resolver.").arg(server);
    case V::AlreadyHeld:
        return Words::tr("This zone is already in the list.");
    case V::Failed:
        return Words::tr("The probe of %1 failed.").arg(server);
    }
    return {};
}

} // namespace zonescope::ui::text
