// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/history_item.h"

#include "model/base/varint.h"
#include "model/store/difference_codec.h"

#include <algorithm>
#include <type_traits>

namespace zonescope::store {
namespace {

using base::Bytes;

/// Types whose fields are listed below, once for both directions.
template <class T, class Plain>
concept Is = std::same_as<std::remove_const_t<T>, Plain>;

void fields(auto& archive, Is<net::TcpInfo> auto& i)
{
    archive(i.rttUs, i.rttVarUs, i.minRttUs, i.receiveRttUs, i.totalRetransmits, i.outOfOrderReceived,
            i.sendCongestionWindow, i.receiveSpace, i.bytesReceived, i.bytesAcked, i.deliveryRate, i.cookie);
}
void fields(auto& archive, Is<base::Error> auto& e)
{
    archive(e.code, e.detail);
}
void fields(auto& archive, Is<pipeline::EdgeArrival> auto& e)
{
    archive(e.edge, e.delay, e.uncertainty, e.failure);
}
void fields(auto& archive, Is<pipeline::TransferAttempt> auto& a)
{
    archive(a.id, a.zone, a.apex, a.primary, a.address, a.keyName, a.kind, a.startedAt, a.duration,
            a.fromSerial, a.toSerial, a.records, a.bytes, a.messages, a.rcode, a.extendedError,
            a.extendedErrorText, a.error, a.tcpInfo, a.triggers, a.transport, a.nsid, a.route, a.flow,
            a.verdict);
}
void fields(auto& archive, Is<pipeline::Event> auto& e)
{
    archive(e.id, e.at, e.stage, e.severity, e.kind, e.zone, e.primary, e.edge, e.change, e.fromSerial,
            e.toSerial, e.address, e.via, e.transferKind, e.records, e.duration, e.error, e.before, e.after);
}
void fields(auto& archive, Is<pipeline::Change> auto& c)
{
    archive(c.id, c.zone, c.fromSerial, c.toSerial, c.startedAt, c.triggers, c.primary, c.kind, c.stage,
            c.edges, c.added, c.removed, c.complete);
}
void fields(auto& archive, Is<pipeline::SerialSpan> auto& s)
{
    archive(s.zone, s.edge, s.primary, s.serial, s.failure, s.from, s.to);
}
void fields(auto& archive, Is<pipeline::PathRecord> auto& p)
{
    archive(p.at, p.target, p.tcp, p.route, p.length, p.sent, p.received, p.best, p.worst, p.usual, p.nsid,
            p.hops);
}
void fields(auto& archive, Is<HistoryDifference> auto& d)
{
    archive(d.zone, d.change, d.keep);
}
void fields(auto& archive, Is<ForgetDifferences> auto& f)
{
    archive(f.zone);
}

void fields(auto& archive, Is<congestion::TcpCounters> auto& c)
{
    archive(c.rttUs, c.minRttUs, c.receiveRttUs, c.congestionWindow, c.totalRetransmits,
            c.spuriousRetransmits, c.timeouts, c.outOfOrderReceived, c.receiveSpace, c.bytesSent,
            c.bytesAcked, c.bytesRetransmitted, c.bytesReceived, c.segmentsOut, c.segmentsIn, c.busyUs,
            c.receiverLimitedUs, c.sendBufferLimitedUs);
}
void fields(auto& archive, Is<congestion::Connection> auto& c)
{
    archive(c.cookie, c.local, c.remote, c.state, c.userId, c.algorithmText, c.hasCounters, c.counters);
}
void fields(auto& archive, Is<congestion::ClosedConnection> auto& c)
{
    archive(c.connection, c.closedAt, c.firstSeen);
}
void fields(auto& archive, Is<congestion::MinuteRow> auto& m)
{
    archive(m.key.minute, m.key.peer, m.key.algorithm, m.figures);
}
void fields(auto& archive, Is<ClosedConnections> auto& c)
{
    archive(c.rows);
}
void fields(auto& archive, Is<ConnectionMinutes> auto& m)
{
    archive(m.rows);
}

/// Highest value of an enumeration that is written as its number.
constexpr std::uint64_t highest(pipeline::Stage)
{
    return static_cast<std::uint64_t>(pipeline::Stage::Observe);
}
constexpr std::uint64_t highest(pipeline::Severity)
{
    return static_cast<std::uint64_t>(pipeline::Severity::Error);
}
constexpr std::uint64_t highest(pipeline::TransferKind)
{
    return static_cast<std::uint64_t>(pipeline::TransferKind::AxfrStyleIxfr);
}
constexpr std::uint64_t highest(pipeline::Transport)
{
    return static_cast<std::uint64_t>(pipeline::Transport::TcpNotTls);
}

constexpr std::uint64_t highest(pipeline::TransferVerdict)
{
    return static_cast<std::uint64_t>(pipeline::TransferVerdict::Application);
}
constexpr std::uint64_t highest(congestion::TcpState)
{
    return static_cast<std::uint64_t>(congestion::TcpState::Closing);
}

class Writer
{
public:
    explicit Writer(Bytes& into)
        : m_into(into)
    {
    }
    void operator()(const auto&... values) { (put(values), ...); }

private:
    void text(std::string_view value)
    {
        base::appendVarint(m_into, value.size());
        m_into.append(value);
    }
    void put(std::integral auto value) { base::appendVarint(m_into, static_cast<std::uint64_t>(value)); }
    template <class Enum>
    requires std::is_enum_v<Enum>
    void put(Enum value) { base::appendVarint(m_into, static_cast<std::uint64_t>(value)); }
    void put(pipeline::Event::Kind kind) { text(pipeline::eventKindName(kind)); }
    void put(base::ErrorCode code) { text(base::errorName(code)); }
    void put(const std::string& value) { text(value); }
    void put(base::Duration value) // a clock may step back
    {
        const auto count = static_cast<std::int64_t>(value.count());
        put(static_cast<std::uint64_t>(count) << 1U ^ static_cast<std::uint64_t>(count >> 63));
    }
    void put(base::Timestamp value) { put(value.time_since_epoch()); }
    template <class Tag>
    void put(base::StrongId<Tag> id)
    {
        put(id.value);
    }
    void put(const dns::Name& name) { text(name.wire()); }
    void put(const net::Endpoint& endpoint) { text(endpoint.toText()); }
    void put(const std::array<char, 16>& word) { text(word.data()); } // ends with 0
    void put(const net::Prefix& prefix) { text(prefix.toText()); }
    void put(const zone::Changeset& change) { text(packDifference(change)); }
    void put(const pipeline::TransferFlow& flow) { text(flow.pack()); }
    void put(const congestion::MinuteFigures& figures) { text(figures.pack()); }
    template <class T>
    void put(const std::optional<T>& value)
    {
        put(value.has_value());
        if (value)
            put(*value);
    }
    template <class T>
    void put(const std::vector<T>& values)
    {
        put(values.size());
        for (const T& value : values)
            put(value);
    }
    template <class T, std::size_t size>
    void put(const std::array<T, size>& values)
    {
        for (const T& value : values)
            put(value);
    }
    template <class T>
    requires requires(Writer& writer, const T& value) { fields(writer, value); }
    void put(const T& value) { fields(*this, value); }

