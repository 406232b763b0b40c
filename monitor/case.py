"""The case file of one finding: sealed leaves with their proofs, the pages' bytes as they came, and a cover page."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.config import Settings
from crawler.evidence.archive import read_slice
from crawler.evidence.attachments import find_attachments, load_attachment, night_of
from crawler.evidence.canonical import canonical, sha256
from crawler.evidence.key import key_id, load_key, public_pem
from crawler.evidence.pictures import find_pictures, load_picture
from crawler.evidence.rotation import load_changes, path_between
from crawler.evidence.seal import NotSealed, read_seal, seal_folder
from crawler.evidence.stamp import STAMPS
from crawler.facts import text_of
from crawler.judged import Finding
from crawler.models import Attachment, Night, Picture, Reading, Record
from crawler.seals import Seal
from monitor.case_leaves import NoCase, Picked, pick_finding
from monitor.cover import write_cover
from monitor.explain import load_seen
from monitor.load import load_portals
from monitor.stored import load_kept

FORMAT = "soi-cong-case/1"
LIFE = 120  # days of a finding's life that the cover tells


def make_case(session: Session, settings: Settings, mark: str) -> bytes:
    """The zip of the newest night of a finding; `NoCase` in plain words when it cannot be made."""
    fingerprint, night, portal = find_newest(session, mark)
    picked = Picked(session, settings)
    try:
        finding = pick_finding(picked, night, fingerprint)
        pictures = pick_pictures(session, picked)
        attached = pick_attachments(session, picked, fingerprint)
        seals = chain_of(session, settings, picked)
    except (NotSealed, OSError) as error:
        raise NoCase(str(error)) from error
    leaves = picked.shown()
    newest, folder = seals[0]
    key = load_key(settings)
    changes = path_between(load_changes(settings), newest.key, key_id(key.public_key()))
    if changes is None:
        raise NoCase(f"Khóa hiện có không phải khóa đã ký niêm phong đêm {newest.night:%d/%m/%Y}: đặt "
                     "SOICONG_SECRET_FILE tới khóa cũ rồi làm lại.")
    life = [row for row in load_kept(session, night - timedelta(days=LIFE), night, portal)
            if row.fingerprint == fingerprint]
    pem = public_pem(key.public_key())
    files = {
        "bia.txt": write_cover(life, load_portals(session, night).get(portal), load_seen(session, finding["evidence"]),
                               newest, pem, sorted(picked.nights), pictures, attached),
        "records.warc.gz": b"".join(copy_slices(session, settings, picked)),
        "seal.json": read_seal(folder), "seal.sig": (folder / "seal.sig").read_bytes(), "signer.pub": pem,
    }
    files |= {f"attachment-{row.id}.{row.ending}": _attached(settings, row) for row in attached}
    files |= {f"picture-{row.visit_id}.webp": _picture_of(settings, row) for row in pictures}
    files |= {name: (folder / name).read_bytes() for name in STAMPS if (folder / name).exists()}
    case = canonical({
        **({"changes": [{"old": c.old, "change": c.change, "signature": c.signature} for c in changes]}
           if changes else {}),
        "format": FORMAT, "files": {name: sha256(data) for name, data in files.items()}, "leaves": leaves,
        "chain": [read_seal(older).decode() for _, older in seals[1:]], "readings": _readings(session, picked)})
    return write_zip({**files, "case.json": case, "case.sig": key.sign(case)})


def find_newest(session: Session, mark: str) -> tuple[str, date, str]:
    """(fingerprint, newest night, portal) of the negative finding whose fingerprint begins with `mark`."""
    rows = session.execute(
        select(Finding.fingerprint, Night.night, Finding.portal).join(Night, Night.id == Finding.night_id)
        .where(Finding.fingerprint.startswith(mark, autoescape=True), Finding.negative).order_by(Night.night.desc())
    ).all()
    if not mark or len({row.fingerprint for row in rows}) != 1:
        raise NoCase(f"Không có đúng một phát hiện mã {mark!r}. Xem các mã: python -m monitor notes KỲ")
    return rows[0].fingerprint, rows[0].night, rows[0].portal


def chain_of(session: Session, settings: Settings, picked: Picked) -> list[tuple[Seal, Path]]:
    """All seals from the newest that is needed back to the oldest, each with its folder: every one carries the hash
    of the next, so that one signature answers for all."""
    numbers = [night.seal.seq for night in picked.nights.values()]
    rows = session.scalars(select(Seal).where(Seal.seq.between(min(numbers), max(numbers))).order_by(Seal.seq.desc()))
    return [(row, seal_folder(settings, row.night, row.version)) for row in rows]


def copy_slices(session: Session, settings: Settings, picked: Picked) -> list[bytes]:
    """The bytes of the records, in the order of their leaves; `NoCase` for one that is gone or damaged."""
    slices = []
    for fact in picked.records():
        row = session.get_one(Record, fact["visit"])
        if row.deleted_on is not None:
            raise NoCase(f"Bản ghi của {row.url} đêm {row.night:%d/%m/%Y} đã xóa ngày {row.deleted_on:%d/%m/%Y} theo "
                         "quy tắc lưu giữ: không lập hồ sơ được nữa.")
        data = read_slice(settings.data_dir / "evidence", row.file, row.offset, row.length)
        if sha256(data) != fact["digest"]:
            raise NoCase(f"Bản ghi của {row.url} trong {row.file} không còn nguyên vẹn: phục hồi tệp từ bản sao lưu.")
        slices.append(data)
    return slices


def pick_pictures(session: Session, picked: Picked) -> list[Picture]:
    """Pick the pictures of the finding's pages that are sealed and still kept."""
    visits = [fact["visit"] for fact in (json.loads(row["leaf"]) for row in picked.shown()) if fact["leaf"] == "visit"]
    rows = [row for row in find_pictures(session, visits) if row.deleted_on is None and row.night <= max(picked.nights)]
    sealed = [row for row in rows if picked.has(row.night, "picture", row.visit_id)]
    for row in sealed:
        picked.pick(row.night, "picture", row.visit_id)
    return sealed


def pick_attachments(session: Session, picked: Picked, mark: str) -> list[Attachment]:
    """Pick what people added to the finding, as far as it is still kept and sealed by the night of the finding."""
    found = []
    for row in find_attachments(session, mark):
        night = night_of(session, row)
        if row.removed_at is None and night is not None and night.night <= max(picked.nights) \
                and picked.has(night.night, "attachment", row.id):
            picked.pick(night.night, "attachment", row.id)
            found.append(row)
    return found


def _attached(settings: Settings, row: Attachment) -> bytes:
    data = load_attachment(settings.data_dir / "evidence", row)
    if data is None:
        raise NoCase(f"Tệp kèm theo số {row.id} không còn nguyên vẹn: phục hồi tệp từ bản sao lưu.")
    return data


def _picture_of(settings: Settings, row: Picture) -> bytes:
    data = load_picture(settings.data_dir / "evidence", row)
    if data is None:
        raise NoCase(f"Ảnh chụp {row.file} không còn nguyên vẹn: phục hồi tệp từ bản sao lưu.")
    return data


def _readings(session: Session, picked: Picked) -> dict[str, str]:
    rows = session.scalars(select(Reading).where(Reading.digest.in_(picked.readings)))
    return {row.digest: text_of(row.facts) for row in rows}


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """A zip of stored members in the order of their names, the same bytes for the same members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as book:
        for name in sorted(files):
            member = zipfile.ZipInfo(name)
            member.create_system, member.external_attr = 3, 0o644 << 16
            book.writestr(member, files[name])
    return out.getvalue()
