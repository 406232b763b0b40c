"""Check a case file offline: python verify.py CASE.zip [--key signer.pub …] [--tsa roots.pem] [--json].

Needs Python 3.11 and `cryptography`, nothing else: copy this file to any machine. Beside the project it also reads the
kept pages again. Exit codes: 0 the file proves its finding, 1 refused, 2 usage. What could not be checked is said.
It shares no code with what made the file, and is one long file so that a stranger has one thing to copy and to read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

NAMES = ("bia.txt", "case.json", "case.sig", "records.warc.gz", "seal.json", "seal.sig", "signer.pub")
ATTACHED = re.compile(r"attachment-[1-9][0-9]{0,15}\.(pdf|png|jpg|webp|docx|xlsx)")  # what people added
PICTURE = re.compile(r"picture-([1-9][0-9]{0,15})\.webp")  # of the page of a visit
STAMPS = ("seal.tsr", "seal2.tsr")  # of the first and of the second authority
MOST = 512 * 2**20    # bytes of a case file
WIDE = 64 * 2**20     # bytes of one record, unpacked
SEEN = ("observed", "observed_empty")
#: What a damaged or hostile file can make the standard library raise.
BROKEN = (ValueError, KeyError, TypeError, IndexError, AttributeError, struct.error, zlib.error, EOFError,
          RecursionError, OverflowError, UnsupportedAlgorithm)


class Refused(Exception):
    """The file proves nothing; the text says why."""


@dataclass
class Report:
    """What was found out."""

    checked: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    finding: dict[str, Any] | None = None


def verify(data: bytes, *keys: bytes, tsa: Path | None = None) -> Report:
    """Check the bytes of a case file; `Refused` says what is wrong. `keys`: public keys that are trusted (PEM)."""
    report = Report()
    try:
        files = open_zip(data)
        case = check_signatures(files, keys, report)
        seals = check_chain(files["seal.json"], case, report)
        facts = check_leaves(case, seals, report)
        pages = check_records(files["records.warc.gz"], facts, report)
        check_finding(facts, seals, report)
        check_pictures(files, facts, report)
        check_attachments(files, facts, report)
        check_readings(case, facts, seals, pages, report)
        check_stamp(files, tsa, report)
    except BROKEN as error:
        raise Refused(f"nội dung không đúng khuôn dạng ({type(error).__name__}: {error})") from error
    return report


def need(condition: object, why: str) -> None:
    if not condition:
        raise Refused(why)


# -- the container ------------------------------------------------------------------------------------------------


def open_zip(data: bytes) -> dict[str, bytes]:
    """The members of a zip that is, byte for byte, the one zip of exactly these members: nothing can hide in it."""
    need(len(data) <= MOST, "tệp quá lớn")
    files, at = {}, 0
    while data[at:at + 4] == b"PK\x03\x04":
        size, long, extra = struct.unpack_from("<LHH", data, at + 22)
        name, start = data[at + 30:at + 30 + long].decode("ascii"), at + 30 + long + extra
        need(name not in files, f"tệp nén có hai phần {name}")
        files[name], at = data[start:start + size], start + size
    rest = tuple(n for n in files if n not in STAMPS and not PICTURE.fullmatch(n)
                 and not ATTACHED.fullmatch(n))
    need(rest == NAMES and list(files) == sorted(files), "tệp nén không có đúng các phần của một hồ sơ")
    need(pack_zip(files) == data, "cấu trúc tệp nén đã bị sửa")
    return files


def pack_zip(files: dict[str, bytes]) -> bytes:
    """The zip of stored members without dates, flags, comments or extra fields."""
    body, index = b"", b""
    for name, content in files.items():
        sizes = (zlib.crc32(content), len(content), len(content), len(name), 0)
        entry = struct.pack("<HHHHHLLLHH", 20, 0, 0, 0, 33, *sizes)
        index += b"PK\x01\x02\x14\x03" + entry + struct.pack("<HHHLL", 0, 0, 0, 0o644 << 16, len(body)) + name.encode()
        body += b"PK\x03\x04" + entry + name.encode() + content
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(files), len(files), len(index), len(body), 0)
    return body + index + end


def check_signatures(files: dict[str, bytes], trusted: tuple[bytes, ...], report: Report) -> dict[str, Any]:
    """The case is signed by one key, the seal by the same or by one before it, and the case names every other part by
    its hash."""
    key = read_key(files["signer.pub"])
    need(pem_of(key) == files["signer.pub"], "khóa viết lạ")
    check_signature(key, files["case.sig"], files["case.json"], "case.json")
    case = read_json(files["case.json"])
    need(set(case) - {"changes"} == {"format", "files", "leaves", "chain", "readings"}
         and case["format"] == "soi-cong-case/1", "case.json không đúng phiên bản")
    path = check_changes(case.get("changes", []), key)
    check_signature(path[0], files["seal.sig"], files["seal.json"], "seal.json")
    rest = {name: sha256(content) for name, content in files.items() if name not in ("case.json", "case.sig")}
    need(case["files"] == rest, "một phần của hồ sơ đã bị thay")
    need(read_json(files["seal.json"])["key"] == sha256(raw_of(path[0])), "niêm phong của khóa khác")
    known = {raw_of(read_key(pem)) for pem in trusted}
    if not known:
        report.unchecked.append("Khóa ký chưa được so với khóa đã công bố (thêm --key). SHA-256 của khóa: "
                                + sha256(raw_of(key)) + ". Ai cũng có thể tự ký bằng khóa của mình.")
    else:
        need(any(raw_of(one) in known for one in path), "ký bằng khóa khác với khóa đã công bố")
        report.checked.append("Khóa ký đúng là khóa đã công bố." if raw_of(key) in known else
                              "Khóa ký được khóa đã công bố ký giới thiệu.")
    if len(path) > 1:
        report.checked.append(f"Khóa ký đã thay {len(path) - 1} lần từ khi niêm phong; mỗi lần do khóa trước ký.")
    report.checked.append("Chữ ký của niêm phong và của hồ sơ đúng; mọi phần còn nguyên.")
    return case


def check_changes(changes: list[dict[str, str]], last: Ed25519PublicKey) -> list[Ed25519PublicKey]:
    """The keys from the one that signed the seal to the one that signed the case; each names the next and signs it."""
    path = [*(read_key(step["old"].encode()) for step in changes), last]
    for step, old, new in zip(changes, path, path[1:], strict=False):
        text = step["change"].encode()
        check_signature(old, bytes.fromhex(step["signature"]), text, "lần thay khóa")
        change = read_json(text)
        need(set(step) == {"old", "change", "signature"} and change["format"] == "soi-cong-key/1" and
             (change["from"], change["to"]) == (sha256(raw_of(old)), sha256(raw_of(new))), "chuỗi thay khóa đứt")
    return path


def check_signature(key: Ed25519PublicKey, signature: bytes, text: bytes, what: str) -> None:
    try:
        key.verify(signature, text)
    except InvalidSignature:
        raise Refused(f"chữ ký của {what} sai") from None


def raw_of(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def pem_of(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def read_key(pem: bytes) -> Ed25519PublicKey:
    key = load_pem_public_key(pem)
    if not isinstance(key, Ed25519PublicKey):
        raise Refused("khóa không phải Ed25519")
    return key


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read_json(text: bytes) -> dict[str, Any]:
    """JSON that is written in its one canonical form (RFC 8785, whole numbers): no doubled names, no other spelling."""
    value = json.loads(text)
    need(isinstance(value, dict) and json.dumps(order(value), ensure_ascii=False, allow_nan=False,
                                                separators=(",", ":")).encode() == text, "JSON không ở dạng chuẩn")
    return dict(value)


def order(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {name: order(value[name]) for name in sorted(value, key=lambda n: n.encode("utf-16-be"))}
    return [order(v) for v in value] if isinstance(value, list) else value


# -- seals, leaves, bytes -------------------------------------------------------------------------------------------


def check_chain(text: bytes, case: dict[str, Any], report: Report) -> dict[int, dict[str, Any]]:
    """The signed seal and the earlier ones, each of which carries the hash of the one before."""
    seals = {}
    for earlier in [*[one.encode() for one in case["chain"]], None]:
        seal = read_json(text)
        need(seal["format"] == "soi-cong-seal/1", "niêm phong không đúng phiên bản")
        seals[seal["seq"]] = seal
        if earlier is not None:
            before = read_json(earlier)
            need(seal["previous"] == {"night": before["night"], "version": before["version"],
                                      "sha256": sha256(earlier)} and before["seq"] == seal["seq"] - 1,
                 f"chuỗi niêm phong đứt trước niêm phong số {seal['seq']}")
            text = earlier
    need(len(seals) == len(case["chain"]) + 1, "chuỗi niêm phong lặp lại")
    report.checked.append(f"Chuỗi {len(seals)} niêm phong liền nhau.")
    report.unchecked.append("Đêm ấy về sau có bản niêm phong mới hơn hay không thì hồ sơ không cho biết.")
    return seals


def check_leaves(case: dict[str, Any], seals: dict[int, dict[str, Any]], report: Report) -> dict[str, dict[Any, Any]]:
    """Every leaf is under the root of its night's seal, and belongs to that night. By kind and name."""
    names = {"finding": "fingerprint", "portal": "night", "list": "channel", "visit": "visit", "record": "visit",
             "picture": "visit", "attachment": "number"}
    facts: dict[str, dict[Any, Any]] = {kind: {} for kind in names}
    places = [(row["seal"], row["index"]) for row in case["leaves"]]
    need(places == sorted(set(places)), "các lá lặp lại hoặc không theo thứ tự")
    need({seq for seq, _ in places} <= set(seals), "thiếu niêm phong của một đêm")
    need({seq for seq, _ in places} >= {min(seals), max(seals)}, "chuỗi niêm phong dài hơn cần thiết")
    for row in case["leaves"]:
        need(set(row) == {"seal", "index", "leaf", "proof"}, "lá có phần lạ")
        seal, leaf = seals[row["seal"]], row["leaf"].encode()
        need(root_by(leaf, row["index"], seal["leaves"], row["proof"]) == seal["root"],
             f"lá {row['index']} không nằm trong niêm phong đêm {seal['night']}")
        fact = read_json(leaf)
        need(fact["night"] == seal["night"], "lá của đêm khác")
        kind, name = fact["leaf"], fact[names[fact["leaf"]]]
        name = (fact["night"], name) if kind == "list" else name
        need(name not in facts[kind], f"hai lá {kind} {name}")
        facts[kind][name] = fact
    report.checked.append(f"{len(places)} lá đều nằm trong niêm phong của đêm mình.")
    return facts