    Bytes& m_into;
};

class Reader
{
public:
    explicit Reader(base::ByteView octets)
        : m_octets(octets)
    {
    }
    void operator()(auto&... values) { (get(values), ...); }
    bool failed() const { return m_failed || m_octets.failed(); }
    bool atEnd() const { return m_octets.atEnd(); }
    std::uint64_t number() { return m_octets.next(); }

private:
    std::string_view text() { return base::textOf(m_octets.take(number())); }
    void get(std::integral auto& value)
    {
        value = static_cast<std::remove_reference_t<decltype(value)>>(number());
    }
    void get(bool& value) { value = number() != 0; }
    template <class Enum>
    requires std::is_enum_v<Enum>
    void get(Enum& value)
    {
        const std::uint64_t read = number();
        m_failed = m_failed || read > highest(Enum{});
        value = m_failed ? Enum{} : static_cast<Enum>(read);
    }
    void get(pipeline::Event::Kind& kind)
    {
        const auto read = pipeline::eventKindFromName(text());
        m_failed = m_failed || !read;
        kind = read.value_or(pipeline::Event::Kind::NotifyAccepted);
    }
    void get(base::ErrorCode& code) { code = base::errorFromName(text()); }
    void get(std::string& value) { value = text(); }
    void get(base::Duration& value)
    {
        const std::uint64_t packed = number();
        value =
            base::Duration(static_cast<std::int64_t>(packed >> 1U) ^ -static_cast<std::int64_t>(packed & 1U));
    }
    void get(base::Timestamp& value)
    {
        base::Duration since{0};
        get(since);
        value = base::Timestamp(since);
    }
    template <class Tag>
    void get(base::StrongId<Tag>& id)
    {
        get(id.value);
    }
    template <class T>
    void take(T& value, base::Result<T> read)
    {
        m_failed = m_failed || !read;
        if (read)
            value = std::move(*read);
    }
    void get(dns::Name& name) { take(name, dns::Name::fromWire(base::viewOf(text()))); }
    void get(net::Endpoint& endpoint) { take(endpoint, net::Endpoint::fromText(text())); }
    void get(std::array<char, 16>& word)
    {
        const std::string_view read = text();
        word = {};
        std::copy_n(read.begin(), std::min(read.size(), word.size() - 1), word.begin());
    }
    void get(net::Prefix& prefix) { take(prefix, net::Prefix::fromText(text())); }
    void get(pipeline::TransferFlow& flow)
    {
        take(flow, pipeline::TransferFlow::unpack(base::viewOf(text())));
    }
    void get(congestion::MinuteFigures& figures)
    {
        take(figures, congestion::MinuteFigures::unpack(base::viewOf(text())));
    }
    void get(zone::Changeset& change) { take(change, unpackDifference(base::viewOf(text()))); }
    template <class T>
    void get(std::optional<T>& value)
    {
        value.reset();
        if (number() != 0)
            get(value.emplace());
    }
    template <class T>
    void get(std::vector<T>& values)
    {
        for (std::uint64_t left = number(); left > 0 && !failed(); --left)
            get(values.emplace_back());
    }
    template <class T, std::size_t size>
    void get(std::array<T, size>& values)
    {
        for (T& value : values)
            get(value);
    }
    template <class T>
    requires requires(Reader& reader, T& value) { fields(reader, value); }
    void get(T& value) { fields(*this, value); }

