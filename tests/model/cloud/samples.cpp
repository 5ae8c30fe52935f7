// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/cloud/samples.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace zonescope::cloud {
namespace {

[[noreturn]] void stop(const std::string& what)
{
    std::fprintf(stderr, "%s\n", what.c_str());
    std::abort();
}

/// Subnet `number` of all: 10.0.0.0/8 in slices of /24.
std::string slice(std::size_t number)
{
    return "10." + std::to_string(number / 256 % 256) + "." + std::to_string(number % 256) + ".";
}

} // namespace

std::string sampleText(const std::string& name)
{
    std::ifstream stream(std::string(CLOUD_DATA "/") + name, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    if (!stream || text.empty())
        stop("no sample " + name);
    return text;
}

std::vector<Resource> sampleResources(const std::string& name, Provider provider)
{
    auto reply = readReply(sampleText(name), {provider, "", "", ""});
    if (!reply)
        stop(name + ": " + base::toString(reply.error()));
    return std::move(reply->resources);
}

SnapshotPtr snapshotOf(std::vector<Resource> resources)
{
    return Snapshot::make("sample", base::fromMicroseconds(1'795'269'960'000'000), {}, std::move(resources));
}

SnapshotPtr largeSnapshot(std::size_t count)
{
    std::vector<Resource> resources;
    const ReadContext context{Provider::Aws, "123456789012", "eu-central-1", ""};
    const auto add = [&](const std::string& text, const char* collection) {
        auto tree = parseJson(text);
        normalise(*tree, collection, context, {}, resources);
    };
    for (std::size_t subnet = 0; resources.size() < count; ++subnet) {
        const std::string vpc = "vpc-" + std::to_string(subnet / 100);
        const std::string id = "subnet-" + std::to_string(subnet);
        if (subnet % 100 == 0)
            add(R"({"VpcId":")" + vpc + R"(","CidrBlock":"10.0.0.0/8","State":"available"})", "Vpcs");
        add(R"({"SubnetId":")" + id + R"(","VpcId":")" + vpc + R"(","CidrBlock":")" + slice(subnet) +
                R"(0/24"})",
            "Subnets");
        for (int host = 10; host < 30 && resources.size() < count; ++host)
            add(R"({"NetworkInterfaceId":"eni-)" + std::to_string(subnet) + "-" + std::to_string(host) +
                    R"(","SubnetId":")" + id + R"(","VpcId":")" + vpc + R"(","PrivateIpAddress":")" +
                    slice(subnet) + std::to_string(host) + R"(","TagSet":[{"Key":"Name","Value":"app-)" +
                    std::to_string(host) + R"("}]})",
                "NetworkInterfaces");
    }
    return snapshotOf(std::move(resources));
}

} // namespace zonescope::cloud
