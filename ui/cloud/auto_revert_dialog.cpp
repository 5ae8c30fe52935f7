// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/auto_revert_dialog.h"

#include "ui/cloud/correction_dialog.h"
#include "ui/text/revert_text.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QTimeEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace zonescope::ui::cloudpage {
namespace {

using cloud::RevertMode;

constexpr int leastWidth = 660;

QTime timeOf(int minutes)
{
    return {minutes / 60, minutes % 60};
}

QTimeEdit* timeEdit(int minutes, const QString& name, QWidget* parent)
{
    auto* edit = new QTimeEdit(timeOf(minutes), parent);
    edit->setDisplayFormat(QStringLiteral("HH:mm"));
    edit->setAccessibleName(name);
    edit->setButtonSymbols(QAbstractSpinBox::NoButtons);
    return edit;
}

} // namespace

AutoRevertDialog::AutoRevertDialog(const cloud::AutoRevertSettings& settings, QWidget* parent)
    : QDialog(parent)
    , m_account(settings.account)
    , m_mode(new QComboBox(this))
    , m_explanation(new QLabel(this))
    , m_profile(new QLineEdit(QString::fromStdString(settings.profile), this))
    , m_endpoint(new QLineEdit(QString::fromStdString(settings.endpoint), this))
    , m_problem(new QLabel(this))
{
    setWindowTitle(tr("When %1 drifts").arg(QString::fromStdString(m_account)));
    for (const RevertMode mode : {RevertMode::Report, RevertMode::Propose, RevertMode::Auto})
        m_mode->addItem(text::revertMode(mode), static_cast<int>(mode));
    m_mode->setCurrentIndex(m_mode->findData(static_cast<int>(settings.mode)));
    m_mode->setObjectName(QStringLiteral("revert-mode"));
    m_explanation->setWordWrap(true);
    m_profile->setObjectName(QStringLiteral("revert-profile"));
    m_profile->setPlaceholderText(tr("the one that may write, not the one that reads"));
    m_profile->setCompleter(profileCompleter(m_profile));
    m_endpoint->setPlaceholderText(tr("the profile's own"));
    m_problem->setWordWrap(true);
    auto* form = new QFormLayout;
    form->addRow(tr("When something &drifts"), m_mode);
    form->addRow(m_explanation);
    form->addRow(tr("&Profile for writing"), m_profile);
    form->addRow(tr("&Endpoint"), m_endpoint);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_save = buttons->addButton(tr("&Save"), QDialogButtonBox::AcceptRole);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(makeClasses(settings));
    layout->addWidget(makeLimits(settings));
    layout->addWidget(m_problem);
    layout->addStretch();
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_mode, &QComboBox::currentIndexChanged, this, &AutoRevertDialog::check);
    connect(m_profile, &QLineEdit::textChanged, this, &AutoRevertDialog::check);
    check();
    resize(minimumSize());
}

QWidget* AutoRevertDialog::makeClasses(const cloud::AutoRevertSettings& settings)
{
    m_classes = new QGroupBox(tr("What may be put right"), this);
    auto* grid = new QGridLayout(m_classes);
    const QString rows[]{tr("Routes"), tr("Security rules"), tr("Entries of access lists")};
    const QString columns[]{tr("missing"), tr("changed"), tr("intended by nobody")};
    for (int row = 0; row < 3; ++row) {
        grid->addWidget(new QLabel(rows[row], m_classes), row, 0);
        for (int column = 0; column < 3; ++column) {
            const auto kind = static_cast<cloud::RevertClass>(row * 3 + column);
            auto* box = new QCheckBox(columns[column], m_classes);
            box->setAccessibleName(text::revertClass(kind));
            box->setChecked(settings.classes.contains(kind));
            grid->addWidget(box, row, column + 1);
            m_class.emplace(kind, box);
            connect(box, &QCheckBox::toggled, this, &AutoRevertDialog::check);
        }
    }
    grid->setColumnStretch(4, 1);
    return m_classes;
}

