// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kit/process.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <netinet/in.h>
#include <poll.h>
#include <random>
#include <sstream>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace zonescope::kit {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto patience = std::chrono::seconds(20); // a server that needs longer to stop is hung
constexpr int execFailed = 127;

/// Child side of fork: becomes the command.
[[noreturn]] void become(const std::vector<std::string>& command)
{
    std::vector<char*> arguments;
    for (const std::string& argument : command)
        arguments.push_back(const_cast<char*>(argument.c_str())); // NOLINT: execv does not write
    arguments.push_back(nullptr);
    execv(arguments[0], arguments.data());
    _exit(execFailed);
}

bool reap(pid_t pid, Clock::time_point until, int& status)
{
    for (;;) {
        const pid_t done = waitpid(pid, &status, WNOHANG);
        if (done == pid || (done < 0 && errno == ECHILD))
            return true;
        if (Clock::now() > until)
            return false;
        poll(nullptr, 0, 2); // waitpid has no time-out
    }
}

base::Result<std::vector<std::string>> resolved(std::vector<std::string> command)
{
    const std::string program = findProgram(command.at(0));
    if (program.empty())
        return base::fail(base::ErrorCode::NotFound, command[0] + " is not installed");
    command[0] = program;
    return command;
}

} // namespace

TemporaryFolder::TemporaryFolder()
{
    std::string pattern = (std::filesystem::temp_directory_path() / "zonescope-test-XXXXXX").string();
    if (!mkdtemp(pattern.data()))
        std::abort(); // no temporary folder: no test can run
    m_path = pattern;
}

TemporaryFolder::~TemporaryFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

base::Result<Process> Process::start(const std::vector<std::string>& command,
                                     const std::filesystem::path& log)
{
    auto whole = resolved(command);
    if (!whole)
        return tl::unexpected(whole.error());
    const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (out < 0)
        return base::fail(base::ErrorCode::FileFailed, log.string());
    const pid_t pid = fork();
    if (pid == 0) {
        dup2(out, STDOUT_FILENO);
        dup2(out, STDERR_FILENO);
        become(*whole);
    }
    close(out);
    return Process(pid);
}

Process::Process(Process&& other) noexcept
    : m_pid(std::exchange(other.m_pid, -1))
{
}

Process& Process::operator=(Process&& other) noexcept
{
    stop();
    m_pid = std::exchange(other.m_pid, -1);
    return *this;
}

Process::~Process()
{
    stop();
}

bool Process::running()
{
    int status = 0;
    if (m_pid > 0 && waitpid(m_pid, &status, WNOHANG) == m_pid)
        m_pid = -1;
    return m_pid > 0;
}

void Process::signal(int number)
{
    if (m_pid > 0)
        ::kill(m_pid, number);
}

void Process::kill()
{
    if (m_pid <= 0)
        return;
    int status = 0;
    ::kill(m_pid, SIGKILL);
    waitpid(m_pid, &status, 0);
    m_pid = -1;
}

void Process::stop()
{
    if (m_pid <= 0)
        return;
    int status = 0;
    ::kill(m_pid, SIGTERM);
    if (!reap(m_pid, Clock::now() + patience, status)) {
        ::kill(m_pid, SIGKILL);
        waitpid(m_pid, &status, 0);
    }
    m_pid = -1;
}

