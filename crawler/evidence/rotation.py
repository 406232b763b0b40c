"""A new signing key: the change is signed by the old key, so that whoever trusts that one can trust the next.

Changes are folders `seals/keys/1`, `2`, …: change.json, change.sig (by the old key), old.pub, new.pub. Old seals stay
as they are, and the old private key is gone from this machine afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from crawler.config import Settings
from crawler.evidence.canonical import canonical
from crawler.evidence.durable import make_folder, sync_folder
from crawler.evidence.key import key_file, key_id, load_key, make_key, public_pem, read_key
from crawler.evidence.seal import NotSealed, sealing_alone

FORMAT = "soi-cong-key/1"


@dataclass(frozen=True, slots=True)
class KeyChange:
    """One change as a case file carries it: who signed it, what was signed, and the signature."""

    old: str         # public key, PEM
    change: str      # canonical JSON
    signature: str   # hex
    came_from: str   # ids of the two keys
    came_to: str


def rotate_key(settings: Settings) -> KeyChange:
    """Put a new key in the old one's place; a rotation that was killed half-way is brought to its end."""
    path = key_file(settings)
    coming = path.with_name(f"{path.name}.new")
    with sealing_alone(settings):
        old = load_key(settings)
        if not coming.exists():
            make_key(coming)
        new = read_key(coming).public_key()
        changes = load_changes(settings)
        if not changes or changes[-1].came_to != key_id(new):
            text = canonical({"format": FORMAT, "seq": len(changes) + 1, "from": key_id(old.public_key()),
                              "to": key_id(new), "key": public_pem(new).decode(), "at": datetime.now(UTC)})
            make_folder(_folder(settings) / str(len(changes) + 1), {
                "change.json": text, "change.sig": old.sign(text), "old.pub": public_pem(old.public_key()),
                "new.pub": public_pem(new)})
        coming.replace(path)
        sync_folder(path.parent)
        return load_changes(settings)[-1]


def load_changes(settings: Settings) -> list[KeyChange]:
    """All changes of the key, oldest first; `NotSealed` for one whose signature does not hold."""
    return [_load(folder) for folder in sorted(_folder(settings).glob("[0-9]*"), key=lambda path: int(path.name))]


def path_between(changes: Sequence[KeyChange], old: str, new: str) -> list[KeyChange] | None:
    """The changes that lead from one key to another, none for the same key; None when they do not."""
    for number, change in enumerate(changes):
        if change.came_from == old:
            rest = changes[number:]
            return list(rest) if rest[-1].came_to == new else None
    return [] if old == new else None


def _folder(settings: Settings) -> Path:
    return settings.data_dir / "seals" / "keys"


def _load(folder: Path) -> KeyChange:
    text, signature = (folder / "change.json").read_bytes(), (folder / "change.sig").read_bytes()
    old, new = (load_pem_public_key((folder / name).read_bytes()) for name in ("old.pub", "new.pub"))
    try:
        old.verify(signature, text)  # type: ignore[union-attr,call-arg]
    except InvalidSignature as error:
        raise NotSealed(f"Lần thay khóa {folder} đã hỏng: phục hồi thư mục này từ bản sao lưu.") from error
    return KeyChange(public_pem(old).decode(), text.decode(), signature.hex(), key_id(old), key_id(new))  # type: ignore[arg-type]