QWidget* AutoRevertDialog::makeLimits(const cloud::AutoRevertSettings& settings)
{
    using Settings = cloud::AutoRevertSettings;
    m_limits = new QGroupBox(tr("Without a person only"), this);
    m_most = new QSpinBox(m_limits);
    m_most->setRange(1, Settings::largestMost);
    m_most->setValue(static_cast<int>(settings.most));
    m_most->setAccessibleName(tr("Most corrections"));
    m_hours = new QSpinBox(m_limits);
    m_hours->setRange(1, Settings::largestHours);
    m_hours->setValue(static_cast<int>(settings.hours));
    m_hours->setSuffix(tr(" h"));
    m_hours->setAccessibleName(tr("Hours in which they are counted"));
    m_interfaces = new QSpinBox(m_limits);
    m_interfaces->setRange(1, Settings::largestInterfaces);
    m_interfaces->setValue(static_cast<int>(settings.mostInterfaces));
    m_interfaces->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_cut = new QCheckBox(tr("May &cut what is reachable only through the drift"), m_limits);
    m_cut->setToolTip(tr("A rule that nobody intended lets something in; taking it away ends that"));
    m_cut->setChecked(settings.mayCutFlows);
    auto* counted = new QWidget(m_limits); // a label of a bare layout has no mnemonic
    auto* rate = new QHBoxLayout(counted);
    rate->setContentsMargins(0, 0, 0, 0);
    rate->addWidget(m_most);
    rate->addWidget(new QLabel(tr("in"), m_limits));
    rate->addWidget(m_hours);
    rate->addStretch();
    counted->setFocusProxy(m_most);
    auto* form = new QFormLayout(m_limits);
    form->addRow(tr("Corrections, at &most"), counted);
    form->addRow(tr("&Window"), makeWindow(settings.window));
    form->addRow(tr("&Interfaces touched, at most"), m_interfaces);
    form->addRow(m_cut);
    return m_limits;
}

QWidget* AutoRevertDialog::makeWindow(const cloud::MaintenanceWindow& window)
{
    auto* area = new QWidget(m_limits);
    auto* days = new QHBoxLayout;
    for (int day = 0; day < 7; ++day) {
        auto*& box = m_days[static_cast<std::size_t>(day)];
        box = new QCheckBox(QLocale().dayName(day + 1, QLocale::ShortFormat), area);
        box->setAccessibleName(QLocale().dayName(day + 1, QLocale::LongFormat));
        box->setChecked((window.days >> day & 1) != 0);
        days->addWidget(box);
        connect(box, &QCheckBox::toggled, this, &AutoRevertDialog::check);
    }
    days->addStretch();
    m_from = timeEdit(window.from, tr("From"), area);
    m_to = timeEdit(window.to, tr("To"), area);
    m_zone = new QComboBox(area);
    m_zone->setEditable(true);
    m_zone->setAccessibleName(tr("Time zone"));
    m_zone->addItem(QStringLiteral("UTC"), QStringLiteral("UTC"));
    m_zone->addItem(tr("this computer's time"), QStringLiteral("local"));
    m_zone->setToolTip(tr("UTC, the time of this computer, or an offset as +02:00"));
    const QString zone = QString::fromStdString(window.zone);
    if (const int known = m_zone->findData(zone); known >= 0)
        m_zone->setCurrentIndex(known);
    else
        m_zone->setEditText(zone);
    m_windowText = new QLabel(area);
    auto* times = new QHBoxLayout;
    times->addWidget(m_from);
    times->addWidget(new QLabel(QStringLiteral("–"), area));
    times->addWidget(m_to);
    times->addWidget(m_zone);
    times->addStretch();
    auto* column = new QVBoxLayout(area);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(days);
    column->addLayout(times);
    column->addWidget(m_windowText);
    connect(m_from, &QTimeEdit::timeChanged, this, &AutoRevertDialog::check);
    connect(m_to, &QTimeEdit::timeChanged, this, &AutoRevertDialog::check);
    connect(m_zone, &QComboBox::editTextChanged, this, &AutoRevertDialog::check);
    area->setFocusProxy(m_days.front());
    return area;
}

