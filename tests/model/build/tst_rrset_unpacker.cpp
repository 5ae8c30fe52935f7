// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/build/rrset_packer.h"
#include "model/build/rrset_unpacker.h"
#include "tests/kit/result_macros.h"
#include "tests/kit/zone_generator.h"
#include "tests/model/zone/zone_model.h"

#include <msgpack.hpp>

using namespace zonescope;
using namespace zonescope::tests;
using base::ErrorCode;

class TestRrsetUnpacker : public QObject
{
    Q_OBJECT

    using Entry = std::pair<std::string, std::string>;

    const base::ZoneId m_zone{7};
    const dns::Name m_apex = name("example.org.");
    std::vector<Entry> m_entries;

    base::Result<zone::ZoneVersionPtr> unpack(const std::vector<Entry>& entries)
    {
        build::RrsetUnpacker unpacker(m_zone, m_apex);
        for (const auto& [key, value] : entries)
            if (auto added = unpacker.add(key, value); !added)
                return tl::unexpected(added.error());
        return unpacker.finish();
    }
    template <class Fill>
    static std::string value(Fill&& fill)
    {
        msgpack::sbuffer buffer;
        msgpack::packer<msgpack::sbuffer> packer(buffer);
        fill(packer);
        return {buffer.data(), buffer.size()};
    }

private slots:
    void initTestCase()
    {
        zone::ZoneLoader loader(m_apex);
        for (const dns::Record& r : kit::generateZone({.apex = m_apex, .records = 60}))
            QVERIFY_RESULT(loader.add(r));
        QVERIFY_RESULT(loader.add(
            record("Cased.example.org.", dns::Type::MX, std::string("\0\1", 2) + wire("mx.example."))));
        build::pack(m_zone, *loader.finish().value(),
                    [&](std::string_view key, std::string_view v) { m_entries.emplace_back(key, v); });
        QVERIFY_RESULT(unpack(m_entries));
    }

    void everyCutValueIsRefused()
    {
        for (std::size_t i = 0; i < m_entries.size(); ++i) {
            for (std::size_t size = 0; size < m_entries[i].second.size(); ++size) {
                auto entries = m_entries;
                entries[i].second.resize(size);
                QVERIFY_ERROR(unpack(entries), ErrorCode::StoreCorrupt);
            }
        }
    }

