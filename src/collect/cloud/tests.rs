use std::fs;

use super::{CloudError, read};
use crate::collect::files::{Input, Limits};
use crate::model::Note;
use crate::model::cloud::{AccessScope, Cloud, PolicyDocument};

/// Reads files of these names, each named itself.
fn read_files(files: &[(&str, &str)]) -> Result<(Cloud, Vec<Note>), CloudError> {
    let folder = tempfile::tempdir().unwrap();
    let write = |(name, text): &(&str, &str)| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        Input::Path(path)
    };
    let inputs: Vec<Input> = files.iter().map(write).collect();
    read(&inputs, &Limits::default())
}

fn cloud(text: &str) -> Cloud {
    read_files(&[("in.json", text)]).unwrap().0
}

fn refused(files: &[(&str, &str)], words: &[&str]) {
    let message = read_files(files).unwrap_err().to_string();
    for word in words {
        assert!(message.contains(word), "{message} says nothing of {word}");
    }
}

const ALLOW: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;

fn user(name: &str, rest: &str) -> String {
    format!(
        r#"{{"UserName":"{name}","UserId":"AIDA{name}","Arn":"arn:aws:iam::111122223333:user/{name}","Path":"/",
            "CreateDate":"2026-01-01T00:00:00+00:00"{rest}}}"#
    )
}

fn role(name: &str, trust: &str) -> String {
    format!(
        r#"{{"RoleName":"{name}","RoleId":"AROA{name}","Arn":"arn:aws:iam::111122223333:role/ops/{name}","Path":"/ops/",
            "AssumeRolePolicyDocument":{trust},"RolePolicyList":[{{"PolicyName":"p","PolicyDocument":{ALLOW}}}],
            "InstanceProfileList":[{{"Arn":"arn:aws:iam::111122223333:instance-profile/i","InstanceProfileName":"i"}}],
            "AttachedManagedPolicies":[{{"PolicyName":"m","PolicyArn":"arn:aws:iam::111122223333:policy/m"}}],
            "PermissionsBoundary":{{"PermissionsBoundaryType":"Policy","PermissionsBoundaryArn":"arn:aws:iam::111122223333:policy/b"}},
            "Tags":[{{"Key":"team","Value":"ops"}}],"RoleLastUsed":{{"LastUsedDate":"2026-02-01T00:00:00+00:00","Region":"x"}}}}"#
    )
}

