// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/congestion/experiment/experiment.h"

#include <deque>
#include <optional>
#include <span>
#include <vector>

namespace zonescope::congestion {

/// The next transfer to make.
struct ExperimentStep
{
    std::uint32_t number = 0;
    std::uint32_t block = 0;
    std::uint16_t target = 0;
    std::uint16_t arm = 0;

    friend bool operator==(const ExperimentStep&, const ExperimentStep&) = default;
};

/// Decides which transfer is next: block after block, in each block every arm in random order, one transfer
/// at a time. A block is void when the route changed in it or it was interrupted; another one takes its place
/// at the end, until as many were void as were planned. No I/O, no clock, one thread.
class ExperimentSession
{
public:
    /// With the samples of an experiment that a restart interrupted it goes on after the last whole block.
    explicit ExperimentSession(const ExperimentDesign& design,
                               std::span<const ExperimentSample> earlier = {});

    /// The same step until done() is told; nothing: finished.
    std::optional<ExperimentStep> next() const;
    /// Of the step that next() gave. A transfer that the kernel refused to start ends the experiment.
    void done(const ExperimentSample& sample);

    bool finished() const { return m_blocks.empty(); }
    bool refused() const { return m_refused; }
    /// As many blocks were void as were planned: the paths are too restless.
    bool gaveUp() const { return m_gaveUp; }
    std::uint32_t voidBlocks() const { return m_voidBlocks; }
    std::uint32_t stepsLeft() const;

private:
    struct Block
    {
        std::uint32_t number = 0;
        std::uint16_t target = 0;
        std::vector<std::uint16_t> order; ///< arms
    };
    Block makeBlock(std::uint16_t target);
    void endBlock(bool valid);

    ExperimentDesign m_design;
    std::deque<Block> m_blocks; ///< the first one is at work
    std::size_t m_place = 0;    ///< in its order
    std::vector<ExperimentSample> m_inBlock;
    std::uint32_t m_nextBlock = 0;
    std::uint32_t m_nextNumber = 0;
    std::uint32_t m_voidBlocks = 0;
    bool m_refused = false;
    bool m_gaveUp = false;
};

/// Whether the samples of one block may be used: all there, none interrupted, one route throughout.
enum class BlockState : std::uint8_t { Valid, Incomplete, RouteChanged };
BlockState stateOfBlock(std::span<const ExperimentSample> block, const ExperimentDesign& design);

} // namespace zonescope::congestion
