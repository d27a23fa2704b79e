"""A run's report files: report.html (both languages), report.md, report.fr.md and report.csv."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from evals.errors import CannotWrite
from evals.report.folder import RunFolder, read_run
from evals.report.markdown import report_markdown
from evals.report.page import report_page

_COLUMNS = ("system", "cases", "split", "kind", "language", "measure", "n", "mean", "low", "high")


def write_report(folder: Path, since: Path | None = None) -> Path:
    """The page's path, after all files of the report were written into the run's folder."""
    run = read_run(folder)
    files = {
        "report.html": report_page(run, since),
        "report.md": report_markdown(run, "en", since),
        "report.fr.md": report_markdown(run, "fr", since),
        "report.csv": report_csv(run),
    }
    try:
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise CannotWrite(f"{folder}: the report cannot be written ({error.strerror}). Free the folder.") from error
    return folder / "report.html"


def report_csv(run: RunFolder) -> str:
    """All figures of all systems of a run, one a line, as a spreadsheet reads them (UTF-8 with a byte-order mark)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for system in run.systems:
        for row in system.rows:
            place = (system.name, row.cases, row.split, row.kind, row.language, row.measure)
            writer.writerow([*place, row.n, row.mean, row.low, row.high])
    return "\ufeff" + out.getvalue()
