"""The tree is RFC 6962's: known roots, a naive second implementation, and proofs that hold for one place only."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.evidence.canonical import canonical
from crawler.evidence.merkle import build_tree, hash_leaf, hash_node, prove, root_by, root_of

#: The leaves and roots that implementations of Certificate Transparency are tested with.
KNOWN = [bytes.fromhex(x) for x in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                                    "606162636465666768696a6b6c6d6e6f")]
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
LEAVES = st.lists(st.binary(max_size=20), min_size=1, max_size=70, unique=True)


@pytest.mark.parametrize("size", ROOTS)
def test_known_roots(size):
    assert root_of(build_tree(KNOWN[:size])).hex() == ROOTS[size]


def naive(leaves):
    """The definition, word for word: split at the largest power of two below the number of leaves."""
    if len(leaves) == 1:
        return hash_leaf(leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hash_node(naive(leaves[:split]), naive(leaves[split:]))


@given(LEAVES)
def test_the_root_is_the_definition(leaves):
    assert root_of(build_tree(leaves)) == naive(leaves)


@given(LEAVES)
def test_every_leaf_is_proven_at_its_place(leaves):
    tree = build_tree(leaves)
    for n, leaf in enumerate(leaves):
        assert root_by(leaf, n, len(leaves), prove(tree, n)) == root_of(tree)


@given(LEAVES, st.data())
def test_a_proof_holds_for_nothing_else(leaves, data):
    tree = build_tree(leaves)
    n = data.draw(st.integers(0, len(leaves) - 1))
    path, root = prove(tree, n), root_of(tree)
    other = data.draw(st.integers(-1, len(leaves)))
    if other != n:
        assert root_by(leaves[n], other, len(leaves), path) != root
    assert root_by(leaves[n] + b"x", n, len(leaves), path) != root
    assert root_by(leaves[n], n, len(leaves), [*path, root]) != root
    if path:
        assert root_by(leaves[n], n, len(leaves), path[:-1]) != root
        at = data.draw(st.integers(0, len(path) - 1))
        bent = [*path]
        bent[at] = hashlib.sha256(bent[at]).digest()
        assert root_by(leaves[n], n, len(leaves), bent) != root


def test_a_node_is_no_leaf():
    left, right = hash_leaf(b"a"), hash_leaf(b"b")
    assert root_of(build_tree([left + right])) != root_of(build_tree([b"a", b"b"]))


def test_there_is_no_proof_outside_the_tree():
    with pytest.raises(IndexError):
        prove(build_tree([b"a"]), 1)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4), max_leaves=12)


@given(PLAIN)
def test_canonical_json_says_the_same_and_has_one_form(value):
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


def test_canonical_json_is_rfc_8785():
    assert canonical({"€": 1, "\r": 2, "\ufb33": 3, "1": 4, "😀": 5, "\x80": 6, "ö": 7}).decode() == (
        '{"\\r":2,"1":4,"\x80":6,"ö":7,"€":1,"😀":5,"\ufb33":3}')
    assert canonical("\u20ac$\x0f\nA'B\"\\\\\"/").decode() == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'


@pytest.mark.parametrize("value", [0.5, 2**53, {"a": [1.0]}])
def test_what_readers_differ_on_is_refused(value):
    with pytest.raises(ValueError, match="no canonical form"):
        canonical(value)
