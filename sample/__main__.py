"""The sample province's commands: serve, registry, truth, compare, run."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path

from sample.compare import compare, is_good
from sample.model import PORT, PORTALS, SCENARIOS, SEED
from sample.play import PlayError, play
from sample.province import province
from sample.registry import write_registry
from sample.tables import table
from sample.truth import tell_truth

COMPARED = ("truth", "posts", "inactive", "questions", "coverage")


def make_parser() -> argparse.ArgumentParser:
    """All commands with their help in Vietnamese."""
    top = argparse.ArgumentParser(
        prog="python -m sample", description="Tỉnh mẫu: 161 cổng giả lập, biết trước sự thật."
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="LỆNH")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--port", type=int, default=PORT, help=f"cổng mạng (mặc định {PORT})")
    common.add_argument("--first-portals", type=int, default=PORTALS, metavar="N", help="chỉ N cổng đầu")
    moment = argparse.ArgumentParser(add_help=False)
    moment.add_argument("--now", default="2026-11-20T01:30:00+07:00", metavar="ISO", help="thời điểm, ISO 8601")
    moment.add_argument("--scenario", default="default", choices=SCENARIOS, help="kịch bản")
    moment.add_argument("--seed", type=int, default=SEED, metavar="N", help="số sinh ra cả tỉnh")
    serve = commands.add_parser("serve", parents=[common, moment], help="phục vụ tỉnh mẫu tới khi bị dừng")
    serve.add_argument("--clock-file", type=Path, metavar="TỆP", help="tệp chứa thời điểm, đọc lại khi đổi")
    serve.add_argument("--with-parent", action="store_true", help="dừng khi tiến trình mẹ không còn")
    registry = commands.add_parser("registry", parents=[common], help="ghi sổ đăng ký của tỉnh mẫu")
    registry.add_argument("--out", type=Path, required=True, metavar="TỆP", help="tệp CSV sẽ ghi")
    truth = commands.add_parser("truth", parents=[common, moment], help="sự thật tại một thời điểm (JSON)")
    truth.add_argument("--out", type=Path, metavar="TỆP", help="ghi vào tệp thay cho màn hình")
    checked = commands.add_parser("compare", help="so điều hệ thống thấy với sự thật")
    for name in COMPARED:
        checked.add_argument(f"--{name}", type=Path, required=True, metavar="TỆP", help=f"tệp JSON: {name}")
    checked.add_argument("--json", action="store_true", help="in JSON")
    run = commands.add_parser("run", parents=[common], help="chạy trọn một đêm trên tỉnh mẫu")
    run.add_argument("--no-web", action="store_true", help="xong đêm thì kết thúc")
    run.add_argument("--nights", type=int, default=1, metavar="N", help="số đêm liền nhau")
    run.add_argument("--fresh", action="store_true", help="bỏ dữ liệu mẫu cũ, chạy lại từ đêm đầu")
    return top


def run_serve(options: argparse.Namespace) -> int:
    # the only command that needs the web server: the others start faster without it
    from sample.served import Served, read_clock
    from sample.server import serve

    served = Served(options.scenario, options.first_portals, options.seed, options.port, read_clock(options.now))
    asyncio.run(serve(served, options.clock_file, options.with_parent))
    return 0


def run_truth(options: argparse.Namespace) -> int:
    from sample.served import read_clock

    sites = province(options.scenario, options.first_portals, options.seed)
    text = json.dumps(tell_truth(sites, read_clock(options.now), options.port), ensure_ascii=False)
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    else:
        print(text)
    return 0


def run_compare(options: argparse.Namespace) -> int:
    loaded = {name: json.loads(getattr(options, name).read_text(encoding="utf-8")) for name in COMPARED}
    result = compare(**loaded)
    print(json.dumps(result, ensure_ascii=False, indent=1) if options.json else table(result))
    return 0 if is_good(result) else 1


def main() -> int:
    options = make_parser().parse_args()
    if options.command == "serve":
        return run_serve(options)
    if options.command == "truth":
        return run_truth(options)
    if options.command == "compare":
        return run_compare(options)
    if options.command == "registry":
        write_registry(options.out, options.port, options.first_portals)
        return 0
    try:
        return play(options.port, options.first_portals, options.nights, options.fresh, not options.no_web)
    except PlayError as error:
        print(f"Không chạy được tỉnh mẫu: {error}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
