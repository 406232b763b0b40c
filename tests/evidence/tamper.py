"""`make tamper`: single changed bits over all parts of a case file, and directed attacks; every one must be refused."""

from __future__ import annotations

import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import verify
from monitor.case import write_zip
from tests.evidence.attacks import Ground, false_seals, inside_attacks, make_ground, outside_attacks, unpack

ROOT = Path(verify.__file__).parent


def refusal(case: bytes, pem: bytes) -> str | None:
    """Why a file is refused, None when it is accepted; anything else that is raised is a failure of the verifier."""
    try:
        verify.verify(case, pem)
    except verify.Refused as refused:
        return str(refused)
    return None


def flipped(case: bytes, count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """(part, file with one bit changed): the parts in turns, half of them packed anew so that the zip's own sums are
    right again; and the bytes of the container."""
    chance, files = random.Random(seed), unpack(case)
    starts = {name: case.index(data) for name, data in files.items()}
    inside = {starts[name] + n for name, data in files.items() for n in range(len(data))}
    container = [n for n in range(len(case)) if n not in inside]
    parts = [*files, "zip"]
    for n in range(count):
        part = parts[n % len(parts)]
        if part == "zip":
            yield part, flip(case, 8 * chance.choice(container) + chance.randrange(8))
            continue
        bit = chance.randrange(8 * len(files[part]))
        if n // len(parts) % 2:
            yield part, write_zip(files | {part: flip(files[part], bit)})
        else:
            yield part, flip(case, 8 * case.index(files[part]) + bit)


def flip(data: bytes, bit: int) -> bytes:
    return data[:bit // 8] + bytes([data[bit // 8] ^ 1 << bit % 8]) + data[bit // 8 + 1:]


def directed(ground: Ground) -> Iterator[tuple[str, str, bytes]]:
    for group, attacks in (("without the key", outside_attacks), ("with the key", inside_attacks),
                           ("sealed falsely", false_seals)):
        for name, case in attacks(ground):
            yield group, name, case


def verify_alone(ground: Ground, folder: Path) -> tuple[subprocess.CompletedProcess[str], float]:
    """Run the verifier as a stranger does, copied to a folder without the project; with the processor's seconds, since
    a machine with others on it takes longer by the clock."""
    shutil.copy(ROOT / "verify.py", folder)
    (folder / "case.zip").write_bytes(ground.case)
    (folder / "published.pub").write_bytes(ground.pem)
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "verify.py", "case.zip", "--key", "published.pub"], cwd=folder,
                          env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done, ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime


def main(count: int = 10_000) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ground = make_ground(folder / "data")
        (folder / "alone").mkdir()
        alone, seconds = verify_alone(ground, folder / "alone")
    print(alone.stdout)
    print(f"verified without the project, start of Python included: exit {alone.returncode}, "
          f"{seconds:.2f} s of the processor")
    began = time.process_time()
    verify.verify(ground.case, ground.pem)
    print(f"verified beside the project, its pages read again: {time.process_time() - began:.2f} s; "
          f"the file has {len(ground.case)} bytes")
    tried, accepted = Counter(), Counter()
    for part, case in flipped(ground.case, count, seed=6):
        tried[part] += 1
        accepted[part] += refusal(case, ground.pem) is None
    print(f"\n{'one bit changed in':<24}{'tried':>8}{'accepted':>10}")
    for part, times in tried.items():
        print(f"{part:<24}{times:>8}{accepted[part]:>10}")
    print(f"{'all':<24}{sum(tried.values()):>8}{sum(accepted.values()):>10}\n")
    wrong = 0
    for group, attack, case in directed(ground):
        why = refusal(case, ground.pem)
        wrong += (why is None) != attack.startswith("(control")
        print(f"{group:<16} {attack:<44} {why or 'ACCEPTED'}"[:150])
    print(f"\nattacks with another end than stated: {wrong}")
    return 0 if not wrong and not sum(accepted.values()) and alone.returncode == 0 and seconds <= 1 else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
