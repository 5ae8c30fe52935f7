// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/kit/cpu_time.h"

#include <QApplication>
#include <QThread>

#include <chrono>

namespace zonescope::uikit {

/// An application that knows how long its thread was kept from the event loop by one event: what a user feels
/// as a window that does not answer. Events of other threads are not looked at.
class WatchedApplication final : public QApplication
{
public:
    struct Longest
    {
        double milliseconds = 0; ///< by the clock on the wall: others use the machine as well
        double processor = 0;    ///< of this thread alone
        QByteArray what;         ///< class of who got it, and the number of the kind of event
    };

    WatchedApplication(int& count, char** words)
        : QApplication(count, words)
    {
    }

    void restart()
    {
        m_longest = {};
        m_heaviest = {};
    }
    const Longest& longest() const { return m_longest; }   ///< by the wall
    const Longest& heaviest() const { return m_heaviest; } ///< by the processor

    bool notify(QObject* receiver, QEvent* event) override
    {
        if (m_inside || QThread::currentThread() != thread())
            return QApplication::notify(receiver, event);
        m_inside = true;
        const QByteArray what = QByteArray(receiver->metaObject()->className()) + ' ' +
                                QByteArray::number(static_cast<int>(event->type()));
        const auto start = std::chrono::steady_clock::now();
        const CpuTimer timer;
        const bool taken = QApplication::notify(receiver, event);
        const Longest took{
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count(),
            timer.milliseconds(), what};
        if (took.milliseconds > m_longest.milliseconds)
            m_longest = took;
        if (took.processor > m_heaviest.processor)
            m_heaviest = took;
        m_inside = false;
        return taken;
    }

private:
    bool m_inside = false; ///< events sent by events are part of them
    Longest m_longest;
    Longest m_heaviest;
};

} // namespace zonescope::uikit
