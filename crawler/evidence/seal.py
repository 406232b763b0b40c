"""The seal of a night: the root of its leaves, chained to the seal before, signed; written whole or not at all.

A seal is a folder `seals/YYYY-MM-DD/VERSION` that appears at once: leaves.gz (a leaf a line), seal.json, seal.sig,
signer.pub, and seal.tsr when an authority has stamped it. The folders are the proof; the table `seals` is their index,
put right from them when the two differ. Nothing is overwritten: a night that has changed gets a further version.
"""

from __future__ import annotations

import fcntl
import gzip
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from crawler import clock
from crawler.config import ROOT, Settings
from crawler.evidence.canonical import canonical, sha256
from crawler.evidence.durable import make_folder
from crawler.evidence.key import key_id, load_key, public_pem
from crawler.evidence.leaves import collect_leaves
from crawler.evidence.merkle import build_tree, root_of
from crawler.models import UNFINISHED, Night
from crawler.seals import Seal

FORMAT = "soi-cong-seal/1"


class NotSealed(RuntimeError):
    """A night cannot be sealed, or a seal is damaged; the text says why and what to do."""


def seal_folder(settings: Settings, night: date, version: int) -> Path:
    return settings.data_dir / "seals" / night.isoformat() / str(version)


def seal_due(engine: Engine, settings: Settings) -> list[tuple[Seal, bool]]:
    """Seal every finished night that has no seal yet, oldest first, and the newest one when it has changed."""
    with Session(engine) as session:
        nights = list(session.scalars(select(Night.night).where(Night.state.not_in(UNFINISHED)).order_by(Night.night)))
        sealed = set(session.scalars(select(Seal.night)))
    return [seal_night(engine, settings, day) for day in nights if day not in sealed or day == nights[-1]]


def seal_night(engine: Engine, settings: Settings, day: date) -> tuple[Seal, bool]:
    """The newest seal of a night, and whether it was made now."""
    with sealing_alone(settings):
        _put_right(engine, settings)
        with Session(engine, expire_on_commit=False) as session:
            night = session.scalar(select(Night).where(Night.night == day))
            if night is None or night.state in UNFINISHED:
                raise NotSealed(f"Đêm {day:%d/%m/%Y} chưa chạy xong nên chưa niêm phong được. "
                                "Chạy tiếp: python -m crawler nightly --resume")
            leaves = collect_leaves(session, night)
            root = root_of(build_tree(leaves)).hex()
            newest = session.scalar(select(Seal).where(Seal.night == day).order_by(Seal.version.desc()).limit(1))
            before = session.scalar(select(Seal).order_by(Seal.seq.desc()).limit(1))
        if newest is not None and newest.root == root:
            return newest, False
        key = load_key(settings)
        version = newest.version + 1 if newest else 1
        body = {
            "format": FORMAT, "seq": before.seq + 1 if before else 1, "night": day,
            "version": version, "state": night.state, "root": root, "leaves": len(leaves),
            "counts": _count(leaves), "software": night.software, "code": digest_files(ROOT, CODE),
            "lock": digest_files(ROOT, ("requirements.lock",)), "rules": digest_files(settings.registry_dir, RULES),
            "previous": {"night": before.night, "version": before.version, "sha256": before.digest} if before else None,
            "key": key_id(key.public_key()), "started_at": night.started_at, "sealed_at": datetime.now(UTC),
            "clock": "system" if settings.now is None else "pinned",
        }
        text = canonical(body)
        make_folder(seal_folder(settings, day, version), {
            "leaves.gz": gzip.compress(b"\n".join(leaves), mtime=0), "seal.json": text, "seal.sig": key.sign(text),
            "signer.pub": public_pem(key.public_key())})
        return _index(engine, settings, night.id, text), True


