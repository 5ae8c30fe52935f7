// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/experiment_text.h"

#include "ui/text/format.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace zonescope::ui::network {
namespace {

struct ExperimentText
{
    Q_DECLARE_TR_FUNCTIONS(ExperimentText)
};

} // namespace

using congestion::Guard;
using congestion::Verdict;

QString guardText(Guard guard)
{
    switch (guard) {
    case Guard::ArmsOverlap:
        return ExperimentText::tr("arms overlap");
    case Guard::SampleRatio:
        return ExperimentText::tr("sample ratio mismatch");
    case Guard::RouteChanged:
        return ExperimentText::tr("route changes");
    case Guard::SuccessRate:
        return ExperimentText::tr("success rates differ");
    }
    return {};
}

QString guardReason(Guard guard)
{
    switch (guard) {
    case Guard::ArmsOverlap:
        return ExperimentText::tr(
            "Two algorithms were on the path at the same time and took each other's share of "
            "it. Let them take turns.");
    case Guard::SampleRatio:
        return ExperimentText::tr(
            "The algorithms were not started equally often, so something chose between them. "
            "Find out what before you believe any figure.");
    case Guard::RouteChanged:
        return ExperimentText::tr(
            "The route changed in most of the blocks. Repeat the experiment when it is quiet.");
    case Guard::SuccessRate:
        return ExperimentText::tr(
            "One algorithm failed more often than the other, so those that are left are no fair "
            "choice. Look at the failures first.");
    }
    return {};
}

QString guardsText(const congestion::PathAnalysis& path)
{
    QStringList words;
    for (const Guard guard : path.guards)
        words << guardText(guard);
    return words.join(QStringLiteral(", "));
}

QString ratioText(double ratio)
{
    return QLocale().toString(ratio, 'g', ratio < 1 ? 2 : 3);
}

QString pathName(const congestion::Experiment& experiment, const congestion::PathAnalysis& path)
{
    if (!path.target)
        return ExperimentText::tr("All paths");
    const auto& target = experiment.design.targets[*path.target];
    return QString::fromStdString(target.label.empty() ? target.at.toText() : target.label);
}

QString verdictText(const congestion::Experiment& experiment, const congestion::PathAnalysis& path,
                    const congestion::ArmComparison& comparison)
{
    const QString arm = QString::fromStdString(experiment.design.arms[comparison.arm]);
    const QString baseline = QString::fromStdString(experiment.design.arms[0]);
    switch (comparison.verdict) {
    case Verdict::TooEarly:
        return ExperimentText::tr("%1 against %2: too early, %3 of %4 blocks.")
            .arg(arm, baseline, text::number(path.validBlocks), text::number(path.plannedBlocks));
    case Verdict::Withheld:
        return ExperimentText::tr("%1 against %2: verdict withheld: %3.")
            .arg(arm, baseline, guardsText(path));
    case Verdict::NoDifferenceShown:
    case Verdict::Faster:
    case Verdict::Slower:
        break;
    }
    const auto& estimate = *comparison.estimate;
    const QString figures =
        ExperimentText::tr("%1 of its time, interval %2 to %3")
            .arg(ratioText(estimate.ratio), ratioText(estimate.low), ratioText(estimate.high));
    if (comparison.verdict == Verdict::Faster)
        return ExperimentText::tr("%1 is faster than %2: %3.").arg(arm, baseline, figures);
    if (comparison.verdict == Verdict::Slower)
        return ExperimentText::tr("%1 is slower than %2: %3.").arg(arm, baseline, figures);
    return ExperimentText::tr("%1 against %2: no difference shown (%3).").arg(arm, baseline, figures);
}

QString stateText(congestion::ExperimentState state)
{
    switch (state) {
    case congestion::ExperimentState::Running:
        return ExperimentText::tr("Running");
    case congestion::ExperimentState::Finished:
        return ExperimentText::tr("Finished");
    case congestion::ExperimentState::Stopped:
        return ExperimentText::tr("Stopped");
    case congestion::ExperimentState::Failed:
        return ExperimentText::tr("Failed");
    }
    return {};
}

QString captionText(const congestion::Experiment& experiment, const congestion::Analysis& analysis)
{
    const auto& conditions = experiment.conditions;
    QString caption =
        ExperimentText::tr("n = %1 transfers in %2 blocks · kernel %3")
            .arg(text::number(experiment.samples.size()), text::number(analysis.all.validBlocks),
                 QString::fromStdString(conditions.kernel));
    if (!experiment.samples.empty())
        caption = ExperimentText::tr("%1 · %2 to %3")
                      .arg(caption, text::dayAndTime(experiment.samples.front().startedAt),
                           text::timeOfDay(experiment.samples.back().startedAt));
    if (!conditions.queueDisciplines.empty())
        caption += QStringLiteral(" · ") + QString::fromStdString(conditions.queueDisciplines);
    if (conditions.metricsCached)
        caption += QStringLiteral(" · ") + ExperimentText::tr("the kernel's metrics cache was on");
    return caption;
}

} // namespace zonescope::ui::network
