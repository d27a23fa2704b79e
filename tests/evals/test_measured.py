"""What the page about Candour tells of its evaluation comes from a run's report and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.measured import load_measured
from evals.errors import BadRun
from evals.measured import write_measured

HEAD = "system,cases,split,kind,language,measure,n,mean,low,high\n"
ROWS = {
    "list": "set_exact,578,0.8824",
    "count": "set_exact,99,0.9",
    "lookup": "first_citation,577,0.5",
    "abstain": "answered_as_stated,230,0.08",
}


def report(folder: Path, *, without: str = "") -> Path:
    lines = [f"candour,generated-test,test,{kind},all,{row},0,1\n" for kind, row in ROWS.items() if kind != without]
    lines += [
        "candour,generated-test,test,lookup,all,citation_at_3,577,0.66,0,1\n",
        "candour,generated-test,test,lookup,all,quotation_fidelity,555,1.0,0,1\n",
        "candour,generated-dev,dev,list,all,set_exact,543,0.99,0,1\n",  # not what nobody had seen
        "candour,generated-test,test,list,fr,set_exact,300,0.1,0,1\n",  # a part of it
        "keywords,generated-test,test,list,all,set_exact,578,0.0,0,1\n",  # another system
    ]
    (folder / "report.csv").write_text("\ufeff" + HEAD + "".join(lines), "utf-8")
    return folder


def test_the_figures_are_those_of_candour_on_unseen_questions(tmp_path: Path) -> None:
    out = tmp_path / "measured.toml"
    write_measured(report(tmp_path), out, date(2026, 1, 2))
    measured = load_measured(out)
    assert measured.date == "2026-01-02"
    assert [(each.name, each.share, each.questions) for each in measured.figure][:3] == [
        ("lists", 0.882, 578),
        ("counts", 0.9, 99),
        ("look_ups", 0.5, 577),
    ]
    assert len(measured.figure) == 6


def test_a_run_without_one_of_them_is_refused_and_nothing_written(tmp_path: Path) -> None:
    out = tmp_path / "measured.toml"
    with pytest.raises(BadRun, match="no figures of generated-test for counts"):
        write_measured(report(tmp_path, without="count"), out, date(2026, 1, 2))
    assert not out.exists()


def test_a_folder_without_a_report_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadRun, match=r"report\.csv cannot be read"):
        write_measured(tmp_path, tmp_path / "out.toml", date(2026, 1, 2))


def test_the_shipped_figures_can_be_read() -> None:
    assert all(0 <= each.share <= 1 and each.questions > 50 for each in load_measured().figure)
