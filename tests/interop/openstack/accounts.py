# SPDX-License-Identifier: GPL-3.0-or-later
"""accounts.py AUTH-URL PASSWORD NEUTRON-URL    waits for Keystone, then adds Neutron's user and its place in the catalogue, and
a user who may only read."""
import json
import sys
import time
import urllib.error
import urllib.request

url, password, neutron = sys.argv[1:]
token = None


def call(method, path, body=None):
    request = urllib.request.Request(url + path, method=method, data=json.dumps(body).encode() if body else None,
                                     headers={"Content-Type": "application/json", **({"X-Auth-Token": token} if token else {})})
    with urllib.request.urlopen(request, timeout=30) as reply:
        text = reply.read()
        return reply.headers, json.loads(text) if text else {}


def named(kind, name):
    return call("GET", f"/{kind}?name={name}")[1][kind][0]["id"]


sign_in = {"auth": {"identity": {"methods": ["password"], "password": {"user": {
    "name": "admin", "domain": {"id": "default"}, "password": password}}},
    "scope": {"project": {"name": "admin", "domain": {"id": "default"}}}}}
for attempt in range(1200):
    try:
        token = call("POST", "/auth/tokens", sign_in)[0]["X-Subject-Token"]
        break
    except (urllib.error.URLError, ConnectionError):
        time.sleep(0.05)
if not token:
    sys.exit("keystone does not answer")
project = call("POST", "/projects", {"project": {"name": "service", "domain_id": "default"}})[1]["project"]["id"]
user = call("POST", "/users", {"user": {"name": "neutron", "domain_id": "default", "password": password}})[1]["user"]["id"]
call("PUT", f"/projects/{project}/users/{user}/roles/{named('roles', 'admin')}")
reader = call("POST", "/users", {"user": {"name": "reader", "domain_id": "default", "password": password}})[1]["user"]["id"]
call("PUT", f"/projects/{named('projects', 'admin')}/users/{reader}/roles/{named('roles', 'reader')}")
service = call("POST", "/services", {"service": {"type": "network", "name": "neutron"}})[1]["service"]["id"]
for interface in ("public", "internal", "admin"):
    call("POST", "/endpoints", {"endpoint": {"service_id": service, "interface": interface, "url": neutron,
                                             "region_id": "RegionOne"}})
