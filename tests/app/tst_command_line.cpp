// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"

#include <QTest>

using namespace zonescope;
using Action = app::ServiceCommand::Action;
Q_DECLARE_METATYPE(zonescope::app::ServiceCommand::Action)

class tst_CommandLine : public QObject
{
    Q_OBJECT

private slots:
    void actions_data();
    void actions();
    void refusals_data();
    void refusals();
    void valuesEitherWay();
};

void tst_CommandLine::actions_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<Action>("action");
    QTest::newRow("nothing asks for help") << QStringList{} << Action::Help;
    QTest::newRow("serve") << QStringList{"--config", "f.json"} << Action::Serve;
    QTest::newRow("check") << QStringList{"--config", "f.json", "--check"} << Action::Check;
    QTest::newRow("check first") << QStringList{"--check", "--config=f.json"} << Action::Check;
    QTest::newRow("status") << QStringList{"--status"} << Action::Status;
    QTest::newRow("transfer") << QStringList{"--transfer", "example.org", "--full"} << Action::Transfer;
    QTest::newRow("test change") << QStringList{"--test-change", "example.org"} << Action::TestChange;
    QTest::newRow("history") << QStringList{"--history", "example.org", "--socket", "/tmp/s"}
                             << Action::History;
    QTest::newRow("path") << QStringList{"--path", "[2001:db8::1]:5353", "--tcp", "--rounds=9"}
                          << Action::Path;
    QTest::newRow("version") << QStringList{"--version"} << Action::Version;
    QTest::newRow("drift") << QStringList{"--drift", "/var/lib/z"} << Action::Drift;
    QTest::newRow("discover") << QStringList{"--discover", "google",    "--profile",  "/k.json",  "--places",
                                             "a,b",        "--keep-in", "/var/lib/z", "--every=5"}
                              << Action::Discover;
    QTest::newRow("plan") << QStringList{"--check-plan", "p.json", "--snapshot", "s.zscloud"}
                          << Action::CheckPlan;
    QTest::newRow("plan by the rails of a folder")
        << QStringList{"--check-plan", "p.json", "--snapshot", "s.zscloud", "--data", "/var/lib/z"}
        << Action::CheckPlan;
    QTest::newRow("plan by the rails of a configuration")
        << QStringList{"--config", "z.json", "--check-plan", "p.json", "--snapshot", "s.zscloud"}
        << Action::CheckPlan;
    QTest::newRow("route") << QStringList{"--route", "edge",     "--to",       "10.9.0.0/16",
                                          "--via",   "10.0.0.9", "--snapshot", "s.zscloud"}
                           << Action::Route;
    QTest::newRow("route carried out") << QStringList{"--route=edge",      "--to=10.9.0.0/16", "--withdraw",
                                                      "--data=/var/lib/z", "--profile",        "w",
                                                      "--carry-out",       "--confirmed",      "--keep",
                                                      "--keep-within=60"}
                                       << Action::Route;
    QTest::newRow("auto revert shown") << QStringList{"--auto-revert", "/var/lib/z"} << Action::AutoRevert;
    QTest::newRow("auto revert set") << QStringList{"--auto-revert",
                                                    "/v",
                                                    "--account",
                                                    "OpenStack prod",
                                                    "--mode=auto",
                                                    "--classes",
                                                    "route-extra,acl-changed",
                                                    "--most=3",
                                                    "--hours",
                                                    "12",
                                                    "--window",
                                                    "Fri-Mon 22:00-04:00 local",
                                                    "--profile",
                                                    "w",
                                                    "--endpoint",
                                                    "https://k",
                                                    "--interfaces=9",
                                                    "--cut-flows",
                                                    "yes",
                                                    "--resume"}
                                     << Action::AutoRevert;
    QTest::newRow("kill switch thrown") << QStringList{"--throw-kill-switch", "/v"} << Action::KillSwitch;
    QTest::newRow("kill switch released") << QStringList{"--release-kill-switch=/v"} << Action::KillSwitch;
    QTest::newRow("writing allowed") << QStringList{"--allow-writing", "/var/lib/z"} << Action::AllowWriting;
    QTest::newRow("writing forbidden") << QStringList{"--forbid-writing", "/v"} << Action::AllowWriting;
}

namespace {
std::vector<std::string> plain(const QStringList& list)
{
    std::vector<std::string> all;
    for (const QString& one : list)
        all.push_back(one.toStdString());
    return all;
}
} // namespace

void tst_CommandLine::actions()
{
    QFETCH(QStringList, arguments);
    QFETCH(Action, action);
    const auto command = app::parseServiceCommand(plain(arguments));
    QVERIFY2(command.has_value(), command ? "" : base::toString(command.error()).c_str());
    QCOMPARE(command->action, action);
}

