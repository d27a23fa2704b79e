"""Questions about whole assessments: overviews, comparisons, the option ticked most often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from evals.cases import Case, Evidence, Place
from evals.generator.cases.asking import Asking
from evals.generator.form_words import SEVERAL
from evals.generator.phrasing import Said, filled
from evals.generator.truth import OrganizationTruth, Truth

# Whose labels say by themselves what was ticked.
_TELLING_ITEMS = (3, 5, 6, 7)
_NEEDED_IN_OVERVIEW = (3, 5)


def overviews(asking: Asking) -> Iterator[Case]:
    """An organization's assessment in brief: what it ticked about its code is needed, other ticks are welcome."""
    able = [each for each in asking.truth.with_form if any(_citable(each, i, asking) for i in _NEEDED_IN_OVERVIEW)]
    while able:
        organization = asking.in_turn("overviews", able)
        frames = asking.pool.frames[asking.language].overview
        frame, wording = asking.wording(f"frames/{asking.language}/overview", frames)
        evidence = tuple(
            each.model_copy(update={"needed": item in _NEEDED_IN_OVERVIEW})
            for item in _TELLING_ITEMS
            for each in _ticks(organization, item, asking)
        )
        question = filled(frame, asking.language, {"org": asking.said(organization)})
        yield asking.case("overview", question, wording, evidence=evidence)


def comparisons(asking: Asking) -> Iterator[Case]:
    """Two organizations beside one another: the ticks of both are needed."""
    frames = asking.pool.frames[asking.language].compare
    able = {item: [each for each in asking.truth.with_form if _citable(each, item, asking)] for item in _TELLING_ITEMS}
    items = [item for item, organizations in able.items() if len(organizations) > 1]
    while items:
        item = asking.in_turn("compare/items", items)
        first, second = asking.chance.sample(able[item], 2)
        topic, where = asking.wording(
            f"item/{item}/{asking.language}/topic", asking.pool.topics[item].of(asking.language)
        )
        frame, in_frame = asking.wording(f"frames/{asking.language}/compare", frames)
        values: dict[str, str | Said] = {"org": asking.said(first), "org2": asking.said(second), "topic": topic}
        yield asking.case(
            "compare",
            filled(frame, asking.language, values),
            f"{where}+compare/{in_frame.rsplit('/', 1)[1]}",
            evidence=(*_ticks(first, item, asking), *_ticks(second, item, asking)),
        )


def ranks(asking: Asking) -> Iterator[Case]:
    """Which option of an item with several choices is ticked most, where one is."""
    tops = {item: top for item in SEVERAL if (top := _most_ticked(item, asking))}
    while tops:
        item = asking.in_turn("rank/items", sorted(tops))
        frames = asking.pool.frames[asking.language]
        wordings = frames.rank6 if item == SEVERAL[0] else frames.rank7
        question, wording = asking.wording(f"frames/{asking.language}/rank{item}", wordings)
        yield asking.case("rank", question, wording, facts=(asking.texts.words.ranked[tops[item]],))


def _citable(organization: OrganizationTruth, item: int, asking: Asking) -> bool:
    """Whether every tick of the item can be cited in every version."""
    ticks = organization.ticks.get(item)
    if ticks is None or ticks.options_fr is not None or not ticks.options:
        return False
    return all(ticks.labels[language] == ticks.citable[language] for language in organization.languages)


def _ticks(organization: OrganizationTruth, item: int, asking: Asking) -> Iterator[Evidence]:
    if not _citable(organization, item, asking):
        return
    version = organization.version(asking.language)
    labels = organization.ticks[item].labels
    for index, label in enumerate(labels[version]):
        also = tuple(
            Place(item=item, quote=_plain(labels[language][index]), language=language)
            for language in organization.languages
            if language != version
        )
        yield Evidence(organization=organization.case_name, item=item, quote=_plain(label), also=also)


def _plain(label: str) -> str:
    return " ".join(label.split())


def _most_ticked(item: int, asking: Asking) -> str | None:
    counts = _counts(item, asking.truth, asking)
    (top, most), *others = counts.most_common() or [(None, 0)]
    return None if top is None or (others and others[0][1] == most) else top


def _counts(item: int, truth: Truth, asking: Asking) -> Counter[str | None]:
    known = asking.texts.words.options[item]
    ticks = (option for each in truth.with_form for option in each.ticked(item, asking.language))
    return Counter(option for option in ticks if option in known)