def root_by(leaf: bytes, index: int, size: int, proof: list[str]) -> str | None:
    """RFC 9162, 2.1.3.2: the root that a proof leads to."""
    need(type(index) is int and type(size) is int and 0 <= index < size, "vị trí lá sai")
    node, last = hashlib.sha256(b"\x00" + leaf).digest(), size - 1
    for text in proof:
        other = bytes.fromhex(text)
        if last == 0 or other.hex() != text or len(other) != 32:
            return None
        if index & 1 or index == last:
            node = hashlib.sha256(b"\x01" + other + node).digest()
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\x01" + node + other).digest()
        index, last = index >> 1, last >> 1
    return node.hex() if last == 0 else None


@dataclass
class Page:
    """What one record kept: the response as it came, and the page as a browser had it."""

    content_type: str | None = None
    encoding: str = ""
    body: bytes = b""
    dom: bytes | None = None


def check_records(data: bytes, facts: dict[str, dict[Any, Any]], report: Report) -> dict[int, Page]:
    """The bytes are those of the sealed records, in their order, and nothing else."""
    at, pages = 0, {}
    for visit, record in facts["record"].items():
        piece = data[at:at + record["length"]]
        at += record["length"]
        need(sha256(piece) == record["digest"], f"byte của {record['url']} không đúng với niêm phong")
        pages[visit] = read_page(piece, record)
    need(at == len(data), "records.warc.gz có phần thừa")
    report.checked.append(f"{len(pages)} bản ghi trang còn nguyên từng byte ({len(data)} byte).")
    return pages


