"""`make addresses`: links and redirects to internal addresses in 67 spellings and by rebinding: nobody is connected to.

Sockets that only count listen on all addresses of a network of our own, private ones included; the crawl process
counts what it connects to. Two portals name every spelling: one whose allow-list is its own host, one whose allow-list
has been filled with all of them, so that only the address checks stand in the way. A third one's name changes.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import text

from crawler.database import open_engine
from crawler.registry import _HOST
from tests.faults.alone import MARK, RESOLVER, can_be_alone, run_alone, settle_in
from tests.faults.case import rows, site
from tests.faults.names import serve_names
from tests.faults.play import PORT, watch_night
from tests.faults.server import Exchange, FaultServer, Place
from tests.faults.spellings import NAMES, REBINDING, SPELLINGS
from tests.nights import night_command, registry_file

TRAP = 8199
OURS = ("127.0.0.1/8", "169.254.169.254/32", "10.0.0.1/8", "192.168.1.1/16", "172.16.0.1/12", "100.64.0.1/10",
        "198.18.0.1/15", "fe80::1/64", "fc00::1/64")
TARGETS = tuple(f"http://{spelling}:{TRAP}/bi-mat" for spelling in SPELLINGS)


async def tempt(x: Exchange) -> None:
    """Menu, lists and redirects of a hostile portal."""
    if x.path == "/robots.txt":
        await x.send("", 404)
    elif x.path.startswith("/r"):
        await x.send("", 302, Location=TARGETS[int(x.path[2:])].encode().decode("latin-1"))
    elif x.is_list:
        posts = [(f"/r{n}", f"Thông báo quan trọng của xã lần thứ {n}", "10/11/2026") for n in range(len(TARGETS))]
        posts += [(url, f"Công văn quan trọng của xã lần thứ {n}", "11/11/2026") for n, url in enumerate(TARGETS)]
        await x.send(site(rows(posts)))
    else:
        menu = "".join(f'<li><a href="{url}">Chuyên mục số {n}</a></li>' for n, url in enumerate(TARGETS))
        await x.send(site("<p>Trang chủ</p>", head=f'<base href="http://{x.headers["host"]}/">').replace(
            '<ul class="menu">', f'<ul class="menu">{menu}'))


async def tempt_once(x: Exchange) -> None:
    """The same on a connection for each request, so that the name is asked for again and again."""
    await tempt(x)
    x.writer.close()


async def count_all(counted: Counter[str]) -> list[asyncio.Server]:
    """Listen everywhere, say nothing, count by the address that was connected to."""
    async def take(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        counted[str(writer.get_extra_info("sockname")[0])] += 1
        writer.close()

    return [await asyncio.start_server(take, address, port) for address in ("0.0.0.0", "::") for port in (TRAP, 80)]


async def measure(folder: Path) -> int:
    """Print what was refused and how, and who was connected to; 0 when nobody was."""
    for address in OURS:
        subprocess.run(["ip", "addr", "add", address, "dev", "lo"], check=False, capture_output=True)
    counted: Counter[str] = Counter()
    traps = await count_all(counted)
    inside = await asyncio.start_server(lambda _, w: w.close(), "127.0.0.1", PORT)  # what the rebinding name turns to
    places = {"127.9.1.1": Place(tempt), "127.9.1.2": Place(tempt), "127.9.1.3": Place(tempt_once)}
    server = FaultServer(places)
    await server.start(PORT)
    names = await serve_names({**NAMES, REBINDING: lambda n: "127.9.1.3" if n <= 3 else "127.0.0.1"}, RESOLVER)
    spelled = {(urlsplit(url).hostname or "").lower() for url in TARGETS}
    registry = registry_file(folder / "portals.csv", [
        {"code": "A1", "name": "Cổng A", "url": f"http://127.9.1.1:{PORT}/", "hosts": "127.9.1.1"},
        {"code": "A2", "name": "Cổng B", "url": f"http://127.9.1.2:{PORT}/",
         "hosts": " ".join(["127.9.1.2", *sorted(h for h in spelled if _HOST.fullmatch(h))])},
        {"code": "A3", "name": "Cổng C", "url": f"http://{REBINDING}:{PORT}/", "hosts": REBINDING}])
    night = await watch_night(folder, night_command(registry), SOICONG_DELAY="0", FAULTS_TIMEOUT="5")
    counted["127.0.0.1 (rebinding)"] += sum(c == f"127.0.0.1:{PORT}" for c in night.connects)
    for each in (*traps, inside):
        each.close()
    names.close()
    await server.stop()
    return tell(folder, counted, night.connects, night.said)


def tell(folder: Path, counted: Counter[str], connects: tuple[str, ...], said: str) -> int:
    engine = open_engine(f"sqlite:///{folder / 'monitor.db'}")
    with engine.connect() as connection:
        found = connection.execute(text(
            "select portal, outcome, count(*) from visits group by 1, 2 order by 1, 2")).all()
        open_rows = connection.execute(text("select count(*) from visits where outcome is null")).scalar_one()
    engine.dispose()
    for portal, outcome, count in found:
        print(f"{portal}  {outcome:18} {count}")
    outside = [c for c in connects if not c.startswith("127.9.")]
    reached = sum(counted.values())
    print(f"{len(SPELLINGS)} spellings and a rebinding name, as links, menu entries and redirects of two allow-lists: "
          f"{reached} connections counted by the sockets, {len(outside)} by the crawl process "
          f"(of {len(connects)}); {open_rows} requests without an outcome")
    asked = sum(count for portal, _, count in found)
    turned = sum(count for portal, outcome, count in found if portal == "A3" and outcome == "address_refused")
    if not connects or asked < len(SPELLINGS) or not turned:
        print(said[-2000:])
        return 1
    if reached or outside:
        print(json.dumps([dict(counted), outside], ensure_ascii=False))
    return 1 if reached or outside or open_rows else 0


def main() -> int:
    if not os.environ.get(MARK):
        if not can_be_alone():
            print("Namespaces are not allowed on this machine (unshare --net --mount): run as root.")
            return 2
        return run_alone(["-m", "tests.faults.addresses"])
    settle_in()
    with tempfile.TemporaryDirectory(prefix="soi-addresses-") as name:
        return asyncio.run(measure(Path(name)))


if __name__ == "__main__":
    sys.exit(main())
