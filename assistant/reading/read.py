"""A question becomes a reading: organizations, condition, what is asked. Rules whose words are data, and examples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.reading.asking import Asking, asking_of
from assistant.reading.clauses import joints_of
from assistant.reading.conditions import Understood, understood
from assistant.reading.deadlines import deadline_of
from assistant.reading.describing import described_words
from assistant.reading.languages import in_another_language, language_of
from assistant.reading.learned import Models, ReadingModels, tokens
from assistant.reading.likeness import NEGATION
from assistant.reading.mentions import mention_of
from assistant.reading.options import OUTRIGHT, ClauseReader, PrintedOption
from assistant.reading.organizations import Named, everyone_word, excepted, named_in
from assistant.reading.passed_over import passed_over
from assistant.reading.phrases import Word, find_any, question_words, words_beyond
from assistant.reading.premises import premise_of
from assistant.reading.question import QuestionWords
from assistant.reading.themes import Themes
from assistant.reading.topics import Topics, named_items
from assistant.reading.types import NamedSet, ReadAs, Reading
from assistant.reading.vocabulary import Vocabulary
from assistant.types import AnswerKind
from corpus.organization_sets import SetMatch
from corpus.organizations import Registry
from corpus.questionnaire import Questionnaire
from corpus.types import Language, Organization
from index.conditions import Condition, Ticked, items_of, options_of, parse_condition
from index.errors import BadCondition

# How likely (0 to 1) a condition must be meant: where organizations are asked for, where yes or no is wanted of one,
# and where a few words stand alone. Chosen on development wordings.
_LIKELY_ENOUGH, _LIKELY_FOR_ONE, _LIKELY_ALONE = 0.6, 0.7, 0.65
_LIKELY_ENOUGH_DENIED = 0.4  # a "not" leaves little else to be meant
_LIKELY_WHATEVER_ELSE = 0.9  # so likely that words nobody knows do not matter
# By so much (0 to 1) a meaning must be likelier than the next one.
_MARGIN = 0.2
# Of the words that carry meaning, more than this part (0 to 1) must be known from examples: the rest may matter more.
_KNOWN_ENOUGH = 0.5
# An item is named outright where its topic is this likely.
_NAMES_THE_ITEM = 0.6
# Asked what was said of it, what stands under the item answers where its topic is this likely.
_TOLD_OF_THE_ITEM = 0.9
_MOST_OFFERED = 4
# Of one topic, items at least this part (0 to 1) as likely as the likeliest are all compared.
_NEARLY_AS_LIKELY = 0.3


@dataclass(frozen=True, slots=True)
class Reader:
    """What reading needs: the questionnaire, the registry (the corpus's own organizations added), words and models.

    `listed` gives the organizations that the answer to a reading lists, in its order, for "the second one".
    """

    questionnaire: Questionnaire
    registry: Registry
    vocabulary: Vocabulary
    models: ReadingModels
    themes: Themes
    printed: tuple[PrintedOption, ...] = ()
    here: frozenset[str] = frozenset()
    listed: Callable[[Reading], Sequence[Organization]] = lambda reading: ()

    def read(
        self,
        question: str,
        hint: Language = "en",
        spoken_of: Sequence[Organization] = (),
        of_all: bool = True,
    ) -> Reading:
        """How `question`, which stands alone, is understood. `hint` is the language where the words do not tell.

        `spoken_of` are the organizations that the conversation was about, for "the commission" and the like. `of_all`
        is False where "the target date" is that of organizations named before, so that it is looked up.
        """
        words = question_words(question)
        language = language_of(question, words, self.vocabulary, hint)
        named = named_in(question, words, self.registry, self.vocabulary, language, self.here, spoken_of)
        reading = self._naming(Reading(question, question, language, "lookup"), named, words)
        if not words or in_another_language(question, words, self.vocabulary):
            return replace(reading, kind="clarify", reason="unclear", foreign=bool(words))
        if condition := self._written(question):
            return replace(reading, kind="list", condition=condition, items=items_of(condition))
        outside = named.outside(words, everyone_word(self.registry, language))
        if find_any(outside, self.vocabulary.instruction.of(language), most_between=0):
            return replace(reading, kind="abstain", reason="instruction")
        if named.doubts:
            return replace(reading, kind="clarify", reason="unclear", doubts=named.doubts)
        if named.unknown and not reading.organizations:
            return replace(reading, kind="abstain", reason="unknown_organization", doubts=named.nearest)
        reading = replace(reading, content=named.without_names(question))
        return self._asked(reading, QuestionWords(question, outside, language, self.vocabulary), of_all)

    def limited_to(self, reading: Reading, items: Sequence[int]) -> Reading | None:
        """The question of a reading as a condition on those items; None where it is none."""
        language = reading.language
        words = question_words(reading.question)
        named = named_in(reading.question, words, self.registry, self.vocabulary, language, self.here)
        outside = named.outside(words, everyone_word(self.registry, language))
        question = QuestionWords(reading.question, outside, language, self.vocabulary)
        found = understood(question.without_frame(), reading.question, self.clauses(language), items)
        if found is None or found.likely < _LIKELY_ALONE:
            return None
        asking = _asking(question, reading)
        kind = asking.wanted if asking.wanted in ("count", "share") else "list"
        return replace(
            reading, kind=kind, reason=None, condition=found.condition, others=(), items=items_of(found.condition)
        )

    def clauses(self, language: Language) -> ClauseReader:
        """What reads the clauses of a question in `language`."""
        return ClauseReader(self.questionnaire, self.printed, self.models.of(language), self.vocabulary, language)

    def _naming(self, reading: Reading, named: Named, words: Sequence[Word]) -> Reading:
        """The reading with the organizations that the question names, and how."""
        asked: dict[str, Organization] = {}
        left_out: dict[str, Organization] = {}
        sets: list[NamedSet] = []
        read_as: list[ReadAs] = []
        for match in named.all:
            said = reading.question[match.start : match.end]
            out = excepted(match, words, self.vocabulary, reading.language)
            if isinstance(match, SetMatch):
                (left_out if out else asked).update((each.id, each) for each in match.organizations)
                if not out:
                    sets.append(NamedSet(said, match.organizations))
                continue
            (left_out if out else asked)[match.organization.id] = match.organization
            if match.kind != "own":
                read_as.append(ReadAs(said, match.organization, match.kind))
        return replace(
            reading,
            organizations=tuple(asked.values()),
            excluded=tuple(left_out.values()),
            unknown=named.unknown,
            sets=tuple(sets),
            read_as=tuple(read_as),
        )

    def _asked(self, reading: Reading, question: QuestionWords, of_all: bool) -> Reading:
        """The reading completed by what the question asks for."""
        language = reading.language
        models = self.models.of(language)
        known = {item.number for item in self.questionnaire.items}
        numbered = named_items(question.words, self.vocabulary, language, known)
        content = models.spelled(question.without_frame())
        asking = _asking(question, reading)
        topics = models.topics.likely(_texts(models.empty.without(content)))
        items = numbered or tuple(item for item, share in topics.items() if share >= models.topics.worth_naming)
        reading = replace(reading, items=items, topics=tuple(topics.items()))
        if of_all and not reading.names_each and (timed := self._timed(reading, question, asking, numbered, models)):
            return timed
        match asking.wanted:
            case "compare":
                items = numbered or self._compared_items(question.text, content, language)
                return replace(reading, kind="compare", items=items)
            case "overview" | "facts" | "list" if self._tells_items(reading, content, numbered, models):
                return replace(reading, kind="overview", items=numbered)
            case "overview" if numbered or self._names_a_topic(question, content, models):
                return self._look_up(reading, content, numbered, models, False)
            case "overview":
                return replace(reading, kind="overview", items=())
            case "rank":
                return self._rank(reading, asking, numbered, content, models)
            case "crosstab" if len(self._with_options(items)) > 1:
                return replace(reading, kind="crosstab", items=self._with_options(items)[:2])
            case _ if self._compares_items(reading, question, numbered):
                return replace(reading, kind="crosstab", items=self._with_options(numbered)[:2])
            case "list" | "count" | "share":
                return self._set(reading, asking, question, content, models, numbered)
            case _:
                return self._look_up(reading, content, numbered, models, asking.organizations)

    def _timed(
        self,
        reading: Reading,
        question: QuestionWords,
        asking: Asking,
        numbered: Sequence[int],
        models: Models,
    ) -> Reading | None:
        """The reading of a question for organizations by their target dates; None for any other question."""
        if asking.wanted not in ("list", "count", "share", "facts"):
            return None
        deadline = deadline_of(question, asking, numbered, models, self.questionnaire)
        if deadline is None:
            return None
        kind: AnswerKind = asking.wanted if asking.wanted in ("count", "share") else "list"
        return replace(reading, kind=kind, deadline=deadline, items=deadline.items)

    def _set(
        self,
        reading: Reading,
        asking: Asking,
        question: QuestionWords,
        content: Sequence[Word],
        models: Models,
        numbered: Sequence[int],
    ) -> Reading:
        """The reading of a question for organizations, or for yes or no, if its words say a condition."""
        said = described_words(question, asking.description, content, self.clauses(reading.language), numbered)
        mention = mention_of(question, said, models, self.themes, numbered) if asking.organizations else None
        kind: AnswerKind = asking.wanted if asking.wanted in ("count", "share") else "list"
        if mention is not None and mention.outright:
            return replace(reading, kind=kind, mention=mention)
        found = understood(said, question.text, self.clauses(reading.language), numbered)
        if found is None or not self._is_meant(found, reading, asking, said, models):
            without = self._without_condition(reading, asking, content, numbered, models)
            return replace(without, mention=mention) if without.kind == "lookup" else without
        labels = self._printed_words(found.condition) | self._form_words(found.condition, reading.language)
        if mention is not None and mention.theme is not None and not labels.issuperset(mention.words):
            # "Which organizations use AI?": nothing but a theme is named, and the form does not ask for it.
            return replace(reading, kind=kind, mention=replace(mention, outright=True))
        # An item's number that the condition left out is told, like any other word that it does not say.
        expected = {self.questionnaire.cycle, *map(str, items_of(found.condition)), *labels}
        yes_no = kind == "list" and reading.names_each
        doubtful = passed_over(question, said, models.empty, models.tells, expected) if yes_no else ()
        if found.likely < OUTRIGHT and any(not each.isdigit() for each in doubtful):
            # Of one organization a yes or no that passes over half of the question misleads: its texts may say it all.
            return self._without_condition(reading, asking, content, numbered, models)
        carrying = _texts(models.empty.without(said))
        if yes_no and self.themes.among(carrying, reading.language, besides=labels):
            # "Has it talked about gifts?": that sessions on some topics were held does not tell.
            return self._look_up(reading, content, numbered, models, asking.organizations)
        return replace(
            reading,
            kind=kind,
            condition=found.condition,
            others=found.others,
            items=items_of(found.condition),
            yes_no=yes_no,
            unused=passed_over(question, said, models.empty, models.knows, expected),
        )

    def _is_meant(
        self, found: Understood, reading: Reading, asking: Asking, content: Sequence[Word], models: Models
    ) -> bool:
        """Whether the condition is likely enough, and says what most of the words say."""
        negated = NEGATION in tokens(content, self.vocabulary, reading.language)
        enough = _LIKELY_ENOUGH_DENIED if negated else _LIKELY_ENOUGH
        least = enough if asking.organizations else _LIKELY_FOR_ONE if reading.names_each else _LIKELY_ALONE
        if found.likely < least or (not negated and _is_undecided(found)):
            return False
        said = [word.text for word in models.empty.without(content) if not word.text.isdigit()]
        if labels := self._printed_words(found.condition):
            # The examples know nothing of a label that somebody printed: most of what is said must be its words.
            return sum(word in labels for word in said) > _KNOWN_ENOUGH * len(said)
        if asking.organizations and found.likely >= _LIKELY_WHATEVER_ELSE:
            return True
        known = [word for word in said if models.tells(word)]
        return len(known) > _KNOWN_ENOUGH * len(said) if said else found.likely >= OUTRIGHT

    def _printed_words(self, condition: Condition) -> frozenset[str]:
        """The words of the labels that the condition is about and the questionnaire does not know."""
        asked = options_of(condition)
        return frozenset(
            word.text for option in self.printed if option.id in asked for word in question_words(option.label)
        )

    def _form_words(self, condition: Condition, language: Language) -> frozenset[str]:
        """The form's own words for the items that the condition is about."""
        items = [self.questionnaire.item(number) for number in items_of(condition)]
        texts = [text for item in items for text in (item.wording, *(option.label for option in item.options))]
        return frozenset(word.text for text in texts for word in question_words(text.of(language)))

    def _without_condition(
        self, reading: Reading, asking: Asking, content: Sequence[Word], numbered: Sequence[int], models: Models
    ) -> Reading:
        if reading.items and not reading.names_each and self._only_topic(content, reading.items, models):
            return self._asking_back(reading)
        if not (reading.organizations or numbered or models.empty.without(content)):
            return replace(reading, kind="clarify", reason="unclear")
        return self._look_up(reading, content, numbered, models, asking.organizations)

    def _look_up(
        self, reading: Reading, content: Sequence[Word], numbered: Sequence[int], models: Models, of_each: bool
    ) -> Reading:
        outright = numbered[0] if numbered else self._named_outright(content, reading.items, models)
        telling = self.vocabulary.telling.of(reading.language)
        told = find_any(question_words(reading.content), telling, most_between=0) is not None
        if outright is not None and told and not numbered and self._names_a_theme(content, outright, models):
            outright = None
        alone = outright is not None and (
            (told and dict(reading.topics).get(outright, 0.0) >= _TOLD_OF_THE_ITEM)
            or (not self._wants_one_fact(reading) and self._says_only(content, outright, models))
        )
        of_each = of_each and not reading.names_each
        premise = None
        if reading.names_each:
            premise = premise_of(content, reading.question, self.clauses(reading.language), models)
        return replace(
            reading,
            kind="lookup",
            named_item=outright,
            only_item=alone,
            told=told,
            of_each=of_each,
            premise=premise,
        )

    def _named_outright(self, content: Sequence[Word], items: Sequence[int], models: Models) -> int | None:
        """The item that the words name beyond doubt."""
        said = _texts(models.empty.without(content))
        return items[0] if items and models.topics.likely(said).get(items[0], 0.0) >= _NAMES_THE_ITEM else None

    def _names_a_theme(self, content: Sequence[Word], item: int, models: Models) -> bool:
        """Whether the words name a theme, of which texts speak anywhere, that is not what the item is about.

        An item that gives conflicts of interest as an example is not the one place to read of them.
        """
        short = _texts(question_words(self.questionnaire.item(item).short.of(models.empty.language)))
        return self.themes.among(_texts(models.empty.without(content)), models.empty.language, besides=short)

    def _wants_one_fact(self, reading: Reading) -> bool:
        """Whether a person, a number, a date or a reason is asked for, which what stands under an item may not tell."""
        vocabulary, language = self.vocabulary, reading.language
        kinds = (
            vocabulary.person,
            vocabulary.percent,
            vocabulary.how_many,
            vocabulary.facts_anywhere,
            vocabulary.number,
            vocabulary.which_thing,
        )
        asked = [phrase for each in kinds for phrase in each.of(language)]
        return find_any(question_words(reading.content), asked, most_between=0) is not None

    def _says_only(self, content: Sequence[Word], item: int, models: Models) -> bool:
        """Whether the words name the item and ask nothing of their own."""
        ticked = self.vocabulary.ticks.of(models.empty.language)
        said = _texts(words_beyond(models.empty.without(content), ticked))
        short = self.questionnaire.item(item).short.of(models.empty.language)
        own = {str(item), f"q{item}", *_texts(question_words(short))}
        return all(word in own or models.topics.speaks_of(word, item) for word in said)

    def _rank(
        self, reading: Reading, asking: Asking, numbered: Sequence[int], content: Sequence[Word], models: Models
    ) -> Reading:
        vocabulary, language = self.vocabulary, reading.language
        ranking = (*vocabulary.rank.of(language), *vocabulary.ticks.of(language))
        about = self._topic_items(models.empty.without(words_beyond(content, ranking)), models.topics)
        items = self._with_options(numbered or about or reading.items)
        if not items:
            return replace(reading, kind="clarify", reason="unclear")
        return replace(reading, kind="rank", items=items[:1], order=asking.order, top=asking.top)

    def _names_a_topic(self, question: QuestionWords, content: Sequence[Word], models: Models) -> bool:
        """Whether something is left beside the wish for an overview and the names of the form itself."""
        vocabulary, language = self.vocabulary, question.language
        whole = (*vocabulary.overview.of(language), *vocabulary.whole_form.of(language))
        left = words_beyond(models.empty.without(content), whole)
        return self._named_outright(left, self._topic_items(left, models.topics), models) is not None

    def _compares_items(self, reading: Reading, question: QuestionWords, numbered: Sequence[int]) -> bool:
        """Whether two items with options are held against each other, and no organizations: "compare items 3 and 5"."""
        whole = not reading.organizations and not reading.unknown
        return whole and len(self._with_options(numbered)) > 1 and question.has(self.vocabulary.compare)

    def _tells_items(self, reading: Reading, content: Sequence[Word], numbered: Sequence[int], models: Models) -> bool:
        """Whether what organizations recorded under several items is asked for, and nothing more."""
        vocabulary, language = self.vocabulary, reading.language
        asking = (vocabulary.overview, vocabulary.telling, vocabulary.ticks, vocabulary.answered, vocabulary.item)
        said = words_beyond(models.empty.without(content), [phrase for each in asking for phrase in each.of(language)])
        numbers = {str(each) for each in numbered}
        return reading.names_each and len(numbered) > 1 and all(word.text.lstrip("q") in numbers for word in said)

    def _with_options(self, items: Sequence[int]) -> tuple[int, ...]:
        return tuple(number for number in items if self.questionnaire.item(number).options)

    def _topic_items(self, content: Sequence[Word], topics: Topics) -> tuple[int, ...]:
        """The items the words may be about, the likeliest first."""
        return tuple(item for item, share in topics.likely(_texts(content)).items() if share >= topics.worth_naming)

    def asking_back_on(self, reading: Reading) -> Reading | None:
        """What is asked back where a question says no more than an item's topic; None where it says more."""
        models = self.models.of(reading.language)
        if not reading.items or not self._only_topic(question_words(reading.content), reading.items, models):
            return None
        asked = self._asking_back(reading)
        return asked if asked.others else None

    def compared_items(self, content: str, language: Language) -> tuple[int, ...]:
        """The items a comparison is about that says no more than `content` ("training and codes")."""
        return self._compared_items(content, question_words(content), language)

    def _compared_items(self, text: str, content: Sequence[Word], language: Language) -> tuple[int, ...]:
        """The items a comparison is about: of each of its topics ("training and codes") those nearly as likely."""
        vocabulary, models = self.vocabulary, self.models.of(language)
        joints = joints_of(content, text, vocabulary, language)
        firsts, stops = [0, *(each.stop for each in joints)], [*(each.first for each in joints), len(content)]
        items: list[int] = []
        for first, stop in zip(firsts, stops, strict=True):
            compared = words_beyond(models.empty.without(content[first:stop]), vocabulary.compare.of(language))
            likely = models.topics.likely(_texts(compared))
            items += [item for item, share in likely.items() if share >= _NEARLY_AS_LIKELY * max(likely.values())]
        return tuple(dict.fromkeys(items))

    def _only_topic(self, content: Sequence[Word], items: Sequence[int], models: Models) -> bool:
        """Whether nothing but an item's topic is left of a question about organizations, so that asking back helps."""
        said = _texts(models.empty.without(content))
        return bool(said) and all(any(models.topics.speaks_of(word, item) for item in items) for word in said)

    def _asking_back(self, reading: Reading) -> Reading:
        meanings = [
            Ticked(option.id) for number in reading.items for option in self.questionnaire.item(number).options[:2]
        ]
        if not meanings:
            return replace(reading, kind="lookup")
        return replace(reading, kind="clarify", reason="unclear", others=tuple(meanings[:_MOST_OFFERED]))

    def _written(self, question: str) -> Condition | None:
        """The condition that the whole question writes, as in "q5.updated and not q12.yes"."""
        try:
            condition = parse_condition(question)
        except BadCondition:
            return None
        numbers = {item.number for item in self.questionnaire.items}
        known = {option.id for item in self.questionnaire.items for option in item.options}
        known |= {option.id for option in self.printed}
        options = options_of(condition)
        if not options or not options <= known or not set(items_of(condition)) <= numbers:
            return None
        return condition


def _is_undecided(found: Understood) -> bool:
    """Whether another tick is nearly as likely as the one that the only clause says."""
    if len(found.parts) > 1 or not isinstance(found.condition, Ticked):
        return False
    ticks = [each.likely for each in found.parts[0].others if isinstance(each.condition, Ticked)]
    return bool(ticks) and max(ticks) > found.likely - _MARGIN


def _texts(words: Sequence[Word]) -> list[str]:
    return [word.text for word in words]


def _asking(question: QuestionWords, reading: Reading) -> Asking:
    in_sets = {each.id for one in reading.sets for each in one.organizations}
    return asking_of(question, sum(each.id not in in_sets for each in reading.organizations), bool(reading.sets))


def names(organizations: Sequence[Organization], language: Language) -> tuple[str, ...]:
    """The applied names of organizations in `language`."""
    return tuple(organization.applied.of(language) for organization in organizations)
