// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/interop/openstack/openstack_lab.h"

#include <QDeadlineTimer>
#include <QProcessEnvironment>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <sstream>

namespace zonescope::interop {
namespace {

const std::filesystem::path here = OPENSTACK_LAB;

std::string endOf(const std::string& text)
{
    return text.size() > 2000 ? text.substr(text.size() - 2000) : text;
}

} // namespace

std::string OpenStackLab::reasonToSkip()
{
    if (const char* wanted = std::getenv("ZONESCOPE_OPENSTACK"); wanted && std::string(wanted) == "0")
        return "ZONESCOPE_OPENSTACK=0 says so: no real Keystone and Neutron";
    for (const char* program :
         {"/usr/bin/keystone-wsgi-public", "/usr/bin/neutron-server", "/usr/bin/openstack"})
        if (!std::filesystem::exists(program))
            return std::string(program) + " is not installed (keystone, neutron-server, "
                                          "python3-openstackclient)";
    return {};
}

OpenStackLab::OpenStackLab(std::unique_ptr<kit::TemporaryFolder> folder, kit::Process process)
    : m_folder(std::move(folder))
    , m_process(std::move(process))
{
}

base::Result<OpenStackLab> OpenStackLab::start()
{
    auto folder = std::make_unique<kit::TemporaryFolder>();
    const auto log = folder->path() / "lab.log";
    // It ends when this program does, even when that is killed.
    auto process = kit::Process::start({"setpriv", "--pdeathsig", "HUP", (here / "cloud").string(),
                                        folder->path().string(), std::to_string(kit::freePort()),
                                        std::to_string(kit::freePort())},
                                       log);
    if (!process)
        return tl::unexpected(process.error());
    const auto ready = [&] { return std::filesystem::exists(folder->path() / "ready"); };
    if (!QTest::qWaitFor([&] { return ready() || !process->running(); }, 240'000) || !ready())
        return base::fail(base::ErrorCode::TimedOut,
                          endOf(kit::readText(log)) + endOf(kit::readText(folder->path() / "log/setup.log")));
    return OpenStackLab(std::move(folder), std::move(*process));
}

std::string OpenStackLab::setting(const std::string& name) const
{
    std::istringstream lines(kit::readText(m_folder->path() / "openrc"));
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with(name + "="))
            return line.substr(name.size() + 1);
    return {};
}

cloud::OpenStackProfile OpenStackLab::profile() const
{
    cloud::OpenStackProfile profile;
    profile.name = "lab";
    profile.authUrl = setting("OS_AUTH_URL");
    profile.userName = setting("OS_USERNAME");
    profile.password = setting("OS_PASSWORD");
    profile.projectName = setting("OS_PROJECT_NAME");
    return profile;
}

base::Result<std::string> OpenStackLab::run(std::vector<std::string> words) const
{
    std::vector<std::string> command{"env", "PATH=/usr/bin:/bin"};
    std::istringstream lines(kit::readText(m_folder->path() / "openrc"));
    for (std::string line; std::getline(lines, line);)
        command.push_back(line);
    std::ranges::move(words, std::back_inserter(command));
    const auto output = kit::run(command, std::chrono::seconds(240));
    if (!output)
        return tl::unexpected(output.error());
    if (output->exitCode != 0)
        return base::fail(base::ErrorCode::InvalidValue, endOf(output->errors));
    return output->text;
}

base::Result<std::string> OpenStackLab::script(const std::string& verb) const
{
    return run({"python3", (here / "network.py").string(), verb});
}

/// One client for all commands: it starts once, signs in once, and reads command after command.
base::Status OpenStackLab::startClient()
{
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("PATH"), QStringLiteral("/usr/bin:/bin"));
    environment.insert(QStringLiteral("PYTHONUNBUFFERED"), QStringLiteral("1"));
    std::istringstream lines(kit::readText(m_folder->path() / "openrc"));
    for (std::string line; std::getline(lines, line);)
        environment.insert(QString::fromStdString(line.substr(0, line.find('='))),
                           QString::fromStdString(line.substr(line.find('=') + 1)));
    m_client = std::make_unique<QProcess>();
    m_client->setProcessEnvironment(environment);
    m_client->setProcessChannelMode(QProcess::MergedChannels);
    m_client->start(QStringLiteral("/usr/bin/openstack"), {});
    if (!m_client->waitForStarted())
        return base::fail(base::ErrorCode::NotFound, m_client->errorString().toStdString());
    return {};
}

base::Result<std::string> OpenStackLab::client(const std::string& command)
{
    if (!m_client)
        if (const auto started = startClient(); !started)
            return tl::unexpected(started.error());
    // What it does not know it complains about: from then on everything was said.
    const QByteArray end = "openstack: 'xyzzy' is not an openstack command. See 'openstack --help'.\n";
    m_client->write(QByteArray::fromStdString(command) + "\nxyzzy\n");
    QByteArray printed;
    const QDeadlineTimer until(240'000);
    while (!printed.contains(end)) {
        if (m_client->state() == QProcess::NotRunning || until.hasExpired())
            return base::fail(base::ErrorCode::TimedOut, command + ": " + endOf(printed.toStdString()));
        m_client->waitForReadyRead(100);
        printed += m_client->readAll();
    }
    std::string text;
    for (const QByteArray& line : printed.left(printed.indexOf(end)).split('\n'))
        if (!text.empty() || !(line.startsWith("Did you mean") || line.startsWith("  ") || line.isEmpty()))
            text += line.toStdString() + '\n'; // else what the last complaint suggested
    return text;
}

base::Status OpenStackLab::tell(const std::string& command)
{
    return client(command).and_then([&](const std::string& said) -> base::Status {
        if (said.find("Exception") != std::string::npos || said.find("rror") != std::string::npos ||
            said.find("No ") == 0)
            return base::fail(base::ErrorCode::InvalidValue, command + ": " + endOf(said));
        return {};
    });
}

base::Result<QJsonDocument> OpenStackLab::json(const std::string& command)
{
    return client(command + " -f json").and_then([&](const std::string& said) -> base::Result<QJsonDocument> {
        QJsonDocument found = QJsonDocument::fromJson(QByteArray::fromStdString(said));
        if (found.isNull())
            return base::fail(base::ErrorCode::InvalidValue, command + ": " + endOf(said));
        return found;
    });
}

void OpenStackLab::killNeutron()
{
    std::istringstream pid(kit::readText(m_folder->path() / "neutron.pid"));
    pid_t process = 0;
    if (pid >> process)
        ::kill(process, SIGTERM);
}

} // namespace zonescope::interop
