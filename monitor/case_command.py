"""The command that writes the case file of one finding."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from crawler.config import ConfigError, load_settings
from crawler.database import DatabaseError, open_session
from crawler.evidence.durable import write_file
from crawler.evidence.key import KeyUnusable
from monitor.asked import fail
from monitor.case import make_case
from monitor.case_leaves import NoCase
from monitor.words import count_words


def case(
    finding: Annotated[str, typer.Argument(metavar="MÃ", help="Mã phát hiện, như lệnh notes in ra.")],
    out: Annotated[Path, typer.Option(help="Tệp zip để ghi.")],
) -> None:
    """Hồ sơ bằng chứng của một phát hiện: byte gốc của trang, chứng minh, niêm phong, bìa. Kiểm bằng verify.py."""
    try:
        settings = load_settings()
        with open_session(settings) as session:
            data = make_case(session, settings, finding)
        write_file(out.resolve(), data)
    except (ConfigError, DatabaseError, KeyUnusable, NoCase) as error:
        fail(str(error))
    except OSError as error:
        fail(f"Không ghi được {out}: {error.strerror}. Chọn chỗ khác với --out.")
    Console(stderr=True).print(f"Hồ sơ: {out} ({count_words(len(data))} byte). Kiểm: python verify.py {out} --key "
                               "signer.pub (khóa công khai nằm cạnh mỗi niêm phong)", soft_wrap=True, highlight=False)
