# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes Neutron's tables in a new SQLite file, from its models; VPN's and BGP's too where they are installed."""
import importlib
import sqlite3
import sys

import sqlalchemy
from neutron.db.migration.models import head  # noqa: F401 (declares all tables)
from neutron_lib.db import model_base

for module in ("neutron_vpnaas.db.models.head", "neutron_vpnaas.db.vpn.vpn_models",
               "neutron_dynamic_routing.db.models.head", "neutron_dynamic_routing.db.bgp_db",
               "neutron_dynamic_routing.db.bgp_dragentscheduler_db"):
    try:
        importlib.import_module(module)
    except ImportError as problem:
        print(module, problem)
engine = sqlalchemy.create_engine("sqlite:///" + sys.argv[1])
model_base.BASEV2.metadata.create_all(engine)
print(len(model_base.BASEV2.metadata.tables), "tables")