RevertMode AutoRevertDialog::mode() const
{
    return static_cast<RevertMode>(m_mode->currentData().toInt());
}

cloud::MaintenanceWindow AutoRevertDialog::window() const
{
    const auto minutes = [](const QTimeEdit* edit) {
        return static_cast<std::uint16_t>(edit->time().hour() * 60 + edit->time().minute());
    };
    cloud::MaintenanceWindow window;
    window.days = 0;
    for (std::size_t day = 0; day < m_days.size(); ++day)
        window.days |= static_cast<std::uint8_t>((m_days[day]->isChecked() ? 1U : 0U) << day);
    window.from = minutes(m_from);
    window.to = minutes(m_to);
    // What is typed over a choice is meant, not the choice.
    const int chosen = m_zone->findText(m_zone->currentText());
    window.zone =
        (chosen >= 0 ? m_zone->itemData(chosen).toString() : m_zone->currentText().trimmed()).toStdString();
    return window;
}

void AutoRevertDialog::check()
{
    const RevertMode chosen = mode();
    m_explanation->setText(
        chosen == RevertMode::Report
            ? tr("Drift is said in the window, in Activity and on the desktop. Nothing is prepared.")
        : chosen == RevertMode::Propose
            ? tr("When drift is certain, what would put it right stands ready with the gate's judgement. "
                 "Nothing is sent until somebody looked at it and confirmed.")
            : tr("When a reading, here or by zonescoped --discover --every, makes drift certain and no guard "
                 "rail is in the way, it is put right and the account is read again. What is not as foretold "
                 "is taken back at once, and nothing more happens by itself until somebody looked. "
                 "Everything "
                 "else stands ready to confirm."));
    m_profile->setEnabled(chosen != RevertMode::Report);
    m_endpoint->setEnabled(chosen != RevertMode::Report);
    m_classes->setEnabled(chosen != RevertMode::Report);
    m_limits->setEnabled(chosen == RevertMode::Auto);
    m_windowText->setText(text::revertWindow(window()));
    QString problem;
    if (chosen != RevertMode::Report && m_profile->text().trimmed().isEmpty())
        problem = tr("Name the profile that may write.");
    else if (chosen != RevertMode::Report &&
             std::ranges::none_of(m_class, [](const auto& one) { return one.second->isChecked(); }))
        problem = tr("Choose at least one kind of drift that may be put right.");
    else if (window().days == 0)
        problem = tr("Choose at least one day of the week.");
    else if (!cloud::check(settings()))
        problem = tr("The time zone is UTC, the time of this computer, or an offset as +02:00.");
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_save->setEnabled(problem.isEmpty());
    // What breaks into lines tells nobody above how high it is: without this rows are pressed together.
    const int wide = std::max(layout()->sizeHint().width(), width());
    setMinimumSize(std::max(leastWidth, layout()->minimumSize().width()),
                   layout()->totalHeightForWidth(std::max(leastWidth, wide)));
}

cloud::AutoRevertSettings AutoRevertDialog::settings() const
{
    cloud::AutoRevertSettings made;
    made.account = m_account;
    made.mode = mode();
    for (const auto& [kind, box] : m_class)
        if (box->isChecked())
            made.classes.insert(kind);
    made.most = static_cast<std::uint32_t>(m_most->value());
    made.hours = static_cast<std::uint32_t>(m_hours->value());
    made.window = window();
    made.profile = m_profile->text().trimmed().toStdString();
    made.endpoint = m_endpoint->text().trimmed().toStdString();
    made.mostInterfaces = static_cast<std::uint32_t>(m_interfaces->value());
    made.mayCutFlows = m_cut->isChecked();
    return made;
}

cloud::AutoRevertSettings AutoRevertDialog::known(const engine::DriftView* view, const std::string& account)
{
    if (view)
        for (const engine::AutoRevertInfo& info : view->autoReverts)
            if (info.settings.account == account)
                return info.settings;
    cloud::AutoRevertSettings fresh;
    fresh.account = account;
    return fresh;
}

} // namespace zonescope::ui::cloudpage
