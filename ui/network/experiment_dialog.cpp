// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/network/experiment_dialog.h"

#include "model/congestion/experiment/plan.h"
#include "model/congestion/experiment/route_lookup.h"
#include "ui/network/view_export.h"
#include "ui/text/error_text.h"
#include "ui/text/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_view.h"

#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QSpinBox>
#include <QThreadPool>
#include <QVBoxLayout>

#include <cmath>

namespace zonescope::ui::network {
namespace {

QLabel* wrapped(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

} // namespace

ExperimentDialog::ExperimentDialog(models::Workspace& workspace, QWidget* parent)
    : QDialog(parent)
    , m_workspace(workspace)
{
    setWindowTitle(tr("New experiment"));
    auto* columns = new QHBoxLayout;
    auto* left = new QVBoxLayout;
    left->addWidget(makeForm());
    left->addStretch(1);
    auto* right = new QVBoxLayout;
    right->addWidget(makePreflight(), 1);
    right->addWidget(makePlanner());
    columns->addLayout(left, 1);
    columns->addLayout(right, 1);
    m_problem = wrapped(this);
    m_problem->hide();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_start = buttons->addButton(tr("&Start"), QDialogButtonBox::AcceptRole);
    m_start->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &ExperimentDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &ExperimentDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(columns, 1);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
    resize(980, 600);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ExperimentDialog::kindChanged);
    connect(m_targets, &QPlainTextEdit::textChanged, this, &ExperimentDialog::showRoute);
    connect(m_against, &QComboBox::currentTextChanged, this, &ExperimentDialog::showRoute);
    kindChanged();
    replan();
    askHost();
}

QWidget* ExperimentDialog::makeForm()
{
    auto* box = new QGroupBox(tr("Comparison"), this);
    auto* form = new QFormLayout(box);
    m_name = new QLineEdit(box);
    m_name->setPlaceholderText(tr("What the question is"));
    m_kind = new QComboBox(box);
    m_kind->addItem(tr("Test sends of this program"));
    m_kind->addItem(tr("Zone transfers from the built-in server"));
    m_baseline = new QComboBox(box);
    m_against = new QComboBox(box);
    for (QComboBox* field : {m_baseline, m_against})
        field->setEditable(true);
    m_targets = new QPlainTextEdit(box);
    m_targets->setTabChangesFocus(true);
    m_targets->setMinimumHeight(70);
    m_megabytes = new QDoubleSpinBox(box);
    m_megabytes->setRange(0.001, 10'000);
    m_megabytes->setDecimals(3);
    m_megabytes->setValue(1);
    m_megabytes->setSuffix(tr(" MB"));
    m_blocks = new QSpinBox(box);
    m_blocks->setRange(2, 20'000);
    m_blocks->setValue(20);
    m_timeout = new QSpinBox(box);
    m_timeout->setRange(1, 3600);
    m_timeout->setValue(60);
    m_timeout->setSuffix(tr(" s"));
    m_route = wrapped(box);
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("&What is sent"), m_kind);
    form->addRow(tr("&Baseline"), m_baseline);
    form->addRow(tr("&Against it"), m_against);
    form->addRow(tr("&To"), m_targets);
    form->addRow(tr("Si&ze"), m_megabytes);
    form->addRow(tr("Bloc&ks"), m_blocks);
    form->addRow(tr("Time-&out"), m_timeout);
    form->addRow(m_route);
    return box;
}

QWidget* ExperimentDialog::makePreflight()
{
    auto* box = new QGroupBox(tr("What this host allows"), this);
    auto* layout = new QVBoxLayout(box);
    m_table = new widgets::TableView(tr("Algorithms"), box);
    m_table->setModel(&m_algorithms);
    makeSavable(*m_table, m_workspace, [this] {
        ExportFacts facts;
        facts.title = tr("Congestion control algorithms of this host");
        facts.n = static_cast<std::uint64_t>(m_algorithms.rowCount());
        facts.period = text::dayAndTime(m_workspace.now());
        facts.kernel = QString::fromStdString(m_preflight.conditions.kernel);
        return facts;
    });
    m_table->setColumnWidths({10, 22, -1});
    m_table->setMinimumHeight(120);
    m_host = wrapped(box);
    m_host->setText(tr("Asking the kernel…"));
    layout->addWidget(m_table, 1);
    layout->addWidget(m_host);
    return box;
}

QWidget* ExperimentDialog::makePlanner()
{
    auto* box = new QGroupBox(tr("How many blocks"), this);
    auto* form = new QFormLayout(box);
    m_difference = new QSpinBox(box);
    m_difference->setRange(1, 90);
    m_difference->setValue(20);
    m_difference->setSuffix(tr(" % less time"));
    m_spread = new QDoubleSpinBox(box);
    m_spread->setRange(0.01, 3);
    m_spread->setSingleStep(0.05);
    m_spread->setValue(0.4);
    m_spread->setToolTip(tr("Standard deviation of the blocks' log ratios. Every experiment tells its own."));
    m_plan = wrapped(box);
    m_usePlan = new QPushButton(tr("&Use this number"), box);
    form->addRow(tr("Smallest &difference to find"), m_difference);
    form->addRow(tr("S&pread of the ratios"), m_spread);
    form->addRow(m_plan);
    form->addRow(QString(), m_usePlan);
    connect(m_difference, &QSpinBox::valueChanged, this, &ExperimentDialog::replan);
    connect(m_spread, &QDoubleSpinBox::valueChanged, this, &ExperimentDialog::replan);
    connect(m_blocks, &QSpinBox::valueChanged, this, &ExperimentDialog::replan);
    connect(m_usePlan, &QPushButton::clicked, this, [this] {
        m_blocks->setValue(static_cast<int>(
            congestion::neededPerArm({1 - m_difference->value() / 100.0, m_spread->value(), true, 0.8})));
    });
    return box;
}

void ExperimentDialog::askHost()
{
    // Some sockets and files: quick, but the disk of /proc is nobody's promise.
    QPointer<ExperimentDialog> self(this);
    QThreadPool::globalInstance()->start([self] {
        const auto preflight = congestion::runExperimentPreflight();
        QMetaObject::invokeMethod(qApp, [self, preflight] {
            if (self)
                self->setPreflight(preflight);
        });
    });
}

void ExperimentDialog::setPreflight(const congestion::ExperimentPreflight& preflight)
{
    m_preflight = preflight;
    m_algorithms.show(preflight.algorithms);
    const QString baseline = m_baseline->currentText();
    const QString against = m_against->currentText();
    for (QComboBox* field : {m_baseline, m_against})
        field->clear();
    for (const auto& state : preflight.algorithms)
        if (state.usable)
            for (QComboBox* field : {m_baseline, m_against})
                field->addItem(QString::fromStdString(state.name));
    const auto choose = [](QComboBox* field, const QString& wanted, const QString& otherwise) {
        field->setCurrentText(wanted.isEmpty() ? otherwise : wanted);
    };
    choose(m_baseline, baseline, QString::fromStdString(preflight.conditions.defaultAlgorithm));
    choose(m_against, against,
           m_baseline->currentText() == u"bbr" ? QStringLiteral("cubic") : QStringLiteral("bbr"));
    const auto& conditions = preflight.conditions;
    QString text =
        tr("Kernel %1, default %2, queues: %3.")
            .arg(QString::fromStdString(conditions.kernel),
                 QString::fromStdString(conditions.defaultAlgorithm),
                 conditions.queueDisciplines.empty() ? tr("none known")
                                                     : QString::fromStdString(conditions.queueDisciplines));
    if (conditions.metricsCached)
        text +=
            u'\n' +
            tr("The kernel hands what it learnt from one connection on to the next, from one algorithm to "
               "the other. An administrator switches that off with: %1")
                .arg(QString::fromStdString(preflight.metricsCommand));
    m_host->setText(text);
    showRoute();
}

void ExperimentDialog::replan()
{
    const congestion::PlanQuestion question{1 - m_difference->value() / 100.0, m_spread->value(), true, 0.8};
    const auto blocks = static_cast<std::uint32_t>(m_blocks->value());
    const std::uint32_t needed = congestion::neededPerArm(question);
    m_plan->setText(tr("%1 blocks on each path find it in 80 of 100 cases; the %2 chosen now in %3 of 100.")
                        .arg(text::number(needed), text::number(blocks),
                             text::number(static_cast<std::uint64_t>(
                                 std::floor(100 * congestion::powerOf(question, blocks))))));
    m_usePlan->setEnabled(needed != blocks);
}

void ExperimentDialog::kindChanged()
{
    const bool zones = m_kind->currentIndex() == 1;
    m_targets->setPlaceholderText(
        zones ? tr("One secondary a line: name and address, for example: ams 192.0.2.1")
              : tr("One reader a line: name, address and port, for example: ams 192.0.2.1:9"));
    m_megabytes->setToolTip(zones ? tr("Smaller transfers are not counted.") : QString());
    showRoute();
}

/// For daemons that are not ours the algorithm goes into the route: shown, never run.
void ExperimentDialog::showRoute()
{
    const auto made = design();
    if (!made || made->targets.empty()) {
        m_route->setText(
            tr("Transfers take turns in random order, one at a time; nothing is concluded before the "
               "planned number."));
        return;
    }
    const auto route = congestion::lookUpRoute(made->targets.front().at.address);
    m_route->setText(
        route ? tr("For another program's transfers an administrator sets the algorithm on the route: %1")
                    .arg(QString::fromStdString(
                        congestion::routeCommand(*route, made->arms.size() > 1 ? made->arms[1] : "bbr")))
              : tr("There is no route to %1.")
                    .arg(QString::fromStdString(made->targets.front().at.address.toText())));
}

base::Result<congestion::ExperimentDesign> ExperimentDialog::design() const
{
    congestion::ExperimentDesign made;
    made.name = m_name->text().trimmed().toStdString();
    made.kind =
        m_kind->currentIndex() == 1 ? congestion::SendKind::ZoneTransfer : congestion::SendKind::TestStream;
    made.arms = {m_baseline->currentText().trimmed().toStdString(),
                 m_against->currentText().trimmed().toStdString()};
    made.blocks = static_cast<std::uint32_t>(m_blocks->value());
    made.bytes = static_cast<std::uint64_t>(std::llround(m_megabytes->value() * 1e6));
    made.timeout = std::chrono::seconds(m_timeout->value());
    made.seed = static_cast<std::uint64_t>(base::toMicroseconds(m_workspace.now())) >> 1;
    const QStringList lines = m_targets->toPlainText().split(u'\n', Qt::SkipEmptyParts);
    for (const QString& line : lines) {
        const QStringList words = line.simplified().split(u' ', Qt::SkipEmptyParts);
        if (words.isEmpty())
            continue;
        const std::string address = words.last().toStdString();
        const auto at =
            net::Endpoint::fromText(address, made.kind == congestion::SendKind::ZoneTransfer ? 0 : 9);
        if (!at)
            return tl::unexpected(at.error());
        made.targets.push_back({words.size() > 1 ? words.first().toStdString() : std::string(), *at});
    }
    return made;
}

void ExperimentDialog::accept()
{
    auto made = design();
    base::Result<congestion::ExperimentId> begun = base::fail(base::ErrorCode::Internal);
    if (made)
        begun = m_workspace.engine().beginExperiment(std::move(*made));
    const base::Error* error = !made ? &made.error() : !begun ? &begun.error() : nullptr;
    if (error) {
        m_problem->setText(text::errorText(*error).both() + u' ' + QString::fromStdString(error->detail));
        m_problem->show();
        return;
    }
    m_begun = *begun;
    QDialog::accept();
}

} // namespace zonescope::ui::network
