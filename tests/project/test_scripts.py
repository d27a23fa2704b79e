"""The shell scripts, run against stand-ins for Python, Chromium and apt-get in a folder of their own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = (
    *("awk", "bash", "cat", "cksum", "cp", "dirname", "env", "grep"),
    *("make", "mkdir", "mktemp", "rm", "sed", "tail", "tee"),
)

# Stands for a Python: answers what the scripts ask of it as told, and notes what pip is asked for.
STAND_IN_PYTHON = """#!/bin/sh
case "$*" in
*version_info*) exit {old} ;;
*ensurepip*) exit {no_venv} ;;
*python_version*) echo {version} ;;
*base_prefix*) echo "$0" | sed 's,/.*,,' ;;
"-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
"-m pip "*) echo "$*" >>pip.log; [ ! -e pip-fails ] ;;
esac
"""
TOOLS_OF_CHECK = ("ruff", "mypy", "lint-imports")
STARTS = "#!/bin/sh\nexit 0\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with the scripts and the files they read, and `bin` beside them as the only place for commands."""
    folder = tmp_path / "a checkout"
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    for name in ("pyproject.toml", "requirements.lock", "requirements-dev.lock", "Makefile"):
        (folder / name).write_text(f"# {name}\n", encoding="utf-8")
    commands = folder / "bin"
    commands.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found is not None
        (commands / tool).symlink_to(found)
    return folder


@pytest.fixture
def command(checkout: Path) -> Callable[[str, str], Path]:
    """Puts an executable of that name and text into the checkout's `bin`."""

    def put(name: str, text: str) -> Path:
        path = checkout / name if "/" in name else checkout / "bin" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)
        return path

    return put


def stand_in_python(*, old: bool = False, no_venv: bool = False, version: str = "3.12.1") -> str:
    return STAND_IN_PYTHON.format(old=int(old), no_venv=int(no_venv), version=version)


