// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/interop/openstack/openstack_lab.h"

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
    const char* wanted = std::getenv("ZONESCOPE_OPENSTACK");
    if (!wanted || std::string(wanted) != "1")
        return "ZONESCOPE_OPENSTACK=1 is not set: the real Keystone and Neutron are big and take a minute";
    for (const char* program :
         {"/usr/bin/keystone-wsgi-public", "/usr/bin/neutron-server", "/usr/bin/openstack"})
        if (!std::filesystem::exists(program))
            return std::string(program) + " is not installed (keystone, neutron-server, neutron-plugin-ml2, "
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
    auto process = kit::Process::start({(here / "cloud").string(), folder->path().string(),
                                        std::to_string(kit::freePort()), std::to_string(kit::freePort())},
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

base::Result<std::string> OpenStackLab::client(std::vector<std::string> words) const
{
    words.insert(words.begin(), "openstack");
    return run(std::move(words));
}

void OpenStackLab::killNeutron()
{
    std::istringstream pid(kit::readText(m_folder->path() / "neutron.pid"));
    pid_t process = 0;
    if (pid >> process)
        ::kill(process, SIGTERM);
}

} // namespace zonescope::interop