void tst_CommandLine::refusals_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("says");
    QTest::newRow("unknown") << QStringList{"--frobnicate"} << "unknown argument --frobnicate";
    QTest::newRow("no value") << QStringList{"--transfer"} << "--transfer needs a value";
    QTest::newRow("option as value") << QStringList{"--transfer", "--full"} << "--transfer needs a value";
    QTest::newRow("two actions") << QStringList{"--status", "--history", "a"} << "cannot go together";
    QTest::newRow("full alone") << QStringList{"--status", "--full"} << "--full goes with --transfer";
    QTest::newRow("path of a name") << QStringList{"--path", "ns.example"} << "names are not looked up";
    QTest::newRow("no rounds") << QStringList{"--path", "192.0.2.1", "--rounds", "0"}
                               << "--rounds takes a number from 1 to 1000";
    QTest::newRow("rounds alone") << QStringList{"--status", "--rounds", "3"}
                                  << "--tcp and --rounds go with --path";
    QTest::newRow("no such provider")
        << QStringList{"--discover", "ibm"} << "--discover takes aws, google, azure or openstack, not ibm";
    QTest::newRow("no minutes") << QStringList{"--discover", "aws", "--every", "0"}
                                << "--every takes minutes from 1 to";
    QTest::newRow("profile alone") << QStringList{"--status", "--profile", "p"}
                                   << "--profile goes with --route, --discover or --auto-revert";
    QTest::newRow("plan without a snapshot")
        << QStringList{"--check-plan", "p.json"} << "--check-plan and --snapshot go together";
    QTest::newRow("plan by two kinds of rails")
        << QStringList{"--check-plan", "p.json", "--snapshot", "s", "--data", "d", "--config", "z.json"}
        << "--check-plan takes either --data or --config";
    QTest::newRow("data folder alone")
        << QStringList{"--status", "--data", "d"} << "--data goes with --route or --check-plan";
    QTest::newRow("configuration and status")
        << QStringList{"--config", "z.json", "--status"} << "cannot go together";
    QTest::newRow("snapshot without a plan")
        << QStringList{"--status", "--snapshot", "s"} << "--check-plan and --snapshot go together";
    const QStringList route{"--route", "edge", "--to", "10.9.0.0/16"};
    QTest::newRow("route to nowhere")
        << route + QStringList{"--snapshot", "s"} << "either --via TARGET or --withdraw";
    QTest::newRow("route both ways") << route + QStringList{"--snapshot", "s", "--via", "a", "--withdraw"}
                                     << "either --via TARGET or --withdraw";
    QTest::newRow("route of nothing")
        << QStringList{"--route", "edge", "--withdraw", "--snapshot", "s"} << "needs --to PREFIX";
    QTest::newRow("route tried on nothing") << route + QStringList{"--withdraw"} << "--data DATAFOLDER";
    QTest::newRow("route carried out on a file")
        << route + QStringList{"--withdraw", "--snapshot", "s", "--carry-out", "--profile", "w"}
        << "--carry-out needs --data";
    QTest::newRow("route carried out by nobody")
        << route + QStringList{"--withdraw", "--data", "d", "--carry-out"} << "--profile that may write";
    QTest::newRow("kept without being carried out")
        << route + QStringList{"--withdraw", "--data", "d", "--keep"} << "go with --carry-out";
    QTest::newRow("kept for a moment")
        << route + QStringList{"--withdraw", "--data", "d", "--keep-within", "3"} << "from 10 to 86400";
    QTest::newRow("route's option alone")
        << QStringList{"--status", "--to", "10.0.0.0/8"} << "--to goes with --route";
    const QStringList reverts{"--auto-revert", "/v", "--account", "prod"};
    QTest::newRow("no such mode") << reverts + QStringList{"--mode", "on"}
                                  << "report, propose or auto, not on";
    QTest::newRow("no such class") << reverts + QStringList{"--classes", "route-extra,all"} << "not all";
    QTest::newRow("too many") << reverts + QStringList{"--most", "101"}
                              << "--most takes a number from 1 to 100";
    QTest::newRow("no hours") << reverts + QStringList{"--hours", "soon"} << "--hours takes a number";
    QTest::newRow("no window") << reverts + QStringList{"--window", "at night"} << "days are Mon to Sun";
    QTest::newRow("no such zone") << reverts + QStringList{"--window", "daily 02:00-05:00 CET"}
                                  << "the time zone is UTC";
    QTest::newRow("cut perhaps") << reverts + QStringList{"--cut-flows", "perhaps"} << "takes yes or no";
    QTest::newRow("no account") << QStringList{"--auto-revert", "/v", "--mode", "auto"} << "needs --account";
    QTest::newRow("resumed by itself")
        << QStringList{"--status", "--resume"} << "--resume goes with --auto-revert";
    QTest::newRow("check alone") << QStringList{"--check"} << "--check goes with --config";
}

void tst_CommandLine::refusals()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, says);
    const auto command = app::parseServiceCommand(plain(arguments));
    QVERIFY(!command.has_value());
    QVERIFY2(command.error().detail.find(says.toStdString()) != std::string::npos,
             command.error().detail.c_str());
}

void tst_CommandLine::valuesEitherWay()
{
    const auto apart = app::parseServiceCommand({"--history", "example.org"});
    const auto joined = app::parseServiceCommand({"--history=example.org"});
    QVERIFY(apart && joined);
    QCOMPARE(apart->zone, joined->zone);
    const auto places = app::parseServiceCommand({"--discover=aws", "--places", "eu-central-1,,us-east-1"});
    QVERIFY(places);
    const auto revert =
        app::parseServiceCommand({"--auto-revert=/v", "--account=a", "--profile=w", "--most=3",
                                  "--classes=rule-extra", "--window=daily 01:00-02:00"});
    QVERIFY(revert);
    const app::AutoRevertOptions& options = revert->autoRevert;
    QVERIFY(options.folder == "/v" && options.account == "a" && options.profile == "w" && options.most == 3U);
    QVERIFY(options.classes == std::set{cloud::RevertClass::RuleExtra} && options.window->from == 60);
    QVERIFY(!options.mode && !options.hours && !options.endpoint && !options.cutFlows && !options.resume);
    QVERIFY(places->places == (std::vector<std::string>{"eu-central-1", "us-east-1"}));
}

QTEST_GUILESS_MAIN(tst_CommandLine)
#include "tst_command_line.moc"
