// SPDX-License-Identifier: GPL-3.0-or-later
// Lists one collection through the provider's own JavaScript client and prints the ids as a JSON array.
//   list.mjs azure http://127.0.0.1:4711 SUBSCRIPTION CLIENT-LIST TOKEN
//   list.mjs google http://127.0.0.1:4711/compute/v1/ PROJECT LIST TOKEN
import { webcrypto } from "node:crypto";
import { createRequire } from "node:module";

globalThis.crypto ??= webcrypto; // Debian 12's Node 18 does not show it; Azure's client takes it for granted

const [provider, endpoint, account, list, token] = process.argv.slice(2);
const require = createRequire(process.env.CLOUD_CLIENTS + "/package.json");
const ids = [];

if (provider === "azure") {
    const { NetworkManagementClient } = require("@azure/arm-network");
    const { createDefaultHttpClient } = require("@azure/core-rest-pipeline");
    // Azure's client hands its token to https only. It is told so, and the last step speaks to our loopback.
    const transport = createDefaultHttpClient();
    const httpClient = {
        sendRequest(request) {
            request.url = request.url.replace(/^https:/, "http:");
            request.allowInsecureConnection = true;
            return transport.sendRequest(request);
        },
    };
    const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3600_000 }) };
    const client = new NetworkManagementClient(credential, account, {
        endpoint: endpoint.replace(/^http:/, "https:"),
        httpClient,
    });
    for await (const item of client[list].listAll())
        ids.push(item.id);
} else {
    const { compute_v1 } = require("@googleapis/compute");
    const client = new compute_v1.Compute({ rootUrl: endpoint });
    const headers = { Authorization: "Bearer " + token };
    const perRegion = typeof client[list].aggregatedList === "function";
    let pageToken;
    do {
        const method = perRegion ? "aggregatedList" : "list";
        const { data } = await client[list][method]({ project: account, pageToken }, { headers });
        const scopes = perRegion ? Object.values(data.items ?? {}).map((scope) => scope[list] ?? []) : [data.items ?? []];
        for (const item of scopes.flat())
            ids.push(item.selfLink);
        pageToken = data.nextPageToken;
    } while (pageToken);
}
console.log(JSON.stringify(ids));
