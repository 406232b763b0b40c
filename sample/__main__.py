"""The sample province's commands: serve, registry, truth, compare, run."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path

from sample.compare import compare, good, table
from sample.model import PORT
from sample.play import play
from sample.registry import write_registry
from sample.server import read_clock, serve
from sample.truth import truth


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m sample", description="Tỉnh mẫu: 161 cổng giả lập, biết trước sự thật.")
    commands = top.add_subparsers(dest="command", required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--port", type=int, default=PORT, help="cổng mạng")
    common.add_argument("--first-portals", type=int, default=161, help="chỉ bấy nhiêu cổng đầu")
    moment = argparse.ArgumentParser(add_help=False)
    moment.add_argument("--now", default="2026-11-20T01:30:00+07:00", help="thời điểm, ISO 8601")
    moment.add_argument("--scenario", default="default", choices=("default", "calm", "refused"), help="kịch bản")
    one = commands.add_parser("serve", parents=[common, moment], help="phục vụ tỉnh mẫu tới khi bị dừng")
    one.add_argument("--clock-file", type=Path, help="tệp chứa thời điểm, đọc lại khi đổi")
    two = commands.add_parser("registry", parents=[common], help="ghi sổ đăng ký của tỉnh mẫu")
    two.add_argument("--out", type=Path, required=True)
    three = commands.add_parser("truth", parents=[common, moment], help="sự thật tại một thời điểm (JSON)")
    three.add_argument("--out", type=Path)
    four = commands.add_parser("compare", help="so điều hệ thống thấy với sự thật")
    for name in ("truth", "posts", "inactive", "questions", "coverage"):
        four.add_argument(f"--{name}", type=Path, required=True)
    four.add_argument("--json", action="store_true")
    five = commands.add_parser("run", parents=[common], help="chạy trọn một đêm trên tỉnh mẫu")
    five.add_argument("--no-web", action="store_true", help="xong đêm thì kết thúc")
    five.add_argument("--fresh", action="store_true", help="bỏ dữ liệu mẫu cũ, chạy lại từ đêm đầu")
    return top


def main() -> int:
    options = parser().parse_args()
    if options.command == "serve":
        asyncio.run(serve(options.scenario, options.first_portals, options.port, read_clock(options.now), options.clock_file))
    elif options.command == "registry":
        write_registry(options.out, options.port, options.first_portals)
    elif options.command == "truth":
        text = json.dumps(truth(read_clock(options.now), options.scenario, options.first_portals, options.port), ensure_ascii=False)
        if options.out:
            options.out.write_text(text, encoding="utf-8")
        else:
            print(text)
    elif options.command == "compare":
        loaded = [json.loads(getattr(options, n).read_text(encoding="utf-8"))
                  for n in ("truth", "posts", "inactive", "questions", "coverage")]
        result = compare(*loaded)
        print(json.dumps(result, ensure_ascii=False, indent=1) if options.json else table(result))
        return 0 if good(result) else 1
    else:
        return play(options.port, options.first_portals, options.fresh, not options.no_web)
    return 0


if __name__ == "__main__":
    sys.exit(main())
