#!/usr/bin/env bash
# How long a scan of one AWS account takes: who can become whom among a thousand roles.
#
#   benches/cloud.sh [KUBESCAN]        default: a release build of this tree
#
# Two made-up accounts, always the same. Each has a thousand roles, 300 of them administrators, 400 that may assume and pass
# whatever they like by one shared policy, and fifty users. In `climbing` some administrators leave it to the account who
# assumes them; in `apart` only services do, so that nobody gets anywhere and everybody is asked about.
#
# Prints seconds of the fastest of RUNS runs (default 5) and of one with an account of ten roles, which is what a start costs.
set -euo pipefail
cd "$(dirname "$0")/.."
kubescan=${1:-}
if [ -z "$kubescan" ]; then
  cargo build --release --quiet
  kubescan=${CARGO_TARGET_DIR:-target}/release/kubescan
fi
mkdir -p target/bench

python3 - "$kubescan" "${RUNS:-5}" <<'PYTHON'
import json, os, subprocess, sys, time
kubescan, runs = sys.argv[1], int(sys.argv[2])
# No cluster is read.
alone = {key: value for key, value in os.environ.items() if key != "KUBECONFIG"} | {"HOME": "/nonexistent"}
base = "arn:aws:iam::111122223333:"
services = ["ec2", "lambda", "ecs-tasks", "glue", "codebuild", "sagemaker", "cloudformation", "events"]

def document(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}

def allow(actions, resource="*"):
    return {"Effect": "Allow", "Action": actions, "Resource": resource}

def trust(kind, name):
    return document({"Effect": "Allow", "Principal": {kind: name}, "Action": "sts:AssumeRole"})

def managed(name, *statements):
    version = {"VersionId": "v1", "IsDefaultVersion": True, "Document": document(*statements)}
    return {"PolicyName": name, "Arn": f"{base}policy/{name}", "DefaultVersionId": "v1", "PolicyVersionList": [version]}

shared = managed("deploys", allow(["sts:AssumeRole", "iam:PassRole"]), allow(["s3:*", "logs:*", "dynamodb:*"]))
runs_code = managed("runs", allow(["lambda:CreateFunction", "lambda:InvokeFunction", "ecs:*"]))

def identity(kind, name, attached, inline):
    return {
        "Arn": f"{base}{kind}/{name}", "Path": "/",
        "AttachedManagedPolicies": [{"PolicyName": arn.rsplit("/")[-1], "PolicyArn": arn} for arn in attached],
        f"{kind.title()}PolicyList": [{"PolicyName": "own", "PolicyDocument": document(*inline)}] if inline else [],
    }

def role(n, climbing):
    service = trust("Service", services[n % len(services)] + ".amazonaws.com")
    root, named = trust("AWS", base + "root"), trust("AWS", f"{base}role/role-{(n * 7) % 1000}")
    own = [allow(["s3:GetObject", "s3:PutObject"], f"arn:aws:s3:::bucket-{n}/*"), allow("kms:Decrypt")]
    kind = n % 10
    if kind < 3:
        attached, inline = ["arn:aws:iam::aws:policy/AdministratorAccess"], []
        trusted = root if climbing and n % 5 == 0 else service
    elif kind < 7:
        attached, inline = [shared["Arn"]], own
        trusted = [root, named, service][n % 3]
    else:
        attached, inline = ([runs_code["Arn"]] if n % 3 == 0 else []), own
        trusted = [service, root][n % 2]
    of_role = {"RoleName": f"role-{n}", "RoleId": f"AROA{n:05}", "AssumeRolePolicyDocument": trusted}
    profiles = [{"InstanceProfileName": f"p-{n}", "Arn": f"{base}instance-profile/p-{n}"}] if n % 8 == 0 else []
    return {**identity("role", f"role-{n}", attached, inline), **of_role, "InstanceProfileList": profiles}

def user(n):
    attached = [[shared["Arn"]], [runs_code["Arn"]], []][n % 3]
    own = [allow(["iam:ChangePassword", "iam:GetUser"], base + "user/${aws:username}")]
    return {**identity("user", f"user-{n}", attached, own), "UserName": f"user-{n}", "UserId": f"AIDA{n:05}", "GroupList": []}

def write(name, roles, users, climbing):
    path = f"target/bench/cloud-{name}.json"
    with open(path, "w") as out:
        json.dump({
            "UserDetailList": [user(n) for n in range(users)], "GroupDetailList": [], "Policies": [shared, runs_code],
            "RoleDetailList": [role(n, climbing) for n in range(roles)],
        }, out)
    return path

def fastest(path):
    best = float("inf")
    for _ in range(runs):
        start = time.time()
        told = subprocess.run([kubescan, "scan", "--cloud", path, "-o", "json"], capture_output=True, env=alone)
        assert b"objective:aws-admin" in told.stdout, told.stderr
        best = min(best, time.time() - start)
    return best

for name, roles, users, climbing in [("start", 10, 1, True), ("climbing", 1000, 50, True), ("apart", 1000, 50, False)]:
    print(f"{name:10} {fastest(write(name, roles, users, climbing)):.2f} s")
PYTHON
