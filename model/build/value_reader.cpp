// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/build/value_reader.h"

#include "model/build/rrset_packer.h"

#include <msgpack.hpp>

#include <limits>
#include <span>

namespace zonescope::build {
namespace {

using Objects = std::span<const msgpack::object>;

constexpr std::size_t deepest = 8; ///< we write four levels
constexpr std::size_t longestRdata = 65535;

base::Status corrupt(std::string_view what)
{
    return base::fail(base::ErrorCode::StoreCorrupt, std::string(what));
}

std::optional<Objects> arrayOf(const msgpack::object& object)
{
    if (object.type != msgpack::type::ARRAY)
        return std::nullopt;
    return Objects(object.via.array.ptr, object.via.array.size);
}

template <class Integer>
bool readInteger(const msgpack::object& object, Integer& value)
{
    if (object.type != msgpack::type::POSITIVE_INTEGER ||
        object.via.u64 > std::numeric_limits<Integer>::max())
        return false;
    value = static_cast<Integer>(object.via.u64);
    return true;
}

bool readOctets(const msgpack::object& object, std::string_view& value)
{
    if (object.type != msgpack::type::BIN)
        return false;
    value = {object.via.bin.ptr, object.via.bin.size};
    return true;
}

/// The fields of a value behind its version number.
base::Status openVersioned(const msgpack::object& object, std::size_t least, Objects& fields,
                           std::uint32_t& version)
{
    const auto array = arrayOf(object);
    if (!array || array->empty() || !readInteger((*array)[0], version))
        return corrupt("no version number");
    if (version > formatVersion)
        return corrupt("format " + std::to_string(version) + " was written by a newer program");
    if (version == 0 || array->size() < least)
        return corrupt("fields are missing");
    fields = *array;
    return {};
}

base::Status readTtls(const msgpack::object& object, PackedRrset& set)
{
    if (object.type == msgpack::type::NIL)
        return {};
    const auto ttls = arrayOf(object);
    if (!ttls || ttls->size() != set.rdata.size())
        return corrupt("not one TTL for each record");
    set.ttls.resize(ttls->size());
    for (std::size_t i = 0; i < ttls->size(); ++i)
        if (!readInteger((*ttls)[i], set.ttls[i]))
            return corrupt("a TTL is no number");
    return {};
}

base::Status readSet(const msgpack::object& object, PackedRrset& set)
{
    const auto fields = arrayOf(object);
    std::uint16_t type = 0;
    if (!fields || fields->size() < 3 || !readInteger((*fields)[0], type) ||
        !readInteger((*fields)[1], set.ttl))
        return corrupt("an RRset without type and TTL");
    set.type = static_cast<dns::Type>(type);
    const auto rdata = arrayOf((*fields)[2]);
    if (!rdata || rdata->empty())
        return corrupt("an RRset without a record");
    set.rdata.resize(rdata->size());
    for (std::size_t i = 0; i < rdata->size(); ++i)
        if (!readOctets((*rdata)[i], set.rdata[i]) || set.rdata[i].size() > longestRdata)
            return corrupt("rdata that is none");
    set.ttls.clear();
    return fields->size() > 3 ? readTtls((*fields)[3], set) : base::Status();
}

} // namespace

struct ValueReader::State
{
    /// Parses one whole value; octets stay where they are.
    base::Status parse(std::string_view value, msgpack::object& object)
    {
        zone.clear();
        const std::size_t most = value.size(); // no container has more elements than there are octets
        const msgpack::unpack_limit limit(most, most, most, most, most, deepest);
        const auto stay = [](msgpack::type::object_type, std::size_t, void*) { return true; };
        std::size_t offset = 0;
        bool referenced = false;
        try {
            object =
                msgpack::unpack(zone, value.data(), value.size(), offset, referenced, stay, nullptr, limit);
        } catch (const std::exception& e) {
            return corrupt(std::string("no MessagePack value: ") + e.what());
        }
        return offset == value.size() ? base::Status() : corrupt("octets behind the value");
    }

    msgpack::zone zone;
};

ValueReader::ValueReader()
    : m_state(std::make_unique<State>())
{
}

ValueReader::~ValueReader() = default;

base::Status ValueReader::readEntry(std::string_view value, PackedEntry& entry)
{
    msgpack::object object;
    Objects fields;
    std::uint32_t version = 0;
    const auto opened =
        m_state->parse(value, object).and_then([&] { return openVersioned(object, 2, fields, version); });
    if (!opened)
        return opened;
    const auto sets = arrayOf(fields[1]);
    if (!sets || sets->empty())
        return corrupt("no RRset");
    entry.rrsets.resize(sets->size());
    for (std::size_t i = 0; i < sets->size(); ++i) {
        if (auto read = readSet((*sets)[i], entry.rrsets[i]); !read)
            return read;
        if (i > 0 && entry.rrsets[i - 1].type >= entry.rrsets[i].type)
            return corrupt("types out of order");
    }
    entry.owner = {};
    if (fields.size() > 2 && fields[2].type != msgpack::type::NIL && !readOctets(fields[2], entry.owner))
        return corrupt("an owner that is none");
    return {};
}

base::Status ValueReader::readMeta(std::string_view value, ZoneMeta& meta)
{
    msgpack::object object;
    Objects fields;
    const auto opened =
        m_state->parse(value, object).and_then([&] { return openVersioned(object, 6, fields, meta.format); });
    if (!opened)
        return opened;
    std::string_view apex;
    if (!readOctets(fields[1], apex) || !readInteger(fields[2], meta.serial) ||
        !readInteger(fields[3], meta.records) || !readInteger(fields[4], meta.rrsets) ||
        !readInteger(fields[5], meta.owners))
        return corrupt("a field of the meta entry has the wrong type");
    auto name = dns::Name::fromWire(base::viewOf(apex));
    if (!name)
        return corrupt("the apex is no domain name");
    meta.apex = std::move(*name);
    return {};
}

base::Result<PackedEntry> unpackEntry(std::string_view value)
{
    PackedEntry entry;
    if (auto read = ValueReader().readEntry(value, entry); !read)
        return tl::unexpected(read.error());
    return entry;
}

base::Result<ZoneMeta> unpackMeta(std::string_view value)
{
    ZoneMeta meta;
    if (auto read = ValueReader().readMeta(value, meta); !read)
        return tl::unexpected(read.error());
    return meta;
}

} // namespace zonescope::build