def read_page(piece: bytes, record: dict[str, Any]) -> Page:
    """The page of a record: its first response, whose body has the sealed hash."""
    page, first = Page(), True
    for kind, headers, block in read_members(piece):
        if kind == "resource":
            page.dom = block
        if kind not in ("response", "revisit") or not first:
            continue
        first = False
        need(kind == record["kind"] and headers["warc-target-uri"] == record["url"], "bản ghi của trang khác")
        head, _, page.body = block.partition(b"\r\n\r\n")
        fields = [line.split(":", 1) for line in head.decode("latin-1").split("\r\n")[1:] if ":" in line]
        sent = {name.strip().lower(): value.strip() for name, value in reversed(fields)}
        page.content_type, page.encoding = sent.get("content-type"), sent.get("content-encoding", "").lower()
        digest = sha256(page.body) if kind == "response" else headers["warc-payload-digest"].removeprefix("sha256:")
        need(digest == record["payload"], f"nội dung của {record['url']} không đúng với niêm phong")
    need(first is (record["kind"] == "failure"), "bản ghi không có trang")
    return page


def read_members(piece: bytes) -> Iterator[tuple[str, dict[str, str], bytes]]:
    """(type, headers, block) of each gzip member of a WARC file."""
    while piece:
        unpack = zlib.decompressobj(31)
        record = unpack.decompress(piece, WIDE)
        need(unpack.eof, "bản ghi bị cắt hoặc quá lớn")
        piece = unpack.unused_data
        head, _, rest = record.partition(b"\r\n\r\n")
        fields = [line.split(": ", 1) for line in head.decode().split("\r\n")[1:]]
        headers = {name.lower(): value for name, value in fields}
        yield headers["warc-type"], headers, rest[:int(headers["content-length"])]


