//! A cluster with a guard around a subject, as it is changed for a variant.

use kubescan::yaml::{Limits, documents, from_node};
use serde_json::{Value, json};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/boundary");

/// The rules for a role of RBAC.
pub(super) const RBAC: &str = "rbac.authorization.k8s.io";

/// How a request is sent.
#[derive(Clone, Debug)]
pub(super) struct Send {
    pub(super) method: &'static str,
    pub(super) path: String,
    pub(super) body: Value,
}

/// What the subject would do outside the usual attempts: all of it must be let in.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub(super) told: String,
    pub(super) sends: Vec<Send>,
}

/// A cluster with a guard around a subject.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) objects: Vec<Value>,
    /// As kubescan names it.
    pub(super) subject: String,
    /// As the API server knows it: its name and its groups.
    pub(super) user: String,
    pub(super) groups: Vec<String>,
    /// Metadata by which this variant exempts what is written.
    pub(super) marks: Vec<Value>,
    pub(super) ways: Vec<Way>,
    /// Whether it can stand beside others in a real cluster, and what is sent shows whether it holds.
    pub(super) live: bool,
}

impl Case {
    /// The cluster with the sound guard.
    pub(super) fn sound() -> Self {
        let read = |file: &str| parse(&std::fs::read_to_string(format!("{FOLDER}/{file}")).unwrap());
        Case {
            objects: [read("cluster.yaml"), read("guard.yaml")].concat(),
            subject: "sa:jit/controller".to_owned(),
            user: "system:serviceaccount:jit:controller".to_owned(),
            groups: vec!["system:serviceaccounts".to_owned(), "system:serviceaccounts:jit".to_owned()],
            marks: Vec::new(),
            ways: Vec::new(),
            live: true,
        }
    }

    /// The same under names of its own, so that it can stand beside others.
    pub(super) fn numbered(&self, number: usize) -> Self {
        let text = |text: &str| text.replace("jit", &format!("jit{number}"));
        let value = |value: &Value| serde_json::from_str(&text(&value.to_string())).unwrap();
        let way = |way: &Way| {
            let send = |send: &Send| Send { method: send.method, path: text(&send.path), body: value(&send.body) };
            Way { told: way.told.clone(), sends: way.sends.iter().map(send).collect() }
        };
        Case {
            objects: self.objects.iter().map(value).collect(),
            subject: text(&self.subject),
            user: text(&self.user),
            groups: self.groups.iter().map(|group| text(group)).collect(),
            marks: self.marks.iter().map(value).collect(),
            ways: self.ways.iter().map(way).collect(),
            live: self.live,
        }
    }

    /// All objects in one `List`, for kubescan, as a server stored them: a role that is not there is not there.
    pub(super) fn list(&self) -> String {
        let mut items = self.objects.clone();
        items.iter_mut().for_each(|item| item["metadata"]["uid"] = "1".into());
        json!({"apiVersion": "v1", "kind": "List", "items": items}).to_string()
    }

    pub(super) fn find(&self, kind: &str, name: &str) -> Option<&Value> {
        self.objects.iter().find(|object| object["kind"] == kind && object["metadata"]["name"] == name)
    }

    pub(super) fn object(&mut self, kind: &str, name: &str) -> &mut Value {
        let known = |object: &&mut Value| object["kind"] == kind && object["metadata"]["name"] == name;
        self.objects.iter_mut().find(known).unwrap_or_else(|| panic!("no {kind} {name}"))
    }

    /// The policy's `spec`.
    pub(super) fn policy(&mut self) -> &mut Value {
        &mut self.object("ValidatingAdmissionPolicy", "jit-boundary")["spec"]
    }

    /// The binding's `spec`.
    pub(super) fn binding(&mut self) -> &mut Value {
        &mut self.object("ValidatingAdmissionPolicyBinding", "jit-boundary")["spec"]
    }

    /// The requests that the policy is about.
    pub(super) fn matching(&mut self) -> &mut Value {
        &mut self.policy()["matchConstraints"]["resourceRules"][0]
    }

