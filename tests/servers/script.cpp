// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/servers/script.h"

#include <utility>

namespace zonescope::servers {
namespace {

Step stepOf(Step::Kind kind, base::Bytes bytes = {}, std::chrono::microseconds pause = {})
{
    Step step;
    step.kind = kind;
    step.bytes = std::move(bytes);
    step.pause = pause;
    return step;
}

} // namespace

Draft Draft::answerTo(const Request& request, dns::Rcode rcode)
{
    Draft draft;
    draft.header.id = request.header.id;
    draft.header.opcode = request.header.opcode;
    draft.header.recursionDesired = request.header.recursionDesired;
    draft.header.response = true;
    draft.header.authoritative = rcode == dns::Rcode::NoError;
    draft.header.rcode = static_cast<std::uint8_t>(rcode);
    draft.question = request.question;
    return draft;
}

base::Bytes Draft::write() const
{
    dns::MessageWriter writer(header);
    if (question)
        writer.question(*question);
    for (const dns::Record& record : answers)
        writer.record(dns::Section::Answer, record);
    for (const dns::Record& record : authorities)
        writer.record(dns::Section::Authority, record);
    if (edns)
        edns->write(writer);
    return writer.finish();
}

Step Step::sendBytes(base::Bytes message)
{
    return stepOf(Kind::Send, std::move(message));
}

Step Step::sendUnsigned(base::Bytes message)
{
    Step step = stepOf(Kind::Send, std::move(message));
    step.sign = false;
    return step;
}

Step Step::raw(base::Bytes octets)
{
    return stepOf(Kind::SendRaw, std::move(octets));
}

Step Step::drip(base::Bytes octets, std::chrono::microseconds pause)
{
    return stepOf(Kind::Drip, std::move(octets), pause);
}

Step Step::wait(std::chrono::microseconds pause)
{
    return stepOf(Kind::Wait, {}, pause);
}

Step Step::stall()
{
    return stepOf(Kind::Stall);
}

Step Step::close()
{
    return stepOf(Kind::Close);
}

Step Step::reset()
{
    return stepOf(Kind::Reset);
}

Step Step::generator(std::function<std::optional<base::Bytes>(std::uint64_t n)> generate)
{
    Step step = stepOf(Kind::Generate);
    step.generate = std::move(generate);
    return step;
}

} // namespace zonescope::servers
