"""A PDF of a Word file by LibreOffice, where it is installed; the Word file is the official form."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

PATIENCE = 180  # seconds; the first start of LibreOffice makes its profile


def make_pdf(document: Path) -> Path | None:
    """The PDF beside the document; None without LibreOffice, or when it made none."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return None
    with tempfile.TemporaryDirectory() as profile:  # its own profile: a second LibreOffice would refuse to start
        try:
            subprocess.run(
                [office, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf", "--outdir",
                 str(document.parent), str(document)], capture_output=True, check=True, timeout=PATIENCE)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            return None
    made = document.with_suffix(".pdf")
    return made if made.exists() else None
