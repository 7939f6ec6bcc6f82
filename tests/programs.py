"""Programs of others that the outputs are tried in: LibreOffice, Chromium. Where one is missing, tests are skipped."""

import shutil
import subprocess
from pathlib import Path

import pytest


def program(*names: str) -> str:
    """The path of the first of these that is there; without any the test is skipped."""
    for name in names:
        if path := shutil.which(name):
            return path
    pytest.skip(f"{names[0]} is not installed")


def pictures(file: Path, folder: Path) -> list[Path]:
    """The pages of an office file as LibreOffice prints them, in `folder`: PNG, 60 dots an inch."""
    pdf = printed(file, folder)
    subprocess.run([program("pdftoppm"), "-r", "60", "-png", pdf, folder / file.stem], check=True, timeout=120)
    return sorted(folder.glob(f"{file.stem}*.png"))


def printed(file: Path, folder: Path) -> Path:
    """The office file as a PDF by LibreOffice, which has a profile of its own so that several may run."""
    subprocess.run(
        [
            program("soffice", "libreoffice"),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", "pdf", "--outdir", folder, file),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return folder / f"{file.stem}.pdf"


def text_of(pdf: Path) -> str:
    """The words of a PDF, in their layout."""
    done = subprocess.run([program("pdftotext"), "-layout", pdf, "-"], check=True, capture_output=True, timeout=60)
    return done.stdout.decode()