def run(checkout: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", *words],
        cwd=checkout,
        env={"PATH": str(checkout / "bin"), "HOME": str(checkout), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_first_python_that_is_new_enough_is_taken(checkout: Path, command: Callable[[str, str], Path]) -> None:
    command("python3", stand_in_python(old=True, version="3.9.2"))
    command("python3.11", stand_in_python(no_venv=True))
    chosen = command("python3.13", stand_in_python())
    assert run(checkout, "scripts/python.sh").stdout.strip() == str(chosen)


def test_a_named_python_is_taken_before_all_others(checkout: Path, command: Callable[[str, str], Path]) -> None:
    command("python3", stand_in_python())
    named = command("other/my python", stand_in_python())
    assert run(checkout, "scripts/python.sh", PYTHON=str(named)).stdout.strip() == str(named)


@pytest.mark.parametrize(
    ("python", "told"),
    [
        (stand_in_python(old=True, version="3.10.13"), "needs Python 3.11 or newer, and python3 is 3.10.13"),
        (stand_in_python(no_venv=True), "install the package python3-venv"),
        (None, "python3 does not run here"),
    ],
)
def test_without_a_fit_python_one_sentence_says_what_to_do(
    checkout: Path, command: Callable[[str, str], Path], python: str | None, told: str
) -> None:
    if python is not None:
        command("python3", python)
    refused = run(checkout, "scripts/setup.sh")
    assert refused.returncode == 1
    assert told in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def pip_calls(checkout: Path) -> list[str]:
    log = checkout / "pip.log"
    calls = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return calls


def test_set_up_installs_by_hash_and_only_once(checkout: Path, command: Callable[[str, str], Path]) -> None:
    command("python3", stand_in_python())
    assert run(checkout, "scripts/setup.sh").returncode == 0
    packages, candour = pip_calls(checkout)
    assert {"--require-hashes", "--no-deps", "requirements.lock"} <= set(packages.split())
    assert {"--no-deps", "--no-build-isolation", "--editable"} <= set(candour.split())
    assert run(checkout, "scripts/setup.sh").returncode == 0
    assert pip_calls(checkout) == []


def test_an_interrupted_set_up_is_done_again(checkout: Path, command: Callable[[str, str], Path]) -> None:
    command("python3", stand_in_python())
    (checkout / "pip-fails").touch()
    refused = run(checkout, "scripts/setup.sh")
    assert refused.returncode == 1
    assert "could not be installed" in refused.stderr
    (checkout / "pip-fails").unlink()
    pip_calls(checkout)
    assert run(checkout, "scripts/setup.sh").returncode == 0
    assert len(pip_calls(checkout)) == 2


@pytest.mark.parametrize(
    ("changed", "installed"), [("requirements.lock", "requirements.lock"), ("pyproject.toml", "--editable")]
)
def test_only_what_changed_is_installed_again(
    checkout: Path, command: Callable[[str, str], Path], changed: str, installed: str
) -> None:
    command("python3", stand_in_python())
    run(checkout, "scripts/setup.sh")
    pip_calls(checkout)
    (checkout / changed).write_text("# changed\n", encoding="utf-8")
    run(checkout, "scripts/setup.sh")
    (call,) = pip_calls(checkout)
    assert installed in call


def test_a_moved_checkout_is_set_up_again(checkout: Path, command: Callable[[str, str], Path]) -> None:
    command("python3", stand_in_python())
    run(checkout, "scripts/setup.sh")
    moved = checkout.rename(checkout.with_name("moved"))
    pip_calls(moved)
    assert run(moved, "scripts/setup.sh").returncode == 0
    assert len(pip_calls(moved)) == 2


def test_only_dev_installs_the_development_lock(checkout: Path, command: Callable[[str, str], Path]) -> None:
    command("python3", stand_in_python())
    run(checkout, "scripts/setup.sh")
    assert not any("requirements-dev.lock" in call for call in pip_calls(checkout))
    run(checkout, "scripts/setup.sh", "dev")
    (call,) = pip_calls(checkout)
    assert "requirements-dev.lock" in call


def test_extras_install_their_own_locks_and_only_once(checkout: Path, command: Callable[[str, str], Path]) -> None:
    command("python3", stand_in_python())
    for name in ("openai", "ollama"):
        (checkout / "requirements").mkdir(exist_ok=True)
        (checkout / "requirements" / f"{name}.lock").write_text(f"# {name}\n", encoding="utf-8")
    assert run(checkout, "scripts/setup.sh", EXTRAS="openai,ollama").returncode == 0
    log = checkout / "pip.log"
    installed = log.read_text(encoding="utf-8")
    assert "requirements/openai.lock" in installed
    assert "requirements/ollama.lock" in installed
    assert run(checkout, "scripts/setup.sh", EXTRAS="openai").returncode == 0
    assert log.read_text(encoding="utf-8") == installed
    refused = run(checkout, "scripts/setup.sh", EXTRAS="mystery")
    assert refused.returncode == 1
    assert "There is no extra 'mystery': EXTRAS may name ollama openai." in refused.stderr


def test_every_extra_has_a_lock_that_names_no_index() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    locks = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "requirements").glob("*.lock")}
    assert set(locks) == set(extras)
    for name, lock in locks.items():
        assert f"langchain-{name}==" in lock
        assert "--hash=sha256:" in lock
        assert "http" not in lock.replace("httpx", "")


def test_a_port_in_use_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = run_port("127.0.0.1", port)
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Port {port} is in use: ")
    assert len(refused.stderr.splitlines()) == 1
    assert run_port("127.0.0.1", port).returncode == 0


@pytest.mark.parametrize("port", ["", "0", "65536", "http", "-1", "80 80"])
def test_what_is_no_port_is_refused(port: str) -> None:
    refused = run_port("127.0.0.1", port)
    assert refused.returncode == 1
    assert "is not a port" in refused.stderr


def test_another_host_needs_a_choice_of_who_may_ask() -> None:
    refused = run_port("0.0.0.0", "0")
    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1)
    assert "ACCESS=key" in refused.stderr
    assert "ACCESS" not in run_port("0.0.0.0", "0", "open").stderr


def run_port(host: str, port: str, access: str = "") -> subprocess.CompletedProcess[str]:
    command = ["/bin/sh", str(ROOT / "scripts" / "port.sh"), host, port, access]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_a_chromium_that_is_there_is_used(checkout: Path, command: Callable[[str, str], Path]) -> None:
    command("chromium", "#!/bin/sh\nexit 10\n")  # stands for a wrapper without the program behind it
    browser = command("google-chrome", STARTS)
    assert run(checkout, "scripts/chromium.sh").stdout.strip() == str(browser)


def test_a_named_chromium_that_does_not_start_is_an_error(checkout: Path, command: Callable[[str, str], Path]) -> None:
    command("chromium", STARTS)
    refused = run(checkout, "scripts/chromium.sh", CANDOUR_CHROMIUM="nowhere")
    assert refused.returncode == 1
    assert "CANDOUR_CHROMIUM names nowhere" in refused.stderr


