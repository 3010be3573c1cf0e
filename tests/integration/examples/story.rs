//! What matters in each example: findings that must be there, and near misses that must not.

use serde_json::Value;

const ADMIN: &str = "objective:cluster-admin";
const SECRETS: &str = "objective:all-secrets";

/// The point of an example.
pub(crate) struct Story {
    /// Who reaches which objective.
    paths: &'static [(&'static str, &'static str)],
    /// The workloads whose pods are hot, and the accounts whose tokens make them so.
    hot: &'static [(&'static str, &'static str)],
    /// Who holds which entry, whatever it leads to.
    entries: &'static [(&'static str, &'static str)],
    /// Parts of the fingerprinted findings of hygiene.
    hygiene: &'static [&'static str],
    /// Who reaches no objective, although it looks like it.
    near_misses: &'static [&'static str],
    /// The workloads whose pods are not hot, although they look like it.
    cold: &'static [&'static str],
}

/// A web shop, its pipeline, and a chart from somewhere.
pub(crate) const SHOP: Story = Story {
    paths: &[
        ("sa:ci/deployer", ADMIN),
        ("workload:ci/Deployment/runner", ADMIN),
        ("user:olga@shop.example", ADMIN),
        ("sa:monitoring/config-reloader", SECRETS),
        ("workload:monitoring/Deployment/config-reloader", SECRETS),
    ],
    hot: &[
        ("ci/Deployment/runner", "sa:ci/deployer"),
        ("monitoring/Deployment/config-reloader", "sa:monitoring/config-reloader"),
    ],
    entries: &[
        ("sa:ci/deployer", "workloads/create"),
        ("user:sam@shop.example", "pods/exec"),
        ("group:shop-developers", "secrets/list"),
        ("sa:monitoring/config-reloader", "secrets/list"),
    ],
    hygiene: &[],
    near_misses: &[
        "sa:ci/preview",
        "sa:ci/rollout-watcher",
        "sa:monitoring/prometheus",
        "sa:shop/payments",
        "user:amir@shop.example",
        "user:nina@shop.example",
        "user:sam@shop.example",
        "group:shop-developers",
    ],
    cold: &["shop/Deployment/web", "shop/StatefulSet/orders-db", "shop/Deployment/cart"],
};

/// A platform for tenants, one of which is not contained.
pub(crate) const PLATFORM: Story = Story {
    paths: &[
        ("sa:platform-system/tenant-operator", ADMIN),
        ("workload:platform-system/Deployment/tenant-operator", ADMIN),
        ("sa:team-b/release-bot", ADMIN),
        ("workload:team-b/Deployment/release-board", ADMIN),
        ("group:team-b-admins", ADMIN),
        ("group:helpdesk", ADMIN),
        ("group:helpdesk", SECRETS),
    ],
    hot: &[
        ("platform-system/Deployment/tenant-operator", "sa:platform-system/tenant-operator"),
        ("team-b/Deployment/release-board", "sa:team-b/release-bot"),
        ("platform-system/Deployment/gitops", "sa:platform-system/gitops"),
    ],
    entries: &[
        ("sa:platform-system/tenant-operator", "rbac/bind-clusterrole"),
        ("sa:platform-system/tenant-operator", "rbac/escalate-role"),
        ("sa:platform-system/gitops", "rbac/impersonate-service-account"),
    ],
    hygiene: &["rolebinding:team-b/audit", "sa:backup-system/backup"],
    near_misses: &[
        "group:team-a-admins",
        "sa:team-a/deployer",
        "sa:platform-system/gitops",
        "sa:platform-system/guest-list",
        "sa:platform-system/log-collector",
    ],
    cold: &["team-a/Deployment/report-upload", "platform-system/DaemonSet/log-collector"],
};

/// A bank where nothing is to be found.
pub(crate) const HARDENED: Story = Story {
    paths: &[],
    hot: &[],
    entries: &[],
    hygiene: &[],
    near_misses: &["sa:audit/role-report", "sa:bank/rates", "group:bank-on-call"],
    cold: &["bank/Deployment/ledger", "bank/Deployment/rates", "audit/CronJob/role-report"],
};

/// A controller that hands out access, with nothing in its way.
pub(crate) const ACCESS_OPEN: Story = Story {
    paths: &[("sa:access/controller", ADMIN), ("workload:access/Deployment/controller", ADMIN)],
    hot: &[("access/Deployment/controller", "sa:access/controller")],
    entries: &[
        ("sa:access/controller", "rbac/bind-clusterrole"),
        ("sa:access/controller", "rbac/escalate-clusterrole"),
    ],
    hygiene: &[],
    near_misses: &["user:jo@orders.example"],
    cold: &[],
};

