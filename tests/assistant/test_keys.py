"""Keys: told once, kept as hashes, found, listed, revoked."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant.cli import main
from assistant.errors import BadKeys
from assistant.keys import KeyStore


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["key", *arguments], env={"CANDOUR_HOME": str(home)})


def test_a_key_is_printed_once_and_kept_as_a_hash_for_its_owner_alone(tmp_path: Path) -> None:
    key = run(tmp_path, "create", "intranet", "--scope", "ask").stdout.strip()
    file = tmp_path / "keys.json"
    assert key.startswith("candour_")
    assert len(key) > 40
    assert key.removeprefix("candour_") not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    found = KeyStore(file).find(key)
    assert found is not None
    assert (found.name, found.scopes) == ("intranet", ("ask",))


def test_where_a_key_counts_is_said_beside_it(tmp_path: Path) -> None:
    made = run(tmp_path, "create", "intranet")
    assert str(tmp_path) in made.stderr
    assert str(tmp_path) not in made.stdout


def test_several_rights_are_given_one_by_one(tmp_path: Path) -> None:
    assert run(tmp_path, "create", "me", "--scope", "ask", "--scope", "admin").exit_code == 0
    assert "  ask admin  " in run(tmp_path, "list").stdout
    assert "once for each" in " ".join(run(tmp_path, "create", "--help").stdout.split())


def test_keys_are_listed_and_revoked(tmp_path: Path) -> None:
    one, other = (run(tmp_path, "create", name).stdout.strip() for name in ("one", "other"))
    assert [line.split("  ")[:2] for line in run(tmp_path, "list").stdout.splitlines()] == [
        ["one", "ask feedback"],
        ["other", "ask feedback"],
    ]
    store = KeyStore(tmp_path / "keys.json")
    assert store.find(one)
    assert run(tmp_path, "revoke", "one").exit_code == 0
    assert store.find(one) is None
    assert store.find(other)


@pytest.mark.parametrize("key", ["", "candour_", "candour_x", "é", "x" * 10_000])
def test_what_is_no_key_finds_nobody(tmp_path: Path, key: str) -> None:
    store = KeyStore(tmp_path / "keys.json")
    store.create("me", ("ask",))
    assert store.find(key) is None


def test_names_are_told_apart(tmp_path: Path) -> None:
    run(tmp_path, "create", "me")
    again, none = run(tmp_path, "create", "me"), run(tmp_path, "revoke", "you")
    assert (again.exit_code, none.exit_code) == (2, 2)
    assert "'me' already" in again.stderr
    assert "Keys: me." in none.stderr


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "a\tb", "a\x1b[2J", "\u202eme", "a\u2028b", " me", "x" * 101])
def test_a_name_that_could_not_be_shown_on_a_line_gets_no_key(tmp_path: Path, name: str) -> None:
    refused = run(tmp_path, "create", name)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "name" in refused.stderr
    assert run(tmp_path, "list").stdout == ""


@pytest.mark.parametrize("name", ["x" * 100, "Équipe du numérique, poste 3", "保険"])
def test_a_name_in_any_language_gets_one(tmp_path: Path, name: str) -> None:
    assert run(tmp_path, "create", name).exit_code == 0
    assert run(tmp_path, "list").stdout.startswith(f"{name}  ask feedback  ")


def test_a_file_that_cannot_be_read_is_not_said_to_hold_no_keys(tmp_path: Path) -> None:
    """Its keys count again once its owner is right: the advice to delete it would lose them."""
    (tmp_path / "keys.json").mkdir()  # the tests may run as root, who can read any file
    with pytest.raises(BadKeys, match=r"keys\.json cannot be read: .* owner and permissions"):
        KeyStore(tmp_path / "keys.json").all()


def test_a_file_that_is_none_of_keys_is_named(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text('[{"name": "me"}]')
    with pytest.raises(BadKeys, match=r"keys\.json is no file of keys"):
        KeyStore(tmp_path / "keys.json").all()