# -- what it proves -------------------------------------------------------------------------------------------------


def check_finding(facts: dict[str, dict[Any, Any]], seals: dict[int, dict[str, Any]], report: Report) -> None:
    """There is one finding, it rests on what was observed of its own portal, and nothing else is in the file."""
    need(len(facts["finding"]) == 1, "hồ sơ phải có đúng một phát hiện")
    [finding] = facts["finding"].values()
    certificate, portal = finding["certificate"], finding["portal"]
    need(finding["negative"] and certificate and certificate["holds"] is True, "phát hiện không có chứng nhận độ phủ")
    states = {seal["night"]: seal["state"] for seal in seals.values()}
    lists, visits = set(), set(finding["evidence"])
    for ground in certificate["grounds"]:
        need(states[ground["night"]] in ("complete", "partial"), f"đêm {ground['night']} không có giá trị")
        need(ground["channel"] is not None or ground["visit"] is not None, "căn cứ không nêu quan sát nào")
        if ground["channel"] is not None:
            lists.add((ground["night"], ground["channel"]))
        if ground["visit"] is not None:
            need(ground["visit"] in facts["visit"], f"thiếu lá của lượt xem {ground['visit']}")
            need(facts["visit"][ground["visit"]]["night"] == ground["night"], "căn cứ của đêm khác")
            visits.add(ground["visit"])
    nights = {ground["night"] for ground in certificate["grounds"]}
    need(len(nights) >= max(certificate["needed"], 1), f"chỉ có {len(nights)} đêm, cần {certificate['needed']}")
    need(set(facts["list"]) == lists and set(facts["visit"]) == visits, "thiếu hoặc thừa lá quan sát")
    for kind, state in (("list", "state"), ("visit", "seen")):
        for name, fact in facts[kind].items():
            need(fact[state] in SEEN, f"phát hiện dựa vào điều chưa quan sát được: {kind} {name} ({fact[state]})")
    whole = {facts["record"][visit]["refers_to"] for visit in visits} - {None}
    for visit in whole:
        need(facts["record"][visit]["kind"] == "response", "bản ghi được dẫn chiếu không có nội dung")
    for visit in visits:
        record = facts["record"][visit]
        same = facts["record"][record["refers_to"]] if record["refers_to"] is not None else record
        need((same["url"], same["payload"]) == (record["url"], record["payload"]), "dẫn chiếu tới nội dung khác")
        need(record["url"] == facts["visit"][visit]["url"], "bản ghi của trang khác")
    unchanged = {facts["visit"][v]["url"] for v in visits if facts["visit"][v]["status"] == 304}
    for visit in set(facts["record"]) - visits - whole:
        need(facts["record"][visit]["url"] in unchanged, "thừa bản ghi")
    need(set(facts["portal"]) == {facts["visit"][v]["night"] for v in visits}, "thiếu hoặc thừa lá cổng")
    own = [fact for kind in ("portal", "list", "visit") for fact in facts[kind].values()]
    own += [facts["record"][visit] for visit in visits]
    need(all(fact["portal"] == portal for fact in own), "có dữ liệu của cổng khác")
    report.finding = {name: finding[name] for name in ("fingerprint", "kind", "portal", "subject", "night", "verdict",
                                                       "sentence", "rule", "software")}
    report.checked.append(f"Phát hiện dựa trên {len(visits)} lượt xem và {len(lists)} danh sách trong {len(nights)} "
                          "đêm, tất cả đều đã quan sát được, đều của cổng này.")


