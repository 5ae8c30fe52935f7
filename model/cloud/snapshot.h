// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/cloud/reply.h"

#include <compare>
#include <cstddef>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace zonescope::cloud {

enum class ScopeState : std::uint8_t {
    Ok,
    Denied,      ///< the detail names the missing permission
    Unreachable, ///< what is known of it comes from an earlier time
    Stale,       ///< taken over from an earlier snapshot
    Broken,      ///< the answer could not be read
};
std::string_view scopeStateWord(ScopeState state);
std::optional<ScopeState> scopeStateFromWord(std::string_view word);

/// One question to one provider, or one file of an import, and how it went.
struct Scope
{
    Provider provider = Provider::Aws;
    std::string account;
    std::string region;
    std::string what; ///< operation, list or file
    ScopeState state = ScopeState::Ok;
    std::string detail; ///< English, for the log; never a secret
    base::Timestamp readAt{};
    std::uint32_t resources = 0;
    friend bool operator==(const Scope&, const Scope&) = default;
};

struct Incoming
{
    RelationKind kind;
    std::uint32_t from; ///< index of the resource that has the relation
};

/// Resources by reference; they lie in the replies that carried them. A view of the library's own would do,
/// if clang 14 could compile GCC's.
class ResourceList
{
public:
    class Iterator
    {
    public:
        using iterator_category = std::random_access_iterator_tag;
        using value_type = Resource;
        using difference_type = std::ptrdiff_t;
        using pointer = const Resource*;
        using reference = const Resource&;

        Iterator() = default;
        explicit Iterator(const Resource* const* at)
            : m_at(at)
        {
        }
        reference operator*() const { return **m_at; }
        pointer operator->() const { return *m_at; }
        reference operator[](difference_type n) const { return *m_at[n]; }
        Iterator& operator++() { return *this += 1; }
        Iterator& operator--() { return *this += -1; }
        Iterator operator++(int) { return Iterator(m_at++); }
        Iterator operator--(int) { return Iterator(m_at--); }
        Iterator& operator+=(difference_type n)
        {
            m_at += n;
            return *this;
        }
        Iterator& operator-=(difference_type n) { return *this += -n; }
        friend Iterator operator+(Iterator a, difference_type n) { return a += n; }
        friend Iterator operator+(difference_type n, Iterator a) { return a += n; }
        friend Iterator operator-(Iterator a, difference_type n) { return a -= n; }
        friend difference_type operator-(Iterator a, Iterator b) { return a.m_at - b.m_at; }
        friend auto operator<=>(const Iterator&, const Iterator&) = default;

    private:
        const Resource* const* m_at = nullptr;
    };

    explicit ResourceList(std::span<const Resource* const> resources)
        : m_resources(resources)
    {
    }
    Iterator begin() const { return Iterator(m_resources.data()); }
    Iterator end() const { return Iterator(m_resources.data() + m_resources.size()); }
    std::size_t size() const { return m_resources.size(); }
    bool empty() const { return m_resources.empty(); }
    const Resource& operator[](std::size_t index) const { return *m_resources[index]; }
    const Resource& front() const { return *m_resources.front(); }

private:
    std::span<const Resource* const> m_resources;
};

class Snapshot;
using SnapshotPtr = std::shared_ptr<const Snapshot>;

/// Everything that was seen at one time, immutable. What two scans saw alike they share. Any thread.
class Snapshot
{
public:
    /// Sorts by key; of two resources with one key (seen through two lists) the more detailed one stays.
    static SnapshotPtr make(std::string label, base::Timestamp takenAt, std::vector<Scope> scopes,
                            std::vector<Resource> resources);
    /// The same for what came in several replies. `earlier`, which may be null, spares the sorting when it
    /// has just these.
    static SnapshotPtr make(std::string label, base::Timestamp takenAt, std::vector<Scope> scopes,
                            std::vector<ReplyPtr> replies, const SnapshotPtr& earlier);

    const std::string& label() const { return m_label; }
    base::Timestamp takenAt() const { return m_takenAt; }
    const std::vector<Scope>& scopes() const { return m_scopes; }
    ResourceList resources() const { return ResourceList(m_content->resources); }
    const Resource& at(std::uint32_t index) const { return *m_content->resources[index]; }
    /// In which the resources came, in no particular order.
    const std::vector<ReplyPtr>& replies() const { return m_content->replies; }
    /// The same object in snapshots whose resources are the very same.
    std::shared_ptr<const void> content() const { return m_content; }

    static constexpr std::uint32_t none = 0xFFFFFFFF;
    /// By native id, the first when two accounts see it; none when we do not have it.
    std::uint32_t indexOf(std::string_view id) const;
    const Resource* find(std::string_view id) const;
    /// Who points at that resource.
    std::span<const Incoming> incoming(std::uint32_t index) const;

private:
    Snapshot() = default;

    /// The resources and what is worked out from them alone.
    struct Content
    {
        std::vector<ReplyPtr> replies;          ///< sorted by address
        std::vector<const Resource*> resources; ///< sorted by key
        std::vector<std::uint32_t> byId;        ///< indexes, sorted by native id
        std::vector<Incoming> incoming;
        std::vector<std::uint32_t> incomingStart; ///< of resource i: [start[i], start[i + 1])

        explicit Content(std::vector<ReplyPtr> from);
        void sortResources();
        void sortIds();
        void findIncoming();
        std::uint32_t indexOf(std::string_view id) const;
    };

    std::string m_label;
    base::Timestamp m_takenAt{};
    std::vector<Scope> m_scopes;
    std::shared_ptr<const Content> m_content;
};

} // namespace zonescope::cloud
