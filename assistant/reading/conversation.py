"""A follow-up becomes a question that stands alone: what it leaves out is taken from the reading of the one before."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.asking import asks_for_facts
from assistant.reading.deadlines import item_with_dates, period_of
from assistant.reading.follow_up import FollowUp
from assistant.reading.phrases import find_any, words_beyond
from assistant.reading.question import QuestionWords
from assistant.reading.read import Reader
from assistant.reading.types import Reading
from assistant.types import AnswerKind, Conversation
from assistant.words import words_of
from corpus.dates import dates_in
from corpus.types import Language, Phrases
from index.conditions import And, Condition, items_of, opposite

# With at most this many words of its own, a question that goes on with the one before is about the same.
_FEW_WORDS = 1
# Kinds of questions that say all they need: an overview or a comparison names its organizations, a rank its item.
_STAND_ALONE = ("compare", "overview", "rank", "crosstab")


def read_in_conversation(reader: Reader, question: str, conversation: Conversation, hint: Language) -> Reading:
    """The reading of `question` as it is meant after the earlier questions; they are read again, in order."""
    before: Reading | None = None
    for earlier in (*conversation.questions, question):
        reading = reader.read(
            earlier, before.language if before else hint, before.organizations if before and before.names_each else ()
        )
        if before is not None and reading.reason not in ("instruction", "unknown_organization") and not reading.doubts:
            reading = _named_like(_completed(FollowUp(reader, reading, before)), reading, before)
        # What could not be read is no ground to stand on.
        before = reading if reading.reason is None or before is None else before
    assert before is not None, "at least the question itself was read"
    return reading


def _named_like(completed: Reading, own: Reading, before: Reading) -> Reading:
    """The completed reading with how its organizations were named: in the question itself, or in the one before."""
    if completed.organizations and completed.organizations == before.organizations != own.organizations:
        return replace(completed, sets=before.sets, read_as=own.read_as)
    return replace(completed, sets=own.sets, read_as=own.read_as)


def _completed(follow_up: FollowUp) -> Reading:
    if follow_up.reading.deadline is not None:
        follow_up = _of_whom(follow_up)
    reading, before = follow_up.reading, follow_up.before
    if not follow_up.words:
        return reading
    if target := _language_wanted(follow_up):
        content_language = before.content_language or before.language
        return replace(before, question=reading.question, language=target, content_language=content_language)
    nothing_before = not (before.items or before.organizations or before.content)
    if reading.kind in _STAND_ALONE or nothing_before or _asks_of_everybody(follow_up):
        return reading
    if reading.deadline is not None:
        return _with_deadline(follow_up)
    if (
        same := _counted(follow_up)
        or _same_table(follow_up)
        or _same_deadline(follow_up)
        or _one_of_those_listed(follow_up)
    ):
        return same
    if told := _told_of_something_else(follow_up):
        return told
    if reading.condition is not None:
        return _with_condition(follow_up, reading.condition)
    if not follow_up.telling_words and not follow_up.numbered:
        return _bare(follow_up)
    about_the_same = follow_up.opened or follow_up.refers
    if about_the_same and follow_up.asks_for_facts and len(follow_up.own_words) <= _FEW_WORDS:
        return _told_there(follow_up)
    if about_the_same and (limited := _on_the_same_items(follow_up)):
        return limited
    return _look_up(follow_up)


def _asks_of_everybody(follow_up: FollowUp) -> bool:
    """Whether it is "Who mentions drones?", which is not of whoever was spoken of before."""
    mention = follow_up.reading.mention
    points_back = follow_up.opened or follow_up.refers or follow_up.has(follow_up.reader.vocabulary.of_those)
    return mention is not None and mention.outright and not points_back


def _counted(follow_up: FollowUp) -> Reading | None:
    """The organizations of the question before as a number or a part: "how many is that in percent?"; else None."""
    before, vocabulary, language = follow_up.before, follow_up.reader.vocabulary, follow_up.language
    if before.condition is None or follow_up.reading.organizations:
        return None
    parts, numbers = (
        (vocabulary.share, vocabulary.sharing, vocabulary.in_percent),
        (vocabulary.count, vocabulary.counting),
    )
    asking = [phrase for each in (*parts, *numbers) for phrase in each.of(language)]
    if not any(map(follow_up.has, (*parts, *numbers))) or words_beyond(follow_up.own_words, asking):
        return None
    kind: AnswerKind = "share" if any(map(follow_up.has, parts)) or "%" in follow_up.reading.question else "count"
    return follow_up.filled(replace(before, kind=kind, yes_no=False), follow_up.in_words(before.condition))


def _of_whom(follow_up: FollowUp) -> FollowUp:
    """The question for target dates; read as a look-up where it asks for those of the organizations named before."""
    before = follow_up.before
    if not before.organizations or follow_up.asks_for_organizations:
        return follow_up
    reading = follow_up.reader.read(follow_up.reading.question, before.language, before.organizations, of_all=False)
    return replace(follow_up, reading=reading)


def _with_deadline(follow_up: FollowUp) -> Reading:
    """A question for target dates: of those listed before where it points to them, and for what they were listed."""
    reading, before = follow_up.reading, follow_up.before
    questionnaire = follow_up.reader.questionnaire
    if before.condition is None or not follow_up.has(follow_up.reader.vocabulary.of_those):
        return reading
    within = replace(reading, within=before.condition)
    everything = tuple(item.number for item in questionnaire.items if item.target_dates)
    told = {item_with_dates(questionnaire.item(number)) for number in items_of(before.condition)}
    items = tuple(number for number in everything if number in told)
    if reading.deadline is not None and reading.deadline.items == everything and items:
        within = replace(within, deadline=replace(reading.deadline, items=items), items=items)
    return follow_up.filled(within, follow_up.in_words(before.condition))


def _one_of_those_listed(follow_up: FollowUp) -> Reading | None:
    """What the organization said that "the second one" of the answer before means; None where none is meant."""
    before, vocabulary, language = follow_up.before, follow_up.reader.vocabulary, follow_up.language
    if before.kind != "list" or before.condition is None or follow_up.reading.organizations:
        return None
    listed = follow_up.reader.listed(before)
    for place, phrase in enumerate((*vocabulary.nth.of(language), *vocabulary.last_one.of(language))):
        said = find_any(follow_up.words, (phrase,), most_between=0)
        last = place >= len(vocabulary.nth.of(language))
        if said is None or not listed or (not last and place >= len(listed)):
            continue
        organization = listed[-1 if last else place]
        if len(follow_up.own_words) <= _FEW_WORDS:
            told = replace(before, organizations=(organization,), others=(), yes_no=True)
        else:
            told = replace(follow_up.reading, organizations=(organization,))
        return follow_up.filled(told, organization.applied.of(language))
    return None


def _told_of_something_else(follow_up: FollowUp) -> Reading | None:
    """What was said of something else, where the question before asked what was said: "and about social media?"."""
    reading, before = follow_up.reading, follow_up.before
    if before.kind != "lookup" or not before.told or not follow_up.opened or follow_up.asks_for_organizations:
        return None
    if not follow_up.own_words or follow_up.has(follow_up.reader.vocabulary.yes_no):
        return None
    told = replace(
        reading,
        kind="lookup",
        reason=None,
        organizations=reading.organizations or before.organizations,
        condition=None,
        others=(),
        named_item=None,
        only_item=False,
        told=True,
        yes_no=False,
    )
    return follow_up.filled(told, "" if reading.organizations else follow_up.named_before())


def _same_deadline(follow_up: FollowUp) -> Reading | None:
    """The target dates before by another day or for another item: "and by June 2026?", "what about item 4?"."""
    reading, before = follow_up.reading, follow_up.before
    if before.deadline is None or reading.organizations or not follow_up.opened:
        return None
    found = [each for each in dates_in(reading.question, follow_up.language, bare_years=True) if each.latest]
    with_dates = {item.number for item in follow_up.reader.questionnaire.items if item.target_dates}
    items = tuple(number for number in reading.items if number in with_dates) if follow_up.numbered else ()
    if not (found or items):
        return None
    deadline = replace(
        before.deadline,
        items=items or before.deadline.items,
        period=period_of(found[0]) if found else before.deadline.period,
    )
    told = ", ".join(follow_up.item_number(number) for number in deadline.items)
    return follow_up.filled(replace(before, deadline=deadline, items=deadline.items), told)


def _same_table(follow_up: FollowUp) -> Reading | None:
    """The rank before from its other end, or the comparison before in other items; None where neither is asked."""
    reading, before, vocabulary = follow_up.reading, follow_up.before, follow_up.reader.vocabulary
    if before.kind == "rank" and follow_up.opened and follow_up.has(vocabulary.least):
        return follow_up.filled(replace(before, order="least"), follow_up.item_number(before.items[0]))
    asks_else = reading.organizations or follow_up.asks_for_organizations or follow_up.asks_for_facts
    if before.kind == "compare" and follow_up.opened and reading.items and not asks_else:
        compared = () if follow_up.numbered else follow_up.reader.compared_items(reading.content, follow_up.language)
        return follow_up.filled(replace(before, items=compared or reading.items), follow_up.named_before())
    return None


def _language_wanted(follow_up: FollowUp) -> Language | None:
    """The language the answer before is wanted in, where the question says that and nothing else."""
    vocabulary = follow_up.reader.vocabulary
    wishes: dict[Language, Phrases] = {"en": vocabulary.in_english, "fr": vocabulary.in_french}
    for target, wish in wishes.items():
        found = find_any(follow_up.words, (*wish.en, *wish.fr), most_between=0)
        if found and found.words >= len(follow_up.own_words) and not follow_up.reading.condition:
            return target
    return None


def _with_condition(follow_up: FollowUp, condition: Condition) -> Reading:
    """A question with a condition of its own: of the organizations before where it points to them or names none."""
    reading, before = follow_up.reading, follow_up.before
    if follow_up.has(follow_up.reader.vocabulary.of_those) and before.condition is not None:
        both = And((before.condition, condition))
        reading = replace(reading, condition=both, items=items_of(both), others=())
        return follow_up.filled(reading, follow_up.in_words(before.condition))
    about_the_same = (follow_up.opened or follow_up.refers) and not follow_up.asks_for_organizations
    if reading.organizations or not before.organizations or not about_the_same:
        # "And which are still updating?" says it all; what it goes on with is told none the less.
        return follow_up.filled(reading, follow_up.in_words(condition)) if follow_up.opened else reading
    reading = replace(reading, organizations=before.organizations, yes_no=reading.kind == "list")
    return follow_up.filled(reading, follow_up.named_before())


def _bare(follow_up: FollowUp) -> Reading:
    """A question that says nothing of its own: another organization, a number, a "not", a "when?"."""
    reading, before = follow_up.reading, follow_up.before
    vocabulary = follow_up.reader.vocabulary
    if follow_up.asks_for_facts and not reading.organizations:
        return _told_there(follow_up)
    if before.condition is None:
        return _same_look_up(follow_up)
    turned = find_any(follow_up.words, vocabulary.saying_no(follow_up.language), most_between=0) or follow_up.has(
        vocabulary.the_others
    )
    condition = _said_so(follow_up) or (opposite(before.condition) if turned else before.condition)
    asks = follow_up.has(vocabulary.ones) or follow_up.has(vocabulary.organizations)
    if not (reading.organizations or asks or turned or follow_up.refers):
        return _told_there(follow_up)
    organizations = reading.organizations or (() if asks else before.organizations)
    counted = reading.kind if reading.kind in ("count", "share") else "list"
    filled = replace(
        before,
        kind=counted,
        organizations=organizations,
        excluded=reading.excluded,
        unknown=reading.unknown,
        condition=condition,
        others=(),
        yes_no=counted == "list" and bool(organizations),
    )
    told = "" if reading.organizations or asks else follow_up.named_before()
    return follow_up.filled(filled, follow_up.in_words(condition), told)


def _said_so(follow_up: FollowUp) -> Condition | None:
    """The option that "and who said no?" names, of the item before; None where nobody's yes or no is asked for."""
    clause = follow_up.reader.clauses(follow_up.language)
    return clause.yes_or_no(follow_up.words, follow_up.before.items[:1])