    /// No guard at all.
    pub(super) fn unguarded(&mut self) {
        self.objects.retain(|object| !object["kind"].as_str().unwrap().starts_with("ValidatingAdmissionPolicy"));
    }

    pub(super) fn drop(&mut self, kind: &str, name: &str) {
        self.object(kind, name);
        self.objects.retain(|object| object["kind"] != kind || object["metadata"]["name"] != name);
    }

    /// One right more for the controller, in the YAML of a rule.
    pub(super) fn may(&mut self, rule: &str) {
        self.rules().push(parse(rule).remove(0));
    }

    /// The rights of the controller.
    pub(super) fn rules(&mut self) -> &mut Vec<Value> {
        self.object("ClusterRole", "jit-controller")["rules"].as_array_mut().unwrap()
    }

    /// Objects besides.
    pub(super) fn add(&mut self, yaml: &str) {
        self.objects.extend(parse(yaml));
    }

    /// One condition more, without which the policy does not look.
    pub(super) fn unless(&mut self, exempt: &str) {
        let conditions = self.policy()["matchConditions"].as_array_mut().unwrap();
        let name = format!("exempt{}", conditions.len());
        conditions.push(json!({"name": name, "expression": format!("!({exempt})")}));
    }

    /// One text of an expression for another.
    pub(super) fn replace(&mut self, validation: usize, from: &str, to: &str) {
        let expression = &mut self.policy()["validations"][validation]["expression"];
        let text = expression.as_str().unwrap();
        assert!(text.contains(from), "{from} is not in {text}");
        *expression = text.replace(from, to).into();
    }

    /// Only this validation.
    pub(super) fn only(&mut self, validation: usize) {
        let one = self.policy()["validations"][validation].clone();
        self.policy()["validations"] = json!([one]);
    }

    /// Another policy that refuses to the controller what does not satisfy this.
    pub(super) fn second(&mut self, name: &str, resources: &Value, validation: &str) {
        let mut policy = self.find("ValidatingAdmissionPolicy", "jit-boundary").unwrap().clone();
        policy["metadata"]["name"] = name.into();
        policy["spec"]["matchConstraints"]["resourceRules"][0]["resources"] = resources.clone();
        policy["spec"]["validations"] = json!([{"expression": validation}]);
        let mut binding = self.find("ValidatingAdmissionPolicyBinding", "jit-boundary").unwrap().clone();
        binding["metadata"]["name"] = name.into();
        binding["spec"]["policyName"] = name.into();
        self.objects.extend([policy, binding]);
    }

    /// What is written may carry this metadata, in YAML.
    pub(super) fn mark(&mut self, metadata: &str) {
        self.marks.push(parse(metadata).remove(0));
    }

    /// A way of its own: lines of `METHOD PATH BODY`, the body in YAML.
    pub(super) fn way(&mut self, told: &str, lines: &[&str]) {
        let sends = lines.iter().map(|line| {
            let mut words = line.splitn(3, ' ');
            let method = match words.next().unwrap() {
                "POST" => "POST",
                "PATCH" => "PATCH",
                "DELETE" => "DELETE",
                "GET" => "GET",
                other => panic!("{other}"),
            };
            let path = words.next().unwrap().to_owned();
            let body = words.next().map_or(Value::Null, |body| parse(body).remove(0));
            Send { method, path, body }
        });
        self.ways.push(Way { told: told.to_owned(), sends: sends.collect() });
    }

    /// What a real cluster cannot show beside others.
    pub(super) fn offline(&mut self) {
        self.live = false;
    }
}

pub(super) fn parse(text: &str) -> Vec<Value> {
    let read =
        |document: Result<kubescan::yaml::Document<'_>, _>| document.and_then(|document| from_node(document.root()));
    let values: Result<Vec<Value>, _> = documents(text, Limits::for_text(text.len())).map(read).collect();
    values.unwrap_or_else(|why| panic!("{why} in {text}"))
}
