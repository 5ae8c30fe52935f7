// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/publish/nsec3_index.h"

#include "model/dns/ascii.h"

#include <openssl/evp.h>

#include <cstring>

namespace zonescope::publish {
namespace {

using dns::Type;
using zone::OwnerView;

constexpr std::uint8_t sha1Hash = 1;
constexpr std::uint16_t mostIterations = 2500; // RFC 5155 section 10.3: no signer may use more
constexpr auto marker = Type(10);              // NULL, the smallest record there is
constexpr std::size_t digestSize = 20;

/// The front of both NSEC3PARAM and NSEC3: hash, flags, iterations, salt.
std::optional<Nsec3Parameters> parametersOf(base::ByteView rdata)
{
    if (rdata.size() < 5 || rdata[0] != sha1Hash || rdata.size() < 5U + rdata[4])
        return std::nullopt;
    return Nsec3Parameters{static_cast<std::uint16_t>(rdata[2] << 8 | rdata[3]),
                           std::string(base::textOf(rdata.subspan(5, rdata[4])))};
}

std::optional<Nsec3Parameters> parametersOf(const zone::ZoneVersion& version)
{
    const auto apex = version.find(std::string_view());
    const auto set = apex ? apex->find(Type::NSEC3PARAM) : std::nullopt;
    for (std::size_t i = 0; set && i < set->size(); ++i) {
        auto parameters = parametersOf(set->rdata(i));
        // RFC 5155 section 4.1.2: a chain with a flag set is not ready for use.
        if (parameters && set->rdata(i)[1] == 0 && parameters->iterations <= mostIterations)
            return parameters;
    }
    return std::nullopt;
}

class Sha1
{
public:
    Sha1()
        : m_algorithm(
              EVP_MD_fetch(nullptr, "SHA1", nullptr)) // once: an implicit fetch costs more than a hash
        , m_context(EVP_MD_CTX_new())
    {
    }
    ~Sha1()
    {
        EVP_MD_CTX_free(m_context);
        EVP_MD_free(m_algorithm);
    }
    Sha1(const Sha1&) = delete;
    Sha1& operator=(const Sha1&) = delete;

    void hash(std::string_view first, std::string_view second, std::uint8_t* digest)
    {
        EVP_DigestInit_ex2(m_context, m_algorithm, nullptr);
        EVP_DigestUpdate(m_context, first.data(), first.size());
        EVP_DigestUpdate(m_context, second.data(), second.size());
        EVP_DigestFinal_ex(m_context, digest, nullptr);
    }

private:
    EVP_MD* m_algorithm;
    EVP_MD_CTX* m_context;
};

} // namespace

Nsec3Label nsec3Label(std::string_view wire, const Nsec3Parameters& parameters)
{
    static thread_local Sha1 sha1;
    std::array<char, 256> lower{};
    for (std::size_t i = 0; i < wire.size(); ++i)
        lower[i] = dns::lowerAscii(wire[i]); // length octets are 63 at most: no letters
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
    sha1.hash({lower.data(), wire.size()}, parameters.salt, digest.data());
    for (unsigned i = 0; i < parameters.iterations; ++i) {
        std::array<char, digestSize> last{};
        std::memcpy(last.data(), digest.data(), digestSize);
        sha1.hash({last.data(), last.size()}, parameters.salt, digest.data());
    }
    constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuv";
    Nsec3Label label{};
    for (std::size_t i = 0; i < label.size(); ++i) {
        const std::size_t bit = 5 * i;
        const unsigned word = digest[bit / 8] << 8 | digest[bit / 8 + 1];
        label[i] = digits[word >> (11 - bit % 8) & 31U];
    }
    return label;
}

Nsec3Index::Nsec3Index(zone::ZoneVersionPtr version, std::shared_ptr<const Nsec3Index> before)
    : m_version(std::move(version))
    , m_parameters(parametersOf(*m_version))
{
    // One that nobody asked is left out, or a quiet zone would keep all its versions.
    if (before && before->m_made && before->m_parameters == m_parameters)
        m_before = std::move(before);
}

void Nsec3Index::prepare() const
{
    std::call_once(m_once, [this] { make(); });
}

bool Nsec3Index::usable() const
{
    if (!m_made)
        prepare();
    return m_owners != nullptr;
}

void Nsec3Index::make() const
{
    if (m_parameters) {
        m_owners = m_before ? fromBefore() : nullptr;
        if (!m_owners)
            m_owners = fromScratch();
    }
    m_before.reset();
    m_made = true;
}

bool Nsec3Index::belongs(const OwnerView& owner) const
{
    const auto set = owner.find(Type::NSEC3);
    return set && owner.key().size() == Nsec3Label{}.size() && parametersOf(set->rdata(0)) == m_parameters;
}

zone::ZoneVersionPtr Nsec3Index::fromScratch() const
{
    zone::ZoneLoader loader(m_version->apex());
    bool good = loader.add(m_version->soaRecord()).has_value();
    m_version->forEach([&](const OwnerView& owner) {
        if (belongs(owner))
            good = good && loader.add({owner.name(m_version->apex()), marker, dns::Class::IN, 0, {}});
        return good;
    });
    auto owners = loader.finish();
    return good && owners ? *owners : nullptr;
}

zone::ZoneVersionPtr Nsec3Index::fromBefore() const
{
    if (!m_before->m_owners)
        return nullptr;
    zone::Changeset change;
    change.fromSerial = m_before->m_version->serial();
    change.toSerial = m_version->serial();
    change.soa = m_version->soaRecord();
    zone::forEachDifference(
        *m_before->m_version, *m_version,
        [&](const std::optional<OwnerView>& from, const std::optional<OwnerView>& to) {
            const bool was = from && belongs(*from);
            const bool is = to && belongs(*to);
            if (was != is)
                (is ? change.added : change.removed)
                    .push_back({(is ? to : from)->name(m_version->apex()), marker, dns::Class::IN, 0, {}});
            return true;
        });
    auto owners = zone::apply(m_before->m_owners, change);
    return owners ? *owners : nullptr;
}

std::optional<OwnerView> Nsec3Index::matching(std::string_view label) const
{
    return m_owners->find(label) ? m_version->find(label) : std::nullopt;
}

std::optional<OwnerView> Nsec3Index::covering(std::string_view label) const
{
    auto owner = m_owners->findAtOrBefore(label);
    if (owner && owner->key().empty()) // the apex of the index: the hash lies before the first one
        owner = m_owners->at(m_owners->ownerCount() - 1);
    if (!owner || owner->key().empty())
        return std::nullopt;
    return m_version->find(owner->key());
}

} // namespace zonescope::publish
