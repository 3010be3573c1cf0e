//! What kubescan leaves undecided, and why.

/// An expression and the reason.
pub(super) const UNDECIDED: &[(&str, &str)] = &[
    ("authorizer.requestResource.check('get').reason() == ''", "reasons are texts of the server"),
    (
        "authorizer.group('').resource('pods').fieldSelector('a=b').check('list').allowed()",
        "selectors are not followed",
    ),
    ("timestamp(object.metadata.creationTimestamp).getHours('Europe/Berlin') == 13", "zones by name need a data base"),
    ("dyn([]).sum() == 0 || dyn([]).sum() == 0.0", "which zero depends on a type"),
    (r"'abc'.matches(object.metadata.name + '\\B')", "the pattern crate has no ASCII \\B"),
    (r"'abc'.matches(object.metadata.name + '\\101')", "octal escapes are rare"),
    ("url('http://a%20b/').getHost() == ''", "escapes in hosts are rare"),
    ("'%.3f'.format([1.5]) == '1.500'", "only %s and %d are written"),
    ("[{'a': 1, 'b': 1}, {'a': 1, 'b': 2}].sortBy(e, e.a)[0].b == 1", "the order of equal keys is the server's"),
    ("{dyn(1.5): 2}.size() == 1", "maps have the keys of JSON and protobuf"),
    ("format.datetime().validate('2024-01-01T00:00:00Z').hasValue()", "many notations"),
    ("quantity('99999999999999999999999999999999999999999999').isInteger()", "beyond 128 bits"),
];