def check_pictures(files: dict[str, bytes], facts: dict[str, dict[Any, Any]], report: Report) -> None:
    """Each picture is the sealed one, of a page of this finding, and none is in the file without its leaf."""
    [finding] = facts["finding"].values()
    named = {f"picture-{visit}.webp": picture for visit, picture in facts["picture"].items()}
    need(set(named) == {name for name in files if PICTURE.fullmatch(name)}, "thiếu hoặc thừa ảnh chụp")
    pages = {visit["url"] for visit in facts["visit"].values()}
    for name, picture in named.items():
        need((len(files[name]), sha256(files[name])) == (picture["length"], picture["digest"]),
             f"{name} không đúng với niêm phong")
        need(picture["portal"] == finding["portal"] and picture["url"] in pages, f"{name} là ảnh của trang khác")
        seen = facts["visit"].get(picture["visit"])
        need(seen is None or seen["body_digest"] == picture["body"], f"{name} chụp từ byte khác với lượt xem")
    if named:
        report.checked.append(f"{len(named)} ảnh chụp trang còn nguyên như đã niêm phong.")
        report.unchecked.append("Ảnh do trình duyệt vẽ từ byte đã lưu (không chạy mã lệnh, không tải thêm gì): ảnh chỉ "
                                "để dễ xem, không được vẽ lại ở đây.")


def check_attachments(files: dict[str, bytes], facts: dict[str, dict[Any, Any]], report: Report) -> None:
    """What people added is what was sealed for this finding, and none is in the file without its leaf."""
    [finding] = facts["finding"].values()
    named = {f"attachment-{leaf['number']}.{leaf['ending']}": leaf for leaf in facts["attachment"].values()}
    need(set(named) == {name for name in files if ATTACHED.fullmatch(name)}, "thiếu hoặc thừa tệp kèm theo")
    for name, leaf in named.items():
        need((len(files[name]), sha256(files[name])) == (leaf["length"], leaf["digest"]),
             f"{name} không đúng với niêm phong")
        need((leaf["fingerprint"], leaf["portal"]) == (finding["fingerprint"], finding["portal"]),
             f"{name} là tệp của phát hiện khác")
    if named:
        report.checked.append(f"{len(named)} tệp do người thêm vào còn nguyên như đã niêm phong.")
        report.unchecked.append("Tệp kèm theo do người thêm: không phải do máy thu thập, mở cẩn thận như tệp của người "
                                "lạ gửi.")