/// The same behind a guard that sees the obvious only.
pub(crate) const ACCESS_HOLLOW: Story = Story { ..ACCESS_OPEN };

/// The same behind the guard that kubescan writes.
pub(crate) const ACCESS_GUARDED: Story =
    Story { paths: &[], hot: &[], near_misses: &["sa:access/controller", "user:jo@orders.example"], ..ACCESS_OPEN };

/// A cluster on EKS whose pods have roles of the account, and a controller that may write the map of these roles.
pub(crate) const EKS: Story = Story {
    paths: &[
        ("workload:shop/Deployment/web", ADMIN),
        ("aws:arn:aws:iam::111122223333:role/shop-web", ADMIN),
        ("aws:arn:aws:iam::111122223333:role/deployer", ADMIN),
        ("aws:arn:aws:iam::111122223333:role/platform-admin", ADMIN),
        ("aws:arn:aws:iam::111122223333:user/carol", ADMIN),
        ("sa:access/controller", ADMIN),
    ],
    hot: &[("shop/Deployment/web", "sa:shop/web"), ("access/Deployment/controller", "sa:access/controller")],
    entries: &[("sa:access/controller", "cloud/aws-auth")],
    hygiene: &["awsauth-session-template"],
    near_misses: &[
        "workload:shop/Deployment/reports",
        "aws:arn:aws:iam::111122223333:role/shop-reports",
        "aws:arn:aws:iam::111122223333:role/guest-list",
        "aws:arn:aws:iam::111122223333:role/on-call",
        "sa:shop/web",
    ],
    cold: &["shop/Deployment/reports"],
};

impl Story {
    /// Panics with what is missing in a report, or is there without reason.
    pub(crate) fn assert_told_by(&self, report: &Value) {
        let rows = |key: &str| report[key].as_array().unwrap().clone();
        let mut wrong = Vec::new();

        let paths = rows("paths");
        let leads = |from: &str, to: &str| paths.iter().any(|path| path["from"] == from && path["to"] == to);
        let unled = self.paths.iter().filter(|(from, to)| !leads(from, to));
        wrong.extend(unled.map(|(from, to)| format!("no path from {from} to {to}")));
        for name in self.near_misses {
            // A path that a guard blocks is none.
            let mut found = paths.iter().filter(|path| path["from"] == *name && path["certainty"] != "guarded");
            wrong.extend(found.next().map(|path| format!("{name} is a near miss, not {path}")));
        }

        let hot: Vec<(String, Value)> = rows("hotPods")
            .into_iter()
            .map(|pod| {
                let word = |value: &Value| value.as_str().unwrap().to_owned();
                let (kind, name) = (word(&pod["workload"]["kind"]), word(&pod["workload"]["name"]));
                (format!("{}/{kind}/{name}", word(&pod["namespace"])), pod["serviceAccount"].clone())
            })
            .collect();
        let is_hot =
            |workload: &str, account: &str| hot.iter().any(|(name, with)| name == workload && *with == account);
        let missing = self.hot.iter().filter(|(workload, account)| !is_hot(workload, account));
        wrong.extend(missing.map(|(workload, account)| format!("{workload} is not hot by {account}")));
        let needless = hot.iter().filter(|(name, _)| self.cold.contains(&name.as_str()));
        wrong.extend(needless.map(|(name, account)| format!("{name} is hot by {account}")));

        let subjects = rows("riskySubjects");
        let holds = |subject: &str, entry: &str| {
            let mut entries = subjects.iter().filter(|row| row["subject"] == subject);
            entries.any(|row| row["entries"].as_array().unwrap().iter().any(|held| held["id"] == entry))
        };
        let unheld = self.entries.iter().filter(|(subject, entry)| !holds(subject, entry));
        wrong.extend(unheld.map(|(subject, entry)| format!("{subject} does not hold {entry}")));

        let findings = rows("findings");
        let told = |what: &str| {
            let mut hygiene = findings.iter().filter(|finding| finding["kind"] == "hygiene");
            hygiene.any(|finding| finding.to_string().contains(what))
        };
        let untold = self.hygiene.iter().filter(|what| !told(what));
        wrong.extend(untold.map(|what| format!("no finding of hygiene about {what}")));

        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