fn policy(arn: &str, versions: &[&str], default: &str) -> String {
    let versions: Vec<String> = versions
        .iter()
        .map(|id| format!(r#"{{"VersionId":"{id}","IsDefaultVersion":{},"Document":{ALLOW}}}"#, *id == default))
        .collect();
    format!(
        r#"{{"PolicyName":"m","Arn":"{arn}","DefaultVersionId":"{default}","PolicyVersionList":[{}]}}"#,
        versions.join(",")
    )
}

#[test]
fn an_export_of_iam_is_read_whole() {
    let groups = r#","GroupList":["devs","admins"],"AttachedManagedPolicies":[]"#;
    let group = r#"{"GroupName":"devs","GroupId":"AGPA","Arn":"arn:aws:iam::111122223333:group/devs","Path":"/",
        "GroupPolicyList":[],"AttachedManagedPolicies":[]}"#;
    let text = format!(
        r#"{{"UserDetailList":[{}],"GroupDetailList":[{group}],"RoleDetailList":[{}],"Policies":[{},{}]}}"#,
        user("ann", groups),
        role("r", ALLOW),
        policy("arn:aws:iam::111122223333:policy/m", &["v10", "v2"], "v10"),
        policy("arn:aws:iam::aws:policy/ReadOnlyAccess", &["v1"], "v1"),
    );
    let cloud = cloud(&text);
    let account = &cloud.accounts[0];
    assert_eq!((account.partition.as_str(), account.id.as_str()), ("aws", "111122223333"));
    assert_eq!(account.users[0].groups, ["admins", "devs"]);
    let role = &account.roles[0];
    assert_eq!((role.identity.path.as_str(), role.identity.id.as_str()), ("/ops/", "AROAr"));
    assert_eq!(role.boundary.as_ref().unwrap().short(), "b");
    assert_eq!(role.instance_profiles[0].name, "i");
    assert_eq!(role.tags[&"team".into()], "ops");
    assert_eq!(role.last_used.unwrap().to_string(), "2026-02-01T00:00:00Z");
    let ids: Vec<&str> = account.policies[0].versions.iter().map(|version| version.id.as_str()).collect();
    assert_eq!(ids, ["v2", "v10"]);
    assert_eq!(account.policies[0].default().unwrap().id, "v10");
    assert_eq!(cloud.aws_managed[0].arn.short(), "ReadOnlyAccess");
}

#[test]
fn documents_may_be_objects_or_text_or_encoded() {
    let quoted = format!("\"{}\"", ALLOW.replace('"', "\\\""));
    let encoded =
        format!("\"{}\"", ALLOW.replace('{', "%7B").replace('"', "%22").replace(':', "%3A").replace('}', "%7D"));
    let documents = [ALLOW, &quoted, &encoded].map(|trust| {
        let cloud = cloud(&format!(r#"{{"RoleDetailList":[{}]}}"#, role("r", trust)));
        cloud.accounts[0].roles[0].trust.clone()
    });
    assert!(matches!(documents[0], PolicyDocument::Readable(_)));
    assert!(documents.iter().all(|document| *document == documents[0]));
}

#[test]
fn a_document_that_is_not_understood_is_kept_and_noted() {
    for (trust, why) in [
        (r#"{"Statement":{"Effect":"Allow","Action":"*","Odd":1}}"#, "unknown field `Odd`"),
        (r#""%7Bnonsense""#, "key must be a string"),
        (r#""""#, "EOF"),
        ("[]", "invalid"),
    ] {
        let text = format!(r#"{{"RoleDetailList":[{}]}}"#, role("r", trust));
        let (cloud, notes) = read_files(&[("in.json", &text)]).unwrap();
        assert!(matches!(cloud.accounts[0].roles[0].trust, PolicyDocument::Unreadable(_)), "{trust}");
        // Its attached policy is not in the export either.
        let about = |note: &&Note| note.warning && note.text.contains("role/ops/r") && note.text.contains(why);
        assert_eq!((notes.len(), notes.iter().filter(about).count()), (2, 1), "{notes:?}");
    }
}

#[test]
fn pages_and_files_make_one_account_in_any_order() {
    let page =
        |name: &str, goes_on: bool| format!(r#"{{"UserDetailList":[{}],"IsTruncated":{goes_on}}}"#, user(name, ""));
    let (one, two, three) = (page("a", true), page("b", true), page("c", false));
    let all = read_files(&[("1.json", &one), ("2.json", &two), ("3.json", &three)]).unwrap();
    assert_eq!(all.0.accounts[0].users.len(), 3);
    assert!(all.1.is_empty());
    for text in [
        format!("{three}\n{two}\n{one}"),
        format!("{two}{one} {three}"),
        format!("[{three},{one},{two}]"),
        format!("[[{three},{one}],[{two},{two}]]"),
    ] {
        assert_eq!(read_files(&[("in.jsonl", &text)]).unwrap(), all, "{text}");
    }
}

/// The gaps of these files, by what they are of and where.
fn gaps(files: &[(&str, &str)]) -> Vec<String> {
    read_files(files).unwrap().0.gaps().map(|gap| format!("{} {}", gap.resource, gap.scope)).collect()
}

#[test]
fn an_export_that_breaks_off_is_a_gap() {
    let page = |account: &str, rest: &str| {
        format!(r#"{{"UserDetailList":[{}]{rest}}}"#, user("a", "").replace("111122223333", account))
    };
    let (one, two) = ("111122223333", "444455556666");
    let (open, marked) = (page(one, r#","IsTruncated":true"#), page(one, r#","Marker":"x""#));
    let (end, other) = (page(one, r#","IsTruncated":false,"NextToken":null"#), page(two, ""));
    let last = r#"{"UserDetailList":[],"IsTruncated":false}"#;
    let rows: [(&[&str], &[&str]); 8] = [
        (&[&open], &["iam aws/111122223333"]),
        (&[&marked], &["iam aws/111122223333"]),
        (&[&open, &marked], &["iam aws/111122223333"]),
        (&[&end], &[]),
        (&[&open, &end], &[]),
        (&[&open, last], &[]),
        // The whole export of another account ends nothing.
        (&[&open, &other], &["iam aws/111122223333"]),
        (&[&other, &end], &[]),
    ];
    for (texts, expected) in rows {
        let names: Vec<String> = (0..texts.len()).map(|place| format!("{place}.json")).collect();
        let files: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(texts.iter().copied()).collect();
        assert_eq!(gaps(&files), expected, "{texts:?}");
    }
}

#[test]
fn a_list_that_breaks_off_is_a_gap() {
    let list = |rest: &str| format!(r#"{{"associations":[]{rest}}}"#);
    let (open, end) = (list(r#","nextToken":"x""#), list(""));
    let beside = page_of_nobody();
    assert_eq!(gaps(&[("1.json", &open), ("2.json", beside)]), ["podidentityassociations aws"]);
    assert_eq!(gaps(&[("1.json", &open), ("2.json", &end), ("3.json", beside)]), [""; 0]);
    assert_eq!(gaps(&[("1.json", &end), ("2.json", beside)]), [""; 0]);
}

/// An account that holds nothing.
fn page_of_nobody() -> &'static str {
    r#"{"UserDetailList":[]}"#
}

#[test]
fn what_stands_twice_must_be_the_same() {
    let page = |rest: &str| format!(r#"{{"UserDetailList":[{}]}}"#, user("ann", rest));
    let (one, same, other) =
        (page(r#","GroupList":["a","b"]"#), page(r#","GroupList":["b","a"]"#), page(r#","GroupList":["b"]"#));
    assert_eq!(read_files(&[("1.json", &one), ("2.json", &same)]).unwrap().0, cloud(&one));
    refused(&[("1.json", &one), ("2.json", &other)], &["UserDetailList[0]", "2.json:1:20", "1.json holds the same"]);
    let managed = |default: &str| {
        format!(r#"{{"Policies":[{}]}}"#, policy("arn:aws:iam::aws:policy/X", &["v9", default], default))
    };
    let (old, new) = (managed("v9"), managed("v10"));
    let merged = read_files(&[("1.json", &new), ("2.json", &old)]).unwrap().0;
    assert_eq!(merged, cloud(&new));
    assert_eq!(merged, read_files(&[("1.json", &old), ("2.json", &new)]).unwrap().0);
}

#[test]
fn clusters_entries_and_associations_are_read() {
    let text = r#"
        {"cluster":{"name":"c","arn":"arn:aws:eks:eu-west-1:111122223333:cluster/c","version":"1.33",
            "identity":{"oidc":{"issuer":"https://oidc.eks.eu-west-1.amazonaws.com/id/AB"}},
            "accessConfig":{"authenticationMode":"API"}}}
        {"accessEntries":["arn:aws:iam::111122223333:role/a","arn:aws:iam::111122223333:role/b"]}
        {"accessEntry":{"clusterName":"c","principalArn":"arn:aws:iam::111122223333:role/a","kubernetesGroups":["z","y"],
            "username":"a","type":"STANDARD","tags":{}}}
        {"associatedAccessPolicies":[
            {"policyArn":"arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy","accessScope":{"type":"cluster","namespaces":[]}},
            {"policyArn":"arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy",
             "accessScope":{"type":"namespace","namespaces":["dev-*","a"]}}],
         "clusterName":"c","principalArn":"arn:aws:iam::111122223333:role/a"}
        {"associations":[{"clusterName":"c","namespace":"n","serviceAccount":"s","associationId":"a-1"},
            {"clusterName":"c","namespace":"n","serviceAccount":"t","associationId":"a-2"}]}
        {"association":{"clusterName":"c","namespace":"n","serviceAccount":"s","associationId":"a-1",
            "roleArn":"arn:aws:iam::111122223333:role/a","disableSessionTags":true,
            "policy":"{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}"}}"#;
    let (cloud, notes) = read_files(&[("eks.json", text)]).unwrap();
    assert_eq!(cloud.clusters[0].issuer, Some("oidc.eks.eu-west-1.amazonaws.com/id/AB".into()));
    assert_eq!(cloud.clusters[0].authentication_mode, Some("API".into()));
    let [entry] = cloud.access_entries.as_slice() else { panic!("one entry") };
    assert_eq!(entry.details.as_ref().unwrap().groups, ["y", "z"]);
    let scopes: Vec<AccessScope> = entry.policies.iter().flatten().map(|policy| policy.scope.clone()).collect();
    assert_eq!(scopes, [AccessScope::Namespaces(vec!["a".into(), "dev-*".into()]), AccessScope::Cluster]);
    assert_eq!(cloud.listed_entries[0].short(), "b");
    let [one, two] = cloud.associations.as_slice() else { panic!("two associations") };
    assert!(one.role_arn.is_some() && one.disable_session_tags && two.role_arn.is_none());
    assert!(matches!(one.policy, Some(PolicyDocument::Readable(_))));
    let texts: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
    assert!(texts[0].contains("access entries not known: 1; `aws eks describe-access-entry`"), "{texts:?}");
    assert!(texts[1].contains("roles of Pod Identity associations not known: 1"), "{texts:?}");
    let mut parts: Vec<&str> = text.split("\n        {").filter(|part| !part.trim().is_empty()).collect();
    parts.reverse();
    let backwards: String = parts.iter().map(|part| format!("{{{part}\n")).collect();
    assert_eq!(read_files(&[("eks.json", &backwards)]).unwrap(), (cloud, notes));
}

#[test]
fn what_is_no_export_is_refused_with_what_would_be_one() {
    let table: [(&str, &[&str]); 12] = [
        (
            r#"{"Roles":[],"x":1}"#,
            &["in.json:1:1", "the keys `Roles`, `x`", "aws iam get-account-authorization-details"],
        ),
        ("\n {}", &["in.json:2:2", "it has no keys", "describe-cluster"]),
        (r#"[{"cluster":null}]"#, &["`[0]`", "the keys `cluster`"]),
        ("3", &["expected an object"]),
        ("UserDetailList: []", &["no valid JSON", "--output json"]),
        (r#"{"UserDetailList":[}"#, &["in.json:1:20", "no valid JSON"]),
        (r#"{"UserDetailList":{}}"#, &["`UserDetailList`", "invalid type"]),
        (
            r#"{"Policies":[{"PolicyName":"m","Arn":"arn:aws:iam::1:policy/m","DefaultVersionId":"v1"}]}"#,
            &["`Policies[0]`", "in.json:1:14", "missing field `PolicyVersionList`"],
        ),
        (
            r#"{"UserDetailList":[{"UserName":"a","UserId":"b","Path":"/","Arn":"user/a"}]}"#,
            &["UserDetailList[0]", "expected an ARN"],
        ),
        (
            r#"{"UserDetailList":[{"UserName":"a","UserId":"b","Path":"/","Arn":"arn:aws:iam::12:user/a"}]}"#,
            &["not the ARN of a user of an account"],
        ),
        (
            r#"{"association":{"clusterName":"c","namespace":"n","serviceAccount":"s","associationId":"i"}}"#,
            &["`roleArn`"],
        ),
        (r#"{"cluster":{"name":"c","name":"d","arn":"arn:aws:eks:x:1:cluster/c"}}"#, &["duplicate field `name`"]),
    ];
    for (text, words) in table {
        refused(&[("in.json", text)], words);
    }
    refused(&[("in.json", "  \n")], &["nothing of a cloud", "in.json", "get-account-authorization-details"]);
    refused(&[("in.json", r#"{"Policies":[],"Policies":[]}"#)], &["`Policies` stands twice"]);
}

#[test]
fn of_a_directory_what_is_no_json_is_left_out() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("iam.json"), format!(r#"{{"UserDetailList":[{}]}}"#, user("ann", ""))).unwrap();
    fs::write(folder.path().join("values.yaml"), "a: b\n").unwrap();
    fs::write(folder.path().join("notes.txt"), "x").unwrap();
    let (cloud, notes) = read(&[Input::Path(folder.path().to_owned())], &Limits::default()).unwrap();
    assert_eq!(cloud.accounts[0].users.len(), 1);
    assert!(notes.iter().any(|note| note.text == "files of directories that are no JSON, left out: 1"), "{notes:?}");
    let missing = Input::Path(folder.path().join("gone.json"));
    let error = read(&[missing], &Limits::default()).unwrap_err().to_string();
    assert!(error.contains("there is no such file"), "{error}");
}

#[test]
fn packed_exports_are_unpacked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("iam.json.zst");
    let text = format!(r#"{{"UserDetailList":[{}]}}"#, user("ann", ""));
    fs::write(&path, zstd::encode_all(text.as_bytes(), 1).unwrap()).unwrap();
    let (cloud, _) = read(&[Input::Path(path)], &Limits::default()).unwrap();
    assert_eq!(cloud.accounts[0].users[0].identity.name, "ann");
}

#[test]
fn instances_are_read_with_what_decides_who_has_their_role() {
    let profile = "arn:aws:iam::111122223333:instance-profile/nodes";
    let one = format!(
        r#"{{"InstanceId":"i-0b","ImageId":"ami-1","IamInstanceProfile":{{"Arn":"{profile}","Id":"AIPA"}},"State":{{"Code":16}},
            "MetadataOptions":{{"State":"applied","HttpTokens":"required","HttpPutResponseHopLimit":2,"HttpEndpoint":"enabled",
            "HttpProtocolIpv6":"disabled"}}}}"#
    );
    let other = r#"{"InstanceId":"i-0a","Tags":[]}"#;
    let whole = format!(
        r#"{{"Reservations":[{{"OwnerId":"444455556666","ReservationId":"r-1","Instances":[{one},{other}]}},
            {{"OwnerId":"444455556666","Instances":[]}},{{"OwnerId":"444455556666"}}]}}"#
    );
    let read = cloud(&whole);
    let ids: Vec<&str> = read.instances.iter().map(|instance| instance.id.as_str()).collect();
    assert_eq!(ids, ["i-0a", "i-0b"]);
    let [bare, full] = read.instances.as_slice() else { panic!("two instances") };
    assert_eq!((bare.account.as_deref(), &bare.profile, &bare.metadata), (Some("444455556666"), &None, &None));
    assert_eq!(full.profile.as_ref().unwrap().as_str(), profile);
    // The profile decides whose role it is.
    assert_eq!(full.account.as_deref(), Some("111122223333"));
    let options = full.metadata.as_ref().unwrap();
    let told = (options.endpoint.as_deref(), options.tokens.as_deref(), options.hop_limit);
    assert_eq!(told, (Some("enabled"), Some("required"), Some(2)));
    let alone = format!(r#"{{"Instances":[{one}]}}"#);
    assert_eq!(cloud(&alone).instances, read.instances[1..]);
    let both = [("1.json", whole.as_str()), ("2.json", alone.as_str())];
    assert_eq!(read_files(&both).unwrap().0, read);
    assert_eq!(read_files(&[both[1], both[0]]).unwrap().0, read);
    let kept: Cloud = serde_json::from_str(&serde_json::to_string(&read).unwrap()).unwrap();
    assert_eq!(kept, read);
    let changed = alone.replace("required", "optional");
    refused(&[("1.json", &alone), ("2.json", &changed)], &["Instances[0]", "1.json holds the same"]);
    refused(&[("in.json", r#"{"Instances":[{"ImageId":"ami-1"}]}"#)], &["Instances[0]", "missing field `InstanceId`"]);
    refused(
        &[("in.json", r#"{"Reservations":[{"Instances":[{"InstanceId":3}]}]}"#)],
        &["Reservations[0].Instances[0]"],
    );
}
