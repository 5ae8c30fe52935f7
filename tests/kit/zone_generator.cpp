// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kit/zone_generator.h"

#include "model/base/byte_writer.h"

#include <array>
#include <string_view>

namespace zonescope::kit {
namespace {

using dns::Type;

constexpr auto tlsa = static_cast<Type>(52);
constexpr auto sshfp = static_cast<Type>(44);
constexpr auto caa = static_cast<Type>(257);
constexpr auto unknown = static_cast<Type>(65280);

/// splitmix64: the same octets everywhere, unlike the distributions of the standard library.
class Dice
{
public:
    explicit Dice(std::uint64_t seed)
        : m_state(seed)
    {
    }
    std::uint64_t next()
    {
        std::uint64_t z = m_state += 0x9e3779b97f4a7c15ULL;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
        return z ^ z >> 31;
    }
    std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(next() % limit); }
    /// True in `share` of 1,000 throws.
    bool permille(std::uint32_t share) { return below(1000) < share; }
    std::string octets(std::size_t count)
    {
        std::string out;
        while (out.size() < count)
            out += static_cast<char>(next() & 0xff);
        return out;
    }

private:
    std::uint64_t m_state;
};

std::string label(std::string_view text)
{
    return static_cast<char>(text.size()) + std::string(text);
}

std::string number(std::uint32_t value, int octets)
{
    std::string out;
    for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8)
        out += static_cast<char>(value >> shift & 0xff);
    return out;
}

/// Six digits to the base 36, so that names rise with their number.
std::string hostLabel(std::uint64_t index)
{
    constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    std::string text(7, 'h');
    for (std::size_t i = 6; i > 0; --i, index /= digits.size())
        text[i] = digits[index % digits.size()];
    return label(text);
}

/// Emits until the wanted number of records is reached, then nothing more.
class Generator
{
public:
    Generator(const ZoneRecipe& recipe, const std::function<void(const dns::Record&)>& sink)
        : m_recipe(recipe)
        , m_sink(sink)
        , m_dice(recipe.seed)
        , m_apex(recipe.apex.wire())
    {
    }

    void run()
    {
        apex();
        for (std::uint64_t i = 0; m_made < m_recipe.records; ++i)
            host(i);
    }

private:
    void emit(std::string_view relative, Type type, std::uint32_t ttl, std::string rdata)
    {
        if (m_made == m_recipe.records)
            return;
        ++m_made;
        m_sink({dns::Name::fromTrustedWire(std::string(relative) + m_apex), type, dns::Class::IN, ttl,
                std::move(rdata)});
    }
    std::string inside(std::string_view relative) const { return std::string(relative) + m_apex; }

    void apex()
    {
        dns::Soa soa;
        soa.primaryName = dns::Name::fromTrustedWire(inside(label("ns1")));
        soa.mailbox = dns::Name::fromTrustedWire(inside(label("hostmaster")));
        soa.serial = m_recipe.serial;
        soa.refresh = 3600;
        soa.retry = 600;
        soa.expire = 1209600;
        soa.minimum = 300;
        emit({}, Type::SOA, 3600, soa.toRdata());
        emit({}, Type::NS, 3600, label("ns1") + label("elsewhere") + label("example") + '\0');
        emit({}, Type::NS, 3600, label("ns2") + label("elsewhere") + label("example") + '\0');
    }

    // The shares below give the mix of the header over many hosts.
    void host(std::uint64_t index)
    {
        const std::string name = hostLabel(index);
        const std::uint32_t kind = m_dice.below(1000);
        if (kind < 136) {
            emit(name, Type::CNAME, 300, inside(hostLabel(m_dice.below(1000))));
        } else if (kind < 191) {
            delegation(name);
        } else {
            addresses(name);
            extras(name);
            services(name);
        }
    }
    void delegation(const std::string& name)
    {
        emit(name, Type::NS, 86400, label("ns1") + label("elsewhere") + label("example") + '\0');
        emit(name, Type::NS, 86400, label("ns2") + label("elsewhere") + label("example") + '\0');
        if (m_dice.permille(480))
            emit(name, Type::DS, 86400, number(m_dice.below(65536), 2) + "\x0d\x02" + m_dice.octets(32));
    }
    void addresses(const std::string& name)
    {
        emit(name, Type::A, 300, m_dice.octets(4));
        for (std::uint32_t more = m_dice.below(1000); more < 262; more += 131)
            emit(name, Type::A, 300, m_dice.octets(4));
        if (m_dice.permille(205))
            emit(name, Type::AAAA, 300, "\x20\x01\x0d\xb8" + m_dice.octets(12));
    }
    void extras(const std::string& name)
    {
        if (m_dice.permille(67))
            for (std::uint32_t preference : {10U, 20U})
                emit(name, Type::MX, 3600, number(preference, 2) + inside(hostLabel(m_dice.below(1000))));
        if (m_dice.permille(171))
            emit(name, Type::TXT, 3600,
                 label("v=spf1 include:" + std::to_string(m_dice.below(100000)) + " -all"));
        if (m_dice.permille(12))
            emit(name, Type::NAPTR, 3600,
                 number(100, 2) + number(10, 2) + label("u") + label("E2U+sip") + label("!^.*$!sip:a@b!") +
                     '\0');
        if (m_dice.permille(23))
            emit(name, sshfp, 3600, "\x04\x02" + m_dice.octets(32));
        if (m_dice.permille(56))
            emit(name, Type::HTTPS, 300,
                 number(1, 2) + std::string(1, '\0') + number(1, 2) + number(3, 2) + label("h2"));
        if (m_dice.permille(44))
            emit(name, caa, 3600, std::string(1, '\0') + label("issue") + "ca.example.net");
        if (m_dice.permille(12))
            emit(name, unknown, 3600, m_dice.octets(16));
    }
    void services(const std::string& name)
    {
        if (m_dice.permille(33))
            emit(label("_443") + label("_tcp") + name, tlsa, 3600, "\x03\x01\x01" + m_dice.octets(32));
        if (m_dice.permille(44))
            emit(label("_sip") + label("_tcp") + name, Type::SRV, 3600,
                 number(0, 2) + number(5, 2) + number(5060, 2) + inside(name));
    }

    const ZoneRecipe& m_recipe;
    const std::function<void(const dns::Record&)>& m_sink;
    Dice m_dice;
    std::string m_apex;
    std::uint64_t m_made = 0;
};

} // namespace

void generateZone(const ZoneRecipe& recipe, const std::function<void(const dns::Record&)>& sink)
{
    Generator(recipe, sink).run();
}

std::vector<dns::Record> generateZone(const ZoneRecipe& recipe)
{
    std::vector<dns::Record> records;
    records.reserve(recipe.records);
    generateZone(recipe, [&](const dns::Record& record) { records.push_back(record); });
    return records;
}

} // namespace zonescope::kit