    void everyMissingOrMisplacedEntryIsRefused()
    {
        for (std::size_t i = 0; i < m_entries.size(); ++i) {
            auto entries = m_entries;
            entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(i));
            QVERIFY_ERROR(unpack(entries), ErrorCode::StoreCorrupt);
        }
        for (std::size_t i = 1; i < m_entries.size(); ++i) {
            auto entries = m_entries;
            std::swap(entries[i], entries[i - 1]);
            QVERIFY_ERROR(unpack(entries), ErrorCode::StoreCorrupt);
            entries = m_entries;
            entries[i].second = m_entries[i - 1].second;
            const auto result = unpack(entries);
            // Two entries of one type may be exchanged: only the store's digest can know.
            QVERIFY(result || result.error().code == ErrorCode::StoreCorrupt);
        }
        QVERIFY_ERROR(unpack({}), ErrorCode::StoreCorrupt);
    }

    void everyFlippedOctetIsRefusedOrHarmless()
    {
        std::size_t refused = 0;
        for (std::size_t i = 0; i < m_entries.size(); ++i) {
            for (const bool inKey : {true, false}) {
                const std::size_t size = inKey ? m_entries[i].first.size() : m_entries[i].second.size();
                for (std::size_t at = 0; at < size; ++at) {
                    for (const int flip : {0x01, 0x20, 0x80, 0xff}) {
                        auto entries = m_entries;
                        std::string& text = inKey ? entries[i].first : entries[i].second;
                        text[at] = static_cast<char>(text[at] ^ flip);
                        const auto result = unpack(entries);
                        if (!result)
                            QCOMPARE(result.error().code, ErrorCode::StoreCorrupt);
                        refused += result ? 0 : 1;
                    }
                }
            }
        }
        QVERIFY(refused > 1000);
    }

    void unknownFieldsAreSkipped()
    {
        const std::string later = value([](auto& p) {
            p.pack_array(5).pack_uint32(1);
            p.pack_array(1).pack_array(6).pack_uint16(16).pack_uint32(300);
            p.pack_array(1).pack_bin(2).pack_bin_body("\1x", 2);
            p.pack_nil().pack_true().pack_map(1).pack_str(1).pack_str_body("k", 1).pack_double(2.5);
            p.pack_nil().pack_str(3).pack_str_body("new", 3).pack_array(0);
        });
        const auto entry = build::unpackEntry(later);
        QVERIFY_RESULT(entry);
        QVERIFY(entry->rrsets.at(0).rdata.at(0) == "\1x");
        QVERIFY(entry->owner.empty());
    }

    void whatIsNoEntryIsRefused_data()
    {
        QTest::addColumn<QByteArray>("octets");
        const auto add = [](const char* what, const std::string& octets) {
            QTest::newRow(what) << QByteArray(octets.data(), static_cast<qsizetype>(octets.size()));
        };
        add("nothing", "");
        add("a number", "\x01");
        add("an empty array", "\x90");
        add("a newer format", value([](auto& p) { p.pack_array(2).pack_uint32(2).pack_array(0); }));
        add("no RRset", value([](auto& p) { p.pack_array(2).pack_uint32(1).pack_array(0); }));
        add("format 0", value([](auto& p) { p.pack_array(2).pack_uint32(0).pack_array(0); }));
        add("four thousand million elements", std::string("\xdd\xff\xff\xff\xff\x01", 6));
        add("four thousand million octets", std::string("\x92\x01\xc6\xff\xff\xff\xff", 7));
        add("a hundred levels", std::string(100, '\x91'));
        add("many open arrays", [] {
            std::string s;
            for (int i = 0; i < 1000; ++i)
                s += std::string("\xdd\x00\x00\x10\x00", 5);
            return s;
        }());
        add("a type beyond 16 bits", value([](auto& p) {
                p.pack_array(2).pack_uint32(1).pack_array(1).pack_array(3).pack_uint32(70000).pack_uint32(1);
                p.pack_array(1).pack_bin(1).pack_bin_body("x", 1);
            }));
        add("a negative TTL", value([](auto& p) {
                p.pack_array(2).pack_uint32(1).pack_array(1).pack_array(3).pack_uint16(16).pack_int32(-1);
                p.pack_array(1).pack_bin(1).pack_bin_body("x", 1);
            }));
        add("text for rdata", value([](auto& p) {
                p.pack_array(2).pack_uint32(1).pack_array(1).pack_array(3).pack_uint16(16).pack_uint32(1);
                p.pack_array(1).pack_str(1).pack_str_body("x", 1);
            }));
        add("too few TTLs", value([](auto& p) {
                p.pack_array(2).pack_uint32(1).pack_array(1).pack_array(4).pack_uint16(46).pack_uint32(1);
                p.pack_array(1).pack_bin(1).pack_bin_body("x", 1).pack_array(0);
            }));
    }
    void whatIsNoEntryIsRefused()
    {
        QFETCH(QByteArray, octets);
        QVERIFY_ERROR(build::unpackEntry(octets.toStdString()), ErrorCode::StoreCorrupt);
        QVERIFY_ERROR(build::unpackMeta(octets.toStdString()), ErrorCode::StoreCorrupt);
    }

    void entriesOfAnotherZoneAreRefused()
    {
        build::RrsetUnpacker otherApex(m_zone, name("example.com."));
        QVERIFY_ERROR(otherApex.add(m_entries[0].first, m_entries[0].second), ErrorCode::StoreCorrupt);
        build::RrsetUnpacker otherZone(base::ZoneId{8}, m_apex);
        QVERIFY_ERROR(otherZone.add(m_entries[0].first, m_entries[0].second), ErrorCode::StoreCorrupt);
    }
};

QTEST_APPLESS_MAIN(TestRrsetUnpacker)
#include "tst_rrset_unpacker.moc"