def _told_there(follow_up: FollowUp) -> Reading:
    """What was written under the item of the question before: for a bare "when?" or "why not?"."""
    reading, before = follow_up.reading, follow_up.before
    item = before.named_item or (before.items[0] if before.items else None)
    if item is None:
        return _same_look_up(follow_up)
    item = follow_up.reader.questionnaire.item(item).told_in or item
    organizations = reading.organizations or before.organizations
    told = replace(
        reading,
        kind="lookup",
        reason=None,
        condition=None,
        others=(),
        organizations=organizations,
        within=before.condition if not organizations else None,
        items=(item,),
        named_item=item,
        only_item=True,
    )
    return follow_up.filled(
        told, follow_up.item_number(item), "" if reading.organizations else follow_up.named_before()
    )


def _same_look_up(follow_up: FollowUp) -> Reading:
    """The look-up before, of the organizations named now: "and the IRB?"."""
    reading, before = follow_up.reading, follow_up.before
    if not reading.organizations and not follow_up.refers and not follow_up.opened:
        return reading
    organizations = reading.organizations or before.organizations
    same = replace(before, organizations=organizations, excluded=reading.excluded, unknown=reading.unknown)
    if before.kind == "overview":
        about = words_of("answers", follow_up.language)("overview.asked")
    elif before.named_item:
        about = follow_up.item_number(before.named_item)
    else:
        about = _bare_content(before)
    return follow_up.filled(same, about, "" if reading.organizations else follow_up.named_before())


