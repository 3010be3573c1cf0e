//! Expressions near and beyond what one may cost.

pub(super) const ROWS: &[&str] = &[
    "[1, 2].all(x, authorizer.requestResource.check('get').allowed())",
    "[1, 2, 3].all(x, authorizer.requestResource.check('get').allowed())",
    "object.spec.words.all(a, object.spec.words.all(b, a != 'nothing' && b != 'nothing'))",
    "object.spec.words.all(a, object.spec.words.all(b, object.spec.words.all(c, a != b || b != c)))",
    "lists.range(100).all(a, lists.range(100).all(b, lists.range(100).all(c, a + b + c >= 0)))",
    "true || lists.range(100).all(a, lists.range(100).all(b, lists.range(100).all(c, a + b + c >= 0)))",
    "lists.range(1000).map(x, x * 2).sum() == 999000",
    // Nothing absorbs the end of the budget.
    "lists.range(100).all(a, lists.range(100).all(b, lists.range(100).all(c, a + b + c >= 0))) || true",
];
