// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/experiment/experiment_preflight.h"

#include "model/base/bytes.h"
#include "model/congestion/experiment/stream_sender.h"
#include "model/net/unique_fd.h"

#include <linux/netlink.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>
#include <sys/utsname.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <map>
#include <sstream>

namespace zonescope::congestion {
namespace {

std::string firstLine(const std::filesystem::path& file)
{
    std::ifstream stream(file);
    std::string line;
    std::getline(stream, line);
    return line;
}

std::vector<std::string> wordsOf(const std::string& text)
{
    std::istringstream stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;)
        words.push_back(word);
    return words;
}

bool contains(const std::vector<std::string>& words, const std::string& word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// Loading and allowing are two steps, and the list of allowed ones is replaced as a whole.
std::string commandFor(const AlgorithmState& state, const std::string& allowed)
{
    std::string command;
    if (!state.available)
        command = "modprobe tcp_" + state.name;
    if (!state.allowed)
        command += (command.empty() ? "" : " && ") +
                   std::string("sysctl -w net.ipv4.tcp_allowed_congestion_control=\"") + allowed + " " +
                   state.name + "\"";
    return command;
}

bool socketTakes(const std::string& algorithm)
{
    const net::UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    return socket && setCongestionControl(socket.get(), algorithm);
}

/// The root queue discipline of each device from one answer of RTM_GETQDISC.
bool readDisciplines(base::ByteView answer, std::map<std::string, std::string>& into)
{
    while (answer.size() >= sizeof(nlmsghdr)) {
        nlmsghdr header{};
        std::memcpy(&header, answer.data(), sizeof header);
        if (header.nlmsg_len < sizeof header || header.nlmsg_len > answer.size() ||
            header.nlmsg_type != RTM_NEWQDISC)
            return false;
        tcmsg message{};
        if (header.nlmsg_len < sizeof header + sizeof message)
            return false;
        std::memcpy(&message, answer.data() + sizeof header, sizeof message);
        base::ByteView rest = answer.first(header.nlmsg_len).subspan(sizeof header + sizeof message);
        std::array<char, IF_NAMESIZE> name{};
        const bool root = message.tcm_parent == TC_H_ROOT &&
                          ::if_indextoname(static_cast<unsigned>(message.tcm_ifindex), name.data());
        while (root && rest.size() >= sizeof(rtattr)) {
            rtattr attribute{};
            std::memcpy(&attribute, rest.data(), sizeof attribute);
            if (attribute.rta_len < sizeof attribute || attribute.rta_len > rest.size())
                break;
            if (attribute.rta_type == TCA_KIND) {
                const auto kind =
                    base::textOf(rest.subspan(sizeof attribute, attribute.rta_len - sizeof attribute));
                into[name.data()] = kind.substr(0, kind.find('\0'));
            }
            rest = rest.subspan(std::min<std::size_t>(rest.size(), RTA_ALIGN(attribute.rta_len)));
        }
        answer = answer.subspan(std::min<std::size_t>(answer.size(), NLMSG_ALIGN(header.nlmsg_len)));
    }
    return true;
}

std::string queueDisciplines()
{
    const net::UniqueFd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
    struct
    {
        nlmsghdr header;
        tcmsg message;
    } request{};
    request.header.nlmsg_len = sizeof request;
    request.header.nlmsg_type = RTM_GETQDISC;
    request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    std::map<std::string, std::string> found;
    if (!socket || ::send(socket.get(), &request, sizeof request, 0) < 0)
        return {};
    std::vector<std::uint8_t> buffer(32768);
    while (true) {
        const ssize_t got = ::recv(socket.get(), buffer.data(), buffer.size(), 0);
        if (got <= 0 || !readDisciplines(base::ByteView(buffer.data(), static_cast<std::size_t>(got)), found))
            break;
    }
    std::string text;
    for (const auto& [device, kind] : found)
        if (device != "lo")
            text += (text.empty() ? "" : ", ") + device + " " + kind;
    return text;
}

} // namespace

const AlgorithmState* ExperimentPreflight::find(const std::string& name) const
{
    const auto found = std::find_if(algorithms.begin(), algorithms.end(),
                                    [&](const AlgorithmState& state) { return state.name == name; });
    return found == algorithms.end() ? nullptr : &*found;
}

std::vector<AlgorithmState> algorithmStates(const std::string& available, const std::string& allowed,
                                            const std::vector<std::string>& taken)
{
    const auto availableWords = wordsOf(available);
    const auto allowedWords = wordsOf(allowed);
    std::vector<std::string> names = availableWords;
    for (const char* name : {"cubic", "bbr"})
        if (!contains(names, name))
            names.emplace_back(name);
    std::vector<AlgorithmState> states;
    for (const std::string& name : names) {
        AlgorithmState state{
            name, contains(availableWords, name), contains(allowedWords, name), contains(taken, name), {}};
        if (!state.usable)
            state.command = commandFor(state, allowed);
        states.push_back(std::move(state));
    }
    return states;
}

ExperimentPreflight runExperimentPreflight(const std::filesystem::path& proc)
{
    const std::filesystem::path folder = proc / "sys/net/ipv4";
    const std::string available = firstLine(folder / "tcp_available_congestion_control");
    const std::string allowed = firstLine(folder / "tcp_allowed_congestion_control");
    std::vector<std::string> taken;
    for (std::string name : wordsOf(available + " cubic bbr"))
        if (!contains(taken, name) && socketTakes(name))
            taken.push_back(std::move(name));
    ExperimentPreflight preflight;
    preflight.algorithms = algorithmStates(available, allowed, taken);
    preflight.conditions.defaultAlgorithm = firstLine(folder / "tcp_congestion_control");
    preflight.conditions.metricsCached = firstLine(folder / "tcp_no_metrics_save") != "1";
    preflight.conditions.queueDisciplines = queueDisciplines();
    utsname name{};
    if (::uname(&name) == 0)
        preflight.conditions.kernel = name.release;
    if (preflight.conditions.metricsCached)
        preflight.metricsCommand = "sysctl -w net.ipv4.tcp_no_metrics_save=1";
    return preflight;
}

} // namespace zonescope::congestion