def _bare_content(reading: Reading) -> str:
    """What a question was about, in one line, without gaps where names stood."""
    return " ".join(reading.content.split()).strip(" ?!.")


def _on_the_same_items(follow_up: FollowUp) -> Reading | None:
    """The question as a condition on the items of the one before: "and which are still at it?"."""
    reading, before = follow_up.reading, follow_up.before
    if before.condition is None or reading.named_item or follow_up.asks_for_facts:
        return None
    asked = QuestionWords(reading.question, follow_up.words, follow_up.language, follow_up.reader.vocabulary)
    if asks_for_facts(asked, but_organizations=not before.names_each):
        return None  # "who is its champion?"
    parts = {follow_up.reader.questionnaire.item(number).part for number in before.items}
    siblings = [item.number for item in follow_up.reader.questionnaire.items if item.part in parts and item.options]
    limited = follow_up.reader.limited_to(reading, siblings)
    if limited is None:
        return None
    asks = follow_up.asks_for_organizations
    organizations = reading.organizations or (() if asks else before.organizations)
    limited = replace(limited, organizations=organizations, yes_no=limited.kind == "list" and bool(organizations))
    return follow_up.filled(limited, ", ".join(follow_up.item_number(number) for number in limited.items))


def _look_up(follow_up: FollowUp) -> Reading:
    """A look-up with words of its own: of the organizations before where it names and asks for none."""
    reading, before = follow_up.reading, follow_up.before
    if reading.organizations or follow_up.asks_for_organizations:
        if not (follow_up.has(follow_up.reader.vocabulary.of_those) and before.condition):
            return reading
        within = replace(reading, within=before.condition)
        return follow_up.filled(within, follow_up.in_words(before.condition))
    if before.condition is not None and not before.names_each and follow_up.opened:
        asked = follow_up.reader.asking_back_on(reading)  # "what about training?"
        if asked is not None:
            return asked
    few = len(follow_up.own_words) <= _FEW_WORDS
    goes_on = follow_up.opened or follow_up.refers or few
    if not before.organizations and not goes_on:
        return reading
    hints = [follow_up.named_before()]
    items = reading.items or before.items
    content = reading.content
    if few and not reading.named_item and before.content and before.condition is None:
        content = f"{reading.content.strip(' ?!.')} {_bare_content(before)}"
        hints.append(_bare_content(before))
    completed = replace(
        reading, kind="lookup", reason=None, organizations=before.organizations, items=items, content=content
    )
    if not before.organizations and before.condition is not None:
        completed = replace(completed, within=before.condition)
        hints.append(follow_up.in_words(before.condition))
    return follow_up.filled(completed, *hints)
