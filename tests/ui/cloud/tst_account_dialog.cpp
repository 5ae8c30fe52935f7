// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cloud/account_dialog.h"

#include "tests/kit/process.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

#include <set>

using namespace zonescope;
using namespace zonescope::ui;

class TestAccountDialog : public QObject
{
    Q_OBJECT

private slots:
    void accountsOfEveryProvider();
};

void TestAccountDialog::accountsOfEveryProvider()
{
    const kit::TemporaryFolder folder;
    const auto cloudsFile = folder.path() / "clouds.yaml";
    kit::writeText(cloudsFile, "clouds:\n  lab:\n    auth: {auth_url: \"https://lab.example\"}\n");
    qputenv("OS_CLIENT_CONFIG_FILE", QByteArray::fromStdString(cloudsFile.string()));
    cloudpage::AccountDialog dialog;
    dialog.show();
    auto* provider = dialog.findChild<QComboBox*>(QStringLiteral("account-provider"));
    auto* profile = dialog.findChild<QComboBox*>(QStringLiteral("account-profile"));
    QVERIFY(provider && profile);
    QCOMPARE(provider->count(), 4);
    std::set<QString> explanations;
    for (int i = 0; i < provider->count(); ++i) {
        provider->setCurrentIndex(i);
        for (const QLabel* label : dialog.findChildren<QLabel*>())
            if (label->text().contains(QStringLiteral("only reads")))
                explanations.insert(label->text());
        QCOMPARE(static_cast<int>(dialog.account().provider), provider->currentData().toInt());
    }
    QCOMPARE(explanations.size(), 4U); // each says which rights it needs
    QCOMPARE(dialog.account().provider, cloud::Provider::OpenStack);
    QVERIFY(profile->findText(QStringLiteral("lab")) >= 0);
    provider->setCurrentIndex(1); // Google Cloud: what is named are projects
    for (auto* field : dialog.findChildren<QLineEdit*>())
        if (field->placeholderText().contains(QStringLiteral("the one of the profile")))
            field->setText(QStringLiteral("one, two"));
    QCOMPARE(dialog.account().accounts, (std::vector<std::string>{"one", "two"}));
    QVERIFY(dialog.account().places.empty());
    qunsetenv("OS_CLIENT_CONFIG_FILE");
}

QTEST_MAIN(TestAccountDialog)
#include "tst_account_dialog.moc"
