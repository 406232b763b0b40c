"""`make run`: serve the province, play a night on it, say in words what came out and where it lies."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from types import FrameType

from sample.registry import write_registry

FIRST_NIGHT = date(2026, 11, 20)
DATA = Path("var/sample")
PATIENCE = 60  # seconds an interrupted night may take to close its books
PAGE_PORT = 8000
PASSWORD = "chi dung cho tinh mau"  # of the sample's accounts, printed below: loopback only
ACCOUNTS = {"canbo": "review", "lanhdao": "approve", "quantri": "admin"}
MEANING = {
    0: "Đêm đã xong: mọi cổng đều quan sát được trọn vẹn.",
    3: "Đêm đã xong (mã 3). Trên tỉnh mẫu đó là bình thường: một số cổng cố ý hỏng.",
    4: "Đêm không có giá trị: quá nhiều cổng cùng không trả lời. Không kết luận gì về cổng nào.",
    5: "Một lượt chạy khác đang giữ khóa. Hãy đợi lượt ấy xong rồi chạy lại.",
    130: "Đã dừng theo yêu cầu. Chạy lại lệnh này để làm tiếp đêm dở dang.",
    143: "Đã dừng theo yêu cầu. Chạy lại lệnh này để làm tiếp đêm dở dang.",
}


class PlayError(Exception):
    """The night could not be played; the message says why, in Vietnamese."""


def play(port: int, first: int, nights: int, fresh: bool, web: bool) -> int:
    """Play nights one after the other; 0 when each ended with 0 or 3, else the first other exit code."""
    signal.signal(signal.SIGTERM, _interrupt)
    if fresh and DATA.exists():
        shutil.rmtree(DATA)
    DATA.mkdir(parents=True, exist_ok=True)
    port, registry = free_port(port), DATA / "portals.csv"
    write_registry(registry, port, first)
    for _ in range(nights):
        night = next_night(DATA)
        print(
            f"Tỉnh mẫu: {first} cổng ở địa chỉ 127.1.0.1–127.1.0.{first}, cổng mạng {port}. Chạy đêm {night:%d/%m/%Y}.",
            flush=True,
        )
        code = play_night(night, port, first, registry)
        _tell(code, night)
        if code not in (0, 3):
            return code
    return serve_page(DATA) if web else 0


def play_night(night: date, port: int, first: int, registry: Path) -> int:
    """Serve the province as it was in that night and let the crawler run; returns the crawler's exit code."""
    # a session of its own: Ctrl+C reaches the crawler, and the portals stay up until it has closed its books
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "sample",
            "serve",
            "--now",
            f"{night.isoformat()}T01:30:00+07:00",
            "--port",
            str(port),
            "--first-portals",
            str(first),
            "--with-parent",
        ],
        start_new_session=True,
    )
    try:
        _wait_until_up(port, server)
        crawler = subprocess.Popen(
            [sys.executable, "-m", "crawler", "nightly", "--resume", "--registry", str(registry)],
            env=environment(night, DATA),
        )
        return _wait_for_end(crawler)
    finally:
        server.terminate()
        server.wait(timeout=20)


def environment(night: date, data: Path) -> dict[str, str]:
    """Settings of a night on the sample province. Whatever database and addressees the environment or `.env` name for
    the real thing must not see a simulated night."""
    return {
        **os.environ,
        "SOICONG_DATA_DIR": str(data),
        "SOICONG_ALLOW_ADDRESSES": "127.0.0.0/8",
        "SOICONG_DELAY": "0",
        "SOICONG_DATABASE_URL": "",
        "SOICONG_NOTIFY_URLS": "",
        "SOICONG_NOW": f"{night.isoformat()}T01:30:00+07:00",
    }


def serve_page(data: Path) -> int:
    """Serve the review page on the morning after the newest night until Ctrl+C; 0 for that end."""
    morning = next_night(data) - timedelta(days=1)
    env = {**environment(morning, data), "SOICONG_NOW": f"{morning.isoformat()}T07:30:00+07:00"}
    page = [sys.executable, "-m", "web"]
    for name, role in ACCOUNTS.items():  # refused when they are there from the run before
        subprocess.run([*page, "add-person", name, "--role", role, "--password-stdin"], env=env, check=False,
                       input=PASSWORD, text=True, stderr=subprocess.DEVNULL)
    port = free_port(PAGE_PORT, "127.0.0.1")
    print(f"\nTrang rà soát: http://127.0.0.1:{port} – Ctrl+C để dừng."
          f"\nTài khoản: {', '.join(ACCOUNTS)}; mật khẩu chung: {PASSWORD}", flush=True)
    served = subprocess.Popen([*page, "--port", str(port)], env=env)
    try:
        return served.wait()
    except KeyboardInterrupt:
        served.terminate()
        served.wait(timeout=20)
        print("Đã dừng trang rà soát.")
        return 0


def next_night(data: Path) -> date:
    """The night that was not finished, else the day after the last one, else the first."""
    if not (data / "monitor.db").exists():
        return FIRST_NIGHT
    done = subprocess.run(
        [sys.executable, "-m", "monitor", "runs", f"{FIRST_NIGHT}..2027-01-10", "--json"],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(FIRST_NIGHT, data),
        check=False,
    )
    if done.returncode != 0:
        raise PlayError(f"không đọc được các đêm đã chạy: lệnh monitor runs kết thúc với mã {done.returncode}")
    runs = json.loads(done.stdout)
    unfinished = [r["night"] for r in runs if r["state"] in ("running", "interrupted")]
    if unfinished:
        return date.fromisoformat(min(unfinished))
    return date.fromisoformat(max(r["night"] for r in runs)) + timedelta(days=1) if runs else FIRST_NIGHT


def free_port(wanted: int, host: str = "127.1.0.1") -> int:
    """The wanted port when it is free, else any other."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise PlayError(f"không còn cổng mạng nào trống trên {host}")


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _wait_for_end(crawler: subprocess.Popen[bytes]) -> int:
    """The crawler's exit code. When we are interrupted it is given time to stop in good order."""
    try:
        return crawler.wait()
    except KeyboardInterrupt:
        time.sleep(0.5)  # Ctrl+C has reached it already; a signal sent to us alone has not
        if crawler.poll() is None:
            crawler.terminate()
        return crawler.wait(timeout=PATIENCE)


def _wait_until_up(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        if server.poll() is not None:
            raise PlayError(f"tỉnh mẫu không khởi động được (mã {server.returncode})")
        with socket.socket() as caller:
            if caller.connect_ex(("127.1.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise PlayError("tỉnh mẫu không trả lời sau 15 giây")


def _tell(code: int, night: date) -> None:
    print(f"\n{MEANING.get(code, f'Đêm dừng với mã {code}; chạy lại lệnh này để làm tiếp.')}")
    for name, what in (
        (f"digest-{night.isoformat()}.html", "Bản tin"),
        (f"gaps-{night.isoformat()}.xlsx", "Danh sách cần xem"),
    ):
        path = DATA / "reports" / name
        if path.exists():
            print(f"{what}: {path.resolve()}")
