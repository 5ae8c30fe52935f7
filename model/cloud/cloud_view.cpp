// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cloud/cloud_view.h"

namespace zonescope::cloud {

CloudViewPtr makeView(SnapshotPtr snapshot, const std::vector<HeldZone>& held,
                      const std::vector<SnapshotPtr>& earlier)
{
    auto view = std::make_shared<CloudView>();
    view->model = std::make_shared<const NetworkModel>(snapshot);
    view->search = std::make_shared<const SearchIndex>(snapshot);
    view->findings = checkAll(*view->model);
    view->topology = makeTopology(*view->model, view->findings);
    view->dns = joinDns(*view->model, held, earlier);
    view->snapshot = std::move(snapshot);
    return view;
}

} // namespace zonescope::cloud
