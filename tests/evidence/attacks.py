"""Attacks on a case file: by somebody without the signing key, and by a dishonest holder of it."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.database import open_engine
from crawler.evidence.canonical import canonical, sha256
from crawler.evidence.key import key_id, load_key, public_pem
from crawler.evidence.merkle import build_tree, prove, root_of
from crawler.evidence.seal import load_leaves, seal_folder
from crawler.judged import Finding
from crawler.seals import Seal
from monitor.case import make_case, write_zip
from tests.evidence.sealed import fill_with_bytes, judge_and_seal
from tests.monitor.filled import LAST

Files = dict[str, bytes]


@dataclass
class Ground:
    """A case file to attack, another one to steal from, and the key of an attacker who is the office itself."""

    case: bytes
    other: bytes
    pem: bytes
    key: Ed25519PrivateKey
    leaves: list[bytes]     # of the newest night
    seal: dict              # the newest seal
    old_seal: tuple[bytes, bytes]


def make_ground(folder: Path) -> Ground:
    settings = fill_with_bytes(folder)
    judge_and_seal(settings)
    engine = open_engine(settings.database)
    with Session(engine, expire_on_commit=False) as session:
        found = select(Finding.fingerprint).where(Finding.negative)
        stale, silent = (session.scalars(found.where(Finding.kind == kind)).first()
                         for kind in ("section_stale", "question"))
        case, other = make_case(session, settings, stale), make_case(session, settings, silent)
        seals = session.scalars(select(Seal).order_by(Seal.seq)).all()
    key = load_key(settings)
    folder, old = (seal_folder(settings, s.night, s.version) for s in (seals[-1], seals[-2]))
    assert seals[-1].night == LAST
    return Ground(case, other, public_pem(key.public_key()), key, load_leaves(folder, seals[-1]),
                  json.loads((folder / "seal.json").read_bytes()),
                  ((old / "seal.json").read_bytes(), (old / "seal.sig").read_bytes()))


def unpack(case: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(case)) as book:
        return {name: book.read(name) for name in book.namelist()}


def signed(files: Files, case: dict, key: Ed25519PrivateKey) -> bytes:
    """A case put together again by somebody who holds a key."""
    named = {n: sha256(d) for n, d in files.items() if n not in ("case.json", "case.sig")}
    text = canonical(case | {"files": named})
    return write_zip({**files, "case.json": text, "case.sig": key.sign(text)})


def outside_attacks(g: Ground) -> Iterator[tuple[str, bytes]]:
    """Without the key."""
    files, other = unpack(g.case), unpack(g.other)
    for name in files:
        yield f"drop {name}", write_zip({n: d for n, d in files.items() if n != name})
        new = other.get(name, b"x")
        yield f"swap {name}", write_zip(files | {name: new + (b"x" if new == files[name] else b"")})
    yield "old seal", write_zip(files | {"seal.json": g.old_seal[0], "seal.sig": g.old_seal[1]})
    yield "back-dated seal", write_zip(files | {"seal.json": files["seal.json"].replace(b"2026-11-20", b"2026-10-20")})
    yield "swap case and signature", write_zip(files | {n: other[n] for n in ("case.json", "case.sig")})
    yield "re-sign with another key", _resign(files, Ed25519PrivateKey.generate())
    yield from zip_tricks(g.case, files)


def _resign(files: Files, key: Ed25519PrivateKey) -> bytes:
    seal = json.loads(files["seal.json"]) | {"key": key_id(key.public_key())}
    text = canonical(seal)
    files = files | {"seal.json": text, "seal.sig": key.sign(text), "signer.pub": public_pem(key.public_key())}
    return signed(files, json.loads(files["case.json"]), key)


def zip_tricks(case: bytes, files: Files) -> Iterator[tuple[str, bytes]]:
    """Archives that one reader may unpack otherwise than another."""
    def packed(change: Callable[[zipfile.ZipFile, str, bytes], None], **more: object) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", **more) as book:
            for name, data in files.items():
                change(book, name, data)
        return out.getvalue()

    def info(name: str, **more: object) -> zipfile.ZipInfo:
        member = zipfile.ZipInfo(name)
        member.create_system, member.external_attr = 3, 0o644 << 16
        for field, value in more.items():
            setattr(member, field, value)
        return member

    yield "bytes before", b"MZ" + case
    yield "bytes after", case + b"\x00"
    yield "a comment", case[:-2] + struct.pack("<H", 3) + b"abc"
    yield "a second archive after", case + write_zip({"seal.json": b"{}"})
    yield "a second archive before", write_zip({"seal.json": b"{}"}) + case
    yield "compressed members", packed(lambda b, n, d: b.writestr(n, d), compression=zipfile.ZIP_DEFLATED)
    yield "other dates", packed(lambda b, n, d: b.writestr(info(n, date_time=(2026, 1, 1, 0, 0, 0)), d))
    yield "an extra field", packed(lambda b, n, d: b.writestr(info(n, extra=b"\x99\x99\x02\x00ab"), d))
    yield "a member's comment", packed(lambda b, n, d: b.writestr(info(n, comment=b"x"), d))
    yield "a symbolic link", packed(lambda b, n, d: b.writestr(info(n, external_attr=0o120777 << 16), d))
    yield "other order", write_zip_in(dict(reversed(files.items())))
    yield "a further member", write_zip(files | {"signer.pub.bak": b"x"})
    yield "upper case name", write_zip_in({n.upper() if n == "seal.json" else n: d for n, d in files.items()})
    yield "a path", write_zip_in({f"../{n}" if n == "seal.json" else n: d for n, d in files.items()})
    out = io.BytesIO(case)
    with zipfile.ZipFile(out, "a") as book:
        book.writestr(info("seal.jsoN"), b"{}")
    yield "a doubled name", out.getvalue().replace(b"seal.jsoN", b"seal.json")
    at = case.rindex(b"seal.json")
    yield "the index names another", case[:at] + b"seal.jsom" + case[at + 9:]
    at = case.index(b"PK\x01\x02")
    yield "the index says another size", case[:at + 24] + struct.pack("<L", 1) + case[at + 28:]
    yield "bytes between members and index", case[:at] + b"hidden" + case[at:]
    yield "an encrypted flag", case[:6] + b"\x01" + case[7:]
    yield "cut", case[:-30]
    yield "nothing", b""


def write_zip_in(files: Files) -> bytes:
    """The archive of these members in this order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for name, data in files.items():
            member = zipfile.ZipInfo(name)
            member.create_system, member.external_attr = 3, 0o644 << 16
            book.writestr(member, data)
    return out.getvalue()


