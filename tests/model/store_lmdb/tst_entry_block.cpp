// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/lmdb/entry_block.h"
#include "tests/kit/result_macros.h"

#include <map>
#include <random>

using namespace zonescope;
using store::BlockPacker;

/// What is packed comes back, in as few octets as promised; damaged octets are refused or read, never more.
class TestEntryBlock : public QObject
{
    Q_OBJECT

    using Entries = std::map<std::string, std::string>;
    using Block = std::pair<std::string, std::string>;

    static std::vector<Block> pack(const Entries& entries, std::size_t limit = BlockPacker::defaultLimit)
    {
        std::vector<Block> blocks;
        BlockPacker packer(limit);
        for (const auto& [key, value] : entries)
            if (!packer.add(key, value)) {
                blocks.emplace_back(packer.firstKey(), packer.block());
                packer.clear();
                packer.add(key, value);
            }
        if (!packer.empty())
            blocks.emplace_back(packer.firstKey(), packer.block());
        return blocks;
    }
    static base::Result<Entries> read(const std::vector<Block>& blocks)
    {
        Entries entries;
        for (const auto& [firstKey, block] : blocks) {
            const auto done = store::readBlock(firstKey, block, [&](auto key, auto value) {
                entries.emplace(key, value);
                return true;
            });
            if (!done)
                return tl::unexpected(done.error());
        }
        return entries;
    }
    static Entries hosts(int count)
    {
        Entries entries;
        for (int i = 100'000; i < 100'000 + count; ++i)
            entries[std::string("\0\0\0\1", 4) + "h" + std::to_string(i) + std::string("\0\0\0\1", 4)] =
                std::string("\x92\x01\x91\x93\x01\xcd\x0e\x10\x91\xc4\x04", 11) + std::to_string(i).substr(2);
        return entries;
    }
    static Entries random(std::mt19937& dice)
    {
        Entries entries;
        const unsigned alphabet = 1 + dice() % 4;
        for (unsigned i = dice() % 300; i > 0; --i) {
            std::string key(dice() % 40, '\0');
            std::string value(dice() % 20 == 0 ? dice() % 9000 : dice() % 60, '\0');
            for (char& c : key)
                c = static_cast<char>(dice() % alphabet);
            for (char& c : value)
                c = static_cast<char>(dice() % (2 * alphabet));
            entries[key] = value;
        }
        return entries;
    }

private slots:
    void everythingComesBack()
    {
        std::mt19937 dice(7);
        for (int round = 0; round < 400; ++round) {
            const Entries entries = random(dice);
            const std::size_t limit = round % 3 == 0 ? 1 + dice() % 200 : BlockPacker::defaultLimit;
            const auto blocks = pack(entries, limit);
            for (const auto& [firstKey, block] : blocks)
                if (block.size() > limit) { // it holds one entry only
                    int inside = 0;
                    QVERIFY_RESULT(
                        store::readBlock(firstKey, block, [&](auto, auto) { return ++inside > 0; }));
                    QCOMPARE(inside, 1);
                }
            const auto back = read(blocks);
            QVERIFY_RESULT(back);
            QVERIFY(*back == entries);
        }
    }

    void hostsTakeLittleMoreThanTheirAddress()
    {
        const auto blocks = pack(hosts(10'000));
        std::size_t octets = 0;
        for (const auto& [firstKey, block] : blocks)
            octets += firstKey.size() + block.size();
        QVERIFY2(octets < 100'000, QByteArray::number(static_cast<qulonglong>(octets))); // 300,000 before
        QVERIFY(*read(blocks) == hosts(10'000));
    }

    void largeValues()
    {
        const Entries entries{{"a", std::string(70'000, 'x')},
                              {"b", std::string(70'000, 'x') + 'y'},
                              {"c", {}},
                              {std::string(511, 'd'), "short"}};
        QVERIFY(*read(pack(entries)) == entries);
    }

    void readingStopsWhenTold()
    {
        const auto blocks = pack(hosts(50));
        int seen = 0;
        QVERIFY_RESULT(
            store::readBlock(blocks[0].first, blocks[0].second, [&](auto, auto) { return ++seen < 7; }));
        QCOMPARE(seen, 7);
    }

    void damagedBlocks()
    {
        const auto all = [](auto, auto) { return true; };
        QVERIFY_ERROR(store::readBlock("k", "", all), base::ErrorCode::StoreCorrupt);
        QVERIFY_ERROR(store::readBlock(std::string(512, 'k'), "\1", all), base::ErrorCode::StoreCorrupt);
        QVERIFY_ERROR(store::readBlock("k", "\2", all), base::ErrorCode::StoreCorrupt);
        QVERIFY_RESULT(store::readBlock("k", "\1", all));
        const auto [firstKey, block] = pack(hosts(200)).front();
        for (std::size_t size = 1; size < block.size();
             ++size) { // cut between two entries it is a shorter one
            std::size_t octets = 0;
            std::ignore = store::readBlock(firstKey, block.substr(0, size), [&](auto key, auto value) {
                octets += key.size() + value.size();
                return true;
            });
            QVERIFY(octets < 40 * block.size());
        }
        std::mt19937 dice(3);
        int refused = 0;
        for (int round = 0; round < 20'000; ++round) {
            std::string damaged = block;
            for (int flips = 0; flips < 3; ++flips)
                damaged[dice() % damaged.size()] ^= static_cast<char>(1U << dice() % 8);
            std::size_t octets = 0;
            const auto done = store::readBlock(firstKey, damaged, [&](auto key, auto value) {
                octets += key.size() + value.size();
                return true;
            });
            refused += done ? 0 : 1;
            QVERIFY(octets < 400 * block.size());
        }
        QVERIFY(refused > 1000);
    }
};

QTEST_APPLESS_MAIN(TestEntryBlock)
#include "tst_entry_block.moc"
