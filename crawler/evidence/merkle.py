"""The Merkle tree of RFC 6962: one root for all leaves of a night, and short proofs that a leaf is under it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

Levels = list[list[bytes]]


def hash_leaf(leaf: bytes) -> bytes:
    """Leaves and nodes are hashed with different first bytes, so that a node can never be shown as a leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def build_tree(leaves: Sequence[bytes]) -> Levels:
    """All levels from the leaves' hashes up to the root; a node without a neighbour moves up as it is."""
    levels = [[hash_leaf(leaf) for leaf in leaves]]
    while len(levels[-1]) > 1:
        below = levels[-1]
        level = [hash_node(below[n], below[n + 1]) for n in range(0, len(below) - 1, 2)]
        levels.append(level + below[len(level) * 2:])
    return levels


def root_of(levels: Levels) -> bytes:
    """The root; of no leaves the hash of nothing."""
    return levels[-1][0] if levels[0] else hashlib.sha256(b"").digest()


def prove(levels: Levels, index: int) -> list[bytes]:
    """The neighbours on the way from a leaf to the root."""
    if not 0 <= index < len(levels[0]):
        raise IndexError(f"no leaf {index} in a tree of {len(levels[0])}")
    path = []
    for level in levels[:-1]:
        if index ^ 1 < len(level):
            path.append(level[index ^ 1])
        index >>= 1
    return path


def root_by(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a proof leads to; None when it cannot be one of leaf `index` in a tree of `size` leaves."""
    if not 0 <= index < size:
        return None
    node, last = hash_leaf(leaf), size - 1
    for neighbour in path:
        if last == 0:
            return None
        if index & 1 or index == last:
            node = hash_node(neighbour, node)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = hash_node(node, neighbour)
        index, last = index >> 1, last >> 1
    return node if last == 0 else None