def inside_attacks(g: Ground) -> Iterator[tuple[str, bytes]]:
    """With the true key over a false case file: seals and their roots still stand against it."""
    files, other = unpack(g.case), unpack(g.other)
    case, foreign = json.loads(files["case.json"]), json.loads(other["case.json"])
    leaves = case["leaves"]
    kinds = [json.loads(row["leaf"])["leaf"] for row in leaves]

    def with_leaves(rows: list[dict], more: Files | None = None, **changes: object) -> bytes:
        return signed(files | (more or {}), case | {"leaves": rows} | changes, g.key)

    for kind in sorted(set(kinds)):
        at = kinds.index(kind)
        yield f"drop a {kind} leaf", with_leaves(leaves[:at] + leaves[at + 1:])
        bent = json.loads(leaves[at]["leaf"]) | {"portal": "so-c"}
        yield f"change a {kind} leaf", with_leaves([*leaves[:at], leaves[at] | {"leaf": canonical(bent).decode()},
                                                    *leaves[at + 1:]])
    yield "reorder leaves", with_leaves(leaves[::-1])
    yield "a leaf twice", with_leaves([leaves[0], *leaves])
    yield "another place", with_leaves([leaves[0] | {"index": leaves[0]["index"] + 1}, *leaves[1:]])
    yield "proofs swapped", with_leaves([leaves[0] | {"proof": leaves[1]["proof"]}, *leaves[1:]])
    capitals = [p.upper() for p in leaves[0]["proof"]]
    yield "proof in capitals", with_leaves([leaves[0] | {"proof": capitals}, *leaves[1:]])
    both = {(r["seal"], r["index"]): r for r in [*leaves, *foreign["leaves"]]}
    yield "foreign leaves", with_leaves([both[place] for place in sorted(both)])
    tree = build_tree(g.leaves)
    for n, leaf in enumerate(g.leaves):
        if json.loads(leaf)["leaf"] in ("visit", "portal", "list") and json.loads(leaf)["portal"] == "xa-b":
            row = {"seal": g.seal["seq"], "index": n, "leaf": leaf.decode(), "proof": [p.hex() for p in prove(tree, n)]}
            yield f"leaf {n}, a {json.loads(leaf)['leaf']} of another portal", with_leaves(
                sorted([*leaves, row], key=lambda r: (r["seal"], r["index"])))
    yield "leaves of another finding", signed(files, foreign, g.key)
    yield "bytes of another case", with_leaves(leaves, {"records.warc.gz": other["records.warc.gz"]})
    yield "bytes cut", with_leaves(leaves, {"records.warc.gz": files["records.warc.gz"][:-1]})
    yield "bytes added", with_leaves(leaves, {"records.warc.gz": files["records.warc.gz"] + b"\x00"})
    yield "a seal dropped from the chain", with_leaves(leaves, chain=case["chain"][:1] + case["chain"][2:])
    yield "the chain cut", with_leaves(leaves, chain=case["chain"][:-1])
    yield "the chain doubled", with_leaves(leaves, chain=[*case["chain"], case["chain"][-1]])
    yield "the chain reversed", with_leaves(leaves, chain=case["chain"][::-1])
    yield "an old seal in front", signed(files | {"seal.json": g.old_seal[0], "seal.sig": g.old_seal[1]}, case, g.key)
    shown = next(name for name in files if name.startswith("picture-"))
    without = {name: data for name, data in files.items() if name != shown}
    yield "a picture left out", signed(without, case, g.key)
    yield "a picture changed", with_leaves(leaves, {shown: files[shown][:-1] + b"\x00"})
    yield "a further picture", with_leaves(leaves, {"picture-999999.webp": files[shown]})
    yield "a picture under another visit", signed(without | {"picture-999999.webp": files[shown]}, case, g.key)
    added = next(name for name in files if name.startswith("attachment-"))
    without = {name: data for name, data in files.items() if name != added}
    yield "an attachment left out", signed(without, case, g.key)
    yield "an attachment changed", with_leaves(leaves, {added: files[added][:-1] + b"\x00"})
    yield "a further attachment", with_leaves(leaves, {"attachment-999999.png": files[added]})
    renamed = without | {added.replace("png", "pdf"): files[added]}
    yield "an attachment with another ending", signed(renamed, case, g.key)
    yield "a reading changed", with_leaves(leaves, readings={k: v + " " for k, v in case["readings"].items()})
    yield "a reading dropped", with_leaves(leaves, readings={})
    yield "a further reading", with_leaves(leaves, readings=case["readings"] | {sha256(b"{}"): "{}"})
    loose = json.dumps(json.loads(files["case.json"]), ensure_ascii=False).encode()
    yield "JSON written otherwise", write_zip(files | {"case.json": loose, "case.sig": g.key.sign(loose)})
    doubled = files["case.json"].replace(b'"format":', b'"format":"x","format":', 1)
    yield "a doubled JSON name", write_zip(files | {"case.json": doubled, "case.sig": g.key.sign(doubled)})
    for name, junk in {"no JSON": b"{", "a list": b"[]", "deep": b"[" * 100_000, "null": b"null",
                       "no text": b"\xff"}.items():
        yield f"case.json is {name}", write_zip(files | {"case.json": junk, "case.sig": g.key.sign(junk)})


