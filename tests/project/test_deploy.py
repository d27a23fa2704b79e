"""What operators start from names commands and settings that exist, and runs without rights."""

import configparser
import re
from pathlib import Path

from click.testing import CliRunner

from assistant.administration import LONGEST_S
from assistant.cli import main
from assistant.settings import Settings
from assistant.web.limits import Limits

ROOT = Path(__file__).parents[2]
CONTAINERFILE = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")


def unit() -> configparser.SectionProxy:
    found = configparser.ConfigParser(strict=False, interpolation=None)
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read(ROOT / "deploy" / "candour.service")
    return found["Service"]


def test_the_container_runs_without_rights_and_keeps_its_data_on_a_volume() -> None:
    assert re.search(r"^USER candour$", CONTAINERFILE, re.MULTILINE)
    assert re.search(r"^VOLUME /data$", CONTAINERFILE, re.MULTILINE)
    assert "CANDOUR_HOME=/data" in CONTAINERFILE
    assert "HEALTHCHECK" in CONTAINERFILE


def test_the_commands_at_the_head_make_an_image_with_its_health_check_and_a_server_that_starts() -> None:
    said = "\n".join(line for line in CONTAINERFILE.splitlines() if line.startswith("#"))
    assert "podman build --format docker " in said  # Podman's own format drops HEALTHCHECK, with a warning
    assert said.index("candour key create") < said.index("-p 7860:7860")  # by key: without one it does not start


def test_no_library_reports_home() -> None:
    unit_text = (ROOT / "deploy" / "candour.service").read_text(encoding="utf-8")
    assert "ORT_DISABLE_TELEMETRY=1" in CONTAINERFILE
    assert "Environment=ORT_DISABLE_TELEMETRY=1" in unit_text


def test_settings_and_options_in_the_files_exist() -> None:
    known = {f"CANDOUR_{name.upper()}" for name in Settings.model_fields}
    operators = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    unit_text = (ROOT / "deploy" / "candour.service").read_text(encoding="utf-8")
    named = set(re.findall(r"CANDOUR_[A-Z_]+", CONTAINERFILE + unit_text + operators))
    assert named - known == set()
    options = set(re.findall(r"--[a-z]+", CliRunner().invoke(main, ["serve", "--help"]).stdout))
    served = re.search(r'CMD \["candour", "serve", (.+)\]', CONTAINERFILE)
    assert served
    assert set(re.findall(r"--[a-z]+", served[1])) <= options


def test_the_service_can_write_nothing_but_its_data() -> None:
    service = unit()
    assert service["ExecStart"].endswith("/candour serve")
    assert service["DynamicUser"] == service["NoNewPrivileges"] == service["ProtectHome"] == "yes"
    assert (service["ProtectSystem"], service["StateDirectory"]) == ("strict", "candour")


def test_the_block_for_nginx_passes_on_what_candour_compares_takes_and_waits_for() -> None:
    told = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    block = re.search(r"```nginx\n(.*?)```", told, re.DOTALL)
    assert block is not None
    assert "proxy_set_header Host $http_host;" in block[1]  # $host drops the port, and pages' requests are refused
    assert f"client_max_body_size {Limits().file // 1024**2}m;" in block[1]
    seconds = re.search(r"proxy_read_timeout (\d+)m;", block[1])
    assert seconds is not None
    assert int(seconds[1]) * 60 > LONGEST_S
    assert "proxy_buffering off;" in block[1]
