from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.folding import folded
from corpus.organizations import load_registry
from corpus.registry_file import REGISTRY_FILE, names_of, passing_names_of, read_registry_file
from evals.generator.organizations import MadeUp, load_organizations, registry_toml

SPLITS = ("dev", "test")


def _all_names(organization: MadeUp) -> set[str]:
    printed = {organization.printed(language) for language in ("en", "fr")} | set(organization.acronyms.values())
    legal = {said.alone for said in organization.legal.values()} if organization.legal else set()
    return {folded(name) for name in printed | legal}


@pytest.mark.parametrize("split", SPLITS)
def test_there_are_130_most_of_them_registered(split: str) -> None:
    organizations = load_organizations(split)
    assert len(organizations) == 130
    assert 0.8 < sum(each.registered for each in organizations) / 130 < 0.9


@pytest.mark.parametrize("split", SPLITS)
def test_none_has_the_name_of_a_real_one(split: str) -> None:
    organizations = read_registry_file(REGISTRY_FILE).organizations
    # Names of the past are no obstacle: an acronym that an organization gave up is anybody's.
    passing = {name for each in organizations for _, names in passing_names_of(each) for name in names}
    real = {folded(name) for each in organizations for name in names_of(each) if name not in passing}
    for organization in load_organizations(split):
        assert not _all_names(organization) & real


def test_no_name_is_in_both_corpora() -> None:
    dev, test = ({name for each in load_organizations(split) for name in _all_names(each)} for split in SPLITS)
    assert not dev & test


@pytest.mark.parametrize("split", SPLITS)
def test_names_have_what_names_have(split: str) -> None:
    organizations = load_organizations(split)
    names = [each.printed("en") for each in organizations]
    french = " ".join(each.printed("fr") for each in organizations)
    assert any("," in name for name in names)
    assert any("’" in name for name in names)
    assert any("-" in name for name in names)
    assert re.search("[éèêîœ]", french)
    force = next(name for name in names if sum(name in other for other in names) == 4)
    assert force.startswith("Royal Canadian")


@pytest.mark.parametrize("split", SPLITS)
def test_the_registry_can_be_read_and_tells_them_apart(split: str, tmp_path: Path) -> None:
    organizations = load_organizations(split)
    file = tmp_path / "registry.toml"
    file.write_text(registry_toml(organizations), encoding="utf-8")
    registry = load_registry(file)
    for each in organizations:
        found = registry.named(each.printed("en"))
        assert (found.id if found else None) == (each.id if each.registered else None)
        if each.registered:
            assert found == registry.named(each.acronyms["fr"]) == registry.named(each.printed("fr"))