def check_readings(case: dict[str, Any], facts: dict[str, dict[Any, Any]], seals: dict[int, dict[str, Any]],
                   pages: dict[int, Page], report: Report) -> None:
    """What was read from the pages is what was sealed; beside the project, the kept bytes are read again."""
    visits = {name: visit for name, visit in facts["visit"].items() if visit["reading"]}
    need(set(case["readings"]) == {visit["reading"] for visit in visits.values()}, "thiếu hoặc thừa điều đã đọc")
    for digest, text in case["readings"].items():
        need(sha256(text.encode()) == digest, "điều đã đọc từ trang không đúng với niêm phong")
    report.checked.append(f"{len(case['readings'])} bản đọc trang đúng với niêm phong.")
    try:
        from spiders.reading.version import reader_version
        from spiders.replay import replay
    except ImportError as error:
        report.unchecked.append(f"Chưa đọc lại trang từ byte gốc: máy này không có bộ đọc của Soi Cổng ({error}).")
        return
    same, again = reader_version(), 0
    clocks = {seal["night"]: seal["started_at"] if seal["clock"] == "pinned" else None for seal in seals.values()}
    for name, visit in visits.items():
        body, kind, alike = find_body(name, visit, facts, pages)
        if body is None:
            report.unchecked.append(f"Chưa đọc lại {visit['url']}: {kind}.")
            continue
        portal, found = facts["portal"][visit["night"]], set()
        for record in alike:
            now = datetime.fromisoformat(clocks[record["night"]] or record["at"])
            found |= replay(body, visit["url"], visit["purpose"], 200 if visit["status"] == 304 else visit["status"],
                            kind, portal["hosts"], portal["platform"], now)
        if visit["reading"] in found:
            again += 1
            continue
        by = json.loads(case["readings"][visit["reading"]])["reader"]
        need(by != same or visit["outcome"] == "not_modified",
             f"đọc lại {visit['url']} từ byte gốc ra kết quả khác với niêm phong")
        report.unchecked.append(f"Đọc lại {visit['url']} ra khác, nhưng đêm ấy dùng bộ đọc {by}, máy này có {same}: "
                                "hãy đọc lại bằng đúng phiên bản." if by != same else
                                f"{visit['url']} không đổi từ một đêm trước không có trong hồ sơ: chưa đọc lại được.")
    report.checked.append(f"Đọc lại {again}/{len(visits)} trang từ byte gốc: đúng như đã niêm phong.")


def find_body(name: int, visit: dict[str, Any], facts: dict[str, dict[Any, Any]], pages: dict[int, Page]
              ) -> tuple[bytes | None, str | None, list[dict[str, Any]]]:
    """(body, content type, records of the same page) of a visit, or (None, why not, [])."""
    why = "byte của trang không còn được giữ"
    alike = [r for r in facts["record"].values() if r["url"] == visit["url"] and r["kind"] in ("response", "revisit")]
    for record in [facts["record"][name], *alike]:
        page = pages.get(record["refers_to"] or record["visit"], Page())
        try:
            body = DECODERS.get(page.encoding, brotli_or_other)(page.body)
        except (zlib.error, LookupError) as error:
            why = f"không giải nén được ({error})"
            continue
        if sha256(body) == visit["body_digest"]:
            if "rendered" in (visit["marks"] or []):
                rendered = pages[name].dom
                return rendered, "text/html; charset=utf-8" if rendered else why, alike
            return body, page.content_type, alike
    need(visit["status"] == 304 or why.startswith("không giải nén"), f"byte của {visit['url']} không phải trang đã đọc")
    return None, why, []


