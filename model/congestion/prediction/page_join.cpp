// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/prediction/page_join.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

namespace zonescope::congestion {
namespace {

constexpr double segment = 1448;    // octets a retransmitted segment had, where only segments were counted
constexpr double fewestShare = 0.5; // of the octets that a browser tells
constexpr double mostShare = 2.0;

std::string networkOf(const net::IpAddress& client)
{
    auto octets = client.octets();
    const bool v4 = client.family() == net::Family::V4;
    std::fill(octets.begin() + (v4 ? 3 : 6), octets.end(), std::uint8_t{0});
    return net::IpAddress::fromOctets(client.family(), octets.data()).toText() + (v4 ? "/24" : "/48");
}

template <class Record>
std::string pathOf(const Record& record)
{
    return !record.path.empty() ? record.path : record.client ? networkOf(*record.client) : std::string();
}

/// Adds up the connections of one page.
class PageBuilder
{
public:
    void add(const PassiveRecord& record)
    {
        m_connections += 1;
        m_bytes += record.bytes.value_or(0);
        if (record.minRttMs)
            m_minRtt = m_minRtt ? std::min(*m_minRtt, *record.minRttMs) : *record.minRttMs;
        if (record.rttMs) {
            m_rttSum += *record.rttMs;
            m_rttCount += 1;
        }
        if (record.retransmittedBytes || record.retransmits)
            m_repeated = m_repeated.value_or(0) +
                         record.retransmittedBytes.value_or(record.retransmits.value_or(0) * segment);
        addTo(m_rate, record.deliveryRate);
        longest(m_ack, record.ackMs);
        longest(m_busy, record.busyMs);
        addTo(m_timeouts, record.timeouts);
        addTo(m_requests, record.requests);
        if (record.at)
            m_at = m_at ? std::min(*m_at, *record.at) : *record.at;
        m_path = pathOf(record);
        m_algorithm = record.algorithm;
    }

    Page page() const
    {
        Page page;
        page.at = m_at.value_or(base::Timestamp{});
        page.path = m_path;
        page.algorithm = m_algorithm;
        set(page, Feature::Bytes, m_bytes);
        set(page, Feature::Connections, m_connections);
        set(page, Feature::MinRtt, m_minRtt);
        if (m_rttCount > 0)
            set(page, Feature::Rtt, m_rttSum / m_rttCount);
        if (m_repeated)
            set(page, Feature::Retransmits, *m_repeated / std::max(1.0, m_bytes));
        set(page, Feature::DeliveryRate, m_rate);
        set(page, Feature::AckTime, m_ack);
        set(page, Feature::BusyTime, m_busy);
        set(page, Feature::Timeouts, m_timeouts);
        set(page, Feature::Requests, m_requests);
        return page;
    }

private:
    static void addTo(std::optional<double>& sum, const std::optional<double>& value)
    {
        if (value)
            sum = sum.value_or(0) + *value;
    }
    static void longest(std::optional<double>& most, const std::optional<double>& value)
    {
        if (value)
            most = std::max(most.value_or(0), *value);
    }
    static void set(Page& page, Feature feature, const std::optional<double>& value)
    {
        if (!value)
            return;
        page.features[static_cast<std::size_t>(feature)] = *value;
        page.known = static_cast<std::uint16_t>(page.known | (1U << static_cast<unsigned>(feature)));
    }

    double m_connections = 0, m_bytes = 0, m_rttSum = 0, m_rttCount = 0;
    std::optional<double> m_minRtt, m_repeated, m_rate, m_ack, m_busy, m_timeouts, m_requests;
    std::optional<base::Timestamp> m_at;
    std::string m_path, m_algorithm;
};

class Joiner
{
public:
    Joiner(std::span<const PassiveRecord> connections, const JoinOptions& options)
        : m_connections(connections)
        , m_options(options)
        , m_used(connections.size())
    {
        for (std::size_t i = 0; i < connections.size(); ++i) {
            const PassiveRecord& record = connections[i];
            if (record.algorithm.empty() || !record.at) {
                m_used[i] = true;
                ++m_result.unusable;
                continue;
            }
            if (record.cookie)
                m_byCookie.emplace(record.cookie, i);
            if (record.client)
                m_byNetwork[networkOf(*record.client)].push_back(i);
        }
        for (auto& [network, indices] : m_byNetwork)
            std::sort(indices.begin(), indices.end(),
                      [&](auto a, auto b) { return m_connections[a].at < m_connections[b].at; });
    }

    void join(const RumRecord& load)
    {
        ++m_result.rumPages;
        std::vector<std::size_t> found = ofCookies(load);
        const bool byCookie = !found.empty();
        if (!byCookie)
            found = ofTime(load);
        if (found.empty())
            return;
        ++(byCookie ? m_result.byCookie : m_result.byTime);
        Page page = build(found);
        page.loadMs = load.loadMs;
        if (load.at)
            page.at = *load.at;
        if (!load.path.empty())
            page.path = load.path;
        m_result.pages.push_back(std::move(page));
    }

