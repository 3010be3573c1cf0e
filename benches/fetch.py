"""Times a command against a bare client that pages the same lists and throws the bytes away.

usage: fetch.py KUBECONFIG RUNS COMMAND...
"""

import base64
import http.client
import json
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

CORE = "namespaces serviceaccounts nodes pods replicationcontrollers persistentvolumes persistentvolumeclaims services"
PATHS = (
    [f"/api/v1/{name}" for name in CORE.split()]
    + [f"/apis/rbac.authorization.k8s.io/v1/{name}" for name in "clusterroles clusterrolebindings roles rolebindings".split()]
    + [f"/apis/apps/v1/{name}" for name in "deployments replicasets statefulsets daemonsets".split()]
    + [f"/apis/batch/v1/{name}" for name in "jobs cronjobs".split()]
    + ["/apis/networking.k8s.io/v1/ingresses"]
)


def credentials(path):
    """The server and a TLS context from an admin kubeconfig, which is JSON or plain YAML with inline data."""
    text = subprocess.run(["kubectl", "config", "view", "--raw", "-o", "json", "--kubeconfig", path], capture_output=True, check=True).stdout
    config = json.loads(text)
    cluster, user = config["clusters"][0]["cluster"], config["users"][0]["user"]

    def file_of(holder, key):
        if key in holder:
            return holder[key]
        file = tempfile.NamedTemporaryFile(delete=False)
        file.write(base64.b64decode(holder[key + "-data"]))
        file.close()
        return file.name

    context = ssl.create_default_context(cafile=file_of(cluster, "certificate-authority"))
    context.load_cert_chain(file_of(user, "client-certificate"), file_of(user, "client-key"))
    return cluster["server"].removeprefix("https://"), context


def page_through(server, context, path):
    connection = http.client.HTTPSConnection(server, context=context)
    token, size = "", 0
    while True:
        connection.request("GET", f"{path}?limit=500&continue={token}", headers={"Accept": "application/json"})
        body = connection.getresponse().read()
        size += len(body)
        # The token stands at the head of the list, before the items.
        head = body[:4096].decode(errors="replace")
        token = head.split('"continue":"', 1)[1].split('"', 1)[0] if '"continue":"' in head else ""
        if not token:
            return size


def main():
    kubeconfig, runs, command = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    server, context = credentials(kubeconfig)
    fetched, scanned, size = [], [], 0
    for _ in range(runs):
        start = time.time()
        with ThreadPoolExecutor(4) as pool:
            size = sum(pool.map(lambda path: page_through(server, context, path), PATHS))
        fetched.append(time.time() - start)
        start = time.time()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        scanned.append(time.time() - start)
    fetch, scan = statistics.median(fetched), statistics.median(scanned)
    print(f"fetch  {fetch:.3f} s wall for {size / 1e6:.1f} MB of JSON (median of {runs})")
    print(f"scan   {scan:.3f} s wall")
    print(f"ratio  {scan / fetch:.2f}")


main()