def false_seals(g: Ground) -> Iterator[tuple[str, bytes]]:
    """The office seals anew what was never seen: the true key, a true tree, false facts of the newest night."""
    files = unpack(g.case)
    case = json.loads(files["case.json"])
    shown = {row["index"]: json.loads(row["leaf"]) for row in case["leaves"] if row["seal"] == g.seal["seq"]}

    def resealed(change: Callable[[dict], dict | None], readings: dict | None = None, **seal: object) -> bytes:
        leaves = list(g.leaves)
        for at, fact in shown.items():
            leaves[at] = canonical(change(fact) or fact)
        tree = build_tree(leaves)
        text = canonical(g.seal | {"root": root_of(tree).hex()} | seal)
        rows = [row if row["seal"] != g.seal["seq"] else row | {
            "leaf": leaves[row["index"]].decode(), "proof": [p.hex() for p in prove(tree, row["index"])]}
            for row in case["leaves"]]
        more = {"readings": readings} if readings is not None else {}
        return signed(files | {"seal.json": text, "seal.sig": g.key.sign(text)}, case | {"leaves": rows} | more, g.key)

    def of(kind: str, **change: object) -> Callable[[dict], dict | None]:
        return lambda fact: fact | change if fact["leaf"] == kind else None

    yield "(control: sealed again as it was)", resealed(lambda fact: None)
    yield "a visit that timed out", resealed(of("visit", seen="not_observed", outcome="timeout"))
    yield "a visit in part", resealed(of("visit", seen="partly", outcome="truncated"))
    yield "a list not seen", resealed(of("list", state="not_observed"))
    yield "a list in part", resealed(of("list", state="partly"))
    yield "a void night", resealed(lambda fact: None, state="void")
    yield "a finding without certificate", resealed(of("finding", certificate=None))
    certificate = next(f for f in shown.values() if f["leaf"] == "finding")["certificate"]
    yield "a certificate that does not hold", resealed(of("finding", certificate=certificate | {"holds": False}))
    yield "too few nights", resealed(of("finding", certificate=certificate | {"needed": 6}))
    yield "no grounds", resealed(of("finding", certificate=certificate | {"grounds": []}))
    yield "a finding that is none", resealed(of("finding", negative=False))
    yield "another portal accused", resealed(of("finding", portal="so-c"))
    yield "a page of another portal", resealed(of("visit", portal="so-c"))
    yield "another address", resealed(of("visit", url="https://xa-b.test/khac"))
    yield "a picture of another portal", resealed(of("picture", portal="so-c"))
    yield "a picture of another page", resealed(of("picture", url="https://xa-b.test/khac"))
    yield "a picture of other bytes", resealed(of("picture", body="0" * 64))
    yield "an attachment of another finding", resealed(of("attachment", fingerprint="0" * 20))
    yield "an attachment of another portal", resealed(of("attachment", portal="so-c"))
    yield "a night moved", resealed(lambda fact: None, night="2026-11-21")
    text = next(iter(case["readings"].values()))
    less = json.dumps(json.loads(text) | {"items": []}, sort_keys=True, ensure_ascii=False)
    readings = case["readings"] | {sha256(less.encode()): less}
    yield "read as empty, sealed so", resealed(of("visit", reading=sha256(less.encode()), outcome="observed"), readings)
