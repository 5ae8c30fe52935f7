// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/store.h"
#include "tests/kit/process.h"
#include "tests/kit/result_macros.h"

#include <future>
#include <memory>
#include <type_traits>

namespace zonescope::kit {

// What the tests of the store share: blocking forms of its calls.

inline base::Status wait(std::future<base::Status> outcome)
{
    if (outcome.wait_for(std::chrono::seconds(30)) != std::future_status::ready)
        return base::fail(base::ErrorCode::TimedOut, "no commit within 30 s");
    return outcome.get();
}

/// kit::durably([&](auto done) { store.flush(done); })
template <class Call>
base::Status durably(Call call)
{
    auto promise = std::make_shared<std::promise<base::Status>>();
    auto outcome = promise->get_future();
    call([promise](base::Status status) { promise->set_value(std::move(status)); });
    return wait(std::move(outcome));
}

inline base::Status flush(store::Store& store)
{
    return durably([&](auto done) { store.flush(done); });
}

inline base::Status save(store::Store& store, zone::Configuration configuration,
                         std::map<base::KeyId, base::Bytes> secrets = {})
{
    return durably([&](auto done) {
        store.saveConfiguration(std::make_shared<const zone::Configuration>(std::move(configuration)),
                                std::move(secrets), done);
    });
}

/// kit::ask(store, [&](auto& reader) { return reader.events(filter); })
template <class Question>
auto ask(store::Store& store, Question question)
{
    using Answer = std::invoke_result_t<Question, store::HistoryReader&>;
    auto promise = std::make_shared<std::promise<Answer>>();
    auto answer = promise->get_future();
    store.read([promise, question](store::HistoryReader& reader) { promise->set_value(question(reader)); });
    return answer.get();
}

inline base::Timestamp at(std::int64_t seconds)
{
    return base::fromMicroseconds((1767225600 + seconds) * 1'000'000); // 2026-01-01 and so many seconds
}

} // namespace zonescope::kit
