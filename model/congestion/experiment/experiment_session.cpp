// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/congestion/experiment/experiment_session.h"

#include "model/congestion/experiment/random.h"

#include <algorithm>

namespace zonescope::congestion {

BlockState stateOfBlock(std::span<const ExperimentSample> block, const ExperimentDesign& design)
{
    std::vector<std::uint32_t> counts(design.arms.size());
    for (const ExperimentSample& sample : block)
        if (sample.started() && sample.arm < counts.size())
            ++counts[sample.arm];
    for (const std::uint32_t count : counts)
        if (count < design.repeats)
            return BlockState::Incomplete;
    for (const ExperimentSample& sample : block)
        if (sample.pathBefore != block.front().pathBefore || sample.pathAfter != block.front().pathBefore)
            return BlockState::RouteChanged;
    return BlockState::Valid;
}

ExperimentSession::ExperimentSession(const ExperimentDesign& design,
                                     std::span<const ExperimentSample> earlier)
    : m_design(design)
{
    std::vector<std::uint32_t> valid(design.targets.size());
    for (std::size_t first = 0; first < earlier.size();) {
        std::size_t last = first + 1;
        while (last < earlier.size() && earlier[last].block == earlier[first].block)
            ++last;
        const auto block = earlier.subspan(first, last - first);
        if (stateOfBlock(block, design) == BlockState::Valid && block.front().target < valid.size())
            ++valid[block.front().target];
        else
            ++m_voidBlocks;
        m_nextBlock = std::max(m_nextBlock, block.front().block + 1);
        m_nextNumber = std::max(m_nextNumber, block.back().number + 1);
        first = last;
    }
    // Round by round over the targets, so that a quiet or busy hour meets all of them.
    for (std::uint32_t round = 0; round < design.blocks; ++round)
        for (std::size_t target = 0; target < design.targets.size(); ++target)
            if (round >= valid[target])
                m_blocks.push_back(makeBlock(static_cast<std::uint16_t>(target)));
}

ExperimentSession::Block ExperimentSession::makeBlock(std::uint16_t target)
{
    Block block{m_nextBlock++, target, {}};
    for (std::uint32_t repeat = 0; repeat < m_design.repeats; ++repeat)
        for (std::size_t arm = 0; arm < m_design.arms.size(); ++arm)
            block.order.push_back(static_cast<std::uint16_t>(arm));
    // Each block's order follows from seed and number alone: a restart changes nothing of it.
    Random random(m_design.seed + 0x9e3779b97f4a7c15ULL * (block.number + 1));
    random.shuffle(block.order);
    return block;
}

std::optional<ExperimentStep> ExperimentSession::next() const
{
    if (m_blocks.empty())
        return std::nullopt;
    const Block& block = m_blocks.front();
    return ExperimentStep{m_nextNumber, block.number, block.target, block.order[m_place]};
}

void ExperimentSession::done(const ExperimentSample& sample)
{
    if (m_blocks.empty())
        return;
    ++m_nextNumber;
    if (sample.outcome == SampleOutcome::Refused) {
        m_refused = true;
        m_blocks.clear();
        return;
    }
    m_inBlock.push_back(sample);
    if (++m_place < m_blocks.front().order.size())
        return;
    endBlock(stateOfBlock(m_inBlock, m_design) == BlockState::Valid);
}

void ExperimentSession::endBlock(bool valid)
{
    const std::uint16_t target = m_blocks.front().target;
    m_blocks.pop_front();
    m_place = 0;
    m_inBlock.clear();
    if (valid)
        return;
    ++m_voidBlocks;
    if (m_voidBlocks >= m_design.blocks * m_design.targets.size()) {
        m_gaveUp = true;
        m_blocks.clear();
        return;
    }
    m_blocks.push_back(makeBlock(target));
}

std::uint32_t ExperimentSession::stepsLeft() const
{
    std::size_t steps = 0;
    for (const Block& block : m_blocks)
        steps += block.order.size();
    return static_cast<std::uint32_t>(steps - m_place);
}

} // namespace zonescope::congestion