    base::VarintReader m_octets;
    bool m_failed = false;
};

template <class T>
HistoryItem read(Reader& reader)
{
    T value;
    reader(value);
    return value;
}

} // namespace

void packItem(Bytes& into, const HistoryItem& item)
{
    std::visit(
        [&](const auto& value) {
            if constexpr (!std::same_as<std::decay_t<decltype(value)>, HistoryFlush>) {
                base::appendVarint(into, item.index());
                Writer writer(into);
                writer(value);
            }
        },
        item);
}

base::Result<std::vector<HistoryItem>> unpackItems(base::ByteView packed)
{
    std::vector<HistoryItem> items;
    Reader reader(packed);
    while (!reader.failed() && !reader.atEnd()) {
        switch (reader.number()) { // the places in HistoryItem
        case 0:
            items.push_back(read<pipeline::TransferAttempt>(reader));
            break;
        case 1:
            items.push_back(read<pipeline::Event>(reader));
            break;
        case 2:
            items.push_back(read<pipeline::Change>(reader));
            break;
        case 3:
            items.push_back(read<pipeline::SerialSpan>(reader));
            break;
        case 4:
            items.push_back(read<HistoryDifference>(reader));
            break;
        case 5:
            items.push_back(read<ForgetDifferences>(reader));
            break;
        case 7: // 6 is a Flush
            items.push_back(read<pipeline::PathRecord>(reader));
            break;
        case 8:
            items.push_back(read<ClosedConnections>(reader));
            break;
        case 9:
            items.push_back(read<ConnectionMinutes>(reader));
            break;
        default:
            return base::fail(base::ErrorCode::StoreCorrupt, "a word of the journal that nobody wrote");
        }
    }
    if (reader.failed())
        return base::fail(base::ErrorCode::StoreCorrupt, "a group of the journal that cannot be read");
    return items;
}

} // namespace zonescope::store
