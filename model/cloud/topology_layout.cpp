// SPDX-License-Identifier: GPL-3.0-or-later
// Containment packing of our own: lanes inside each other in shelves. A fraction of a millisecond for
// thousands of boxes, where force layouts take seconds and show nothing of what lies in what.
#include "model/cloud/topology.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace zonescope::cloud {
namespace {

constexpr float gap = 14;
constexpr float padding = 12;
constexpr float betweenPeers = 26;
constexpr float toPeers = 150; ///< room in which links to the outside can be told apart

struct Size
{
    float width = 0, height = 0;
};

Size leafSize(BoxKind kind)
{
    switch (kind) {
    case BoxKind::Subnet:
        return {158, 46};
    case BoxKind::Gateway:
        return {158, 30};
    case BoxKind::Hub:
        return {190, 44};
    default:
        return {190, 48};
    }
}

float headerOf(BoxKind kind)
{
    return kind == BoxKind::Account ? 34.0F : kind == BoxKind::Region ? 28.0F : 44.0F;
}

float leastWidth(BoxKind kind)
{
    return kind == BoxKind::Account ? 260.0F : kind == BoxKind::Region ? 220.0F : 190.0F;
}

class Packer
{
public:
    explicit Packer(Topology& topology)
        : m_boxes(topology.boxes)
        , m_children(topology.boxes.size())
        , m_topology(topology)
    {
        for (std::uint32_t i = 0; i < m_boxes.size(); ++i) {
            const TopologyBox& box = m_boxes[i];
            if (box.parent != Topology::none)
                m_children[box.parent].push_back(i);
            else
                (box.kind == BoxKind::Account ? m_accounts : m_outside).push_back(i);
        }
    }

    void run()
    {
        for (std::size_t i = m_boxes.size(); i-- > 0;) // inner ones come later in the list
            measure(static_cast<std::uint32_t>(i));
        const Size all = shelve(m_accounts, 1.7F, 0, 0, gap * 2);
        float top = 0;
        for (const std::uint32_t i : m_outside) {
            m_boxes[i].x = all.width + toPeers;
            m_boxes[i].y = top;
            top += m_boxes[i].height + betweenPeers;
        }
        for (TopologyBox& box : m_boxes) // parents come first, so theirs are absolute already
            if (box.parent != Topology::none) {
                box.x += m_boxes[box.parent].x;
                box.y += m_boxes[box.parent].y;
            }
        for (const TopologyBox& box : m_boxes) {
            m_topology.width = std::max(m_topology.width, box.x + box.width);
            m_topology.height = std::max(m_topology.height, box.y + box.height);
        }
    }

private:
    /// Rows from the left, as wide as makes the whole about `aspect` times as wide as high.
    Size shelve(const std::vector<std::uint32_t>& items, float aspect, float left, float top, float between)
    {
        float area = 0;
        float widest = 0;
        for (const std::uint32_t i : items) {
            area += (m_boxes[i].width + between) * (m_boxes[i].height + between);
            widest = std::max(widest, m_boxes[i].width);
        }
        const float limit = std::max(widest, std::sqrt(area * aspect));
        Size used;
        float x = 0;
        float y = 0;
        float rowHeight = 0;
        for (const std::uint32_t i : items) {
            TopologyBox& box = m_boxes[i];
            if (x > 0 && x + box.width > limit + 1) {
                y += rowHeight + between;
                x = 0;
                rowHeight = 0;
            }
            box.x = left + x;
            box.y = top + y;
            x += box.width + between;
            rowHeight = std::max(rowHeight, box.height);
            used = {std::max(used.width, x - between), y + rowHeight};
        }
        return used;
    }

    void measure(std::uint32_t index)
    {
        TopologyBox& box = m_boxes[index];
        std::vector<std::uint32_t> main;
        std::vector<std::uint32_t> second; // gateways of a network above its subnets, hubs below networks
        for (const std::uint32_t child : m_children[index])
            (m_boxes[child].kind == BoxKind::Gateway || m_boxes[child].kind == BoxKind::Hub ? second : main)
                .push_back(child);
        const bool container = box.kind <= BoxKind::Network;
        if (!container) {
            const Size size = leafSize(box.kind);
            box.width = size.width;
            box.height = size.height;
            return;
        }
        if (box.kind == BoxKind::Region || box.kind == BoxKind::Account) // tall ones first: fuller shelves
            std::ranges::stable_sort(main, std::ranges::greater(),
                                     [this](std::uint32_t i) { return m_boxes[i].height; });
        const bool gatewaysFirst = box.kind == BoxKind::Network;
        float y = headerOf(box.kind);
        float width = leastWidth(box.kind);
        for (const auto* group : gatewaysFirst ? std::array{&second, &main} : std::array{&main, &second}) {
            if (group->empty())
                continue;
            // Subnets are flat: as many columns as make their network about as wide as it is high.
            const Size size = shelve(*group, gatewaysFirst ? 3.4F : 1.9F, padding, y, gap);
            y += size.height + gap;
            width = std::max(width, size.width + 2 * padding);
        }
        box.width = width;
        box.height = m_children[index].empty() ? y + 4 : y - gap + padding;
    }

    std::vector<TopologyBox>& m_boxes;
    std::vector<std::vector<std::uint32_t>> m_children;
    std::vector<std::uint32_t> m_accounts;
    std::vector<std::uint32_t> m_outside;
    Topology& m_topology;
};

} // namespace

void layOut(Topology& topology)
{
    Packer(topology).run();
}

std::uint32_t Topology::boxAt(float x, float y) const
{
    for (std::size_t i = boxes.size(); i-- > 0;) {
        const TopologyBox& box = boxes[i];
        if (x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height)
            return static_cast<std::uint32_t>(i);
    }
    return none;
}

} // namespace zonescope::cloud