def test_root_gets_chromium_by_apt_get(checkout: Path, command: Callable[[str, str], Path]) -> None:
    command("id", "#!/bin/sh\necho 0\n")
    command("there", STARTS)
    command("apt-get", '#!/bin/sh\necho "apt-get $*"\ncase "$*" in *install*) cp bin/there bin/chromium ;; esac\n')
    found = run(checkout, "scripts/chromium.sh")
    assert found.stdout.strip() == str(checkout / "bin" / "chromium")
    assert "apt-get -qq update" in found.stderr


def test_without_root_playwright_downloads_one(checkout: Path, command: Callable[[str, str], Path]) -> None:
    command("id", "#!/bin/sh\necho 1000\n")
    command("apt-get", "#!/bin/sh\ntouch apt-get-was-run\n")
    browser = checkout / ".venv" / "chrome"
    command(".venv/ready", STARTS)
    command(
        ".venv/bin/python",
        "#!/bin/sh\n"
        f'case "$*" in *executable_path*) echo "{browser}" ;; *install*) cp .venv/ready "{browser}" ;; esac\n',
    )
    assert run(checkout, "scripts/chromium.sh").stdout.strip() == str(browser)
    assert not (checkout / "apt-get-was-run").exists()


def test_no_chromium_at_all_fails_with_a_plain_message(checkout: Path, command: Callable[[str, str], Path]) -> None:
    command("id", "#!/bin/sh\necho 1000\n")
    command(".venv/bin/python", "#!/bin/sh\nexit 1\n")
    refused = run(checkout, "scripts/chromium.sh")
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.splitlines()[-1].startswith("The browser tests need a Chromium, and none could be found")


@pytest.mark.parametrize("failing", ["ruff", "mypy", "lint-imports", None])
def test_a_check_runs_everything_and_names_what_failed(
    checkout: Path, command: Callable[[str, str], Path], failing: str | None
) -> None:
    for tool in TOOLS_OF_CHECK:
        command(f".venv/bin/{tool}", f"#!/bin/sh\necho {tool} $*\nexit {int(tool == failing)}\n")
    finished = run(checkout, "scripts/check.sh")
    assert finished.returncode == int(failing is not None)
    assert [line.split()[0] for line in finished.stdout.splitlines() if line.split()[0] in TOOLS_OF_CHECK] == [
        "ruff",
        "ruff",
        "mypy",
        "lint-imports",
    ]
    names = {"ruff": "lint format", "mypy": "types", "lint-imports": "imports", None: None}
    assert (finished.stderr.strip() or None) == (failing and f"make check failed: {names[failing]}")


CLOSING = "====== {} in 1.23s ======"


@pytest.mark.parametrize(
    ("outcome", "test_code", "check_code", "expected"),
    [
        ("3 passed", 0, 0, 0),
        ("3 passed, 1 deselected", 0, 0, 0),  # the marker's choice, not a test that could not run
        ("2 passed, 1 skipped", 0, 0, 1),
        ("2 passed, 1 xfailed", 0, 0, 1),
        ("1 failed, 2 passed", 1, 0, 1),
        ("3 passed", 0, 1, 1),
        ("3 passed", 1, 0, 1),
    ],
)
def test_the_integration_run_fails_on_failures_and_skips(
    checkout: Path, outcome: str, test_code: int, check_code: int, expected: int
) -> None:
    (checkout / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", checkout / ".ci" / "run")
    closing = CLOSING.format(outcome)
    (checkout / "README.md").write_text("## Tests\n\n```sh\nmake try-it\n```\n\n```sh\nfalse\n```\n", encoding="utf-8")
    (checkout / "Makefile").write_text(
        f"check:\n\t@exit {check_code}\ntry-it:\n\t@echo '{closing}'; exit {test_code}\n", encoding="utf-8"
    )
    finished = run(checkout, "-c", "exec .ci/run")
    assert finished.returncode == expected, finished.stdout + finished.stderr
    assert finished.stdout.splitlines()[-1] == closing


def test_the_integration_run_fails_without_a_closing_line(checkout: Path) -> None:
    (checkout / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", checkout / ".ci" / "run")
    (checkout / "README.md").write_text("## Tests\n\n```sh\ntrue\n```\n", encoding="utf-8")
    (checkout / "Makefile").write_text("check:\n\t@true\n", encoding="utf-8")
    assert run(checkout, "-c", "exec .ci/run").returncode == 1
