// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/pipeline/change.h"
#include "ui/text/names.h"

#include <QString>

namespace zonescope::ui::text {

/// The event as one sentence; a failure's cause and advice follow. Every Event::Kind is covered (the compiler
/// checks the switch).
QString eventSentence(const pipeline::Event& event, const Names& names);
/// A word or two for the column and the filter: "NOTIFY", "Transfer".
QString eventKindWord(pipeline::Event::Kind kind);

/// What Activity filters by.
enum class EventGroup : std::uint8_t { All, Notify, Transfer, Probe, Configuration, Engine, Problems };
bool belongs(const pipeline::Event& event, EventGroup group);
QString eventGroupWord(EventGroup group);

} // namespace zonescope::ui::text
