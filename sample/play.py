"""`make run`: serve the province, play one night on it, say in words what came out and where it lies."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from sample.registry import write_registry

FIRST_NIGHT = date(2026, 11, 20)
DATA = Path("var/sample")
MEANING = {
    0: "Đêm đã xong: mọi cổng đều quan sát được trọn vẹn.",
    3: "Đêm đã xong. Có cổng không quan sát được trọn vẹn – trên tỉnh mẫu đó là bình thường (một số cổng cố ý hỏng). "
       "Những cổng ấy không bị kết luận gì.",
    4: "Đêm không có giá trị: quá nhiều cổng cùng không trả lời. Không kết luận gì về cổng nào.",
    5: "Một lượt chạy khác đang giữ khóa. Hãy đợi lượt ấy xong rồi chạy lại.",
}


def environment(night: date, data: Path) -> dict[str, str]:
    """Settings of a night on the sample province."""
    return {
        **os.environ, "SOICONG_DATA_DIR": str(data), "SOICONG_ALLOW_ADDRESSES": "127.0.0.0/8", "SOICONG_DELAY": "0",
        "SOICONG_NOW": f"{night.isoformat()}T01:30:00+07:00",
    }


def next_night(data: Path) -> date:
    """The day after the last night played, the first one when there is none."""
    if not (data / "monitor.db").exists():
        return FIRST_NIGHT
    done = subprocess.run([sys.executable, "-m", "monitor", "runs", "2026-11-01..2027-01-10", "--json"], capture_output=True,
                          text=True, env=environment(FIRST_NIGHT, data), check=False)
    nights = [row for row in json.loads(done.stdout)] if done.returncode == 0 else []
    open_ = [r["night"] for r in nights if r["state"] in ("running", "interrupted")]
    last = max((r["night"] for r in nights), default=None)
    if open_:
        return date.fromisoformat(min(open_))
    return date.fromisoformat(last) + timedelta(days=1) if last else FIRST_NIGHT


def free_port(wanted: int) -> int:
    for port in (wanted, 0):
        with socket.socket() as probe:
            try:
                probe.bind(("127.1.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise RuntimeError("không còn cổng mạng nào trống trên 127.1.0.1")


def play(port: int, first: int, fresh: bool, web: bool) -> int:
    """One night; the exit code is 0 when the night ended with 0 or 3."""
    if fresh and DATA.exists():
        shutil.rmtree(DATA)
    DATA.mkdir(parents=True, exist_ok=True)
    night, port = next_night(DATA), free_port(port)
    registry = DATA / "portals.csv"
    write_registry(registry, port, first)
    now = f"{night.isoformat()}T01:30:00+07:00"
    print(f"Tỉnh mẫu: {first} cổng ở địa chỉ 127.1.0.1–127.1.0.{first}, cổng mạng {port}. Chạy đêm {night:%d/%m/%Y}.", flush=True)
    server = subprocess.Popen([sys.executable, "-m", "sample", "serve", "--now", now, "--port", str(port), "--first-portals", str(first)])
    try:
        _wait(port, server)
        code = subprocess.run([sys.executable, "-m", "crawler", "nightly", "--resume", "--registry", str(registry)],
                              env=environment(night, DATA), check=False).returncode
    finally:
        server.terminate()
        server.wait(timeout=20)
    _tell(code, night, web)
    return 0 if code in (0, 3) else code


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        if server.poll() is not None:
            raise RuntimeError(f"tỉnh mẫu không khởi động được (mã {server.returncode})")
        with socket.socket() as caller:
            if caller.connect_ex(("127.1.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("tỉnh mẫu không trả lời sau 15 giây")


def _tell(code: int, night: date, web: bool) -> None:
    print(f"\n{MEANING.get(code, f'Đêm dừng với mã {code}; chạy lại lệnh này để làm tiếp.')}")
    for name, what in ((f"digest-{night.isoformat()}.html", "Bản tin"), (f"gaps-{night.isoformat()}.xlsx", "Danh sách cần xem")):
        path = DATA / "reports" / name
        if path.exists():
            print(f"{what}: {path.resolve()}")
    if web:
        print("Trang rà soát chưa có trong bản này: hãy mở bản tin ở trên bằng trình duyệt.")
