// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/base/strong_id.h"
#include "model/net/endpoint.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace zonescope::congestion {

using ExperimentId = base::StrongId<struct ExperimentTag>;

/// Which of our sends are compared. On disk: append only.
enum class SendKind : std::uint8_t {
    TestStream = 0,   ///< we connect and send so many octets to whoever reads them there
    ZoneTransfer = 1, ///< what a secondary draws from the built-in server
};

/// The other end of one path.
struct ExperimentTarget
{
    std::string label;
    net::Endpoint at; ///< ZoneTransfer: the port means nothing, the secondary chooses its own

    friend bool operator==(const ExperimentTarget&, const ExperimentTarget&) = default;
};

/// What is compared, decided before the start and never changed after it.
struct ExperimentDesign
{
    std::string name;
    SendKind kind = SendKind::TestStream;
    std::vector<std::string> arms; ///< algorithms as the kernel names them, the baseline first
    std::vector<ExperimentTarget> targets;
    std::uint32_t blocks = 20;          ///< valid ones wanted, for each target
    std::uint32_t repeats = 1;          ///< transfers of each arm in a block
    std::uint64_t bytes = 1'000'000;    ///< TestStream: of each transfer
    base::Duration timeout{60'000'000}; ///< a transfer that takes longer counts as this long, and as failed
    base::Duration pause{200'000};      ///< between two transfers, so that queues are empty again
    std::uint64_t seed = 1;             ///< of the order inside the blocks

    friend bool operator==(const ExperimentDesign&, const ExperimentDesign&) = default;
};

/// Errors: InvalidValue (detail says which field and what is allowed).
base::Status checkDesign(const ExperimentDesign& design);

/// On disk: append only.
enum class SampleOutcome : std::uint8_t {
    Ok = 0,
    Failed = 1, ///< could not connect, was reset
    TimedOut = 2,
    Refused = 3,     ///< the kernel did not take the algorithm: not started
    Interrupted = 4, ///< we ended before it did
};
std::string_view outcomeWord(SampleOutcome outcome); ///< "ok"

/// One transfer of one arm.
struct ExperimentSample
{
    std::uint32_t number = 0; ///< from 0, in the order of their starts
    std::uint32_t block = 0;  ///< from 0, over all targets
    std::uint16_t target = 0; ///< index into the design's
    std::uint16_t arm = 0;
    base::Timestamp startedAt{};
    base::Duration took{0}; ///< until everything was acknowledged
    SampleOutcome outcome = SampleOutcome::Ok;
    std::uint64_t bytes = 0;
    std::uint64_t bytesRetransmitted = 0;
    std::uint32_t minRttUs = 0;
    std::uint32_t rttUs = 0;
    std::uint64_t pathBefore = 0; ///< route to the target when it began, 0: unknown
    std::uint64_t pathAfter = 0;

    bool started() const
    {
        return outcome != SampleOutcome::Refused && outcome != SampleOutcome::Interrupted;
    }
    friend bool operator==(const ExperimentSample&, const ExperimentSample&) = default;
};

/// On disk: append only.
enum class ExperimentState : std::uint8_t {
    Running = 0,
    Finished = 1, ///< as planned
    Stopped = 2,  ///< by hand, before the planned number: no verdict, ever
    Failed = 3,   ///< could not go on: `note` says why
};

/// What the host was like when it began: belongs under every chart.
struct ExperimentConditions
{
    std::string kernel; ///< "6.1.0-13-amd64"
    std::string defaultAlgorithm;
    std::string queueDisciplines; ///< "eth0 fq_codel, eth1 fq"
    bool metricsCached = true;    ///< the kernel hands what it learnt of a path on to the next connection

    friend bool operator==(const ExperimentConditions&, const ExperimentConditions&) = default;
};

struct Experiment
{
    ExperimentId id;
    ExperimentDesign design;
    ExperimentConditions conditions;
    ExperimentState state = ExperimentState::Running;
    base::Timestamp startedAt{};
    base::Timestamp endedAt{}; ///< the epoch while it runs
    std::string note;          ///< why it failed
    std::vector<ExperimentSample> samples;

    friend bool operator==(const Experiment&, const Experiment&) = default;
};

} // namespace zonescope::congestion
