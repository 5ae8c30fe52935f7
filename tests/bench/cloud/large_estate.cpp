// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/cloud/large_estate.h"

#include "tests/cloudsim/http_server.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace zonescope::bench {
namespace {

std::string text(const char* element, const std::string& value)
{
    return std::string("<") + element + ">" + value + "</" + element + ">";
}

/// 17 hexadecimal digits, as AWS has them.
std::string id(const char* prefix, int number)
{
    std::array<char, 40> octets{};
    std::snprintf(octets.data(), octets.size(), "%s%017x", prefix, number); // NOLINT: a number as text
    return octets.data();
}

std::string slice(int subnet)
{
    return "10." + std::to_string(subnet / 256 % 256) + "." + std::to_string(subnet % 256) + ".";
}

const std::string owner = text("ownerId", "123456789012");

std::string tags(const std::string& name)
{
    return "<tagSet><item><key>Name</key>" + text("value", name) +
           "</item><item><key>team</key><value>platform</value></item><item><key>environment</key>"
           "<value>production</value></item></tagSet>";
}

std::string vpc(int n)
{
    return text("vpcId", id("vpc-", n)) + text("cidrBlock", "10.0.0.0/8") + text("state", "available") +
           owner + text("isDefault", "false") + tags("network-" + std::to_string(n));
}

std::string subnet(int n)
{
    return text("subnetId", id("subnet-", n)) + text("vpcId", id("vpc-", n / 8)) +
           text("cidrBlock", slice(n) + "0/24") + text("availabilityZone", "eu-central-1a") +
           text("availableIpAddressCount", "240") + text("state", "available") + owner +
           tags("subnet-" + std::to_string(n));
}

std::string routeTable(int n)
{
    std::string routes =
        "<item><destinationCidrBlock>10.0.0.0/8</destinationCidrBlock><gatewayId>local</gatewayId>"
        "<state>active</state><origin>CreateRouteTable</origin></item>";
    for (int i = 0; i < 8; ++i)
        routes += "<item>" + text("destinationCidrBlock", "172." + std::to_string(16 + i) + ".0.0/16") +
                  text("transitGatewayId", id("tgw-", i)) +
                  "<state>active</state><origin>CreateRoute</origin></item>";
    return text("routeTableId", id("rtb-", n)) + text("vpcId", id("vpc-", n / 3)) + owner + "<routeSet>" +
           routes + "</routeSet><associationSet><item>" +
           text("routeTableAssociationId", id("rtbassoc-", n)) + text("routeTableId", id("rtb-", n)) +
           text("subnetId", id("subnet-", n * 2)) + "<main>false</main></item></associationSet>" +
           tags("table-" + std::to_string(n));
}

std::string securityGroup(int n)
{
    std::string rules;
    for (int i = 0; i < 8; ++i)
        rules += "<item><ipProtocol>tcp</ipProtocol>" + text("fromPort", std::to_string(8000 + i)) +
                 text("toPort", std::to_string(8000 + i)) + "<groups/><ipRanges><item>" +
                 text("cidrIp", "10." + std::to_string(i) + ".0.0/16") +
                 "<description>from the "
                 "office</description></item></ipRanges><ipv6Ranges/><prefixListIds/></item>";
    return text("groupId", id("sg-", n)) + text("groupName", "group-" + std::to_string(n)) +
           "<groupDescription>made for the measurement</groupDescription>" +
           text("vpcId", id("vpc-", n / 15)) + owner + "<ipPermissions>" + rules +
           "</ipPermissions><ipPermissionsEgress><item><ipProtocol>-1</ipProtocol><groups/><ipRanges><item>"
           "<cidrIp>0.0.0.0/0</cidrIp></item></ipRanges><ipv6Ranges/><prefixListIds/></item></"
           "ipPermissionsEgress>" +
           tags("group-" + std::to_string(n));
}

std::string networkInterface(int n)
{
    const int in = n % 8000;
    const std::string address = slice(in) + std::to_string(4 + n / 8000);
    const std::string dns =
        "<privateDnsName>ip-" + address + ".eu-central-1.compute.internal</privateDnsName>";
    return text("networkInterfaceId", id("eni-", n)) + text("subnetId", id("subnet-", in)) +
           text("vpcId", id("vpc-", in / 8)) + "<availabilityZone>eu-central-1a</availabilityZone>" +
           text("description", "ELB app/shop-" + std::to_string(n)) + owner +
           "<requesterManaged>false</requesterManaged><status>in-use</status>"
           "<macAddress>02:00:00:24:a6:4d</macAddress>" +
           text("privateIpAddress", address) + dns +
           "<sourceDestCheck>true</sourceDestCheck><groupSet><item>" + text("groupId", id("sg-", n % 15000)) +
           text("groupName", "group-" + std::to_string(n % 15000)) + "</item></groupSet><attachment>" +
           text("attachmentId", id("eni-attach-", n)) + text("instanceId", id("i-", n)) +
           "<instanceOwnerId>123456789012</instanceOwnerId><deviceIndex>0</deviceIndex><status>attached</"
           "status>"
           "<attachTime>2026-11-21T15:08:29.000Z</attachTime><deleteOnTermination>true</deleteOnTermination>"
           "</attachment><privateIpAddressesSet><item>" +
           text("privateIpAddress", address) + dns +
           "<primary>true</primary></item></privateIpAddressesSet>"
           "<ipv6AddressesSet/><interfaceType>interface</interfaceType>" +
           tags("interface-" + std::to_string(n));
}

std::string address(int n)
{
    return text("publicIp", "198.18." + std::to_string(n / 250) + "." + std::to_string(1 + n % 250)) +
           text("allocationId", id("eipalloc-", n)) + "<domain>vpc</domain>" +
           text("networkInterfaceId", id("eni-", n)) + tags("address-" + std::to_string(n));
}

std::string instance(int n)
{
    return text("reservationId", id("r-", n)) + owner + "<groupSet/><instancesSet><item>" +
           text("instanceId", id("i-", n)) +
           "<instanceState><code>16</code><name>running</name></instanceState>" +
           text("subnetId", id("subnet-", n)) + text("vpcId", id("vpc-", n / 8)) +
           text("privateIpAddress", slice(n) + "4") + tags("instance-" + std::to_string(n)) +
           "</item></instancesSet>";
}

struct List
{
    const char* action;
    const char* set;
    int count;
    int page;
    std::string (*make)(int);
};
constexpr std::array lists{
    List{"DescribeVpcs", "vpcSet", 1000, 1000, vpc},
    List{"DescribeSubnets", "subnetSet", 8000, 1000, subnet},
    List{"DescribeRouteTables", "routeTableSet", 3000, 100, routeTable},
    List{"DescribeSecurityGroups", "securityGroupInfo", 15000, 1000, securityGroup},
    List{"DescribeNetworkInterfaces", "networkInterfaceSet", 60000, 1000, networkInterface},
    List{"DescribeAddresses", "addressesSet", 5000, 5000, address},
    List{"DescribeInstances", "reservationSet", 8000, 1000, instance}};

std::string wrapped(const std::string& action, const std::string& inside)
{
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + action +
           "Response xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>00000000</requestId>" +
           inside + "</" + action + "Response>";
}

using Pages = std::map<std::string, std::vector<std::string>>;

Pages makePages(bool empty)
{
    Pages pages;
    for (const List& list : lists)
        for (int from = 0; from < (empty ? 0 : list.count); from += list.page) {
            std::string items = std::string("<") + list.set + ">";
            const int end = std::min(list.count, from + list.page);
            for (int i = from; i < end; ++i)
                items += "<item>" + list.make(i) + "</item>";
            items += std::string("</") + list.set + ">";
            if (end < list.count)
                items += text("nextToken", "p" + std::to_string(end / list.page));
            pages[list.action].push_back(wrapped(list.action, items));
        }
    return pages;
}

std::atomic<std::size_t> changes = 0; ///< raised by a signal

/// The page that was changed last differs from what was ready.
void change(std::string& body, std::size_t page, std::size_t pages)
{
    constexpr std::string_view was = "<status>in-use";
    if (const std::size_t now = changes; now > 0 && now % pages == page)
        if (const std::size_t at = body.find(was); at != std::string::npos)
            body.replace(at + 8, 6, "moving");
}

/// As at AWS no two answers have the same number.
void number(std::string& body)
{
    static std::atomic<unsigned> next = 10'000'000;
    constexpr std::string_view element = "<requestId>";
    if (const std::size_t at = body.find(element); at != std::string::npos)
        body.replace(at + element.size(), 8, std::to_string(++next));
}

/// One a second and action; false: too early.
class Buckets
{
public:
    bool take(const std::string& name, const LargeEstate::Options& options)
    {
        const std::scoped_lock lock(m_mutex);
        const auto now = std::chrono::steady_clock::now();
        auto [found, isNew] = m_buckets.try_emplace(name, options.bucket, now);
        auto& [left, at] = found->second;
        left = std::min(options.bucket,
                        left + options.callsPerSecond * std::chrono::duration<double>(now - at).count());
        at = now;
        if (left < 1)
            return false;
        left -= 1;
        return true;
    }

private:
    std::mutex m_mutex;
    std::map<std::string, std::pair<double, std::chrono::steady_clock::time_point>> m_buckets;
};

[[noreturn]] void serve(int out, const LargeEstate::Options& options)
{
    const Pages pages = makePages(options.empty);
    std::signal(SIGUSR1, [](int) { ++changes; });
    Buckets buckets;
    const auto server = cloudsim::HttpServer::start([&](const cloudsim::Request& request) {
        cloudsim::Answer answer;
        answer.type = "text/xml";
        answer.delay = std::chrono::milliseconds(options.latencyMs);
        const auto fields = cloudsim::formFields(request.body);
        const auto field = [&](const char* name) {
            const auto found = fields.find(name);
            return found == fields.end() ? std::string() : found->second;
        };
        const std::string action = field("Action");
        if (action == "GetCallerIdentity") {
            answer.body = wrapped(action, "<GetCallerIdentityResult><Account>123456789012</Account>"
                                          "</GetCallerIdentityResult>");
            return answer;
        }
        if (options.callsPerSecond > 0 && !buckets.take(action, options)) {
            answer.status = 503;
            answer.body =
                "<Response><Errors><Error><Code>RequestLimitExceeded</Code></Error></Errors></Response>";
            return answer;
        }
        const auto found = pages.find(action);
        const std::string token = field("NextToken");
        const std::size_t page = token.empty() ? 0 : std::strtoul(token.c_str() + 1, nullptr, 10);
        if (found != pages.end() && page < found->second.size()) {
            answer.body = found->second[page];
            if (action == "DescribeNetworkInterfaces")
                change(answer.body, page, found->second.size());
        } else if (request.path != "/")
            answer.body = wrapped("ListHostedZones", "<HostedZones/><IsTruncated>false</IsTruncated>");
        else if (action == "DescribeLoadBalancers" || action == "DescribeTargetGroups")
            answer.body =
                wrapped(action, "<" + action + "Result><" + action.substr(8) + "/></" + action + "Result>");
        else
            answer.body = wrapped(action, "<vpcSet/>"); // any empty list will do
        number(answer.body);
        return answer;
    });
    std::array<std::uint64_t, 3> said{server ? (*server)->port() : 0U, 0, 0};
    for (const auto& [action, list] : pages)
        for (const std::string& page : list) {
            said[1] += page.size();
            ++said[2];
        }
    [[maybe_unused]] const ssize_t written = write(out, said.data(), sizeof said);
    for (;;)
        pause();
}

} // namespace

LargeEstate::LargeEstate(Options options)
{
    std::array<int, 2> pipe{};
    if (::pipe(pipe.data()) != 0)
        std::abort();
    m_child = fork();
    if (m_child == 0)
        serve(pipe[1], options);
    std::array<std::uint64_t, 3> said{};
    if (read(pipe[0], said.data(), sizeof said) != static_cast<ssize_t>(sizeof said) || said[0] == 0)
        std::abort();
    m_port = static_cast<std::uint16_t>(said[0]);
    m_octets = said[1];
    m_pages = said[2];
    close(pipe[0]);
    close(pipe[1]);
}

void LargeEstate::change()
{
    kill(m_child, SIGUSR1);
}

LargeEstate::~LargeEstate()
{
    kill(m_child, SIGKILL);
    waitpid(m_child, nullptr, 0);
}

} // namespace zonescope::bench
