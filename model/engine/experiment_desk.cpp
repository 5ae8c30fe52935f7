// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/experiment_desk.h"

#include "model/base/log.h"
#include "model/store/experiment_rows.h"

namespace zonescope::engine {
namespace {

class Observer final : public publish::TransferObserver
{
public:
    explicit Observer(std::shared_ptr<congestion::ServedTransfers> served)
        : m_served(std::move(served))
    {
    }
    void transferBegan(int socket, const net::Endpoint& client) override { m_served->began(socket, client); }
    void transferWritten(int socket, const net::Endpoint& client, std::uint64_t bytes) override
    {
        m_served->written(socket, client, bytes);
    }
    void transferBroken(int socket, const net::Endpoint& client) override
    {
        m_served->broken(socket, client);
    }

private:
    std::shared_ptr<congestion::ServedTransfers> m_served;
};

} // namespace

ExperimentDesk::ExperimentDesk(std::shared_ptr<const base::Clock> clock,
                               const std::filesystem::path& dataFolder, bool serving)
{
    const auto served = std::make_shared<congestion::ServedTransfers>();
    m_observer = std::make_shared<Observer>(served);
    congestion::ExperimentService::Options options;
    options.clock = std::move(clock);
    if (serving)
        options.served = served;
    auto book = store::openExperimentBook(dataFolder);
    if (book)
        options.book = std::move(*book);
    else
        base::log(base::LogCategory::Store, base::LogLevel::Warning,
                  "experiments will be forgotten: " + base::toString(book.error()));
    m_service = congestion::ExperimentService::start(std::move(options));
}

} // namespace zonescope::engine