def load_leaves(folder: Path, seal: Seal) -> list[bytes]:
    """The leaves that were sealed; `NotSealed` when the file is not what was sealed."""
    try:
        leaves = gzip.decompress((folder / "leaves.gz").read_bytes()).split(b"\n")
    except (OSError, EOFError) as error:
        raise NotSealed(f"Không đọc được {folder / 'leaves.gz'}: {error}. Phục hồi tệp này từ bản sao lưu.") from error
    if seal.leaves == 0:
        leaves = []
    if root_of(build_tree(leaves)).hex() != seal.root:
        raise NotSealed(f"{folder / 'leaves.gz'} không khớp với niêm phong: phục hồi tệp này từ bản sao lưu.")
    return leaves


CODE = ("crawler/**/*.py", "spiders/**/*.py", "monitor/**/*.py")
RULES = ("**/*.csv", "**/*.toml")


def digest_files(folder: Path, patterns: Sequence[str]) -> str:
    """One digest of the names and bytes of all files that match."""
    paths = sorted({path for pattern in patterns for path in folder.glob(pattern)})
    return sha256(canonical([[path.relative_to(folder).as_posix(), sha256(path.read_bytes())] for path in paths]))


def _count(leaves: Sequence[bytes]) -> dict[str, int]:
    """How many leaves of each kind, and how many portals ended in each state: the same for all who ask."""
    facts = [json.loads(leaf) for leaf in leaves]
    kinds = Counter(fact["leaf"] for fact in facts)
    states = Counter(f"portal_{fact['state']}" for fact in facts if fact["leaf"] == "portal")
    return dict(kinds | states)


@contextmanager
def sealing_alone(settings: Settings) -> Iterator[None]:
    """One process seals at a time."""
    folder = settings.data_dir / "seals"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _put_right(engine: Engine, settings: Settings) -> None:
    """Give the index the seals that it lacks: a crash came between the two, or an older database was restored."""
    with Session(engine) as session:
        known = {(row.night.isoformat(), str(row.version)) for row in session.execute(select(Seal.night, Seal.version))}
        nights = {row.night.isoformat(): row.id for row in session.execute(select(Night.night, Night.id))}
    found = [path.parent for path in (settings.data_dir / "seals").glob("[0-9]*/[0-9]*/seal.json")
             if (path.parent.parent.name, path.parent.name) not in known]
    seals = [read_seal(folder) for folder in found]
    for text in sorted(seals, key=lambda t: int(json.loads(t)["seq"])):
        night = json.loads(text)["night"]
        if night not in nights:
            raise NotSealed(f"Có niêm phong của đêm {night} nhưng cơ sở dữ liệu không có đêm ấy: đúng cơ sở dữ liệu "
                            "chưa? Hãy kiểm tra SOICONG_DATABASE_URL và SOICONG_DATA_DIR.")
        _index(engine, settings, nights[night], text)


def read_seal(folder: Path) -> bytes:
    """The text of a seal whose signature holds."""
    text = (folder / "seal.json").read_bytes()
    try:
        load_pem_public_key((folder / "signer.pub").read_bytes()).verify(  # type: ignore[union-attr,call-arg]
            (folder / "seal.sig").read_bytes(), text)
    except (InvalidSignature, ValueError, OSError) as error:
        raise NotSealed(f"Niêm phong {folder} đã hỏng: phục hồi thư mục này từ bản sao lưu.") from error
    return text


def _index(engine: Engine, settings: Settings, night_id: int, text: bytes) -> Seal:
    body: dict[str, Any] = json.loads(text)
    previous = body["previous"]
    row = {
        "seq": body["seq"], "night_id": night_id, "night": date.fromisoformat(body["night"]),
        "version": body["version"], "root": body["root"], "leaves": body["leaves"], "digest": sha256(text),
        "previous": previous["sha256"] if previous else None, "key": body["key"],
        "sealed_at": datetime.fromisoformat(body["sealed_at"]).astimezone(clock.VIETNAM),
        "stamp": "waiting" if settings.timestamp_url else "none",
    }
    with Session(engine) as session, session.begin():
        session.execute(insert(Seal), [row])
    return Seal(**row)
