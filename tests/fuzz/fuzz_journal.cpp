// SPDX-License-Identifier: GPL-3.0-or-later
// A group of one of the journals, the first octet says which: refused in words, or what reads the same after
// it was written again.
#include "model/store/history_item.h"
#include "model/store/ledger_codec.h"
#include "model/store/lmdb/difference_record.h"
#include "tests/fuzz/fuzz_check.h"

using namespace zonescope;

namespace {

template <class Read, class Write>
void check(base::ByteView octets, const Read& read, const Write& write)
{
    const auto first = read(octets);
    if (!first) {
        FUZZ_CHECK(first.error().code == base::ErrorCode::StoreCorrupt);
        FUZZ_CHECK(!first.error().detail.empty());
        return;
    }
    const base::Bytes written = write(*first);
    const auto again = read(base::viewOf(written));
    FUZZ_CHECK(again.has_value());
    FUZZ_CHECK(write(*again) == written);
}

base::Bytes packAll(const std::vector<store::HistoryItem>& items)
{
    base::Bytes packed;
    for (const store::HistoryItem& item : items)
        store::packItem(packed, item);
    return packed;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const base::ByteView octets(data + 1, size - 1);
    if (data[0] % 3 == 0)
        check(octets, store::unpackLedgerGroup, store::packLedgerGroup);
    else if (data[0] % 3 == 1)
        check(octets, store::unpackDifferences, store::packDifferences);
    else
        check(octets, store::unpackItems, packAll);
    return 0;
}