    JoinResult finish()
    {
        groupTheRest();
        std::stable_sort(m_result.pages.begin(), m_result.pages.end(),
                         [](const Page& a, const Page& b) { return a.at < b.at; });
        return std::move(m_result);
    }

private:
    Page build(const std::vector<std::size_t>& indices)
    {
        PageBuilder builder;
        for (const std::size_t i : indices) {
            m_used[i] = true;
            builder.add(m_connections[i]);
        }
        return builder.page();
    }

    std::vector<std::size_t> ofCookies(const RumRecord& load) const
    {
        std::vector<std::size_t> found;
        for (const std::uint64_t cookie : load.cookies) {
            const auto at = m_byCookie.find(cookie);
            if (at != m_byCookie.end() && !m_used[at->second])
                found.push_back(at->second);
        }
        return found;
    }

    std::vector<std::size_t> ofTime(const RumRecord& load) const
    {
        if (!load.at || !load.client)
            return {};
        const auto network = m_byNetwork.find(networkOf(*load.client));
        if (network == m_byNetwork.end())
            return {};
        const base::Timestamp from = *load.at - m_options.slack;
        const base::Timestamp to =
            *load.at + base::Duration(static_cast<std::int64_t>(std::min(load.loadMs, 3.6e6) * 1e3)) +
            m_options.slack;
        const auto& indices = network->second;
        auto at =
            std::lower_bound(indices.begin(), indices.end(), from, [&](std::size_t i, base::Timestamp time) {
                return *m_connections[i].at < time;
            });
        std::vector<std::size_t> found;
        double bytes = 0;
        for (; at != indices.end() && *m_connections[*at].at <= to; ++at) {
            const PassiveRecord& record = m_connections[*at];
            if (m_used[*at] || *record.client != *load.client)
                continue;
            if (!load.algorithm.empty() && load.algorithm != record.algorithm)
                continue;
            if (load.bytes && bytes + record.bytes.value_or(0) > *load.bytes * mostShare)
                continue; // another page's
            bytes += record.bytes.value_or(0);
            found.push_back(*at);
        }
        if (load.bytes && bytes < *load.bytes * fewestShare)
            return {};
        return found;
    }

    void groupTheRest()
    {
        using Key = std::tuple<std::string, std::string, std::string>; // client, algorithm, page
        std::map<Key, std::vector<std::size_t>> groups;
        for (std::size_t i = 0; i < m_connections.size(); ++i)
            if (!m_used[i]) {
                const PassiveRecord& record = m_connections[i];
                groups[{record.client ? record.client->toText() : record.path, record.algorithm, record.page}]
                    .push_back(i);
            }
        for (auto& [key, indices] : groups) {
            if (!std::get<2>(key).empty()) {
                m_result.pages.push_back(build(indices));
                continue;
            }
            std::sort(indices.begin(), indices.end(),
                      [&](auto a, auto b) { return m_connections[a].at < m_connections[b].at; });
            for (std::size_t first = 0; first < indices.size();) {
                std::size_t last = first + 1;
                while (last < indices.size() &&
                       *m_connections[indices[last]].at - *m_connections[indices[last - 1]].at <=
                           m_options.pause)
                    ++last;
                m_result.pages.push_back(build({indices.begin() + static_cast<std::ptrdiff_t>(first),
                                                indices.begin() + static_cast<std::ptrdiff_t>(last)}));
                first = last;
            }
        }
    }

    std::span<const PassiveRecord> m_connections;
    JoinOptions m_options;
    std::vector<bool> m_used;
    std::unordered_map<std::uint64_t, std::size_t> m_byCookie;
    std::unordered_map<std::string, std::vector<std::size_t>> m_byNetwork;
    JoinResult m_result;
};

} // namespace

std::string_view featureWord(Feature feature)
{
    constexpr std::array<std::string_view, featureCount> words{
        "bytes",         "connections", "min rtt",   "rtt",      "retransmits",
        "delivery rate", "ack time",    "busy time", "timeouts", "requests"};
    return words[static_cast<std::size_t>(feature)];
}

JoinResult joinPages(std::span<const PassiveRecord> connections, std::span<const RumRecord> loads,
                     const JoinOptions& options)
{
    Joiner joiner(connections, options);
    // Those with a cookie first: they take their connections for certain.
    for (const RumRecord& load : loads)
        if (!load.cookies.empty())
            joiner.join(load);
    for (const RumRecord& load : loads)
        if (load.cookies.empty())
            joiner.join(load);
    return joiner.finish();
}

} // namespace zonescope::congestion