base::Result<Output> run(const std::vector<std::string>& command, std::chrono::seconds limit)
{
    auto whole = resolved(command);
    if (!whole)
        return tl::unexpected(whole.error());
    std::array<std::array<int, 2>, 2> pipes{};
    for (auto& pipe : pipes)
        if (pipe2(pipe.data(), O_CLOEXEC) != 0)
            return base::fail(base::ErrorCode::Internal, "pipe");
    const pid_t pid = fork();
    if (pid == 0) {
        dup2(pipes[0][1], STDOUT_FILENO);
        dup2(pipes[1][1], STDERR_FILENO);
        become(*whole);
    }
    Output output;
    std::array<std::string*, 2> texts{&output.text, &output.errors};
    std::array<pollfd, 2> watched{};
    for (std::size_t i = 0; i < 2; ++i) {
        close(pipes[i][1]);
        watched[i] = {pipes[i][0], POLLIN, 0};
    }
    const auto until = Clock::now() + limit;
    for (int open = 2; open > 0 && Clock::now() < until;) {
        poll(watched.data(), watched.size(), 100);
        for (std::size_t i = 0; i < 2; ++i) {
            if (watched[i].fd < 0 || watched[i].revents == 0)
                continue;
            std::array<char, 65536> part{};
            const ssize_t got = read(watched[i].fd, part.data(), part.size());
            if (got > 0) {
                texts[i]->append(part.data(), static_cast<std::size_t>(got));
            } else {
                close(watched[i].fd);
                watched[i].fd = -1;
                --open;
            }
        }
    }
    int status = 0;
    const bool ended = reap(pid, until, status);
    if (!ended) {
        ::kill(pid, SIGKILL);
        waitpid(pid, &status, 0);
    }
    for (const pollfd& one : watched)
        if (one.fd >= 0)
            close(one.fd);
    if (!ended)
        return base::fail(base::ErrorCode::TimedOut, command[0]);
    output.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return output;
}

std::string findProgram(const std::string& name)
{
    if (name.starts_with('/'))
        return access(name.c_str(), X_OK) == 0 ? name : std::string();
    for (const char* folder : {"/usr/bin/", "/usr/sbin/", "/bin/", "/sbin/", "/usr/local/bin/"})
        if (const std::string path = folder + name; access(path.c_str(), X_OK) == 0)
            return path;
    return {};
}

std::string readText(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

void writeText(const std::filesystem::path& file, const std::string& text)
{
    std::ofstream(file, std::ios::binary | std::ios::trunc) << text;
}

namespace {

/// The first of the ports for outgoing connections and for port 0.
int firstEphemeralPort()
{
    int first = 0;
    std::ifstream("/proc/sys/net/ipv4/ip_local_port_range") >> first;
    return first;
}

/// False: a test has it, this one or another that runs meanwhile; even when nobody listens there just now. A
/// name in the abstract namespace belongs to one network namespace, as ports do, and goes with the process.
bool reserve(std::uint16_t port)
{
    const int held = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0); // left open
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    const std::string text = "zonescope-test-port-" + std::to_string(port);
    std::copy(text.begin(), text.end(), name.sun_path + 1);
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + text.size());
    auto* plain = reinterpret_cast<sockaddr*>(&name); // NOLINT: the sockets API's own way
    if (held >= 0 && bind(held, plain, length) == 0)
        return true;
    close(held);
    return false;
}

} // namespace

std::uint16_t freePort()
{
    constexpr int lowest = 10240;
    const int end = firstEphemeralPort();
    std::random_device random; // tests of other processes choose at the same time
    std::uniform_int_distribution<int> ports(lowest, std::max(end, lowest + 1) - 1);
    // A port can be free for UDP and taken for TCP: ask for both before promising it.
    for (int attempt = 0; attempt < 200; ++attempt) {
        const int tcp = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const int udp = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (end > lowest + 1000) // else whichever is free
            address.sin_port = htons(static_cast<std::uint16_t>(ports(random)));
        socklen_t length = sizeof address;
        auto* plain = reinterpret_cast<sockaddr*>(&address); // NOLINT: the sockets API's own way
        const bool free = bind(tcp, plain, length) == 0 && getsockname(tcp, plain, &length) == 0 &&
                          bind(udp, plain, length) == 0;
        close(tcp);
        close(udp);
        if (free && reserve(ntohs(address.sin_port)))
            return ntohs(address.sin_port);
    }
    return 0;
}

} // namespace zonescope::kit