def brotli_or_other(body: bytes) -> bytes:
    raise LookupError("cách nén này cần thư viện ngoài")


DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes, "identity": bytes, "gzip": lambda body: zlib.decompressobj(31).decompress(body, WIDE),
    "x-gzip": lambda body: zlib.decompressobj(31).decompress(body, WIDE),
    "deflate": lambda body: zlib.decompressobj(15 if body[:1] == b"\x78" else -15).decompress(body, WIDE),
}


def check_stamp(files: dict[str, bytes], tsa: Path | None, report: Report) -> None:
    """The time stamps, by openssl and the authorities' certificates; without them only that they are for this seal."""
    stamps = [name for name in STAMPS if name in files]
    if not stamps:
        report.unchecked.append("Niêm phong không có dấu thời gian của bên thứ ba: ngày giờ chỉ do máy giám sát khai.")
    for name in stamps:
        need(hashlib.sha256(files["seal.json"]).digest() in files[name], "dấu thời gian của niêm phong khác")
        if tsa is None:
            report.unchecked.append(f"Dấu thời gian {name} là của niêm phong này, nhưng chữ ký của cơ quan cấp dấu "
                                    "chưa được kiểm (thêm --tsa root.pem).")
            continue
        with tempfile.TemporaryDirectory() as folder:
            for part in ("seal.json", name):
                (Path(folder) / part).write_bytes(files[part])
            command = ["openssl", "ts", "-verify", "-data", "seal.json", "-in", name, "-CAfile", str(tsa.resolve())]
            try:
                done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)
            except (OSError, subprocess.TimeoutExpired) as error:
                report.unchecked.append(f"Dấu thời gian chưa được kiểm: không chạy được openssl ({error}).")
                continue
        need(done.returncode == 0, f"dấu thời gian không hợp lệ: {done.stderr.strip().splitlines()[-1:]}")
        report.checked.append(f"Dấu thời gian {name} đúng, của cơ quan có chứng thư gốc đã cho.")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="verify.py", description="Kiểm hồ sơ bằng chứng, không cần mạng.")
    parser.add_argument("case", type=Path, help="tệp hồ sơ (zip)")
    parser.add_argument("--key", type=Path, action="append", default=[],
                        help="khóa công khai đã công bố (signer.pub); nhiều khóa thì ghi nhiều lần")
    parser.add_argument("--tsa", type=Path, help="chứng thư gốc của các cơ quan cấp dấu thời gian (PEM), cần openssl")
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    options = parser.parse_args(arguments)
    try:
        data, keys = options.case.read_bytes(), [path.read_bytes() for path in options.key]
        if options.tsa:
            options.tsa.read_bytes()
        for pem in keys:
            read_key(pem)
    except OSError as error:
        print(f"Không đọc được {error.filename}: {error.strerror}.", file=sys.stderr)
        return 2
    except (ValueError, UnsupportedAlgorithm, Refused) as error:
        print(f"{', '.join(map(str, options.key))} không phải khóa công khai Ed25519 dạng PEM ({error}).",
              file=sys.stderr)
        return 2
    try:
        report, refused = verify(data, *keys, tsa=options.tsa), None
    except Refused as error:
        report, refused = Report(), str(error)
    if options.json:
        print(json.dumps({"valid": refused is None, "refused": refused, "finding": report.finding,
                          "checked": report.checked, "not_checked": report.unchecked}, ensure_ascii=False, indent=1))
        return 0 if refused is None else 1
    if refused is not None:
        print(f"BỊ TỪ CHỐI: {refused}.")
        return 1
    print(f"HỢP LỆ: {options.case}", *[f"  {k}: {v}" for k, v in (report.finding or {}).items()], sep="\n")
    print("Đã kiểm:", *[f"  + {line}" for line in report.checked], sep="\n")
    print("Chưa kiểm được:", *[f"  - {line}" for line in report.unchecked], sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
